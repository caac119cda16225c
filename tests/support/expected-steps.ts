/**
 * The steps that runs have, written out by hand: a test that asked the plan would only hear what the plan says. By name,
 * so that a step more or less does not compile here.
 */
import { type RunRequest, STEP_NAMES, type StepName } from "../../worker/domain/run.ts";

/** What decides which steps a run has. */
export type StepOptions = Pick<RunRequest, "lipsync" | "upscale" | "caption_length" | "clip" | "duration" | "lyrics">;

const always = () => true;
const hasLyrics = ({ lyrics = "off" }: StepOptions) => lyrics !== "off";

/** How many shots a video has. */
const shotsOf = ({ lipsync, duration = 8 }: StepOptions): number =>
  lipsync ? 1 : { 8: 1, 15: 3, 30: 6, 60: 12 }[duration];

interface Expected {
  when: (options: StepOptions) => boolean;
  isPaid: boolean;
  /** There is one for each shot. */
  ofShots?: true;
}

const EXPECTED: Record<(typeof STEP_NAMES)[number], Expected> = {
  listen: { when: always, isPaid: true },
  moments: { when: ({ clip }) => clip === undefined || clip.moment !== undefined, isPaid: true },
  clip: { when: always, isPaid: false },
  shots: { when: (options) => shotsOf(options) > 1, isPaid: false },
  cut: { when: ({ lipsync }) => lipsync, isPaid: false },
  image: { when: always, isPaid: true, ofShots: true },
  "upscale-image": { when: ({ upscale }) => upscale, isPaid: true, ofShots: true },
  video: { when: always, isPaid: true, ofShots: true },
  "upscale-video": { when: ({ upscale }) => upscale, isPaid: true, ofShots: true },
  caption: { when: ({ caption_length }) => caption_length !== "none", isPaid: true },
  separate: { when: hasLyrics, isPaid: true },
  align: { when: hasLyrics, isPaid: true },
  lyrics: { when: hasLyrics, isPaid: false },
  render: { when: always, isPaid: false },
};

const stepsThat = (options: StepOptions, holds: (step: Expected) => boolean): StepName[] =>
  STEP_NAMES.filter((name) => EXPECTED[name].when(options) && holds(EXPECTED[name])).flatMap((name) =>
    Array.from({ length: EXPECTED[name].ofShots ? shotsOf(options) : 1 }, (_, before) =>
      before === 0 ? name : (`${name}-${before + 1}` as StepName),
    ),
  );

/** The steps of a run with these options, in the order they are shown. */
export const expectedSteps = (options: StepOptions): StepName[] => stepsThat(options, always);

/** Those of them that ask a model, and so cost something. */
export const expectedPaidSteps = (options: StepOptions): StepName[] => stepsThat(options, ({ isPaid }) => isPaid);
