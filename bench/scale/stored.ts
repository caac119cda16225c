/** Every call, and the sweep, on a database with a long past, against the same on one with hardly any. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openConnections } from "../connections.ts";
import { type Ratio, ratioOf } from "../figures.ts";
import type { Filling } from "../filled/fill.ts";
import { copyDatabase, filledDatabase, type KeptDatabase } from "../filled/kept.ts";
import { interleaved } from "../interleaved.ts";
import { median } from "../median.ts";
import { startQuietStack } from "../stack/quiet-stack.ts";
import { openCalls } from "./calls.ts";

/** Medians in milliseconds, and what is held against what. */
export interface StoredFigures extends Ratio {
  fewMs: number;
  manyMs: number;
}

type Contenders = Record<string, () => Promise<number>>;

export interface StoredOptions {
  filling: Filling;
  rounds: number;
  seed: number;
}

const [FEW, MANY] = ["few", "many"] as const;
/** Enough that every page of every list is full. */
const FEW_RUNS = { runs: 300, accounts: 1, days: 7, uncleaned: 0 };

/** By call; `sweep` is what cron does once a minute. */
export async function measureStored({ filling, rounds, seed }: StoredOptions): Promise<Record<string, StoredFigures>> {
  const databases: Record<string, KeptDatabase> = {
    [FEW]: await filledDatabase({ ...FEW_RUNS, seed: filling.seed }),
    [MANY]: await filledDatabase(filling),
  };
  const folder = mkdtempSync(join(tmpdir(), "backline-bench-scale-"));
  const stops: (() => Promise<void>)[] = [];
  try {
    const sweeps: Contenders = {};
    const calls: Contenders = {};
    for (const [side, database] of Object.entries(databases)) {
      const state = join(folder, side);
      copyDatabase(database, state);
      const { stack } = await startQuietStack(state, 0, {});
      stops.push(stack.stop);
      const connections = openConnections(stack.url, 1);
      for (const [name, question] of Object.entries(await openCalls(stack.url, database.owner))) {
        calls[`${side} ${name}`] = async () => (await connections.ask(question())).ms;
      }
      sweeps[`${side} sweep`] = async () => {
        const begun = performance.now();
        await stack.sweep();
        return performance.now() - begun;
      };
    }
    // Sweeps come first: what the calls create, they would send for.
    const figures: Record<string, number[]> = {};
    for (const contenders of [sweeps, calls]) {
      for (const contender of Object.values(contenders)) await contender();
      Object.assign(figures, await interleaved(contenders, { rounds, seed }));
    }
    const names = Object.keys(figures).flatMap((name) => new RegExp(`^${FEW} (.+)$`).exec(name)?.[1] ?? []);
    return Object.fromEntries(
      names.map((name) => {
        const [few = [], many = []] = [figures[`${FEW} ${name}`], figures[`${MANY} ${name}`]];
        const rounded = (values: number[]) => Number(median(values).toFixed(2));
        return [name, { ...ratioOf(many, few), fewMs: rounded(few), manyMs: rounded(many) }];
      }),
    );
  } finally {
    for (const stop of stops) await stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
