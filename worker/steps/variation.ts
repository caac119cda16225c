import type { Reference, Variation } from "../domain/template.ts";
import type { StepContext } from "./step.ts";

const named = (list: readonly Variation[], name: string, kind: string): Variation => {
  const found = list.find((item) => item.name === name);
  if (!found) throw new Error(`The template has no ${kind} called ${name}`);
  return found;
};

/** The mood this run drew. */
export const moodOf = ({ template, run }: StepContext): Variation => named(template.moods, run.choices.mood, "mood");

/** The movement this run drew. */
export const movementOf = ({ template, run }: StepContext): Variation =>
  named(template.movements, run.choices.movement, "movement");

/** The scene reference this run drew. */
export function referenceOf({ template, run }: StepContext): Reference {
  const reference = template.references[run.choices.reference];
  if (!reference) throw new Error(`The template has no reference ${run.choices.reference}`);
  return reference;
}
