/**
 * Takes a create call from its parameters to admitted runs: looks up what it names, fetches what it links to, then
 * admits.
 */
import type { RunRequest } from "../domain/run.ts";
import { chooseSongs, fetchExtraReferences, findArtistWithSongs } from "../library/batch-inputs.ts";
import { isReady, type MissingFile, missingFiles } from "../library/readiness.ts";
import type { RefusedImage } from "../library/reference-images.ts";
import { findTemplate, listTemplates } from "../library/templates.ts";
import { checkReceiverUrl } from "../net/receiver-url.ts";
import { UrlRefused } from "../net/refusal.ts";
import type { Services } from "../services.ts";
import { type Admitted, admitBatch, precheckLimits } from "./admit.ts";
import type { IdempotencyClaim } from "./idempotency.ts";

/** The create call's parameters, each valid by itself; `lipsync` may be left to the template. */
export interface CreateParameters extends Omit<RunRequest, "lipsync"> {
  lipsync?: boolean | undefined;
}

/** Why nothing was written. */
export type CreateProblem =
  | { kind: "unknown_template"; template: string; available: string[] }
  | { kind: "template_without_references"; template: string }
  | { kind: "artist_not_found" }
  | { kind: "artist_not_ready"; missing: MissingFile[] }
  | { kind: "unknown_songs"; unknown: { index: number; slug: string }[] }
  /** `message` is a clause: "it is not https". */
  | { kind: "url_refused"; field: "webhook_url"; message: string }
  | { kind: "images_refused"; refused: RefusedImage[] };

/** A batch that was admitted, with the request as its runs have it. */
export interface Created {
  kind: "created";
  runIds: string[];
  request: RunRequest;
}

/** Why admission refused the batch. */
export type NotAdmitted = Exclude<Admitted, { kind: "admitted" }>;

/**
 * Starts a batch: all of it or nothing. `once` records the answer under the caller's idempotency key, in the
 * transaction that writes the runs. Throws unexpected errors only.
 */
export async function createBatch(
  services: Services,
  accountId: string,
  parameters: CreateParameters,
  once?: {
    claim: IdempotencyClaim;
    answer: (runIds: string[], request: RunRequest) => { status: number; body: string };
  },
): Promise<Created | CreateProblem | NotAdmitted> {
  const template = await findTemplate(services, accountId, parameters.template);
  if (!template) {
    const available = (await listTemplates(services, accountId)).map(({ name }) => name);
    return { kind: "unknown_template", template: parameters.template, available };
  }
  if (template.references.length === 0) return { kind: "template_without_references", template: template.name };
  const artist = await findArtistWithSongs(services, accountId, parameters.artist_account_id);
  if (!artist) return { kind: "artist_not_found" };
  const missing = missingFiles({ ...artist, songs: artist.songs.length });
  if (!isReady(missing)) return { kind: "artist_not_ready", missing };
  const chosen = chooseSongs(artist.songs, parameters.songs);
  if ("unknown" in chosen) return { kind: "unknown_songs", unknown: chosen.unknown };
  const webhookUrl = await receiverUrl(services, parameters.webhook_url);
  if (typeof webhookUrl === "object") return webhookUrl;
  const request: RunRequest = {
    ...parameters,
    lipsync: parameters.lipsync ?? template.defaultLipsync,
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
    newFiles: extra.references.map(({ image }) => image),
    seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    once: once && { claim: once.claim, answer: (runIds) => once.answer(runIds, request) },
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
