/**
 * The steps that runs have, written out by hand: a test that asked the plan would only hear what the plan says. By name,
 * so that a step more or less does not compile here.
 */
import { type RunRequest, STEP_NAMES, type StepName } from "../../worker/domain/run.ts";

/** What decides which steps a run has. */
export type StepOptions = Pick<RunRequest, "lipsync" | "upscale" | "caption_length" | "lyrics">;

const always = () => true;
const hasLyrics = ({ lyrics = "off" }: StepOptions) => lyrics !== "off";

const EXPECTED: Record<StepName, { when: (options: StepOptions) => boolean; isPaid: boolean }> = {
  listen: { when: always, isPaid: true },
  moments: { when: always, isPaid: true },
  clip: { when: always, isPaid: false },
  cut: { when: ({ lipsync }) => lipsync, isPaid: false },
  image: { when: always, isPaid: true },
  "upscale-image": { when: ({ upscale }) => upscale, isPaid: true },
  video: { when: always, isPaid: true },
  "upscale-video": { when: ({ upscale }) => upscale, isPaid: true },
  caption: { when: ({ caption_length }) => caption_length !== "none", isPaid: true },
  separate: { when: hasLyrics, isPaid: true },
  align: { when: hasLyrics, isPaid: true },
  lyrics: { when: hasLyrics, isPaid: false },
  render: { when: always, isPaid: false },
};

/** The steps of a run with these options, in the order they are shown. */
export const expectedSteps = (options: StepOptions): StepName[] =>
  STEP_NAMES.filter((name) => EXPECTED[name].when(options));

/** Those of them that ask a model, and so cost something. */
export const expectedPaidSteps = (options: StepOptions): StepName[] =>
  expectedSteps(options).filter((name) => EXPECTED[name].isPaid);
