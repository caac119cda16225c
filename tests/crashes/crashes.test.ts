/** Machines that go away in the middle of the work. Nothing is told beforehand: every process gets SIGKILL. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Stack, startStack } from "../../local/stack.ts";
import type { RunDetailBody } from "../../worker/contract/run.ts";
import { modelNamed } from "../../worker/fal/models.ts";
import { acceptedByGeneration, excuse } from "../chaos/invariants.ts";
import { type ChaosRenderer, startChaosRenderer } from "../chaos/renderer.ts";
import { readStored, readSubmissions } from "../chaos/snapshot.ts";
import { prepareForTests } from "../support/prepared.ts";

const TIME_SCALE = 0.1;
/** Looking at every run takes time from what is looked at. */
const SELDOM_MS = 300;

let state: string;
let prepared: string;
let stack: Stack | undefined;
let readyMade: ChaosRenderer | undefined;

beforeEach(async () => {
  state = mkdtempSync(join(tmpdir(), "backline-crash-"));
  prepared = (await prepareForTests(state)).folder;
});
afterEach(async () => {
  await stack?.stop();
  await readyMade?.stop();
  rmSync(state, { recursive: true, force: true });
});

async function start(options: { port?: number; rendererUrl?: string } = {}): Promise<Stack> {
  stack = await startStack({
    ...{ state, runtime: "workerd", bundle: process.env.WORKER_BUNDLE },
    ...{ ignoreDevVars: true, prepared, ...options },
    fal: { latency: "instant", media: "instant" },
    settings: { TIME_SCALE: String(TIME_SCALE) },
    sweepEveryMs: 1000,
  });
  return stack;
}

async function call<Body>({ url, accounts }: Stack, path: string, body?: object): Promise<Body> {
  const response = await fetch(`${url}${path}`, {
    headers: { "x-api-key": accounts[0]?.apiKey ?? "", "content-type": "application/json" },
    ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Body;
}

const create = async (to: Stack, batch: number) =>
  (
    await call<{ runIds: string[] }>(to, "/api/content/create", {
      artist_account_id: to.accounts[0]?.artistIds[0],
      batch,
    })
  ).runIds;

async function readRun(from: Stack, runId: string): Promise<RunDetailBody> {
  const { runs } = await call<{ runs: RunDetailBody[] }>(from, `/api/tasks/runs?runId=${runId}`);
  if (!runs[0]) throw new Error(`No run ${runId}`);
  return runs[0];
}

/** Looks until `holds`, at most two minutes; each look is `pauseMs` after the one before. */
async function until(holds: () => Promise<boolean>, pauseMs = 20): Promise<void> {
  const giveUpAt = Date.now() + 120_000;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error("It did not come to that in two minutes");
    await sleep(pauseMs);
  }
}

/** How many submits the database knows of whose reply is not recorded: looked up in its file, which takes no time. */
function submitsUnderWay(): number {
  const folder = join(state, "v3", "d1");
  const [file] = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /[0-9a-f]{64}\.sqlite$/.test(name),
  );
  if (file === undefined) throw new Error(`There is no database in ${folder}`);
  const database = new DatabaseSync(join(folder, file), { readOnly: true });
  try {
    const [row] = database.prepare("SELECT count(*) AS count FROM generations WHERE status = 'submitting'").all();
    return Number(row?.count);
  } finally {
    database.close();
  }
}

/** Waits until every run is COMPLETED; says how the others are when that takes more than two minutes. */
async function untilCompleted(from: Stack, runIds: string[]): Promise<void> {
  let open = await Promise.all(runIds.map((runId) => readRun(from, runId)));
  await until(async () => {
    open = open.filter(({ status }) => status !== "COMPLETED");
    if (open.length === 0) return true;
    open = await Promise.all(open.map(({ id }) => readRun(from, id)));
    return false;
  }, SELDOM_MS).catch((cause: unknown) => {
    const left = open.map(({ id, status, error, metadata }) => ({
      ...{ id, status, error },
      steps: metadata.steps.filter((step) => step.status !== "done" && step.status !== "blocked"),
    }));
    throw new Error(JSON.stringify(left, null, 1), { cause });
  });
}

test("a batch of twelve survives that everything is killed in its middle, and nothing is paid for twice", async () => {
  readyMade = await startChaosRenderer(1, TIME_SCALE);
  const first = await start({ rendererUrl: readyMade.url });
  const falOrigin = first.falOrigin ?? "";
  const runIds = await create(first, 12);
  // Some have asked fal.ai for everything, some for nothing yet.
  await until(async () => (await readSubmissions(falOrigin, state)).length > 16);
  const before = await Promise.all(runIds.map((runId) => readRun(first, runId)));
  expect(before.filter(({ status }) => status !== "COMPLETED").length).toBeGreaterThan(2);
  // Of a submit that is killed on its way nobody knows anything until its deadline: campaigns wait for those.
  await until(async () => submitsUnderWay() === 0);
  await first.kill();

  const second = await start({ port: Number(new URL(first.url).port), rendererUrl: readyMade.url });
  expect(second.url).toBe(first.url);
  await untilCompleted(second, runIds);
  const submissions = await readSubmissions(second.falOrigin ?? "", state);
  await second.stop();
  const { generations } = await readStored(state);
  const accepted = acceptedByGeneration({ submissions });
  // What fal.ai took up again before our files could be read again may have failed, unpaid. Nothing else is repeated.
  const models = new Map(generations.map(({ id, model }) => [id, modelNamed(model)]));
  for (const [generationId, each] of accepted) {
    const deadlineMs = (models.get(generationId)?.deadlineSeconds ?? 0) * 1000 * TIME_SCALE;
    for (const [position, next] of each.slice(1).entries()) {
      const earlier = each[position];
      expect(earlier && excuse(earlier, next, deadlineMs, false, 0), JSON.stringify([earlier, next])).toBeDefined();
    }
    expect(
      each.filter(({ outcome }) => outcome === "ok"),
      generationId,
    ).toHaveLength(1);
  }
  expect(accepted.size).toBe(generations.length);
});

const leftBy = (pid: number | undefined) =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`backline-job-${pid}-`));

test("a run whose renderer is killed in the middle of its work completes, with one video", async () => {
  const running = await start();
  const [runId = ""] = await create(running, 1);
  const renderStep = async () => (await readRun(running, runId)).metadata.steps.find(({ name }) => name === "render");
  const killed = running.services.renderer?.pid ?? 0;
  await until(async () => leftBy(killed).some((folder) => existsSync(join(tmpdir(), folder, "finished.mp4"))));
  // Held still until it is killed, so that it cannot be done before.
  process.kill(killed, "SIGSTOP");
  expect((await renderStep())?.status).toBe("waiting");
  expect(leftBy(killed)).toHaveLength(1);
  await running.restart("renderer");
  expect(leftBy(killed)).toEqual([]);
  await untilCompleted(running, [runId]);
  const run = await readRun(running, runId);
  // By whom the pool gave the job to after that.
  expect(run.output?.videoSourceUrl).toMatch(/-[2-9]\.mp4$/);
  const video = await fetch(run.output?.videoSourceUrl ?? "");
  expect((await video.arrayBuffer()).byteLength).toBe(run.output?.renderedVideoBytes);
  await running.stop();
  const { objects } = await readStored(state);
  expect(objects.filter(({ ref }) => ref.startsWith("media:videos/") && ref.endsWith(".mp4"))).toHaveLength(1);
});
