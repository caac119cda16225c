/** How long the models alone would take, by the table's typical seconds. Pure. */
import type { RunRequest, StepName } from "../../worker/domain/run.ts";
import { planSteps } from "../../worker/steps/index.ts";

type Options = Pick<RunRequest, "lipsync" | "upscale" | "caption_length">;

/** What is measured: nothing that costs more. */
export const PLAIN = { lipsync: false, upscale: false, caption_length: "short" } as const satisfies Options;

const planned = (options: Options) =>
  planSteps({ artist_account_id: "", template: "", batch: 1, ...options }).map(({ step, needs }) => ({
    ...{ name: step.name, needs },
    seconds: step.paid ? step.typicalSeconds : 0,
  }));

/** The longest path through a run's graph: the least that a run can take, however many are made at once. */
export function longestPathSeconds(options: Options): number {
  const ends = new Map<StepName, number>();
  // Steps are listed after those that they need.
  for (const { name, needs, seconds } of planned(options)) {
    ends.set(name, Math.max(0, ...needs.map((need) => ends.get(need) ?? 0)) + seconds);
  }
  return Math.max(...ends.values());
}

/** All steps, one after the other: the least that the reference flow can take. */
export const allStepsSeconds = (options: Options): number =>
  planned(options).reduce((sum, { seconds }) => sum + seconds, 0);
