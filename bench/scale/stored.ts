/** Every call, the sweep, and a run's rows, on a database with a long past, against the same on one with hardly any. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLocalBindings } from "../../local/bindings.ts";
import { ROOT } from "../../local/paths.ts";
import { costOfPlainRun, totalOf } from "../../tests/support/run-cost.ts";
import { openConnections } from "../connections.ts";
import { type Ratio, ratioOf } from "../figures.ts";
import { copyDatabase, filledDatabase, type Wanted } from "../filled/kept.ts";
import type { Owner } from "../filled/source.ts";
import { interleaved } from "../interleaved.ts";
import { median } from "../median.ts";
import { startQuietStack } from "../stack/quiet-stack.ts";
import { openCalls } from "./calls.ts";

type Side = "few" | "many";

/** Medians in milliseconds, and how they compare. */
type Figures = Ratio & { fewMs: number; manyMs: number };

export interface Stored {
  /** By call; `sweep` is what cron does once a minute. */
  calls: Record<string, Figures>;
  /** Rows that a plain run has the database read and write, as D1 bills them. */
  rows: Record<Side, { read: number; written: number }>;
}

export interface StoredOptions {
  filling: Wanted;
  rounds: number;
  seed: number;
}

/** Milliseconds that each takes. */
type Contenders = Record<string, () => Promise<number>>;

interface OpenSide {
  rows: { read: number; written: number };
  sweep(): Promise<number>;
  calls: Contenders;
  stop(): Promise<void>;
}

/** Enough that every page of every list is full. */
const FEW = { runs: 300, accounts: 1, days: 7, uncleaned: 0 };

export async function measureStored({ filling, rounds, seed }: StoredOptions): Promise<Stored> {
  const databases = {
    few: await filledDatabase({ ...FEW, seed: filling.seed }),
    many: await filledDatabase(filling),
  };
  const folder = mkdtempSync(join(tmpdir(), "backline-bench-scale-"));
  const open: Partial<Record<Side, OpenSide>> = {};
  try {
    for (const side of ["few", "many"] as const) {
      const state = join(folder, side);
      copyDatabase(databases[side], state);
      open[side] = await openSide(state, databases[side].owner);
    }
    const { few, many } = open;
    if (!few || !many) throw new Error("Both were opened above");
    // Sweeps come first: what the calls create, they would send for.
    const sweeps = await inTurns({ sweep: few.sweep }, { sweep: many.sweep }, { rounds, seed });
    const calls = await inTurns(few.calls, many.calls, { rounds, seed });
    return { calls: { ...sweeps, ...calls }, rows: { few: few.rows, many: many.rows } };
  } finally {
    for (const side of Object.values(open)) await side.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openSide(state: string, owner: Owner): Promise<OpenSide> {
  const rows = await rowsOfRun(state);
  const { stack } = await startQuietStack(state, 0, {});
  const connections = openConnections(stack.url, 1);
  const calls = Object.entries(await openCalls(stack.url, owner)).map(
    ([name, question]) => [name, async () => (await connections.ask(question())).ms] as const,
  );
  return {
    rows,
    calls: Object.fromEntries(calls),
    async sweep() {
      const begun = performance.now();
      await stack.sweep();
      return performance.now() - begun;
    },
    async stop() {
      connections.close();
      await stack.stop();
    },
  };
}

/** Before a Worker has the database. */
async function rowsOfRun(state: string) {
  const { env, dispose } = await openLocalBindings(ROOT, state);
  try {
    const { read, written } = totalOf((await costOfPlainRun(env.DB)).costs);
    return { read, written };
  } finally {
    await dispose();
  }
}

/** `few` and `many` have the same names. */
async function inTurns(
  few: Contenders,
  many: Contenders,
  options: { rounds: number; seed: number },
): Promise<Record<string, Figures>> {
  const contenders = Object.fromEntries([
    ...Object.entries(few).map(([name, act]) => [`few ${name}`, act] as const),
    ...Object.entries(many).map(([name, act]) => [`many ${name}`, act] as const),
  ]);
  // What is compiled or read when it is first asked for.
  for (const act of Object.values(contenders)) await act();
  const times = await interleaved(contenders, options);
  const rounded = (values: number[]) => Number(median(values).toFixed(2));
  return Object.fromEntries(
    Object.keys(few).map((name) => {
      const [fewMs = [], manyMs = []] = [times[`few ${name}`], times[`many ${name}`]];
      return [name, { ...ratioOf(manyMs, fewMs), fewMs: rounded(fewMs), manyMs: rounded(manyMs) }];
    }),
  );
}
