/** Where the time goes that a run takes beside its models' own. Pure. */
import type { Schemas } from "../../client/index.ts";
import { planSteps } from "../../worker/steps/index.ts";
import { median } from "../median.ts";
import { PLAIN } from "./path.ts";

/** Milliseconds, medians over runs. */
export interface Delay {
  /** From the end of the last step that it needs, or from the run's admission, until it was begun. */
  before: number;
  /** What it took beyond its model's time. */
  within: number;
}

type Run = Pick<Schemas["Run"], "createdAt" | "metadata">;

/** By step, in their order. `scale`: of the models' typical seconds. */
export function delaysOf(runs: readonly Run[], scale: number): Record<string, Delay> {
  const plan = planSteps({ artist_account_id: "", template: "", batch: 1, ...PLAIN });
  const delays = plan.map(({ step, needs }) => {
    const of = runs.flatMap(({ createdAt, metadata: { steps } }) => {
      const own = steps.find(({ name }) => name === step.name);
      if (!own?.startedAt || !own.finishedAt) return [];
      const [from, to] = [Date.parse(own.startedAt), Date.parse(own.finishedAt)];
      const needed = steps.filter(({ name }) => (needs as string[]).includes(name));
      const mayBegin = Math.max(Date.parse(createdAt), ...needed.map(({ finishedAt }) => Date.parse(finishedAt ?? "")));
      const modelMs = step.paid ? step.typicalSeconds * 1000 * scale : 0;
      return [{ before: from - mayBegin, within: to - from - modelMs }];
    });
    const middle = (which: keyof Delay) => Math.round(median(of.map((each) => each[which])));
    return [step.name, { before: middle("before"), within: middle("within") }] as const;
  });
  return Object.fromEntries(delays);
}
