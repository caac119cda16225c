/** Admits a batch: first the rows, in one transaction, then the messages. If those are lost, the sweep sends them. */
import { eq, type SQL, sql } from "drizzle-orm";
import { mayStart, monthOf, type Refusal, refusalOf, selectAllowance, toMicros } from "../accounts/spending.ts";
import { after, batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { insertMany } from "../db/insert-many.ts";
import { accounts, artists, batches, idempotencyKeys, runs, songs } from "../db/schema.ts";
import type { MediaRef } from "../domain/media.ts";
import { type BatchSnapshot, durationOf, type RunChoices, type RunRequest } from "../domain/run.ts";
import type { Reference } from "../domain/template.ts";
import { newId } from "../ids.ts";
import { areOrphaned, keepFiles } from "../library/orphaned-files.ts";
import { isUnchangedTemplate, type OwnTemplate } from "../library/templates.ts";
import { seedFrom } from "../random.ts";
import type { Services } from "../services.ts";
import { firstSteps } from "../steps/index.ts";
import { estimate } from "../steps/pricing.ts";
import { SECONDS, scaledMs } from "../timing.ts";
import { drawChoices } from "./choices.ts";
import {
  claimIsHeld,
  type IdempotencyClaim,
  isFree,
  isKey,
  type KeptAnswer,
  type KeyedRequest,
  recordAnswer,
  recordNewAnswer,
  type Taken,
  takenBy,
} from "./idempotency.ts";

export interface Admission {
  accountId: string;
  request: RunRequest;
  snapshot: BatchSnapshot;
  /** Of the artist, in a stable order; at least one. */
  songIds: string[];
  /** Of these songs, by their ids. */
  songTitles?: ReadonlyMap<string, string>;
  /** Orphaned files that the snapshot names: they become the batch's. */
  newFiles: MediaRef[];
  /** For choices; random in production. */
  seed: number;
  /** The account's own template that the snapshot has. */
  ownTemplate?: OwnTemplate | undefined;
  /** The caller's idempotency key, claimed or still to be taken, and what to answer whoever sends it again. */
  once?:
    | (({ claim: IdempotencyClaim } | { request: KeyedRequest }) & { answer: (runIds: string[]) => KeptAnswer })
    | undefined;
}

export type Admitted =
  | { kind: "admitted"; batchId: string; runIds: string[] }
  | Refusal
  | Taken
  /** The claim's lease ended, and somebody else has claimed the key since. */
  | { kind: "claim_lost" }
  /** What the batch was to be made from was deleted or replaced while it was being admitted. */
  | { kind: "snapshot_changed" };

/**
 * Why the account's limits refuse the batch as things stand, for callers with work to do before they admit it.
 * Undefined is no promise: admission decides again.
 */
export async function precheckLimits(
  { db, now, candidates }: Services,
  accountId: string,
  request: RunRequest,
): Promise<Refusal | undefined> {
  const month = monthOf(now());
  const [allowance] = await selectAllowance(db, accountId, month);
  const neededMicros = toMicros(estimate(request, candidates.choices).perVideo) * request.batch;
  return allowance && refusalOf(allowance, month, request.batch, neededMicros);
}

/**
 * Admits all of the batch or nothing, as decided by the transaction that writes it. Throws what the database throws.
 */
export async function admitBatch(
  services: Services,
  { accountId, request, snapshot: made, songIds, songTitles, newFiles, ownTemplate, seed, once }: Admission,
): Promise<Admitted> {
  const now = services.now();
  const batchId = newId("batch");
  const steps = firstSteps(request, now);
  const { template } = made;
  const estimateMicros = toMicros(estimate(request, services.candidates.choices).perVideo);
  const drawn = drawChoices(seed, request.batch, {
    references: template.references.length,
    songIds,
    moods: template.moods.map(({ name }) => name),
    movements: template.movements.map(({ name }) => name),
  });
  const snapshot = songTitles ? { ...made, songTitles: titlesOf(drawn, songTitles) } : made;
  const runRows = drawn.map((choices, position) => ({
    id: newId("run"),
    accountId,
    batchId,
    artistId: request.artist_account_id,
    songId: choices.songId,
    status: "QUEUED" as const,
    request,
    choices: { ...choices, ...nameOf(template.references[choices.reference]) },
    seed: seedFrom(seed, `run ${position}`),
    isTest: services.settings.FAL_ORIGIN !== undefined,
    createdAt: now,
    updatedAt: now,
    steps,
    dueAt: now,
    deadlineAt: now + scaledMs(services, SECONDS.runDeadline),
    idempotencyKey: keyOf(once) ?? null,
    estimateMicros,
    reservedMicros: estimateMicros,
  }));
  const { db, queues, log } = services;
  const runIds = runRows.map(({ id }) => id);
  const month = monthOf(now);
  const neededMicros = estimateMicros * runRows.length;
  const batchRow = { id: batchId, accountId, seed, snapshot, size: request.batch, createdAt: now };
  const mayAnswer = once === undefined ? sql`TRUE` : mayAnswerKey(accountId, once, now);
  const unchanged = sql`${isUnchanged(accountId, request, snapshot, songIds)}
    AND ${ownTemplate ? isUnchangedTemplate(ownTemplate) : sql`TRUE`}`;
  const admissible = sql`${mayStart(accountId, month, runRows.length, neededMicros)}
    AND ${mayAnswer} AND ${unchanged} AND ${areOrphaned(newFiles)}`;
  const written = sql`EXISTS (SELECT 1 FROM batches WHERE batches.id = ${batchId})`;
  // Repeated after a lost reply, this finds its own rows and writes nothing.
  const answer = once?.answer(runIds);
  const { refused, taken: [keyRow] = [] } = await withRetry(() =>
    batch(db, {
      batch: insertMany(db, batches, [batchRow], admissible).onConflictDoNothing(),
      keptFiles: after("batch", keepFiles(db, newFiles)),
      runs: insertMany(db, runs, runRows, written).onConflictDoNothing(),
      refused: selectAllowance(db, accountId, month, sql`NOT ${written}`),
      // Before it is written here.
      taken:
        once && "request" in once ? db.select().from(idempotencyKeys).where(isKey(accountId, once.request)) : undefined,
      answered: once && answer && writeAnswer(services, accountId, once, answer, written),
    }),
  );
  const [allowance] = refused;
  if (allowance) {
    const taken = once && "request" in once ? takenBy(keyRow, once.request, now) : undefined;
    if (taken) return taken;
    const refusal = refusalOf(allowance, month, runRows.length, neededMicros);
    if (refusal) return refusal;
    const [account] = await db
      .select({ mayAnswer: sql<number>`${mayAnswer}` })
      .from(accounts)
      .where(eq(accounts.id, accountId));
    return { kind: account?.mayAnswer ? "snapshot_changed" : "claim_lost" };
  }
  const sending = queues
    .send(
      "steps",
      runIds.map((runId) => ({ message: { runId } })),
    )
    .catch((error: unknown) => log.error("messages_not_sent", error, { batchId }));
  // The sweep is there for what is lost, so nobody has to wait for it.
  if (services.afterAnswer) services.afterAnswer(sending);
  else await sending;
  log.info("batch_admitted", { batchId, accountId, runs: runIds.length, template: request.template });
  return { kind: "admitted", batchId, runIds };
}

const nameOf = (reference: Reference | undefined) => (reference ? { referenceId: reference.id } : {});

type Once = NonNullable<Admission["once"]>;

/** The titles of the songs that were drawn: the others would only take room. */
const titlesOf = (drawn: readonly RunChoices[], titles: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries(
    drawn.flatMap(({ songId }) => {
      const title = titles.get(songId);
      return title === undefined ? [] : [[songId, title]];
    }),
  );

const keyOf = (once: Once | undefined) => once && ("claim" in once ? once.claim : once.request).key;

const mayAnswerKey = (accountId: string, once: Once, time: number) =>
  "claim" in once ? claimIsHeld(accountId, once.claim) : isFree(accountId, once.request, time);

const writeAnswer = (services: Services, accountId: string, once: Once, answer: KeptAnswer, condition: SQL) =>
  "claim" in once
    ? recordAnswer(services.db, accountId, once.claim, answer, condition)
    : recordNewAnswer(services, accountId, once.request, answer, condition);

/** What was read of artist and songs, maybe from a copy of the database that was behind, is still so. */
const isUnchanged = (
  accountId: string,
  { artist_account_id: artistId, songs: chosen, clip, duration }: RunRequest,
  { artist, songTitles = {} }: BatchSnapshot,
  songIds: string[],
) => {
  const longEnough = sql`duration_seconds >= ${durationOf({ duration })}`;
  const ofArtist = sql`FROM ${songs} WHERE artist_id = ${artistId}`;
  return sql`EXISTS (SELECT 1 FROM ${artists} WHERE id = ${artistId} AND account_id = ${accountId}
      AND face_guide IS ${artist.faceGuide} AND name = ${artist.name} AND notes = ${artist.notes})
    AND (SELECT count(*) ${ofArtist} AND id IN (SELECT value FROM json_each(${JSON.stringify(songIds)}))) = ${songIds.length}
    AND ${hasTitles(songTitles)}
    AND ${chosen || clip ? sql`TRUE` : sql`(SELECT count(*) ${ofArtist} AND ${longEnough}) = ${songIds.length}`}`;
};

/** SQL condition: the songs still have these titles. By their ids, of which there are at most as many as runs. */
const hasTitles = (titles: Record<string, string>) =>
  sql`NOT EXISTS (SELECT 1 FROM json_each(${JSON.stringify(titles)}) AS told CROSS JOIN songs ON songs.id = told.key
    WHERE songs.title <> told.value)`;
