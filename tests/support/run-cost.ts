/** What a plain run costs the database, by the place in the Worker that spends it. */
import { createHash } from "node:crypto";
import { openDatabase } from "../../worker/db/database.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
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

/**
 * What a run costs from its admission to its end: its song is known from an earlier one, fal.ai calls back at once, the
 * pool renders at once, and nothing waits. The same every time. `stored`: a migrated database, in which no such run was
 * made before; an empty one by default.
 */
export const costOfPlainRun = (stored?: D1Database): Promise<Costs> =>
  withoutChance(async () => {
    if (stored) return countPlainRun(stored);
    const local = await openLocalDatabase();
    try {
      return await countPlainRun(local.d1);
    } finally {
      await local.close();
    }
  });

async function countPlainRun(uncounted: D1Database): Promise<Costs> {
  const time = Date.parse("2026-11-10T12:00:00Z");
  const look = openDatabase(uncounted);
  const admission = await newAdmission(look, time, {});
  const { d1, costs } = counting(uncounted);
  for (const [position, db] of [look, openDatabase(d1)].entries()) {
    const driver = openDriver(db, time + position, { callsBackAfterMs: () => 20, rendersForMs: 20, look });
    const request = { ...admission.request, batch: 1 };
    const admitted = await admitBatch(driver.services, { ...admission, request, seed: position + 1 });
    if (admitted.kind !== "admitted") throw new Error(`It was not admitted: ${admitted.kind}`);
    await driver.run();
    const [runId = ""] = admitted.runIds;
    const run = await look.query.runs.findFirst({ where: ({ id }, { eq }) => eq(id, runId) });
    if (run?.status !== "COMPLETED") throw new Error(`It ended as ${run?.status}: ${JSON.stringify(run?.error)}`);
  }
  return costs;
}
