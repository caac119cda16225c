/** What `npm start` tells of the Worker's log. */
import { expect, test } from "vitest";
import { openNarrator } from "../../local/narrator.ts";

/** What is told of these events, each with the step of time before it, milliseconds. */
function told(...events: (object | string | number)[]): string[] {
  const lines: string[] = [];
  let time = 0;
  const narrator = openNarrator(
    (line, tone) => lines.push(`${tone}: ${line}`),
    () => time,
  );
  for (const each of events) {
    if (typeof each === "number") time += each;
    else narrator.hear(typeof each === "string" ? each : JSON.stringify({ at: "2026-11-26T17:25:18.308Z", ...each }));
  }
  narrator.tellSteps();
  return lines;
}
const done = (step: string, runId: string) => ({ event: "step_done", step, runId, fence: 1, durationMs: 3 });

test("a run is told from its creation to its video", () => {
  expect(
    told(
      { event: "batch_admitted", batchId: "batch_1", accountId: "a", runs: 1, template: "artist-caption-stage" },
      { event: "step_claimed", step: "image", runId: "run_8b4kzq1m5tw7", fence: 1, failures: 0 },
      done("image", "run_8b4kzq1m5tw7"),
      done("render", "run_8b4kzq1m5tw7"),
      { event: "run_completed", runId: "run_8b4kzq1m5tw7", video: "http://localhost:8787/media/1.mp4" },
    ),
  ).toEqual([
    "plain: created        1 run of artist-caption-stage, batch_1",
    "plain: image          run_8b4kzq",
    "good: finished       run_8b4kzq  http://localhost:8787/media/1.mp4",
  ]);
});

test("steps that are done at the same time are told in one line, and before what came after them", () => {
  const runs = ["run_1", "run_2", "run_3", "run_4", "run_5"];
  expect(
    told(...runs.flatMap((id) => [done("image", id), done("listen", id)]), { event: "run_canceled", runId: "run_1" }),
  ).toEqual([
    "plain: image          run_1, run_2, run_3 and 2 more",
    "plain: listen         run_1, run_2, run_3 and 2 more",
    "plain: canceled       run_1",
  ]);
});

test("a run that fails says where, why, and by what code", () => {
  const message = "fal.ai refused the picture: no face in it.";
  expect(
    told(
      { event: "run_failed", runId: "run_1", step: "video", code: "fal_rejected", error: message, stack: undefined },
      { event: "run_failed", runId: "run_2", code: "message_undeliverable", reason: "Its message was given up." },
      { event: "run_timed_out", runId: "run_3" },
    ),
  ).toEqual([
    "bad: failed         run_1 at video: fal.ai refused the picture: no face in it (fal_rejected)",
    "bad: failed         run_2: Its message was given up (message_undeliverable)",
    "bad: failed         run_3: it was not over in time",
  ]);
});

test("trouble that thirty runs have at once is told once, and again when it stays", () => {
  const postponed = (runId: string) => ({
    ...{ event: "step_postponed", step: "video", runId, code: "fal_unavailable", seconds: 4 },
    reason: "TransientError: fal.ai answers 503",
  });
  const failed = { event: "request_failed", error: "Error: D1 is away", stack: "Error: D1 is away\n at x" };
  expect(told(postponed("run_1"), postponed("run_2"), failed, failed, 31_000, postponed("run_3"))).toEqual([
    "bad: held up        run_1 at video: fal.ai answers 503",
    "bad: trouble        request_failed: D1 is away",
    "bad: held up        run_3 at video: fal.ai answers 503",
  ]);
});

test("what is no event is nothing to tell, and nothing steers the terminal", () => {
  const hostile = { event: "run_failed", runId: "run_1", code: "x", error: `\u001b[2J\r\n${"a".repeat(1000)}` };
  const lines = told("[wrangler:info] GET /health 200 OK (8ms)", "{not json", "{}", '{"event":5}', "", hostile);
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/\p{Cc}/u);
  expect(lines[0]?.length).toBeLessThan(400);
});
