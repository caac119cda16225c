/** Asking for a generation. It is found by what is asked; what is known already is read, and nothing is written. */
import { eq, sql } from "drizzle-orm";
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

/**
 * The generation for what is asked: the existing one, or a new one. One that failed before this step waited for it gets
 * another chance: it is polled again if it has a request id, and submitted again if it has none. An unanswered submit
 * keeps its status, because a callback is accepted until the next submit begins.
 */
export async function findOrCreateGeneration(services: Services, asker: Asker, ask: Ask): Promise<Generation> {
  const { db } = services;
  const key = await generationKey(asker.accountId, ask);
  // Most are known, and in no need of a write.
  const [known] = await withRetry(() => db.select().from(generations).where(eq(generations.key, key)));
  const found = known ?? (await add(services, key, asker, ask));
  return getsAnotherChance(found, asker) ? await reopen(services, key, asker) : found;
}

/** Adds the generation, unless another has done so meanwhile; gives the one there is. */
async function add({ db, now, candidates }: Services, key: string, asker: Asker, ask: Ask): Promise<Generation> {
  const time = now();
  const candidate = candidates.pick(ask.model, null, time);
  const { found } = await withRetry(() =>
    batch(db, {
      added: db
        .insert(generations)
        .values({
          id: newId("gen"),
          key,
          accountId: asker.accountId,
          runId: asker.runId,
          step: asker.step,
          model: ask.model,
          candidate: candidate.name,
          input: storedInput(ask),
          status: "pending",
          expectedMicros: expectedMicros(candidate, ask.input),
          dueAt: time,
          createdAt: time,
          updatedAt: time,
        })
        .onConflictDoNothing({ target: generations.key }),
      touched: after("added", touchRun(db, asker.runId, time)),
      found: db.select().from(generations).where(eq(generations.key, key)),
    }),
  );
  return theOne(found, key);
}

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
  return theOne(found, key);
}

function theOne([generation]: Generation[], key: string): Generation {
  if (!generation) throw new Error(`The generation ${key} was not written`);
  return generation;
}
