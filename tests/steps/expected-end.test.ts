/** When a run is likely to be over, from its rows. */
import { expect, test } from "vitest";
import { expectedEnd } from "../../worker/contract/expected-end.ts";
import type { RunRequest, StepName } from "../../worker/domain/run.ts";
import { type NamedStep, planSteps, stepNamed } from "../../worker/steps/index.ts";

const SECOND = 1000;
const typical = (...names: StepName[]) => names.reduce((sum, name) => sum + stepNamed(name).typicalSeconds * SECOND, 0);

const REQUEST = { lipsync: false, upscale: false, caption_length: "short" } as RunRequest;
const RUN = {
  status: "EXECUTING",
  createdAt: 0,
  request: REQUEST,
  waitsFor: null,
  waitsSince: null,
  waitsUntil: null,
} as const;

/** The steps of a run, none of them begun but those that are given. */
const planned = (request: RunRequest, given: Partial<Record<StepName, Partial<NamedStep>>> = {}) =>
  planSteps(request).map(
    ({ step }) => ({ name: step.name, startedAt: null, finishedAt: null, ...given[step.name] }) as NamedStep,
  );
const rows = (given?: Partial<Record<StepName, Partial<NamedStep>>>) => planned(REQUEST, given);

const LONGEST = typical("image", "video", "render");

test("at first: the longest way through the steps", () => {
  expect(expectedEnd(RUN, rows())).toBe(LONGEST);
});

test("a step that took longer than usual moves the end", () => {
  expect(expectedEnd(RUN, rows({ image: { startedAt: 0, finishedAt: 500 * SECOND } }))).toBe(
    500 * SECOND + typical("video", "render"),
  );
});

test("what is over and what is under way count from when that was", () => {
  const begun = { image: { startedAt: 0, finishedAt: 5 * SECOND }, video: { startedAt: 6 * SECOND } };
  expect(expectedEnd(RUN, rows(begun))).toBe(6 * SECOND + typical("video", "render"));
});

test("a line at fal.ai is met again by each later call", () => {
  const waits = { ...RUN, waitsFor: "fal_slot", waitsSince: 10 * SECOND, waitsUntil: 110 * SECOND } as const;
  // What is known of the song already.
  const known = { startedAt: 0, finishedAt: 0 };
  const steps = rows({ listen: known, moments: known, image: { startedAt: 10 * SECOND } });
  const end = expectedEnd(waits, steps);
  expect(end).toBe(110 * SECOND + typical("image") + 100 * SECOND + typical("video", "render"));
});

test("a line for a renderer is met once", () => {
  const made = Object.fromEntries(
    planSteps(REQUEST).map(({ step }) => [step.name, { startedAt: 0, finishedAt: 50 * SECOND }]),
  );
  const waits = { ...RUN, waitsFor: "renderer", waitsSince: 50 * SECOND, waitsUntil: 80 * SECOND } as const;
  const end = expectedEnd(waits, rows({ ...made, render: { startedAt: 50 * SECOND } }));
  expect(end).toBe(80 * SECOND + typical("render"));
});

test("a render takes as much longer as the video is", () => {
  const run = { ...RUN, request: { ...REQUEST, duration: 60 } as RunRequest };
  expect(expectedEnd(run, planned(run.request))).toBe(typical("image", "video") + 7.5 * typical("render"));
});

test.each([
  ["it is over", { ...RUN, status: "FAILED" }],
  ["it waits for something of which nobody knows when it comes", { ...RUN, waitsFor: "fal_balance", waitsSince: 0 }],
] as const)("nobody knows when %s", (_what, run) => {
  expect(expectedEnd(run, rows())).toBeNull();
});
