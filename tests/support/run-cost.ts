/** What a plain run costs the database, by the place in the Worker that spends it, and what else it calls. */

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { ROOT } from "../../local/paths.ts";
import { ffmpegPath } from "../../renderer/src/binaries.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { runs } from "../../worker/db/schema.ts";
import { MODELS } from "../../worker/fal/models.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import type { Services } from "../../worker/services.ts";
import { openLocalDatabase } from "./local-database.ts";
import { newAdmission } from "./new-admission.ts";
import { sender } from "./recorded-statements.ts";
import { openDriver } from "./run-driver.ts";

export interface Cost {
  statements: number;
  /** Calls of the database; a batch is one, which counts where its first statement comes from. */
  roundTrips: number;
  /** Rows as D1 bills them: an index's entries count. */
  read: number;
  written: number;
}

/** Costs by the function that they come from, such as "claimSteps in runs/steps.ts"; or by the statement, where that is lost. */
export type Costs = Record<string, Cost>;

const NOTHING: Cost = { statements: 0, roundTrips: 0, read: 0, written: 0 };

const plus = (one: Cost, other: Cost): Cost => ({
  statements: one.statements + other.statements,
  roundTrips: one.roundTrips + other.roundTrips,
  read: one.read + other.read,
  written: one.written + other.written,
});

/** All of them together. */
export const totalOf = (costs: Costs): Cost => Object.values(costs).reduce(plus, NOTHING);

type Statement = ReturnType<D1Database["prepare"]>;
type Result = { results: Record<string, unknown>[]; meta: { rows_read: number; rows_written: number } };

interface Counted {
  bound: Statement;
  by: string;
}

/** What a statement is called whose function is not on the stack any more: drizzle sends it later when it is alone. */
const ownName = (sql: string): string =>
  /^(update "\w+" set "\w+")/.exec(sql)?.[1] ?? /^select .* (from "\w+")/.exec(sql)?.[1] ?? sql;

/** The same database, and what goes through this so far. One call at a time, so that it is the same every time. */
function counting(d1: D1Database): { d1: D1Database; costs: Costs } {
  const costs: Costs = {};
  const add = (by: string, cost: Partial<Cost>) => {
    costs[by] = plus(costs[by] ?? NOTHING, { ...NOTHING, ...cost });
  };
  let before: Promise<unknown> = Promise.resolve();
  function send(statements: Counted[]): Promise<Result[]> {
    const answered = before.then(() => sendNow(statements));
    // An error is its caller's.
    before = answered.catch(() => {});
    return answered;
  }
  async function sendNow(statements: Counted[]): Promise<Result[]> {
    const results = await d1.batch<Record<string, unknown>>(statements.map(({ bound }) => bound));
    add(statements[0]?.by ?? "nobody", { roundTrips: 1 });
    for (const [position, { meta }] of results.entries()) {
      add(statements[position]?.by ?? "nobody", { statements: 1, read: meta.rows_read, written: meta.rows_written });
    }
    return results;
  }
  /** In a batch of its own, because only that tells how many rows there were. */
  const alone = async (statement: Counted) => {
    const [result] = await send([statement]);
    if (!result) throw new Error("A statement has no result");
    return result;
  };
  const prepare = (sql: string) => {
    const by = sender() ?? ownName(sql);
    const statement = (bound: Statement) => ({
      ...{ bound, by },
      bind: (...params: unknown[]) => statement(bound.bind(...params)),
      all: () => alone({ bound, by }),
      run: () => alone({ bound, by }),
      raw: async () => (await alone({ bound, by })).results.map((row) => Object.values(row)),
    });
    return statement(d1.prepare(sql));
  };
  return { d1: { prepare, batch: send } as unknown as D1Database, costs };
}

/**
 * Runs `work` with the same ids every time, and with checksums that take no time: what SQLite reads depends on which row
 * lies next to another, and which of two steps is done first on how long a checksum takes.
 */
async function withoutChance<Given>(work: () => Promise<Given>): Promise<Given> {
  const digest = async (_: "SHA-256", data: Uint8Array) =>
    new Uint8Array(createHash("sha256").update(data).digest()).buffer;
  let given = 0;
  const getRandomValues = (bytes: Uint8Array) => {
    bytes.set(createHash("sha256").update(`${given++}`).digest().subarray(0, bytes.length));
    return bytes;
  };
  const randomUUID = () => `uuid-${given++}`;
  const { subtle } = crypto;
  Object.defineProperty(subtle, "digest", { value: digest, configurable: true });
  Object.defineProperties(crypto, {
    getRandomValues: { value: getRandomValues, configurable: true },
    randomUUID: { value: randomUUID, configurable: true },
  });
  try {
    return await work();
  } finally {
    // What they have from their prototypes is found again.
    Reflect.deleteProperty(subtle, "digest");
    for (const name of ["getRandomValues", "randomUUID"]) Reflect.deleteProperty(crypto, name);
  }
}

/** How often each was called, such as "fal.submit" or "pool.ask"; and the messages that queues carried. */
export type Calls = Record<string, number>;

export interface RunCost {
  costs: Costs;
  calls: Calls;
}

/** The same object, whose methods are counted under its name. */
const countingMethods = <Counted extends object>(calls: Calls, name: string, counted: Counted): Counted =>
  new Proxy(counted, {
    get(target, method) {
      const value: unknown = Reflect.get(target, method, target);
      if (typeof value !== "function") return value;
      return (...given: unknown[]) => {
        const call = `${name}.${String(method)}`;
        calls[call] = (calls[call] ?? 0) + 1;
        return value.apply(target, given);
      };
    },
  });

/** The same services, and what is called through them. */
function countingServices(services: Services, calls: Calls): Services {
  const { fal, gate, renderer, media, log } = services;
  return {
    ...services,
    fal: countingMethods(calls, "fal", fal),
    gate: () => countingMethods(calls, "gate", gate()),
    renderer: countingMethods(calls, "pool", renderer),
    log: countingMethods(calls, "log", log),
    media: {
      ...media,
      bucket: (ref) => {
        const { bucket, key } = media.bucket(ref);
        return { key, bucket: countingMethods(calls, "r2", bucket) };
      },
    },
  };
}

/** What models answer who make files, the files in the answer itself. */
function filesMade(): Record<string, unknown> {
  const folder = mkdtempSync(join(tmpdir(), "backline-cost-"));
  try {
    const video = join(folder, "video.mp4");
    const source = ["-f", "lavfi", "-i", "testsrc2=s=144x256:r=24:d=1"];
    execFileSync(ffmpegPath(), ["-v", "error", ...source, "-c:v", "libx264", "-pix_fmt", "yuv420p", video]);
    const image = join(ROOT, "public", "templates", "album-record-store", "01.jpg");
    const inlined = (path: string, type: string) => ({
      url: `data:${type};base64,${readFileSync(path).toString("base64")}`,
    });
    return {
      [MODELS.image.candidates[0].endpoint]: { images: [inlined(image, "image/jpeg")] },
      [MODELS.imageToVideo.candidates[0].endpoint]: { video: inlined(video, "video/mp4") },
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * What a run costs from its admission to its end: its song is known from an earlier one, fal.ai calls back at once, the
 * pool renders at once, and nothing waits. The same every time. `stored`: a migrated database, in which no such run was
 * made before; an empty one by default.
 */
export const costOfPlainRun = (stored?: D1Database): Promise<RunCost> =>
  withoutChance(async () => {
    const local = await openLocalDatabase();
    try {
      return await countPlainRun(stored ?? local.d1, local.env.MEDIA as R2Bucket);
    } finally {
      await local.close();
    }
  });

async function countPlainRun(uncounted: D1Database, bucket: R2Bucket): Promise<RunCost> {
  const time = Date.parse("2026-11-10T12:00:00Z");
  const look = openDatabase(uncounted);
  const files = { bucket, answers: filesMade() };
  const admission = await newAdmission(look, time, {});
  const { d1, costs } = counting(uncounted);
  let calls: Calls = {};
  for (const [position, db] of [look, openDatabase(d1)].entries()) {
    const driver = openDriver(db, time + position, { callsBackAfterMs: () => 20, rendersForMs: 20, files, look });
    calls = {};
    driver.services = countingServices(driver.services, calls);
    const request = { ...admission.request, batch: 1 };
    const admitted = await admitBatch(driver.services, { ...admission, request, seed: position + 1 });
    if (admitted.kind !== "admitted") throw new Error(`It was not admitted: ${admitted.kind}`);
    const handled = await driver.run();
    // The others are the callbacks, one for each submit.
    calls["queue messages"] = handled - (calls["fal.submit"] ?? 0);
    const [runId = ""] = admitted.runIds;
    const [run] = await look.select().from(runs).where(eq(runs.id, runId));
    if (run?.status !== "COMPLETED") throw new Error(`It ended as ${run?.status}: ${JSON.stringify(run?.error)}`);
  }
  return { costs, calls };
}
