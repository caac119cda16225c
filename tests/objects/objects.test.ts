/**
 * The Durable Objects that production runs (the pool, its instances, the gate, the rate limiter) in workerd, with
 * containers that refuse, hang, die, drain and boot slowly.
 */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Miniflare } from "miniflare";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { bundleWorker } from "../../local/bundle.ts";
import { ROOT } from "../../local/paths.ts";
import { startWorkerInMiniflare } from "../../local/worker-in-miniflare.ts";
import type { Counted } from "../../worker/domain/limiter-api.ts";
import type { Entered, GateView, Outage } from "../../worker/fal/gate-api.ts";
import type { AskedRender, PoolView, RenderRequest } from "../../worker/rendering/pool-api.ts";
import { startContainers } from "./containers.ts";

const CONFIG = join(ROOT, "wrangler.toml");
const folder = mkdtempSync(join(tmpdir(), "backline-objects-"));
let bundle: string;
let containers: Awaited<ReturnType<typeof startContainers>>;
/** A Worker for each choice of settings, by these; a pool for each test. */
const workers = new Map<string, Miniflare>();
let worker: Miniflare;
let chosen = "";
let name = "";
/** What the test asked its pool for, which its pool forgets at the end. */
const asked = new Set<string>();
/** Run ids of this test alone. */
let serial = 0;
const runNamed = (what: string) => `run_${serial}${what}`;

beforeAll(async () => {
  containers = await startContainers();
  bundle = await bundleWorker(join(import.meta.dirname, "worker", "main.ts"), CONFIG, join(folder, "bundle"));
});
afterAll(async () => {
  await Promise.all([...workers.values()].map((each) => each.dispose()));
  await containers.stop();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(async () => {
  if (asked.size > 0) await pool("cancel", [...asked]);
  asked.clear();
});

/** More room than usual, in containers and at fal.ai: two tests share the Worker that has it. */
const ROOMY = { RENDERER_PLACES: "2", FAL_SLOTS: "4" };

async function start(different: Record<string, string> = {}): Promise<void> {
  const settings = { RENDERER_INSTANCES: "3", RENDERER_PLACES: "1", ...different };
  chosen = JSON.stringify(settings);
  worker = workers.get(chosen) ?? startWorker();
  name = encodeURIComponent(`pool of: ${expect.getState().currentTestName}`);
  for (let at = 0; at < Number(settings.RENDERER_INSTANCES); at++) await call(`RENDERER/renderer-${at}`, "end");
  containers.reset();
  serial += 1;
}

/** A Worker of the settings that are chosen, with what the last one of these stored. */
function startWorker(): Miniflare {
  const started = startWorkerInMiniflare({
    bundle,
    persistence: join(folder, `state ${createHash("sha256").update(chosen).digest("hex")}`),
    settings: {
      ...{ CONTAINERS_ORIGIN: containers.origin, TIME_SCALE: "0.05", FAL_KEY: "k", FAL_SLOTS: "2" },
      ...{ R2_ACCESS_KEY_ID: "k", R2_SECRET_ACCESS_KEY: "s", R2_S3_ORIGIN: "http://localhost:9" },
      ...(JSON.parse(chosen) as Record<string, string>),
    },
  });
  workers.set(chosen, started);
  return started;
}

/** The Worker ends and begins anew, as for a deploy. */
async function restart(): Promise<void> {
  await worker.dispose();
  worker = startWorker();
}

async function call<Answer>(object: string, method: string, ...given: unknown[]): Promise<Answer> {
  const response = await worker.dispatchFetch(`http://test/${object}/${method}`, {
    method: "POST",
    body: JSON.stringify(given),
  });
  if (!response.ok) throw new Error(`${method} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}
const pool = <Answer>(method: string, ...given: unknown[]) => call<Answer>(`RENDERER_POOL/${name}`, method, ...given);

const requestOf = (runId: string, accountId = "account", fence = 1): RenderRequest => ({
  ...{ runId, accountId, fence, video: { media: "media:generations/g/video.mp4" }, audio: null, caption: null },
  output: { width: 720, height: 1280, durationSeconds: 8 },
});
const ask = (runId: string, accountId?: string, fence?: number) => {
  asked.add(runId);
  return pool<AskedRender>("ask", requestOf(runId, accountId, fence));
};
const runsNamed = (count: number, what = "r") => Array.from({ length: count }, (_, at) => runNamed(`${what}${at}`));
const allWoken = (runIds: string[]) =>
  expect.poll(() => runIds.filter((runId) => !containers.woken.includes(runId)), { timeout: 30_000 }).toEqual([]);
const rendersBy = (instance: string) =>
  containers.calls.filter((each) => each.instance === instance && each.path === "render").map(({ runId }) => runId);
const started = () => containers.events.filter((event) => event.startsWith("start "));

describe("the pool", () => {
  test("has a render done, sends for its run, and tells how it ended until that was taken note of", async () => {
    await start();
    expect(await ask(runNamed("a"))).toEqual({ kind: "running" });
    await allWoken([runNamed("a")]);
    const end = await ask(runNamed("a"));
    expect(end).toMatchObject({
      kind: "done",
      video: `media:videos/${runNamed("a")}/1-1.mp4`,
      result: { video: { bytes: 1 } },
    });
    expect(await ask(runNamed("a"))).toEqual(end);
    await pool("forget", runNamed("a"));
    expect(await ask(runNamed("a"), "account", 2)).toEqual({ kind: "running" });
    await allWoken([runNamed("a")]);
  });

  test("sends for a run again that did not come", async () => {
    await start();
    await ask(runNamed("a"));
    await expect.poll(() => containers.woken.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(3);
    await pool("forget", runNamed("a"));
  });

  test("fills the first container before it wakes the next", async () => {
    await start(ROOMY);
    // So that none is over before all have a place.
    containers.set("*", "silent");
    const runIds = runsNamed(4);
    for (const runId of runIds) await ask(runId);
    await expect.poll(() => rendersBy("renderer-0").toSorted(), { timeout: 10_000 }).toEqual(runIds.slice(0, 2));
    await expect.poll(() => rendersBy("renderer-1").toSorted(), { timeout: 10_000 }).toEqual(runIds.slice(2));
    expect(started()).toEqual(["start renderer-0", "start renderer-1"]);
  });

  test("completes thirty renders on twenty one-place instances, three of them broken in different ways", async () => {
    await start({ RENDERER_INSTANCES: "20" });
    containers.set("renderer-0", "stuck");
    containers.set("renderer-1", "dies");
    containers.set("renderer-2", "absent");
    const runIds = runsNamed(30);
    await Promise.all(runIds.map((runId) => ask(runId)));
    await allWoken(runIds);
    for (const runId of runIds) expect(await ask(runId)).toMatchObject({ kind: "done" });
    // Each broken one was given a job, and left alone for ever longer.
    const { instances } = await pool<PoolView>("look");
    expect(instances.slice(0, 3).map(({ breaks }) => breaks > 0)).toEqual([true, true, true]);
    expect(["renderer-0", "renderer-1", "renderer-2"].flatMap(rendersBy).length).toBeLessThanOrEqual(9);
    expect(containers.most()).toBe(1);
  });

  test.each(["draining", "page", "stuck", "silent", "dies", "absent"] as const)(
    "passes a job on that an instance does not do: %s",
    async (manner) => {
      await start();
      containers.set("renderer-0", manner);
      await ask(runNamed("a"));
      await allWoken([runNamed("a")]);
      expect(await ask(runNamed("a"))).toMatchObject({ kind: "done", video: `media:videos/${runNamed("a")}/1-2.mp4` });
      expect(rendersBy("renderer-1")).toEqual([runNamed("a")]);
    },
  );

  test("gives a broken instance a job again after a while", async () => {
    await start({ RENDERER_INSTANCES: "1" });
    containers.set("*", "absent");
    expect(await ask(runNamed("a"))).toEqual({ kind: "running" });
    await expect.poll(() => started().length, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
    expect(await ask(runNamed("a"))).toMatchObject({ kind: expect.stringMatching(/waiting|running/) });
    containers.set("*", "good");
    await allWoken([runNamed("a")]);
    expect(await ask(runNamed("a"))).toMatchObject({ kind: "done" });
    expect((await pool<PoolView>("look")).instances).toEqual([{ jobs: 0, breaks: 0, restsForMs: 0 }]);
  });

  test("gives up a render that was lost with three instances, says so once, and does it anew when asked again", async () => {
    await start();
    containers.set("*", "dies");
    await ask(runNamed("a"));
    await allWoken([runNamed("a")]);
    expect(await ask(runNamed("a"))).toMatchObject({
      kind: "failed",
      error: { code: "renderer_lost", retryable: true },
    });
    containers.set("*", "good");
    expect(await ask(runNamed("a"), "account", 2)).toMatchObject({ kind: expect.stringMatching(/waiting|running/) });
    await expect.poll(() => ask(runNamed("a"), "account", 2), { timeout: 10_000 }).toMatchObject({ kind: "done" });
  });

  test("gives accounts their turns evenly, however much one of them wants", async () => {
    await start({ RENDERER_INSTANCES: "1" });
    containers.set("*", "silent");
    await ask(runNamed("first"), "large");
    const many = runsNamed(6, "many");
    for (const runId of many) expect(await ask(runId, "large")).toMatchObject({ kind: "waiting" });
    const few = runsNamed(2, "few");
    for (const runId of few) expect(await ask(runId, "small")).toMatchObject({ kind: "waiting" });
    containers.set("*", "good");
    await pool("cancel", [runNamed("first")]);
    await allWoken([...many, ...few]);
    expect(rendersBy("renderer-0").slice(1, 5)).toEqual([
      runNamed("few0"),
      runNamed("many0"),
      runNamed("few1"),
      runNamed("many1"),
    ]);
  });

  test("forgets a canceled render, and gives its place to the next", async () => {
    await start({ RENDERER_INSTANCES: "1" });
    containers.set("*", "silent");
    await ask(runNamed("a"));
    expect(await ask(runNamed("b"))).toMatchObject({ kind: "waiting" });
    expect(await ask(runNamed("c"))).toMatchObject({ kind: "waiting" });
    await pool("cancel", [runNamed("b")]);
    await expect.poll(() => rendersBy("renderer-0")).toEqual([runNamed("a")]);
    containers.set("*", "good");
    await pool("cancel", [runNamed("a")]);
    await allWoken([runNamed("c")]);
    expect(rendersBy("renderer-0")).toEqual([runNamed("a"), runNamed("c")]);
    expect(await pool<PoolView>("look")).toMatchObject({ waiting: 0, running: [] });
  });

  test("takes up what was under way and what waited when its object is restarted", async () => {
    await start({ RENDERER_INSTANCES: "1" });
    containers.set("*", "silent");
    const [first, second] = [runNamed("a"), runNamed("b")];
    await ask(first);
    await ask(second);
    await restart();
    containers.reset();
    // Nothing but its own alarm wakes it, or whoever asks.
    await pool("look");
    await allWoken([first, second]);
    expect(await ask(first)).toMatchObject({ kind: "done", video: expect.stringMatching(/\/1-[2-9]\.mp4$/) });
  });

  test("has instances for small jobs while every place is taken, but for those that are left alone", async () => {
    await start();
    containers.set("renderer-0", "absent");
    containers.set("renderer-1", "silent");
    containers.set("renderer-2", "silent");
    for (const runId of runsNamed(4)) await ask(runId);
    await expect.poll(() => pool("forSmallJob", 3), { timeout: 10_000 }).toEqual([1, 2]);
  });
});

describe("an instance", () => {
  const fetched = async () => {
    const response = await worker.dispatchFetch("http://test/RENDERER/renderer-0/fetch", {
      method: "POST",
      body: JSON.stringify(["cut"]),
    });
    return { status: response.status, text: await response.text() };
  };

  test("starts its container for the first job only, and waits until it listens", async () => {
    await start();
    containers.set("*", "slow");
    expect(await fetched()).toMatchObject({ status: 200 });
    expect(await fetched()).toMatchObject({ status: 200 });
    expect(started()).toEqual(["start renderer-0"]);
    expect(containers.calls.filter(({ path }) => path === "cut")).toHaveLength(2);
  });

  test("says at once that its container is draining", async () => {
    await start();
    containers.set("*", "draining");
    expect(await fetched()).toMatchObject({ status: 503, text: expect.stringContaining('"draining"') });
    expect(containers.calls.filter(({ path }) => path === "health")).toHaveLength(1);
  });

  test.each([
    ["absent", "not_started"],
    ["stuck", "silent"],
  ] as const)("whose container is %s says so, and starts another one next time", async (manner, code) => {
    await start();
    containers.set("*", manner);
    expect(await fetched()).toMatchObject({ status: 503, text: expect.stringContaining(`"${code}"`) });
    containers.set("*", "good");
    expect(await fetched()).toMatchObject({ status: 200 });
    expect(started()).toHaveLength(2);
  });
});

describe("the gate before fal.ai", () => {
  const gate = <Answer>(method: string, ...given: unknown[]) => call<Answer>(`FAL_GATE/${name}`, method, ...given);
  const entered = new Set<string>();
  afterEach(async () => {
    for (const generation of entered) await leave(generation);
    entered.clear();
  });
  const enter = (generation: string, account = "account") => {
    entered.add(generation);
    return gate<Entered>("enter", runNamed(generation), account);
  };
  const leave = (generation: string) => gate("leave", runNamed(generation));
  const submitOf = (generation: string) => ({ generationId: runNamed(generation), accountId: "account" });
  const called = () =>
    containers.woken.filter((id) => id.startsWith(runNamed(""))).map((id) => id.slice(runNamed("").length));
  const GO = { kind: "go", isProbe: false };
  const PROBE = { kind: "go", isProbe: true };

  test("lets in as many as there are slots, and sends for the next when one is free", async () => {
    await start();
    expect([await enter("a"), await enter("b"), await enter("c")]).toEqual([
      GO,
      GO,
      // Half of thirty seconds, which is what is expected as long as no slot was given back; times are scaled.
      { kind: "wait", waitsFor: "fal_slot", aboutMs: expect.any(Number) },
    ]);
    // Who has a slot keeps it, however often it asks.
    expect(await enter("a")).toEqual(GO);
    await leave("a");
    await expect.poll(called).toEqual(["c"]);
    expect(await enter("c")).toEqual(GO);
    expect(await gate("look")).toEqual({ slots: 2, inside: 2, waiting: 0, breakers: [] });
  });

  test("gives accounts their turns evenly, however much one of them wants", async () => {
    await start();
    for (const at of [0, 1, 2, 3, 4]) await enter(`large${at}`, "large");
    await enter("small0", "small");
    await enter("small1", "small");
    await leave("large0");
    await expect.poll(called).toEqual(["small0"]);
    await leave("large1");
    await expect.poll(called).toEqual(["small0", "large2"]);
    await leave("small0");
    await expect.poll(called).toEqual(["small0", "large2", "small1"]);
  });

  test("lets nobody through while fal.ai refuses all calls, and then one, which finds out whether it still does", async () => {
    await start();
    expect([await enter("a"), await enter("b")]).toEqual([GO, GO]);
    await gate("refused", "fal_balance", submitOf("a"));
    await gate("refused", "fal_balance", submitOf("b"));
    expect(await enter("c")).toEqual({ kind: "wait", waitsFor: "fal_balance", aboutMs: null });
    await expect.poll(called, { timeout: 10_000 }).toEqual(["a"]);
    expect(await enter("a")).toEqual(PROBE);
    await gate("refused", "fal_balance", submitOf("a"));
    const { breakers } = await gate<GateView>("look");
    // It was asked twice, though three wanted to ask.
    expect(breakers).toMatchObject([{ cause: "fal_balance", refusals: 2 }]);
    await expect.poll(called, { timeout: 10_000 }).toEqual(["a", "a"]);
    expect(await enter("a")).toEqual(PROBE);
    await gate("heard", null);
    await expect.poll(called).toEqual(["a", "a", "b"]);
    expect(await gate("look")).toMatchObject({ inside: 2, waiting: 1, breakers: [] });
  });

  test("sends for whom it did not know when fal.ai refused its submit, as one that was taken up again", async () => {
    await start();
    entered.add("a");
    await gate("refused", "fal_key", submitOf("a"));
    expect(await gate("look")).toMatchObject({ inside: 0, waiting: 1 });
    await expect.poll(called, { timeout: 10_000 }).toEqual(["a"]);
    expect(await enter("a")).toEqual(PROBE);
    await gate("heard", null);
  });

  test("opens a breaker for a fal.ai that answers nothing: not for a bad answer, nor for one generation of many", async () => {
    await start(ROOMY);
    for (const generation of ["a", "b", "c", "d"]) await enter(generation);
    const unanswered = (generation: string) => gate<boolean>("unanswered", runNamed(generation));
    expect(await Promise.all(["a", "a", "a", "a", "a", "a"].map(unanswered))).not.toContain(true);
    expect(await unanswered("b")).toBe(false);
    await gate("heard", "fal_down");
    for (const generation of ["a", "b", "c", "d"]) expect(await unanswered(generation)).toBe(false);
    expect(await gate<GateView>("look")).toMatchObject({ breakers: [] });
    expect(await unanswered("a")).toBe(true);
    expect(await gate<GateView>("look")).toMatchObject({ inside: 4, breakers: [{ cause: "fal_down", refusals: 1 }] });
    // What was under way says nothing new.
    expect(await unanswered("b")).toBe(true);
    expect(await enter("e")).toEqual({ kind: "wait", waitsFor: "fal_down", aboutMs: null });
    await expect.poll(called, { timeout: 10_000 }).toEqual(["e"]);
    expect(await enter("e")).toEqual({ ...PROBE, isDown: true });
    await gate("refused", "fal_down", submitOf("e"));
    expect(await gate<GateView>("look")).toMatchObject({ inside: 4, waiting: 1, breakers: [{ refusals: 2 }] });
    const outage = await gate<Outage>("outage", 0);
    expect(outage).toMatchObject({ isOpen: true, hasRested: false });
    await gate("heard", "fal_down");
    expect(await gate<GateView>("look")).toMatchObject({ breakers: [] });
    const over = await gate<Outage>("outage", 0);
    expect(over).toMatchObject({ isOpen: false, hasRested: true });
    expect(over.ms).toBeGreaterThanOrEqual(outage.ms);
    expect(await gate<Outage>("outage", Date.now())).toMatchObject({ ms: 0 });
  });

  test("opens it for all that are out, where these are few", async () => {
    await start();
    await enter("a");
    const answers = [];
    for (let call = 0; call < 5; call++) answers.push(await gate("unanswered", runNamed("a")));
    expect(answers).toEqual([false, false, false, false, true]);
    await gate("heard", null);
  });

  test("takes a slot back whose refusal it did not hear", async () => {
    await start();
    expect([await enter("a"), await enter("b"), await enter("c")].map(({ kind }) => kind)).toEqual([
      "go",
      "go",
      "wait",
    ]);
    // It comes again, and says why its submit was refused.
    expect(await gate("enter", runNamed("a"), "account", "fal_key")).toEqual({
      kind: "wait",
      waitsFor: "fal_key",
      aboutMs: null,
    });
    expect(await gate<GateView>("look")).toMatchObject({
      ...{ inside: 1, waiting: 2 },
      breakers: [{ cause: "fal_key", refusals: 1 }],
    });
    await gate("heard", null);
    // It kept its place in the line.
    await expect.poll(called).toEqual(["a"]);
  });

  test("does not wake again and again while one finds out whether fal.ai takes calls", async () => {
    await start();
    for (const generation of ["a", "b", "c"]) await enter(generation);
    await gate("refused", "fal_balance", submitOf("a"));
    await expect.poll(called, { timeout: 10_000 }).toEqual(["a"]);
    expect(await enter("a")).toEqual(PROBE);
    const alarms = await gate<number>("alarms");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await gate<number>("alarms")) - alarms).toBeLessThanOrEqual(1);
    await gate("heard", null);
  });

  test("lets go of those that left unheard: their generations are settled, or are in no row any more", async () => {
    await start({ FAL_SLOTS: "3", TIME_SCALE: "0.001" });
    const db = await worker.getD1Database("DB");
    await db.exec("CREATE TABLE generations (id TEXT PRIMARY KEY, status TEXT)");
    const rows = [
      ["settled", "completed"],
      ["open", "submitted"],
    ].map(([id = "", status]) => db.prepare("INSERT INTO generations VALUES (?, ?)").bind(runNamed(id), status));
    await db.batch(rows);
    for (const generation of ["settled", "archived", "open"]) await enter(generation);
    await expect
      .poll(() => gate<GateView>("look"), { timeout: 20_000 })
      .toEqual({ slots: 3, inside: 1, waiting: 0, breakers: [] });
    // It looked more than once, and who is still there keeps its slot.
    await expect.poll(() => gate<number>("alarms"), { timeout: 20_000 }).toBeGreaterThan(2);
    expect(await gate<GateView>("look")).toMatchObject({ inside: 1 });
  });

  test("sends again for who does not come for its slot", async () => {
    await start();
    for (const generation of ["a", "b", "c"]) await enter(generation);
    await leave("a");
    await expect.poll(() => called().slice(0, 3), { timeout: 20_000 }).toEqual(["c", "c", "c"]);
  });
});

describe("the rate limiter", () => {
  const count = (windowMs: number) => call<Counted>("RATE_LIMITER/key", "count", windowMs, 1);

  test("counts the requests of a window, and begins anew when it is over", async () => {
    await start();
    expect((await count(300)).used).toBe(1);
    expect((await count(300)).used).toBe(2);
    await expect.poll(async () => (await count(300)).used, { timeout: 10_000 }).toBe(1);
  });

  test("keeps the latest bookmark that its key was shown, and what it stored when it is begun anew", async () => {
    await start();
    await call("RATE_LIMITER/kept", "showed", "00000002-b");
    await call("RATE_LIMITER/kept", "showed", "00000001-a");
    const kept = () => call<Counted>("RATE_LIMITER/kept", "count", 60_000, 1);
    expect(await kept()).toMatchObject({ used: 1, bookmark: "00000002-b" });
    await restart();
    expect(await kept()).toMatchObject({ used: 2, bookmark: "00000002-b" });
  });
});
