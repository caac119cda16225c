/**
 * Many runs through everything, a tenth of them at a time. What a tenth came to is written down when it is over, so a
 * campaign that was interrupted goes on where it was.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Backline, openBackline } from "../../client/index.ts";
import { LOCAL } from "../../local/paths.ts";
import type { OwnAccount } from "../../tests/support/own-accounts.ts";
import { ACTIVE_STATUSES } from "../../worker/domain/run.ts";
import { cpuMsOf } from "../processes.ts";
import { startBusyStack } from "../stack/busy-stack.ts";
import { startInstantRenderer } from "../stack/instant-renderer.ts";

export interface Tenth {
  runIds: string[];
  seconds: number;
  /** Of all processes of the Worker, its queues and its database. */
  cpuMs: number;
}

interface Progress {
  account: OwnAccount;
  tenths: Tenth[];
}

export interface Outcome {
  tenths: Tenth[];
  /** Of all runs, how many ended how. */
  ended: Record<string, number>;
}

const TENTHS = 10;
const BATCH = 30;
/** As many as one list shows. */
const UNDER_WAY = 90;
const LOOK_EVERY_MS = 500;
/** So long nothing may end. */
const PATIENCE_MS = 300_000;
/** Runs in one question. */
const ASKED_AT_ONCE = 100;

/** Throws when runs come to no end. */
export async function runCampaign(runs: number, onProgress: (tenths: Tenth[]) => void): Promise<Outcome> {
  const state = join(LOCAL, "bench", `campaign-of-${runs}`);
  const file = join(state, "progress.json");
  const isNew = !existsSync(file);
  if (isNew) rmSync(state, { recursive: true, force: true });
  mkdirSync(state, { recursive: true });
  const renderer = await startInstantRenderer();
  const { stack, accounts } = await startBusyStack({ state, timeScale: 1, rendererUrl: renderer.url });
  try {
    const progress: Progress = isNew ? newProgress(accounts) : JSON.parse(readFileSync(file, "utf8"));
    const backline = openBackline(stack.url, progress.account.apiKey);
    const { pid } = stack.services.worker;
    const save = () => writeFileSync(file, JSON.stringify(progress));
    save();
    // Of a tenth that was interrupted.
    await untilNoneIsUnderWay(backline);
    // What is compiled first is nobody's cost.
    await makeRuns(backline, progress.account.artistId, BATCH);
    while (progress.tenths.length < TENTHS) {
      const done = progress.tenths.length;
      const count = Math.floor((runs * (done + 1)) / TENTHS) - Math.floor((runs * done) / TENTHS);
      const [begun, cpuMs] = [performance.now(), cpuMsOf(pid)];
      const runIds = await makeRuns(backline, progress.account.artistId, count);
      progress.tenths.push({ runIds, seconds: (performance.now() - begun) / 1000, cpuMs: cpuMsOf(pid) - cpuMs });
      save();
      onProgress(progress.tenths);
    }
    const ended = await countEnds(
      backline,
      progress.tenths.flatMap(({ runIds }) => runIds),
    );
    rmSync(file);
    return { tenths: progress.tenths, ended };
  } finally {
    await stack.stop();
    await renderer.stop();
    if (!existsSync(file)) rmSync(state, { recursive: true, force: true });
  }
}

function newProgress([account]: OwnAccount[]): Progress {
  if (!account) throw new Error("The stack has no account");
  return { account, tenths: [] };
}

/** Creates so many, never more than UNDER_WAY at a time, and waits until all are over. */
async function makeRuns(backline: Backline, artistId: string, count: number): Promise<string[]> {
  const runIds: string[] = [];
  for (let underWay = 0; runIds.length < count || underWay > 0; ) {
    while (runIds.length < count && underWay + BATCH <= UNDER_WAY) {
      const batch = Math.min(BATCH, count - runIds.length);
      const body = { artist_account_id: artistId, batch };
      const { data, error } = await backline.POST("/api/content/create", { body });
      if (!data) throw new Error(error.error);
      runIds.push(...data.runIds);
      underWay += batch;
    }
    underWay = await untilFewer(backline, underWay);
  }
  return runIds;
}

async function underWayOf(backline: Backline): Promise<number> {
  const query = { status: [...ACTIVE_STATUSES], limit: ASKED_AT_ONCE };
  const { data, error } = await backline.GET("/api/tasks/runs", { params: { query } });
  if (!data) throw new Error(error.error);
  return data.runs.length;
}

/** Waits until fewer are under way than `before`, and gives how many. */
async function untilFewer(backline: Backline, before: number): Promise<number> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    await sleep(LOOK_EVERY_MS);
    const now = await underWayOf(backline);
    if (now < before) return now;
    if (Date.now() > giveUpAt) throw new Error(`None of ${now} runs ended in ${PATIENCE_MS / 1000} s`);
  }
}

async function untilNoneIsUnderWay(backline: Backline): Promise<void> {
  for (let left = await underWayOf(backline); left > 0; ) left = await untilFewer(backline, left);
}

async function countEnds(backline: Backline, runIds: string[]): Promise<Record<string, number>> {
  const ended: Record<string, number> = {};
  for (let from = 0; from < runIds.length; from += ASKED_AT_ONCE) {
    const query = { runIds: runIds.slice(from, from + ASKED_AT_ONCE) };
    const { data, error } = await backline.GET("/api/tasks/runs", { params: { query } });
    if (!data) throw new Error(error.error);
    const found = [...data.runs.map(({ status = "unknown" }) => status), ...(data.not_found ?? []).map(() => "lost")];
    for (const how of found) ended[how] = (ended[how] ?? 0) + 1;
  }
  return ended;
}
