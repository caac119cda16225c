/** Ending a run early, and letting one that ended badly go on. */
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { RunDetailBody } from "../../worker/contract/run.ts";
import { call, calm, create, fal, finish, post, readRun, stranger } from "../support/client.ts";

beforeEach(calm);
afterAll(calm);

const IMAGE = "fal-ai/nano-banana-2/edit";
const VIDEO = "fal-ai/veo3.1/fast/image-to-video";

const cancel = (runId: string, headers = {}) => post(`/api/tasks/runs/${runId}/cancel`, {}, headers);
const retry = (runId: string, headers = {}) => post(`/api/tasks/runs/${runId}/retry`, {}, headers);

async function until(what: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 30_000;
  while (!(await what())) {
    if (Date.now() > giveUpAt) throw new Error("It did not come to that");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A run that waits at fal.ai for `model`, and the ledger's length before it. */
async function runStuckAt(model: string): Promise<{ runId: string; before: number }> {
  const before = (await fal.ledger()).length;
  await fal.set({ faults: [{ kind: "stuck", model }] });
  const [runId = ""] = await create();
  await until(async () => (await fal.ledger()).slice(before).some((entry) => entry.model === model && entry.accepted));
  return { runId, before };
}

describe("canceling", () => {
  test("ends a run and cancels what fal.ai makes for it", async () => {
    const { runId, before } = await runStuckAt(IMAGE);
    const response = await cancel(runId);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      status: "success",
      canceled: true,
      run: { id: runId, status: "CANCELED" },
    });
    await until(async () =>
      (await fal.ledger()).slice(before).some(({ model, cancelled }) => model === IMAGE && cancelled),
    );
    const run = await readRun(runId);
    expect(run).toMatchObject({ status: "CANCELED", output: null });
    expect(run.finishedAt).not.toBeNull();
  });

  test("publishes nothing when fal.ai finishes all the same", async () => {
    const before = (await fal.ledger()).length;
    await fal.set({
      faults: [{ kind: "cancel-ignored", model: VIDEO }],
      latency: { profile: "instant", seconds: { [VIDEO]: 3 } },
    });
    const [runId = ""] = await create();
    await until(async () =>
      (await fal.ledger()).slice(before).some(({ model, accepted }) => model === VIDEO && accepted),
    );
    await cancel(runId);
    await until(async () =>
      (await fal.ledger()).slice(before).some(({ model, status }) => model === VIDEO && status === "COMPLETED"),
    );
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await readRun(runId)).toMatchObject({ status: "CANCELED", output: null });
  });

  test("leaves a run that is over as it is", async () => {
    const [run] = await finish(await create());
    const response = await cancel(run?.id ?? "");
    expect(await response.json()).toMatchObject({ canceled: false, run: { status: "COMPLETED" } });
    expect(run?.output?.videoSourceUrl).toBe((await readRun(run?.id ?? "")).output?.videoSourceUrl);
  });

  test("is not for strangers", async () => {
    const { runId } = await runStuckAt(IMAGE);
    expect((await cancel(runId, { "x-api-key": stranger.apiKey })).status).toBe(404);
    expect((await cancel("run_doesnotexist")).status).toBe(404);
    expect((await readRun(runId)).status).toBe("EXECUTING");
    await cancel(runId);
  });
});

describe("retrying", () => {
  test("goes on from the step that failed, and pays for nothing twice", async () => {
    const before = (await fal.ledger()).length;
    await fal.set({ faults: [{ kind: "fail", error: "content_policy_violation", model: VIDEO, next: 1 }] });
    const [failed] = await finish(await create());
    expect(failed).toMatchObject({ status: "FAILED", error: { step: "video" } });

    const response = await retry(failed?.id ?? "");
    expect(response.status).toBe(200);
    expect((await response.json()) as { run: RunDetailBody }).toMatchObject({ run: { error: null, finishedAt: null } });
    const [run] = await finish([failed?.id ?? ""]);
    expect(run?.status).toBe("COMPLETED");
    const submissions = (await fal.ledger()).slice(before);
    expect(submissions.filter(({ model }) => model === IMAGE)).toHaveLength(1);
    expect(submissions.filter(({ model }) => model === VIDEO).map(({ outcome }) => outcome === "ok")).toEqual([
      false,
      true,
    ]);
  });

  test("takes up a canceled run again", async () => {
    const { runId, before } = await runStuckAt(IMAGE);
    await cancel(runId);
    // Retried sooner, it would go on waiting for the request that is stuck.
    await until(async () =>
      (await fal.ledger()).slice(before).some(({ model, cancelled }) => model === IMAGE && cancelled),
    );
    await fal.set({ faults: [] });
    expect((await retry(runId)).status).toBe(200);
    const [run] = await finish([runId]);
    expect(run?.status).toBe("COMPLETED");
  });

  test("is refused for a run that completed, is under way, is a stranger's, or is none", async () => {
    const [completed] = await finish(await create());
    const refused = await retry(completed?.id ?? "");
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([409, "run_not_retryable"]);
    const { runId } = await runStuckAt(IMAGE);
    expect((await retry(runId)).status).toBe(409);
    await cancel(runId);
    expect((await retry(runId, { "x-api-key": stranger.apiKey })).status).toBe(404);
    expect((await retry("run_doesnotexist")).status).toBe(404);
    expect((await call(`/api/tasks/runs/${runId}/retry`)).status).toBe(405);
  });

  test("happens once when it is asked for ten times at once", async () => {
    await fal.set({ faults: [{ kind: "fail", error: "content_policy_violation", model: VIDEO, next: 1 }] });
    const [failed] = await finish(await create());
    const answers = await Promise.all(Array.from({ length: 10 }, () => retry(failed?.id ?? "")));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(9);
    const [run] = await finish([failed?.id ?? ""]);
    expect(run?.status).toBe("COMPLETED");
  });
});
