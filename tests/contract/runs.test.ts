/** GET /api/tasks/runs: one run by its id, or the account's recent ones. */
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  artistId,
  call,
  calm,
  create,
  fal,
  finish,
  owner,
  post,
  quiet,
  renderer,
  stranger,
} from "../support/client.ts";
import { expectedSteps } from "../support/expected-steps.ts";
import { fingerprint, refusal } from "./expectations.ts";
import {
  canceledShape,
  completedRunShape,
  createdShape,
  failedRunShape,
  openRunShape,
  pageShape,
  retriedShape,
  runShape,
  runsShape,
} from "./shapes.ts";

beforeAll(async () => {
  await calm();
  await quiet();
});
afterEach(calm);

const read = async (runId: string): Promise<unknown> => (await call(`/api/tasks/runs?runId=${runId}`)).json();
const list = async (query = "", apiKey = owner.apiKey) => {
  const response = await call(`/api/tasks/runs${query}`, { headers: { "x-api-key": apiKey } });
  expect(response.status).toBe(200);
  return pageShape(runShape).parse(await response.json()).runs;
};

describe("a run by its id", () => {
  test("has the open shape while it waits and works, and the completed one afterwards", async () => {
    // A renderer that is busy keeps the run from ending until it was looked at.
    await renderer.set({ render: "busy" });
    const [runId = ""] = await create({ lipsync: true, upscale: true, caption_length: "medium" });
    const open = runsShape(openRunShape);
    expect(open.parse(await read(runId)).runs[0]?.id).toBe(runId);
    const working = await expect
      .poll(async () => open.parse(await read(runId)).runs[0], { timeout: 60_000, interval: 200 })
      .toMatchObject({ status: "EXECUTING", startedAt: expect.any(String), metadata: { currentStep: "render" } })
      .then(async () => open.parse(await read(runId)).runs[0]);
    expect(working?.metadata.progress).toBeGreaterThan(0.5);
    expect(working?.metadata.progress).toBeLessThan(1);

    await renderer.set({ render: "instant" });
    await finish([runId]);
    const [run] = runsShape(completedRunShape).parse(await read(runId)).runs;
    if (!run) throw new Error("The run is gone");
    expect(run.payload).toEqual({
      artist_account_id: artistId,
      template: "artist-caption-bedroom",
      lipsync: true,
      caption_length: "medium",
      upscale: true,
      duration: 8,
      batch: 1,
    });
    expect(run.metadata).toMatchObject({ currentStep: null, progress: 1 });
    expect(run.metadata.steps.map(({ name, status }) => [name, status])).toEqual(
      expectedSteps(run.payload).map((name) => [name, "done"]),
    );
    expect(run.costInCents).toBeGreaterThan(0);
    const ofSteps = run.metadata.steps.reduce((sum, { costInCents }) => sum + costInCents, 0);
    expect(run.costInCents).toBeCloseTo(ofSteps, 1);
    expect(run.tags).toEqual(["template:artist-caption-bedroom", `artist:${artistId}`]);
    const [created, started, finished] = [run.createdAt, run.startedAt, run.finishedAt].map((text) => Date.parse(text));
    expect(created).toBeLessThanOrEqual(started ?? 0);
    expect(run.durationMs).toBe((finished ?? 0) - (started ?? 0));
    expect(run.output).toMatchObject({
      accountId: owner.accountId,
      artistSlug: "tansy-okoro",
      template: "artist-caption-bedroom",
      lipsync: true,
      width: 1080,
      height: 1920,
    });

    const video = await fetch(run.output.videoSourceUrl);
    expect([video.status, video.headers.get("content-type")]).toEqual([200, "video/mp4"]);
    expect((await video.arrayBuffer()).byteLength).toBe(run.output.renderedVideoBytes);
    for (const [picture, type] of [
      [run.output.posterUrl, "image/jpeg"],
      [run.output.imageUrl, "image/png"],
    ] as const) {
      const response = await fetch(picture);
      expect([response.status, response.headers.get("content-type")]).toEqual([200, type]);
      await response.body?.cancel();
    }
  });

  test("that failed says why, where, and whether trying again can help", async () => {
    const model = "fal-ai/nano-banana-2/edit";
    await fal.set({ faults: [{ kind: "fail", model, error: "content_policy_violation", next: 1 }] });
    const [runId = ""] = await create();
    await finish([runId]);
    const [run] = runsShape(failedRunShape).parse(await read(runId)).runs;
    expect(run?.error).toEqual({
      message: expect.stringContaining("content"),
      name: "fal_content_policy",
      code: "fal_content_policy",
      step: "image",
      retryable: false,
      costInCents: run?.costInCents,
    });
    expect(run?.metadata.currentStep).toBe("image");
    expect(run?.metadata.progress).toBeLessThan(1);
    expect(run?.metadata.steps.find(({ name }) => name === "image")).toMatchObject({
      status: "failed",
      error: { code: "fal_content_policy" },
    });
  });

  test("of another account cannot be told from one that never was", async () => {
    const [runId = ""] = await create({ template: "album-record-store" });
    const as = (id: string) => call(`/api/tasks/runs?runId=${id}`, { headers: { "x-api-key": stranger.apiKey } });
    await refusal(await as("run_123456789abcdefghijkm"), 404, "run_not_found");
    expect(await fingerprint(await as(runId))).toEqual(await fingerprint(await as("run_123456789abcdefghijkm")));
    await refusal(await as("garbage"), 404, "run_not_found");
    await refusal(await as(`${runId}' OR '1'='1`), 404, "run_not_found");
  });
});

describe("a list of runs", () => {
  test("is newest first, as long as asked, and twenty when not asked", async () => {
    const earlier = await create({ template: "album-record-store", batch: 2 });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const [latest = ""] = await create({ template: "album-record-store" });
    const three = await list("?limit=3");
    expect(three.map(({ id }) => id)).toEqual([latest, ...earlier.toSorted().reverse()]);
    const many = await list("?limit=100");
    expect(many.length).toBeGreaterThan(3);
    expect(many.map(({ createdAt }) => createdAt)).toEqual(
      many
        .map(({ createdAt }) => createdAt)
        .toSorted()
        .reverse(),
    );
    expect(await list()).toHaveLength(Math.min(20, many.length));
    expect(await list("?limit=1")).toHaveLength(1);
  });

  test.each(["0", "101", "-1", "abc", "1.5", "", "1,2", "10&limit=20", "null"])(
    "limit=%s is refused",
    async (limit) => {
      const body = await refusal(await call(`/api/tasks/runs?limit=${limit}`), 400, "validation_failed");
      expect(body.field).toEqual(["limit"]);
    },
  );

  test("a query that nobody knows is refused by name", async () => {
    const body = await refusal(await call("/api/tasks/runs?run_id=1&page=2"), 400, "validation_failed");
    expect(body.issues?.map(({ path }) => path)).toEqual([["run_id"], ["page"]]);
    await refusal(await call("/api/tasks/runs?runId="), 400, "validation_failed");
  });

  test("holds the account's own runs and no others", async () => {
    const mine = await create({ template: "album-record-store" });
    const response = await post(
      "/api/content/create",
      { artist_account_id: stranger.artistIds[0], template: "album-record-store", batch: 2 },
      { "x-api-key": stranger.apiKey },
    );
    const theirs = createdShape.parse(await response.json()).runIds;
    const [ownList, theirList] = [await list("?limit=100"), await list("?limit=100", stranger.apiKey)];
    expect(ownList.map(({ id }) => id)).toEqual(expect.arrayContaining(mine));
    expect(theirList.map(({ id }) => id)).toEqual(expect.arrayContaining(theirs));
    expect(ownList.every(({ tags }) => owner.artistIds.some((id) => tags.includes(`artist:${id}`)))).toBe(true);
    expect(theirList.every(({ tags }) => tags.includes(`artist:${stranger.artistIds[0]}`))).toBe(true);
  });
});

describe("cancel and retry", () => {
  const act = (action: string, runId: string, apiKey = owner.apiKey) =>
    call(`/api/tasks/runs/${runId}/${action}`, { method: "POST", headers: { "x-api-key": apiKey } });

  test("answer with the run as it is now", async () => {
    await renderer.set({ render: "busy" });
    const [runId = ""] = await create({ template: "album-record-store" });
    const canceled = await act("cancel", runId);
    expect(canceled.status).toBe(200);
    expect(canceledShape.parse(await canceled.json())).toMatchObject({
      canceled: true,
      run: { id: runId, status: "CANCELED", finishedAt: expect.any(String), output: null },
    });
    expect(canceledShape.parse(await (await act("cancel", runId)).json())).toMatchObject({
      canceled: false,
      run: { status: "CANCELED" },
    });

    await renderer.set({ render: "instant" });
    const retried = await act("retry", runId);
    expect(retried.status).toBe(200);
    expect(retriedShape.parse(await retried.json()).run.id).toBe(runId);
    const [run] = await finish([runId]);
    expect(run?.status).toBe("COMPLETED");
    const refused = await refusal(await act("retry", runId), 409, "run_not_retryable");
    expect(refused.error).toContain("COMPLETED");
  });

  test.each(["cancel", "retry"])("%s knows no other account's runs, and leaves them alone", async (action) => {
    const [runId = ""] = await create({ template: "album-record-store" });
    const unknown = await act(action, "run_123456789abcdefghijkm", stranger.apiKey);
    await refusal(unknown.clone(), 404, "run_not_found");
    expect(await fingerprint(await act(action, runId, stranger.apiKey))).toEqual(await fingerprint(unknown));
    expect((await finish([runId]))[0]?.status).toBe("COMPLETED");
  });

  test.each(["cancel", "retry"])("%s refuses what is too long to be an id", async (action) => {
    await refusal(await act(action, "x".repeat(101)), 400, "validation_failed");
  });
});
