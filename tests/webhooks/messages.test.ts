/** When a delivery is attempted again, and that messages stay short. */
import { expect, test } from "vitest";
import type { RunRow } from "../../worker/db/rows.ts";
import { type EventRow, makeBody } from "../../worker/webhooks/body.ts";
import { nextAttemptIn, parseRetryAfter } from "../../worker/webhooks/schedule.ts";

const HOUR = 3600;

test("ten attempts are spread over three days, and none comes after them", () => {
  const waits = Array.from({ length: 10 }, (_, position) => nextAttemptIn(position + 1, undefined, 0.5));
  expect(waits.map((seconds) => seconds && Math.round(seconds))).toEqual([
    ...[5, 300, 1800, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
    undefined,
  ]);
});

test("jitter is a twentieth each way", () => {
  expect(nextAttemptIn(4, undefined, 0)).toBeCloseTo(0.95 * 2 * HOUR);
  expect(nextAttemptIn(4, undefined, 1)).toBeCloseTo(1.05 * 2 * HOUR);
});

test("Retry-After makes it later, never earlier, and by a day at most", () => {
  expect(nextAttemptIn(1, 600, 0.5)).toBe(600);
  expect(nextAttemptIn(3, 1, 0.5)).toBeCloseTo(1800);
  expect(nextAttemptIn(1, 1e9, 0.5)).toBe(24 * HOUR);
  expect(nextAttemptIn(10, 600, 0.5)).toBeUndefined();
});

test.each([
  ["120", 120],
  [" 0 ", 0],
  ["Sun, 22 Nov 2026 10:01:00 GMT", 60],
  ["Sun, 22 Nov 2026 09:00:00 GMT", 0],
  ["soon", undefined],
  ["-5", undefined],
  [null, undefined],
])("Retry-After: %s", (value, seconds) => {
  expect(parseRetryAfter(value, Date.parse("2026-11-22T10:00:00Z"))).toBe(seconds);
});

test("a message that would be too long loses what its receiver knows already, and says so", () => {
  const at = Date.parse("2026-11-22T10:00:00Z");
  const ending = { status: "FAILED", output: null, finishedAt: at, updatedAt: at, version: 9 };
  const message = "too long ".repeat(1000);
  const event = {
    ...{ id: "evt_1", type: "run.failed", runId: "run_1", batchId: "batch_1", createdAt: at },
    ending: { ...ending, error: { code: "fal_model_error", message, retryable: true, step: "image" } },
  } as unknown as EventRow;
  const run = (webhook_url: string) =>
    ({
      ...{ id: "run_1", batchId: "batch_1", status: "REATTEMPTING", createdAt: at, startedAt: at, isTest: true },
      request: { template: "artist-caption-stage", webhook_url },
      ...{ waitsFor: null, waitsSince: null, waitsUntil: null, deletedAt: null, choices: {} },
    }) as unknown as RunRow;
  const body = (url: string) => makeBody(event, run(url), [], String);
  const whole = JSON.parse(body("https://example.com/"));
  // As it ended, whatever became of the run since.
  expect(whole.data).toMatchObject({ status: "FAILED", payload: { webhook_url: "https://example.com/" } });
  expect(whole.data.error.message).toBe(message);
  const long = body(`https://example.com/${"é".repeat(8000)}`);
  expect(Buffer.byteLength(long)).toBeLessThan(20_000);
  expect(JSON.parse(long)).toMatchObject({
    data: { id: "run_1", status: "FAILED", shortened: true, metadata: { version: 9 }, error: { step: "image" } },
  });
  expect(JSON.parse(long).data).not.toHaveProperty("payload");
});
