/** What a run will cost at most, by the same price table that its generations are charged by. */

import { canonicalJson } from "../domain/canonical-json.ts";
import type { RunRequest, StepName } from "../domain/run.ts";
import { chainOf, type ModelChoices } from "../fal/candidates.ts";
import { mostMicros } from "../fal/model.ts";
import { modelNamed } from "../fal/models.ts";
import { planSteps } from "./index.ts";
import { largestContext } from "./largest-context.ts";

export interface StepPrice {
  name: StepName;
  model: string;
  /** US dollars. */
  cost: number;
  unit: string;
  unitPrice: number;
  note: string;
}

export interface Estimate {
  /** US dollars. */
  readonly perVideo: number;
  readonly steps: readonly StepPrice[];
}

/**
 * The most that one run of this request can be charged when no attempt fails, in US dollars, and the steps it comes
 * from. Made of the very calls that the steps would make, with the longest possible song, notes and answers. Whichever of
 * the chosen models answers, it costs no more.
 */
export function estimate(request: RunRequest, choices: ModelChoices): Estimate {
  const key = canonicalJson([priced(request), choices]);
  const known = estimates.get(key);
  if (known) return known;
  const made = estimateAnew(request, choices);
  estimates.set(key, made);
  return made;
}

/** Cached by what they depend on, because making one fills every prompt to its last character. */
const estimates = new Map<string, Estimate>();

/** The part of a request that a price depends on. Whose run it is, and what it is made from, changes no price. */
function priced({
  artist_account_id,
  template,
  batch,
  tags,
  metadata,
  songs,
  images,
  webhook_url,
  ...options
}: RunRequest): object {
  return options;
}

function estimateAnew(request: RunRequest, choices: ModelChoices): Estimate {
  const context = largestContext(request);
  const steps = planSteps(request).flatMap(({ step }): StepPrice[] => {
    const calls = step.paid?.calls(context) ?? [];
    const [first] = calls;
    if (!step.paid || !first) return [];
    const [{ name: model, unit, unitPrice }] = chainOf(first.model, choices);
    const micros = calls.reduce(
      (sum, { model, input }) => sum + mostMicros(modelNamed(model), chainOf(model, choices), input),
      0,
    );
    return [{ name: step.name, model, cost: roundUp(micros), unit, unitPrice, note: step.paid.note(request) }];
  });
  const micros = steps.reduce((sum, { cost }) => sum + Math.round(cost * 1e6), 0);
  return { perVideo: micros / 1e6, steps };
}

/** Millionths of a US dollar as US dollars, rounded up to a hundredth of a cent. */
const roundUp = (micros: number): number => Math.ceil(micros / 100) / 1e4;
