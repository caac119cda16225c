/**
 * A run whose consumers die at every boundary: whoever handles a message is gone before its first effect, then after it,
 * then before the second, and so on, until the message is handled. An effect is a call of the database, a submit, or a
 * sending of messages. What comes of it is counted at fal.ai.
 */
import { eq } from "drizzle-orm";
import { openDatabase } from "../../worker/db/database.ts";
import { generations, runs } from "../../worker/db/schema.ts";
import type { RunRequest } from "../../worker/domain/run.ts";
import type { Message } from "../../worker/queues.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { sweep } from "../../worker/runs/sweep.ts";
import { SECONDS } from "../../worker/timing.ts";
import { interceptedD1 } from "../chaos/worker/intercepted-d1.ts";
import type { openLocalDatabase } from "./local-database.ts";
import { newAdmission } from "./new-admission.ts";
import { type Callback, openDriver } from "./run-driver.ts";

/** Later than any lease, and than any message that is taken to be lost. */
const LATER_MS = (SECONDS.generationLease + SECONDS.lostMessage + 1) * 1000;

export interface Survived {
  status: string;
  /** How often a consumer died. */
  deaths: number;
  /** Of every generation, by its step: how often fal.ai accepted it. */
  accepted: Record<string, number>;
  /** Bytes of the run's steps and of what they came to, at most. */
  rowBytes: number;
}

type Local = Awaited<ReturnType<typeof openLocalDatabase>>;

/** Takes a run of this request to its end through all deaths. `time`: when it begins, Unix milliseconds. */
export async function surviveDeaths(local: Local, time: number, request: Partial<RunRequest>): Promise<Survived> {
  const admission = await newAdmission(local.db, time, {});
  // Every message's next death: at which effect, and on which side of it.
  const deathsOf = new Map<string, number>();
  let consumer: { id: string; effects: number; isDead: boolean } | undefined;
  let deaths = 0;
  const die = (): never => {
    if (consumer) consumer.isDead = true;
    throw new Error("The consumer is gone");
  };

  /** Has the effect, unless whoever causes it dies before; or dies after it. */
  async function effect<Result>(cause: () => Promise<Result>): Promise<Result> {
    if (!consumer) return cause();
    if (consumer.isDead) return die();
    const next = deathsOf.get(consumer.id) ?? 0;
    const isNow = consumer.effects++ === Math.floor(next / 2);
    if (!isNow) return cause();
    deathsOf.set(consumer.id, next + 1);
    deaths += 1;
    if (next % 2 === 0) return die();
    await cause();
    return die();
  }

  const db = openDatabase(interceptedD1(local.d1, (_, make) => effect(make)));
  const driver = openDriver(db, time, {
    look: local.db,
    async delivers(message, handle) {
      const mine = { id: nameOf(message), effects: 0, isDead: false };
      consumer = mine;
      try {
        await handle();
      } catch (error) {
        if (!mine.isDead) throw error;
      } finally {
        consumer = undefined;
      }
      return !mine.isDead;
    },
  });
  const accepted = new Map<string, number>();
  const { fal, queues } = driver.services;
  Object.assign(driver.services, {
    fal: {
      ...fal,
      submit: (model: string, input: object, options: { callbackUrl?: string }) =>
        effect(async () => {
          const [generationId = ""] = (options.callbackUrl ?? "").split("/").slice(-2);
          accepted.set(generationId, (accepted.get(generationId) ?? 0) + 1);
          return fal.submit(model, input as never, options as never);
        }),
    },
    queues: { ...queues, send: (...sent: Parameters<typeof queues.send>) => effect(() => queues.send(...sent)) },
  });

  const admitted = await admitBatch(driver.services, {
    ...admission,
    request: { ...admission.request, ...request, batch: 1 },
  });
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  const [runId = ""] = admitted.runIds;
  // Each death takes the time of a lease.
  await local.db
    .update(runs)
    .set({ deadlineAt: time * 2 })
    .where(eq(runs.id, runId));
  let rowBytes = 0;
  for (;;) {
    await driver.run();
    const [run] = await local.db.select().from(runs).where(eq(runs.id, runId));
    if (!run) throw new Error("The run is gone");
    rowBytes = Math.max(rowBytes, JSON.stringify([run.steps, run.outputs]).length);
    if (["COMPLETED", "FAILED", "TIMED_OUT"].includes(run.status)) {
      const made = await local.db.select().from(generations).where(eq(generations.runId, runId));
      const counts = made.map(({ id, step, key }): [string, number] => [
        `${step} ${key.slice(0, 6)}`,
        accepted.get(id) ?? 0,
      ]);
      return { status: run.status, deaths, accepted: Object.fromEntries(counts), rowBytes };
    }
    if (driver.time > time * 1.5) throw new Error(`It does not come to an end: ${JSON.stringify(run.steps)}`);
    driver.time += LATER_MS;
    await sweep(driver.services);
  }
}

const nameOf = (message: Message | Callback): string => {
  if ("requestId" in message) return `callback ${message.generationId}`;
  return "runId" in message ? `run ${message.runId}` : `generation ${message.generationId}`;
};
