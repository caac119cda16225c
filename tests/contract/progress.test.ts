/** metadata.progress: through failure, retry and cancel it only rises, and is 1 when the run is completed and not before. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunDetailBody } from "../../worker/contract/run.ts";
import { call, calm, create, readRun, renderer } from "../support/client.ts";

beforeAll(calm);
afterAll(calm);

test("progress never goes back and never passes 1, whatever becomes of the run", async () => {
  const seen: RunDetailBody[] = [];
  const until = async (status: string, step?: string) => {
    for (let look = 0; look < 600; look++) {
      const run = await readRun(runId);
      seen.push(run);
      if (run.status === status && (step === undefined || run.metadata.currentStep === step)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`The run never was ${status} at ${step}`);
  };
  const act = (action: string) => call(`/api/tasks/runs/${runId}/${action}`, { method: "POST" });

  await renderer.set({ render: "bad-input" });
  const [runId = ""] = await create({ template: "album-record-store" });
  await until("FAILED");
  await renderer.set({ render: "busy" });
  expect((await act("retry")).status).toBe(200);
  await until("EXECUTING", "render");
  expect((await act("cancel")).status).toBe(200);
  await until("CANCELED");
  await renderer.set({ render: "instant" });
  expect((await act("retry")).status).toBe(200);
  await until("COMPLETED");

  const progress = seen.map(({ metadata }) => metadata.progress);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  for (const { status, metadata } of seen) expect(metadata.progress === 1).toBe(status === "COMPLETED");
  expect(Math.max(...progress)).toBe(1);
  expect(new Set(progress).size).toBeGreaterThan(2);
  // The image is shown from when it is made, long before there is a video, and stays the same.
  const images = seen.map(({ metadata }) => metadata.imageUrl).filter((image) => image !== null);
  const last = seen.at(-1);
  expect(new Set(images)).toEqual(new Set([last?.output?.imageUrl]));
  expect(images.length).toBeGreaterThan(seen.filter(({ output }) => output !== null).length);
  expect(seen.find(({ status }) => status === "FAILED")?.metadata.imageUrl).toBe(last?.output?.imageUrl);
});
