/**
 * What callbacks said that requests came to, kept while fal.ai cannot be asked, because it forgets results sooner than an
 * outage may last. It travels with the callback's pointer, and is written down by whoever does not get fal.ai's own answer:
 * where all is well, nothing is stored.
 */
import { and, eq, isNull } from "drizzle-orm";
import { withRetry } from "../db/database.ts";
import { generations } from "../db/schema.ts";
import type { MediaRef } from "../domain/media.ts";
import type { CallbackResult, KeptResult } from "../domain/run.ts";
import { deleteOrphaned, storeOrphaned } from "../library/orphaned-files.ts";
import type { Services } from "../services.ts";
import { SECONDS } from "../timing.ts";
import type { Generation } from "./generations.ts";
import { callbackFolder } from "./object-keys.ts";

/** A message holds 128 KB, what Queues adds included; a row of D1 two megabytes. */
const MAX_MESSAGE_BYTES = 100_000;

/** Whether a message, and a row, can hold the result. */
export const fitsMessage = (result: CallbackResult): boolean =>
  new TextEncoder().encode(JSON.stringify(result)).byteLength <= MAX_MESSAGE_BYTES;

const fileOf = (generationId: string, attempt: number): MediaRef =>
  `${callbackFolder(generationId)}${attempt}-${crypto.randomUUID()}.json`;

/**
 * What a message carries for the result: itself, or a file of it, which is deleted when no run can want it any more.
 * Undefined where the file could not be stored, which is logged: then fal.ai has to be asked in time.
 */
export async function toCarry(
  services: Services,
  { id, accountId, attempt }: Pick<Generation, "id" | "accountId" | "attempt">,
  result: CallbackResult,
): Promise<KeptResult | undefined> {
  if (fitsMessage(result)) return result;
  const ref = fileOf(id, attempt);
  const seconds = services.settings.MAX_WAIT_SECONDS + SECONDS.runDeadline;
  try {
    const body = new TextEncoder().encode(JSON.stringify(result));
    await storeOrphaned(services, accountId, ref, body, "application/json", seconds);
    return { requestId: result.requestId, ref };
  } catch (error) {
    services.log.error("result_not_kept", error, { generationId: id });
    return undefined;
  }
}

/** Keeps the result of the generation's request, for who asks about it next. Changes nothing for any other request. */
export async function keepResult({ db }: Services, id: string, result: KeptResult): Promise<void> {
  await withRetry(() =>
    db
      .update(generations)
      .set({ keptResult: result })
      .where(
        and(
          eq(generations.id, id),
          eq(generations.status, "submitted"),
          eq(generations.requestId, result.requestId),
          isNull(generations.keptResult),
        ),
      ),
  );
}

/** The result that was kept of the generation's own request, or `carried` by its message; undefined when there is none. */
export async function keptResultOf(
  { db, media }: Services,
  { id, requestId }: Generation,
  carried: KeptResult | undefined,
): Promise<CallbackResult | undefined> {
  const ofThis = (result: KeptResult | null | undefined) => (result?.requestId === requestId ? result : undefined);
  // Read now: a callback may have come since the generation was claimed.
  const stored = async () => {
    const [row] = await db.select({ kept: generations.keptResult }).from(generations).where(eq(generations.id, id));
    return ofThis(row?.kept);
  };
  const kept = ofThis(carried) ?? (await stored());
  if (!kept || !("ref" in kept)) return kept;
  const file = await media.read(kept.ref);
  // Written by toCarry.
  return file ? (JSON.parse(await file.text()) as CallbackResult) : undefined;
}

/** Deletes the file of a result, unless the generation's row still names it. */
export async function dropFile(services: Services, id: string, result: KeptResult | null | undefined): Promise<void> {
  if (!result || !("ref" in result)) return;
  const { db } = services;
  const [row] = await db.select({ kept: generations.keptResult }).from(generations).where(eq(generations.id, id));
  const named = row?.kept && "ref" in row.kept ? row.kept.ref : undefined;
  if (named !== result.ref) await deleteOrphaned(services, [result.ref]);
}
