/**
 * Takes a create call from its parameters to admitted runs: looks up what it names, fetches what it links to, then
 * admits.
 */
import type { AccountId } from "../db/account-id.ts";
import { type Database, withRetry } from "../db/database.ts";
import { beside, type Reading, read } from "../db/reading.ts";
import { durationOf, MAX_LIPSYNC_SECONDS, type RunRequest } from "../domain/run.ts";
import {
  type BatchInputs,
  chooseSongs,
  fetchExtraReferences,
  inputsReading,
  likeThese,
  type Named,
  type ShortSong,
  templateOf,
} from "../library/batch-inputs.ts";
import { isReady, type MissingFile, missingFiles } from "../library/readiness.ts";
import type { RefusedImage } from "../library/reference-images.ts";
import { listTemplates } from "../library/templates.ts";
import { checkReceiverUrl } from "../net/receiver-url.ts";
import { UrlRefused } from "../net/refusal.ts";
import type { Services } from "../services.ts";
import { type Admitted, admitBatch, precheckLimits } from "./admit.ts";
import {
  claimIdempotencyKey,
  type IdempotencyClaim,
  type KeptAnswer,
  type KeyedRequest,
  type KeyRow,
  keyRowReading,
  releaseClaim,
  takenBy,
} from "./idempotency.ts";
import { type ClipProblem, type NamedClip, placeClip } from "./place-clip.ts";

/** The create call's parameters, each valid by itself; `lipsync` may be left to the template. */
export interface CreateParameters extends Omit<RunRequest, "lipsync" | "clip"> {
  lipsync?: boolean | undefined;
  clip?: NamedClip | undefined;
}

/** Why nothing was written. */
export type CreateProblem =
  | { kind: "unknown_template"; template: string; available: string[] }
  | { kind: "template_without_references"; template: string }
  | { kind: "artist_not_found" }
  | { kind: "artist_not_ready"; missing: MissingFile[] }
  /** `available`: slugs of songs that there are, those that are most like the unknown ones first. */
  | { kind: "unknown_songs"; unknown: { index: number; slug: string }[]; available: string[] }
  | ClipProblem
  /** Options, each valid by itself, that cannot all be obeyed. `duration`: the seconds asked for. */
  | { kind: "options_conflict"; duration: number; lipsyncAtMost: LipsyncLimit | undefined; tooShort: ShortSong[] }
  /** `message` is a clause: "it is not https". */
  | { kind: "url_refused"; field: "webhook_url"; message: string }
  | { kind: "images_refused"; refused: RefusedImage[] };

/** The most seconds that a lip-sync video can have. `isAsked`: lip-sync was asked for, and not left to the template. */
export interface LipsyncLimit {
  seconds: number;
  isAsked: boolean;
}

/** A batch that was admitted, with the request as its runs have it. */
export interface Created {
  kind: "created";
  runIds: string[];
  request: RunRequest;
}

/** Why admission refused the batch. */
export type NotAdmitted = Exclude<Admitted, { kind: "admitted" }>;

/** What a create call is decided by, read in one round trip. */
export interface CreateReads {
  inputs: BatchInputs;
  /** Of the idempotency key, if the call has one. */
  keyRow: KeyRow | undefined;
}

/** Reads all that decides a create call but the account's limits, which the write judges. */
export function createReading(
  db: Database,
  account: AccountId,
  named: Named,
  key: string | undefined,
): Reading<CreateReads> {
  const inputs = inputsReading(db, account, named);
  if (key === undefined) {
    return { ...inputs, result: (found) => ({ inputs: inputs.result(found), keyRow: undefined }) };
  }
  const { statements, result } = beside(inputs, keyRowReading(db, account, key));
  return {
    statements,
    result: (rows) => {
      const [found, keyRow] = result(rows);
      return { inputs: found, keyRow };
    },
  };
}

/** The caller's idempotency key, and what to answer whoever sends it again. */
export interface Once extends KeyedRequest {
  answer: (runIds: string[], request: RunRequest) => KeptAnswer;
}

/** How a create call can end. */
export type CreateOutcome = Created | CreateProblem | NotAdmitted;

/**
 * Starts a batch: all of it or nothing. `once` records the answer under the caller's idempotency key, in the
 * transaction that writes the runs. `reads`: what `createReading` came to, where that is known already. Throws unexpected
 * errors only.
 */
export async function createBatch(
  services: Services,
  accountId: string,
  parameters: CreateParameters,
  { once, reads }: { once?: Once | undefined; reads?: CreateReads | undefined } = {},
): Promise<CreateOutcome> {
  const { db, session } = services;
  const named = { artistId: parameters.artist_account_id, template: parameters.template };
  const readAll = () => withRetry(() => read(db, createReading(db, accountId, named, once?.key)));
  // Fetching pictures takes long, so nothing is gained by a read that may have to be repeated after it.
  if (parameters.images) session?.goToPrimary();
  const known = parameters.images ? undefined : reads;
  const found = known ?? (await readAll());
  // Now, because the session learns from what it writes.
  const mayBeBehind = session?.mayBeBehind();
  const outcome = await decide(services, accountId, parameters, once, found);
  // What was read may be older than what the caller wrote a moment ago.
  if (!mayBeBehind || !isForReads(outcome)) return outcome;
  session?.goToPrimary();
  return decide(services, accountId, parameters, once, await readAll());
}

/** Outcomes that another look at the database may change. */
const isForReads = ({ kind }: CreateOutcome): boolean =>
  kind !== "created" && kind !== "answered" && kind !== "too_many_runs" && kind !== "spend_limit_reached";

/** Decides by what was read, and writes. */
async function decide(
  services: Services,
  accountId: string,
  parameters: CreateParameters,
  once: Once | undefined,
  { inputs, keyRow }: CreateReads,
): Promise<CreateOutcome> {
  const taken = once && takenBy(keyRow, once, services.now());
  if (taken) return taken;
  if (!parameters.images || !once) return prepareAndAdmit(services, accountId, parameters, inputs, once);
  const claimed = await claimIdempotencyKey(services, accountId, once.key, once.requestHash);
  if (claimed.kind !== "claimed") return claimed;
  const { claim } = claimed;
  let isAnswered = false;
  try {
    const outcome = await prepareAndAdmit(services, accountId, parameters, inputs, { ...once, claim });
    isAnswered = outcome.kind === "created";
    return outcome;
  } finally {
    if (!isAnswered) await freeKey(services, accountId, claim);
  }
}

/** Does not throw: the claim is free again when its lease ends, and what the caller needs to hear is something else. */
async function freeKey(services: Services, accountId: string, claim: IdempotencyClaim): Promise<void> {
  try {
    await releaseClaim(services, accountId, claim);
  } catch (error) {
    services.log.error("claim_not_released", error, { accountId });
  }
}

async function prepareAndAdmit(
  services: Services,
  accountId: string,
  parameters: CreateParameters,
  inputs: BatchInputs,
  once: (Once & { claim?: IdempotencyClaim }) | undefined,
): Promise<CreateOutcome> {
  const template = templateOf(inputs);
  if (!template) {
    const available = (await listTemplates(services, accountId)).map(({ name }) => name);
    return { kind: "unknown_template", template: parameters.template, available };
  }
  if (template.references.length === 0) return { kind: "template_without_references", template: template.name };
  const { artist } = inputs;
  if (!artist) return { kind: "artist_not_found" };
  const missing = missingFiles({ ...artist, songs: artist.songs.length });
  if (!isReady(missing)) return { kind: "artist_not_ready", missing };
  const placed = parameters.clip && (await placeClip(services, accountId, artist.songs, parameters, parameters.clip));
  if (placed && "kind" in placed) return placed;
  const duration = durationOf(parameters);
  const chosen = placed ? { ids: [placed.songId] } : chooseSongs(artist.songs, parameters.songs, duration);
  if ("unknown" in chosen) {
    const { unknown } = chosen;
    return { kind: "unknown_songs", unknown, available: likeThese(artist.songs, unknown) };
  }
  const lipsync = parameters.lipsync ?? template.defaultLipsync;
  const tooShort = "tooShort" in chosen ? chosen.tooShort : [];
  const lipsyncAtMost =
    lipsync && duration > MAX_LIPSYNC_SECONDS
      ? { seconds: MAX_LIPSYNC_SECONDS, isAsked: parameters.lipsync !== undefined }
      : undefined;
  if (lipsyncAtMost || "tooShort" in chosen) return { kind: "options_conflict", duration, lipsyncAtMost, tooShort };
  const webhookUrl = await receiverUrl(services, parameters.webhook_url);
  if (typeof webhookUrl === "object") return webhookUrl;
  const request: RunRequest = {
    ...parameters,
    lipsync,
    clip: placed?.clip,
    ...(webhookUrl === undefined ? {} : { webhook_url: webhookUrl }),
  };
  // Last, because it takes the longest, and not at all for a batch that would be refused.
  if (parameters.images) {
    const refusal = await precheckLimits(services, accountId, request);
    if (refusal) return refusal;
  }
  const extra = await fetchExtraReferences(services, accountId, artist.id, parameters.images ?? []);
  if ("refused" in extra) return { kind: "images_refused", refused: extra.refused };
  const { name, slug, notes, faceGuide } = artist;
  const admitted = await admitBatch(services, {
    accountId,
    request,
    snapshot: {
      artist: { name, slug, notes, faceGuide },
      template: { ...template, references: [...template.references, ...extra.references] },
    },
    songIds: chosen.ids,
    songTitles: new Map(artist.songs.map(({ id, title }) => [id, title])),
    newFiles: extra.references.map(({ image }) => image),
    ownTemplate: inputs.ownTemplate,
    seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    once: once && {
      ...(once.claim ? { claim: once.claim } : { request: once }),
      answer: (runIds) => once.answer(runIds, request),
    },
  });
  return admitted.kind === "admitted" ? { kind: "created", runIds: admitted.runIds, request } : admitted;
}

async function receiverUrl(
  services: Services,
  url: string | undefined,
): Promise<string | undefined | Extract<CreateProblem, { kind: "url_refused" }>> {
  if (url === undefined) return undefined;
  try {
    return await checkReceiverUrl(services, url);
  } catch (error) {
    if (!(error instanceof UrlRefused)) throw error;
    return { kind: "url_refused", field: "webhook_url", message: error.message };
  }
}
