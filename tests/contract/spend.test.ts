/** What an account may spend in a month, and how many runs it may have under way. */
import { createServer } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { RunDetailBody } from "../../worker/contract/run.ts";
import { callerOf, callerOrigin, calm, fal, type OwnAccount, own, owner, renderer } from "../support/client.ts";
import { refusal } from "./expectations.ts";
import { accountShape, createdShape, estimateShape } from "./shapes.ts";

beforeAll(calm);
afterEach(calm);

const plain = { template: "artist-caption-bedroom", lipsync: false };
const accountOf = async (account: OwnAccount) =>
  accountShape.parse(await (await callerOf(account)("/api/account")).json());
const create = (account: OwnAccount, more: object = {}) =>
  callerOf(account)("/api/content/create", { artist_account_id: account.artistId, ...plain, ...more });
const idsOf = async (answer: Response) => createdShape.parse(await answer.json()).runIds;
const read = async (account: OwnAccount, runId: string) =>
  ((await (await callerOf(account)(`/api/tasks/runs?runId=${runId}`)).json()) as { runs: [RunDetailBody] }).runs[0];
const act = (account: OwnAccount, runId: string, action: "cancel" | "retry") =>
  callerOf(account)(`/api/tasks/runs/${runId}/${action}`, {});
const over = (account: OwnAccount, runIds: string[]) =>
  expect
    .poll(async () => (await Promise.all(runIds.map((id) => read(account, id)))).map(({ finishedAt }) => finishedAt), {
      timeout: 60_000,
      interval: 300,
    })
    .not.toContain(null);

/** What the account has spent, less what its runs say that they cost: nothing, once fal.ai is done with all of them. */
async function unexplained(account: OwnAccount): Promise<number> {
  const { runs } = (await (await callerOf(account)("/api/tasks/runs?limit=100")).json()) as { runs: { id: string }[] };
  const details = await Promise.all(runs.map(({ id }) => read(account, id)));
  return (await accountOf(account)).usage.spent - spentBy(details);
}
const micros = (dollars: number) => Math.round(dollars * 1e6);
const spentBy = (runs: RunDetailBody[]) =>
  runs.reduce((sum, { costInCents, metadata }) => sum + costInCents + metadata.wastedInCents, 0) / 100;

test("a hundred creates at once never pass the month's limit, and what is not spent is given back", async () => {
  const account = own.spend;
  const { per_video } = estimateShape.parse(await (await callerOf(account)("/api/content/estimate")).json());
  const before = await accountOf(account);
  expect(before).toMatchObject({
    limits: { monthly_spend: 3.6, active_runs: 1000 },
    usage: { month: new Date().toISOString().slice(0, 7), spent: 0, reserved: 0, active_runs: 0 },
  });
  // Runs stay under way until they were counted.
  await renderer.set({ render: "busy" });
  const answers = await Promise.all(Array.from({ length: 100 }, () => create(account)));
  const fitting = Math.floor(3.6 / per_video);
  const accepted = answers.filter(({ status }) => status === 202);
  expect(accepted).toHaveLength(fitting);
  for (const answer of answers.filter(({ status }) => status !== 202)) {
    const { spend } = await refusal(answer, 402, "spend_limit_reached");
    expect(spend).toMatchObject({ limit: 3.6, needed: per_video, month: before.usage.month, currency: "USD" });
    const { spent = 0, reserved = 0 } = spend ?? {};
    expect(spent + reserved).toBeLessThanOrEqual(3.6);
    expect(spent + reserved + per_video).toBeGreaterThan(3.6);
  }
  const runIds = (await Promise.all(accepted.map(idsOf))).flat();
  const held = (await accountOf(account)).usage;
  expect(held.active_runs).toBe(fitting);
  expect(micros(held.spent + held.reserved)).toBe(micros(per_video) * fitting);
  // A batch is all or nothing.
  await refusal(await create(account, { batch: 2 }), 402, "spend_limit_reached");
  expect((await accountOf(account)).usage.active_runs).toBe(fitting);

  await renderer.set({ render: "instant" });
  await over(account, runIds);
  const runs = await Promise.all(runIds.map((id) => read(account, id)));
  for (const { status, metadata, costInCents } of runs) {
    expect(status).toBe("COMPLETED");
    expect(metadata.estimateInCents).toBeCloseTo(per_video * 100, 2);
    expect(costInCents).toBeLessThanOrEqual(metadata.estimateInCents);
  }
  const after = (await accountOf(account)).usage;
  expect(after).toMatchObject({ active_runs: 0, reserved: 0 });
  expect(after.spent).toBeCloseTo(spentBy(runs), 3);
});

test("what failed attempts cost is charged too", async () => {
  const account = own.settlement;
  const model = "fal-ai/nano-banana-2/edit";
  // Billed, and of no use: the file cannot be read. The song is still listened to when the run has failed of it.
  await fal.set({ latency: { profile: "instant", seconds: { "fal-ai/whisper": 4 } } });
  await fal.set({ faults: [{ kind: "result-without-media", model, next: 1 }] });
  const runIds = await idsOf(await create(account));
  await over(account, runIds);
  const run = await read(account, runIds[0] ?? "");
  expect(run.status).toBe("FAILED");
  expect(run.metadata.wastedInCents).toBeGreaterThan(0);
  // What fal.ai is still at work on counts with its expected price, until it is known what that was.
  await expect.poll(() => unexplained(account), { timeout: 60_000, interval: 300 }).toBeCloseTo(0, 3);
});

test("what a canceled run's calls still cost is charged when it is known", async () => {
  const account = own.settlement;
  await fal.set({ latency: { profile: "instant", seconds: { "fal-ai/veo3.1/fast/image-to-video": 2 } } });
  const before = (await accountOf(account)).usage;
  const [runId = ""] = await idsOf(await create(account));
  await expect
    .poll(async () => (await read(account, runId)).metadata.steps.find(({ name }) => name === "video")?.status, {
      timeout: 60_000,
      interval: 100,
    })
    .toBe("waiting");
  expect((await act(account, runId, "cancel")).status).toBe(200);
  // The video may be billed all the same, so its price is not free for others yet.
  const canceled = (await accountOf(account)).usage;
  expect(canceled).toMatchObject({ reserved: before.reserved, active_runs: before.active_runs });
  await expect.poll(() => unexplained(account), { timeout: 60_000, interval: 300 }).toBeCloseTo(0, 3);
});

describe("runs under way", () => {
  test("are limited, whatever comes at once, and a run that ends makes room", async () => {
    const account = own.busy;
    await renderer.set({ render: "busy" });
    await refusal(await create(account, { batch: 4 }), 429, "too_many_runs");
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(account)));
    const accepted = answers.filter(({ status }) => status === 202);
    expect(accepted).toHaveLength(3);
    for (const answer of answers.filter(({ status }) => status !== 202)) {
      expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
      const { runs } = await refusal(answer, 429, "too_many_runs");
      expect(runs).toEqual({ limit: 3, active: 3, requested: 1 });
    }
    expect((await accountOf(account)).usage.active_runs).toBe(3);
    const [first = "", second = "", third = ""] = (await Promise.all(accepted.map(idsOf))).flat();
    expect((await act(account, first, "cancel")).status).toBe(200);
    const [fourth = ""] = await idsOf(await create(account));

    // A retry is a run under way again.
    await refusal(await act(account, first, "retry"), 429, "too_many_runs");
    expect((await read(account, first)).status).toBe("CANCELED");
    await act(account, second, "cancel");
    expect((await act(account, first, "retry")).status).toBe(200);
    await Promise.all([first, third, fourth].map((id) => act(account, id, "cancel")));
    expect((await accountOf(account)).usage.active_runs).toBe(0);
  });

  test("are not limited by other accounts' runs", async () => {
    expect(owner.accountId).not.toBe(own.busy.accountId);
    const [runId = ""] = await idsOf(await create(own.busy));
    expect((await act(own.busy, runId, "cancel")).status).toBe(200);
  });
});

describe("a retry", () => {
  const account = own.retry;
  afterAll(calm);

  test("holds again what its open steps will cost, and is refused where that would pass the limit", async () => {
    await renderer.set({ render: "busy" });
    // So long that nothing is made, and paid for, before it is canceled.
    await fal.set({ latency: { profile: "instant", seconds: { "fal-ai/nano-banana-2/edit": 60 } } });
    const [runId = ""] = await idsOf(await create(account));
    expect((await act(account, runId, "cancel")).status).toBe(200);
    const [other = ""] = await idsOf(await create(account));
    // Of 1.50 the other run holds some 0.9, and this one would need as much.
    const { spend } = await refusal(await act(account, runId, "retry"), 402, "spend_limit_reached");
    expect(spend).toMatchObject({ limit: 1.5 });
    expect((await read(account, runId)).status).toBe("CANCELED");

    await act(account, other, "cancel");
    await fal.set({ latency: { profile: "instant" } });
    await expect
      .poll(async () => (await act(account, runId, "retry")).status, { timeout: 20_000, interval: 500 })
      .toBe(200);
    expect((await accountOf(account)).usage.reserved).toBeGreaterThan(0);
    await renderer.set({ render: "instant" });
    await over(account, [runId]);
    const runs = await Promise.all([runId, other].map((id) => read(account, id)));
    expect(runs[0]?.status).toBe("COMPLETED");
    await expect
      .poll(async () => Math.abs((await accountOf(account)).usage.spent - spentBy(runs)), { timeout: 60_000 })
      .toBeLessThan(0.002);
  });
});

test("a create that the limits refuse fetches none of its images", async () => {
  const fetched: string[] = [];
  const site = createServer((incoming, outgoing) => {
    fetched.push(incoming.url ?? "");
    outgoing.end();
  });
  await new Promise<void>((resolve) => site.listen(Number(new URL(callerOrigin).port), "localhost", resolve));
  const paths = ["/beyond-the-limit/a.jpg", "/beyond-the-limit/b.jpg"];
  const images = paths.map((path) => `${callerOrigin}${path}`);
  try {
    await refusal(await create(own.spend, { batch: 30, images }), 402, "spend_limit_reached");
    await refusal(await create(own.busy, { batch: 30, images }), 429, "too_many_runs");
    // Others on this machine may knock at the port: they do not ask for these.
    expect(fetched.filter((path) => paths.includes(path))).toEqual([]);
  } finally {
    site.closeAllConnections();
    site.close();
  }
});
