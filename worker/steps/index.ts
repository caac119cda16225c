/** The graph of a run. Nothing else in the code knows the order: each step says what it needs and when it applies. */
import {
  durationOf,
  type RunRequest,
  type RunSteps,
  SHOT_NUMBERS,
  type StepName,
  type StepState,
  VIDEO_SECONDS,
} from "../domain/run.ts";
import { align } from "./align.ts";
import { caption } from "./caption.ts";
import { clip } from "./clip.ts";
import { cut } from "./cut.ts";
import { image } from "./image.ts";
import { listen } from "./listen.ts";
import { lyrics } from "./lyrics.ts";
import { moments } from "./moments.ts";
import { render } from "./render.ts";
import { separate } from "./separate.ts";
import { shots } from "./shots.ts";
import type { Step } from "./step.ts";
import { upscaleImage } from "./upscale-image.ts";
import { upscaleVideo } from "./upscale-video.ts";
import { video } from "./video.ts";

/** In the order they are shown: of what is made of each shot, all shots' together. */
export const STEPS = [
  ...[listen, moments, clip, shots, cut],
  ...[image, upscaleImage, video, upscaleVideo].flatMap((ofShot) => SHOT_NUMBERS.map((shot) => ofShot(shot))),
  ...[caption, separate, align, lyrics, render],
  // The output type depends on the step; callers that care ask the step itself.
] as readonly unknown[] as readonly Step<StepName>[];

const BY_NAME = new Map(STEPS.map((step) => [step.name, step]));

/** The step with this name. Throws when there is none. */
export function stepNamed(name: StepName): Step<StepName> {
  const step = BY_NAME.get(name);
  if (!step) throw new Error(`No step is called ${name}`);
  return step;
}

/** How long a step of a run with this request usually takes, seconds. */
export function typicalSecondsOf(name: StepName, request: RunRequest): number {
  const { typicalSeconds, growsWithDuration } = stepNamed(name);
  return growsWithDuration ? (typicalSeconds * durationOf(request)) / VIDEO_SECONDS : typicalSeconds;
}

/** The steps that a request has, each with those of its needs that the request has, too. */
export function planSteps(request: RunRequest): { step: Step<StepName>; needs: StepName[] }[] {
  const planned = STEPS.filter((step) => step.when(request));
  const names = new Set(planned.map(({ name }) => name));
  return planned.map((step) => ({ step, needs: step.needs.filter((need) => names.has(need)) }));
}

/** The steps that a request has, as they are at first. `time` in Unix milliseconds. */
export const firstSteps = (request: RunRequest, time: number): RunSteps =>
  Object.fromEntries(
    planSteps(request).map(({ step, needs }): [StepName, StepState] => [
      step.name,
      {
        ...{ status: needs.length === 0 ? "ready" : "blocked", fence: 0, leaseUntil: 0, failures: 0, dueAt: time },
        ...{ generationId: null, note: null, error: null, fraction: 0, startedAt: null, finishedAt: null },
      },
    ]),
  );

/** A step of a run, with its name. */
export interface NamedStep extends StepState {
  name: StepName;
}

/** The steps that a run has, in the order they are shown. */
export const stepsOf = (steps: RunSteps): NamedStep[] =>
  STEPS.flatMap(({ name }) => {
    const state = steps[name];
    return state ? [{ name, ...state }] : [];
  });

/** Whether all that this step needs, and the run has, is done. */
export const hasWhatItNeeds = (name: StepName, steps: RunSteps): boolean =>
  stepNamed(name).needs.every((need) => (steps[need]?.status ?? "done") === "done");
