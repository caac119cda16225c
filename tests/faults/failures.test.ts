/** What happens to a run when fal.ai or the renderer fails: it recovers, or it ends with step, cause and advice. */
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { calm, create, fal, finish, readRun, renderer } from "../support/client.ts";

beforeEach(calm);
afterAll(calm);

const IMAGE = "fal-ai/nano-banana-2/edit";
const VIDEO = "fal-ai/veo3.1/fast/image-to-video";

async function runWith(faults: object[], gate: Parameters<typeof renderer.set>[0] = { render: "instant" }) {
  await renderer.set(gate);
  await fal.set({ faults });
  const [run] = await finish(await create());
  if (!run) throw new Error("The run is gone");
  return run;
}

describe("fal.ai", () => {
  test("forgets results as fast as the other times of the stack run", async () => {
    expect(await fal.settings()).toMatchObject({ timeScale: 0.1, resultSeconds: 3600, largeResultSeconds: 360 });
  });

  test.each([
    ["refuses the content", { kind: "fail", error: "content_policy_violation" }, "fal_content_policy", false],
    ["gives a result without media", { kind: "result-without-media" }, "fal_result_without_media", true],
    ["gives a page instead of an image", { kind: "media-wrong-type" }, "media_unreadable", true],
    ["cuts every download off", { kind: "media-cut-off" }, "media_not_copied", true],
    ["gives a file of five gigabytes", { kind: "media-huge" }, "media_unreadable", false],
  ])("that %s fails the run at the image, and says so", async (_what, fault, code, retryable) => {
    const run = await runWith([{ model: IMAGE, ...fault }]);
    expect(run.status).toBe("FAILED");
    expect(run.error).toMatchObject({ step: "image", code, name: code, retryable });
    expect(run.error?.message.length).toBeGreaterThan(20);
    expect(run.output).toBeNull();
    expect(run.metadata.currentStep).toBe("image");
  });

  test.each([
    ["refuses the key", [{ kind: "submit-status", status: 401 }], "fal_key"],
    ["has no balance left", [{ kind: "submit-status", status: 403 }], "fal_balance"],
    ["has no balance left, by its other status", [{ kind: "submit-status", status: 402 }], "fal_balance"],
  ])("that %s has runs wait, which go on by themselves when that is over", async (_what, faults, waitsFor) => {
    const before = (await fal.ledger()).length;
    await fal.set({ faults });
    const runIds = await create({ batch: 3 });
    const waits = async () => (await Promise.all(runIds.map(readRun))).map(({ metadata }) => metadata.waiting?.for);
    await expect.poll(waits, { timeout: 60_000, interval: 200 }).toEqual(runIds.map(() => waitsFor));
    // As many calls as it takes to find out, whoever waits: not one for each.
    const refused = (await fal.ledger()).length - before;
    expect(refused).toBeLessThanOrEqual(8);
    await fal.set({ faults: [] });
    for (const run of await finish(runIds)) {
      expect(run.status, JSON.stringify(run.error)).toBe("COMPLETED");
      expect(run.metadata.waiting).toBeNull();
      expect(run.metadata.wastedInCents).toBe(0);
    }
    const images = (await fal.ledger()).slice(before).filter(({ model, accepted }) => accepted && model === IMAGE);
    expect(images).toHaveLength(3);
  });

  test.each([
    ["the key", { key: "another" }, "fal_key"],
    ["the balance", { account: "no-balance" }, "fal_balance"],
  ])(
    "that has %s taken away until it has forgotten a result is not paid for it again",
    async (_what, state, waitsFor) => {
      const before = (await fal.ledger()).length;
      const images = async () => (await fal.ledger()).slice(before).filter(({ model }) => model === IMAGE);
      await fal.set({
        faults: [{ kind: "result-expired", model: IMAGE, next: 1 }],
        latency: { profile: "instant", seconds: { [IMAGE]: 1 } },
      });
      const [runId = ""] = await create();
      await expect.poll(images, { timeout: 60_000 }).toMatchObject([{ accepted: true }]);
      await fal.set(state);
      await expect.poll(images, { timeout: 60_000 }).toMatchObject([{ outcome: "ok", callbacks: [{ answer: 200 }] }]);
      await expect.poll(async () => (await readRun(runId)).metadata.waiting?.for, { timeout: 60_000 }).toBe(waitsFor);
      await calm();
      const [run] = await finish([runId]);
      expect(run?.status, JSON.stringify(run?.error)).toBe("COMPLETED");
      expect(run?.metadata.wastedInCents).toBe(0);
      expect((await images()).filter(({ accepted }) => accepted)).toHaveLength(1);
    },
  );

  test("that answers nothing has runs wait, submits nothing, and pays for nothing twice", async () => {
    const before = (await fal.ledger()).length;
    const submits = async () => (await fal.ledger()).slice(before);
    const batch = 4;
    await fal.set({ latency: { profile: "instant", seconds: { [IMAGE]: 10 } } });
    const underWay = await create({ batch, caption_length: "none" });
    // All else is done: what goes unanswered is asked about, and no submit is under way.
    const isOut = async () => {
      const images = (await submits()).filter(({ model, accepted }) => model === IMAGE && accepted);
      const steps = (await Promise.all(underWay.map(readRun))).flatMap(({ metadata }) => metadata.steps);
      return (
        images.length === batch &&
        steps.filter(({ name, status }) => name === "clip" && status === "done").length === batch
      );
    };
    await expect.poll(isOut, { timeout: 60_000 }).toBe(true);
    await fal.set({ down: "silent" });
    const waits = async (runIds: string[]) =>
      (await Promise.all(runIds.map(readRun))).map(({ metadata }) => metadata.waiting?.for);
    await expect.poll(() => waits(underWay), { timeout: 60_000 }).toContain("fal_down");
    const asked = (await submits()).length;
    const late = await create({ batch: 2 });
    await expect.poll(() => waits(late), { timeout: 60_000 }).toEqual(late.map(() => "fal_down"));
    await expect.poll(() => waits(underWay), { timeout: 60_000 }).toEqual(underWay.map(() => "fal_down"));
    expect((await submits()).length).toBe(asked);
    await calm();
    for (const run of await finish([...underWay, ...late])) {
      expect(run.status, JSON.stringify(run.error)).toBe("COMPLETED");
      expect(run.metadata).toMatchObject({ waiting: null, wastedInCents: 0 });
    }
    expect((await submits()).filter(({ model, accepted }) => model === IMAGE && accepted)).toHaveLength(batch + 2);
  });

  test.each([
    ["asks to slow down", { kind: "submit-status", status: 429, next: 2 }],
    ["fails a request with 500", { kind: "fail", error: "internal_server_error", next: 1 }],
    ["times a request out", { kind: "fail", error: "generation_timeout", next: 1 }],
    ["never calls back", { kind: "callback-never", next: 1 }],
    ["calls back twice", { kind: "callback-twice", next: 1 }],
    ["calls back before it answers the submit", { kind: "callback-early", next: 1 }],
    ["calls back with a bad signature", { kind: "callback-bad-signature", next: 1 }],
    ["calls back with an old timestamp", { kind: "callback-old-timestamp", next: 1 }],
    ["accepts a request and drops the connection", { kind: "submit-dropped", next: 1 }],
    ["accepts a request and answers 503", { kind: "submit-status", status: 503, accepted: true, next: 1 }],
    ["answers a poll with 500", { kind: "poll-status", status: 500, next: 1 }],
    ["answers the result with 503 once", { kind: "result-status", status: 503, next: 1 }],
    ["serves media with 503 at first", { kind: "media-unavailable", times: 1, next: 1 }],
  ])("that %s does not stop the run", async (what, fault) => {
    const before = (await fal.ledger()).length;
    const run = await runWith([{ model: IMAGE, ...fault }]);
    expect(run.status, JSON.stringify(run.error)).toBe("COMPLETED");
    const images = (await fal.ledger()).slice(before).filter(({ model }) => model === IMAGE);
    const paid = images.filter(({ outcome }) => outcome === "ok");
    expect(paid, what).toHaveLength(1);
  });

  test.each([
    ["its own", []],
    ["one that nobody made", [{ model: IMAGE, kind: "callback-unknown-request", next: 1 }]],
  ])("that accepts a request, never says so, and calls back for %s, makes it once", async (_what, faults) => {
    const before = (await fal.ledger()).length;
    const run = await runWith([{ model: IMAGE, kind: "submit-dropped", next: 1 }, ...faults]);
    expect(run.status, JSON.stringify(run.error)).toBe("COMPLETED");
    const images = (await fal.ledger()).slice(before).filter(({ model }) => model === IMAGE);
    expect(images.filter(({ accepted }) => accepted)).toHaveLength(1);
  });

  test("that fails again and again ends the run with the last cause", async () => {
    const run = await runWith([{ model: VIDEO, kind: "fail", error: "internal_server_error" }]);
    expect(run.status).toBe("FAILED");
    expect(run.error).toMatchObject({ step: "video", code: "fal_model_error", retryable: true });
    // What was paid for before it failed shows.
    expect(run.error?.costInCents).toBeGreaterThanOrEqual(8);
  });
});

describe("a renderer", () => {
  test.each([
    ["is busy", { render: "busy", times: 2 }],
    ["closes the connection", { render: "reset", times: 1 }],
    ["hangs", { render: "hang", times: 1 }],
    ["dies in the middle of a job", { render: "vanish", times: 1 }],
    ["says it delivered what it did not", { render: "lie", times: 1 }],
    ["has no space left for a moment", { render: "disk-full", times: 1 }],
  ] as const)("that %s does not stop the run", async (_what, gate) => {
    const run = await runWith([], gate);
    expect(run.status, JSON.stringify(run.error)).toBe("COMPLETED");
  });

  test("that has no space left at all fails the run at the render, and says that trying again can help", async () => {
    const run = await runWith([], { render: "disk-full" });
    expect(run.status).toBe("FAILED");
    expect(run.error).toMatchObject({ step: "render", code: "renderer_rejected", retryable: true });
    expect(run.error?.message).toContain("disk_full");
  });

  test("that cannot read the video fails the run at once, and says that trying again cannot help", async () => {
    const run = await runWith([], { render: "bad-input" });
    expect(run.status).toBe("FAILED");
    expect(run.error).toMatchObject({ step: "render", code: "renderer_rejected", retryable: false });
    expect(run.metadata.steps.find(({ name }) => name === "render")?.failures).toBe(0);
  });
});
