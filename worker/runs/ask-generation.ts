/** Asking for a generation. It is found by what is asked: what is known is read and no more, what is new is begun. */
import { eq, inArray, sql } from "drizzle-orm";
import { after, batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { generations } from "../db/schema.ts";
import { canonicalJson } from "../domain/canonical-json.ts";
import type { StepName } from "../domain/run.ts";
import { expectedMicros } from "../fal/model.ts";
import { modelNamed } from "../fal/models.ts";
import { newId, sha256Hex } from "../ids.ts";
import type { Services } from "../services.ts";
import type { Ask } from "../steps/step.ts";
import { SECONDS, scaledMs } from "../timing.ts";
import { chargeWithout } from "./charges.ts";
import { wastedElsewhere, wasUnanswered } from "./generation-conditions.ts";
import type { Generation } from "./generations.ts";
import { touchRun, touchRuns } from "./touch.ts";

/** Who asks. */
export interface Asker {
  accountId: string;
  runId: string;
  step: StepName;
  /** The generation that the step waited for last. */
  waitedFor: string | null;
}

/**
 * The key of a question, the same whenever the same account asks the same: SHA-256, hex. Whoever of a model's candidates
 * answers, so what one of them has answered stays answered when another is asked from then on.
 */
export const generationKey = (accountId: string, ask: Ask): Promise<string> =>
  sha256Hex([accountId, ask.model, canonicalJson(storedInput(ask)), ask.salt].join("\n"));

/** With the fields of before, so that the version of before can go on with the row. */
const storedInput = ({ model, input }: Ask): Record<string, unknown> => ({ ...modelNamed(model).keyed, ...input });

/**
 * Whether it gets another chance when it is asked for again: it failed before this step waited for it. One that was given
 * up because no run wanted it is no answer to a step that asked at that moment.
 */
const getsAnotherChance = ({ id, status, error }: Generation, { waitedFor }: Asker): boolean =>
  status === "failed" && (id !== waitedFor || error?.code === "no_longer_needed");

/** The same in SQL. */
const givenAgain = (key: string, { waitedFor }: Asker) => sql`generations.key = ${key} AND generations.status = 'failed'
  AND (generations.id IS NOT ${waitedFor} OR json_extract(generations.error, '$.code') = 'no_longer_needed')`;

/** The generations for what is asked, by their keys; none where nobody has asked it before. One statement for all. */
export async function findGenerations({ db }: Services, keys: readonly string[]): Promise<Map<string, Generation>> {
  const found = await withRetry(() =>
    db
      .select()
      .from(generations)
      .where(inArray(generations.key, [...keys])),
  );
  return new Map(found.map((generation) => [generation.key, generation]));
}

/**
 * A generation that was found for what is asked, as it may be waited for. One that failed before this step waited for it
 * gets another chance: it is polled again if it has a request id, and submitted again if it has none. An unanswered submit
 * keeps its status, because a callback is accepted until the next submit begins.
 */
export async function reopenIfFailed(services: Services, asker: Asker, found: Generation): Promise<Generation> {
  // Most are in no need of a write.
  return getsAnotherChance(found, asker) ? await reopen(services, found.key, asker) : found;
}

/** The generation for what is asked, as it may be waited for; undefined when nobody has asked it before. */
export async function findGeneration(services: Services, asker: Asker, key: string): Promise<Generation | undefined> {
  const found = (await findGenerations(services, [key])).get(key);
  return found && (await reopenIfFailed(services, asker, found));
}

/** A generation that was never asked for, as it is added: claimed by whoever asks, whose run waits for it. */
export function newGeneration(services: Services, { accountId, runId, step }: Asker, ask: Ask, key: string) {
  const { now, candidates } = services;
  const time = now();
  const candidate = candidates.pick(ask.model, null, time);
  return {
    id: newId("gen"),
    key,
    accountId,
    runId,
    step,
    model: ask.model,
    candidate: candidate.name,
    input: storedInput(ask),
    status: "pending" as const,
    fence: 1,
    leaseUntil: time + scaledMs(services, SECONDS.generationLease),
    waiters: [runId],
    expectedMicros: expectedMicros(candidate, ask.input),
    dueAt: time,
    createdAt: time,
    updatedAt: time,
  };
}

export type NewGeneration = ReturnType<typeof newGeneration>;

/** Gives the generation another chance, unless another has done so meanwhile; gives it as it is then. */
async function reopen({ db, now }: Services, key: string, asker: Asker): Promise<Generation> {
  const time = now();
  const again = givenAgain(key, asker);
  const { found } = await withRetry(() =>
    batch(db, {
      charged: chargeWithout(db, sql`${again} AND generations.run_id <> ${asker.runId}`),
      // What it cost so far moves to the run that asks now.
      touchedPayer: touchRuns(db, sql`runs.id IN (SELECT run_id FROM generations WHERE ${again})`, time),
      reopened: db
        .update(generations)
        .set({
          status: sql`CASE WHEN ${generations.requestId} IS NOT NULL THEN 'submitted'
            WHEN ${wasUnanswered} THEN 'submitting' ELSE 'pending' END`,
          wastedMicros: sql`CASE WHEN ${wasUnanswered} THEN ${wastedElsewhere} ELSE ${generations.wastedMicros} END`,
          runId: asker.runId,
          failures: 0,
          submits: 0,
          error: null,
          finishedAt: null,
          dueAt: time,
          updatedAt: time,
        })
        .where(again),
      touchedByReopened: after("reopened", touchRun(db, asker.runId, time)),
      found: db.select().from(generations).where(eq(generations.key, key)),
    }),
  );
  const [generation] = found;
  if (!generation) throw new Error(`The generation ${key} is gone`);
  return generation;
}
