/** What a run will cost, by the price table that its generations are charged by. */

import { type RunRequest, type StepName, VIDEO_SECONDS } from "../domain/run.ts";
import { type MODELS, modelNamed } from "../fal/models.ts";
import { planSteps } from "./index.ts";

export interface StepPrice {
  name: StepName;
  model: string;
  /** US dollars. */
  cost: number;
  unit: string;
  unitPrice: number;
  note: string;
}

const ONE_SONG = "Once per song: later runs of the same song do not pay again.";

/** The calls a step makes, with inputs as large as usual. Steps without an entry cost nothing at fal.ai. */
const CALLS: Partial<
  Record<StepName, (request: RunRequest) => { model: keyof typeof MODELS; input: unknown; note: string }>
> = {
  listen: () => ({ model: "transcribe", input: {}, note: ONE_SONG }),
  moments: () => ({
    model: "write",
    input: { prompt: "x".repeat(6000), system_prompt: "x".repeat(150) },
    note: ONE_SONG,
  }),
  image: () => ({ model: "image", input: { num_images: 1 }, note: "One 9:16 image." }),
  "upscale-image": () => ({ model: "upscaleImage", input: { upscale_factor: 2 }, note: "Twice the width and height." }),
  video: ({ lipsync }) =>
    lipsync
      ? {
          model: "audioToVideo",
          input: { video_size: { width: 720, height: 1280 }, fps: 25 },
          note: `${VIDEO_SECONDS} seconds, moved by the clip.`,
        }
      : { model: "imageToVideo", input: { duration: `${VIDEO_SECONDS}s` }, note: `${VIDEO_SECONDS} seconds.` },
  "upscale-video": () => ({ model: "upscaleVideo", input: {}, note: `${VIDEO_SECONDS} seconds at 1080x1920.` }),
  caption: () => ({
    model: "write",
    input: { prompt: "x".repeat(2500), system_prompt: "x".repeat(100) },
    note: "One answer; a second one when the first breaks the length rule.",
  }),
};

export function estimate(request: RunRequest): { perVideo: number; steps: StepPrice[] } {
  const steps = planSteps(request).flatMap(({ step }): StepPrice[] => {
    const call = CALLS[step.name]?.(request);
    if (!call) return [];
    const model = modelNamed(call.model);
    const cost = round(model.units(call.input) * model.unitPrice);
    return [{ name: step.name, model: model.id, cost, unit: model.unit, unitPrice: model.unitPrice, note: call.note }];
  });
  return { perVideo: round(steps.reduce((sum, { cost }) => sum + cost, 0)), steps };
}

/** To a hundredth of a cent. */
const round = (dollars: number) => Math.round(dollars * 1e4) / 1e4;
