import { pairs } from "../domain/pairs.ts";
import type { ShotNumber } from "../domain/run.ts";
import type { Reference, Variation } from "../domain/template.ts";
import type { StepContext } from "./step.ts";

const named = (list: readonly Variation[], name: string, kind: string): Variation => {
  const found = list.find((item) => item.name === name);
  if (!found) throw new Error(`The template has no ${kind} called ${name}`);
  return found;
};

/** The mood this run drew. */
export const moodOf = ({ template, run }: StepContext): Variation => named(template.moods, run.choices.mood, "mood");

/**
 * How the shots of a video are framed. Near and far alternate, so that each edit point is a change to the eye; the first
 * has the reference's own framing, and the mood is the same in all.
 */
const FRAMINGS = {
  person: [
    "",
    "much closer than in the scene: head and shoulders fill the frame",
    "further back than in the scene: the person small to the knees, the place around them",
    "from the side: a three-quarter profile from the waist up, looking past the lens",
    "close and from slightly below, the face turned a little away",
    "from some steps away and off to one side, the person in the right third of the frame",
  ],
  scene: [
    "",
    "much closer than in the scene: its main object fills the frame",
    "further back than in the scene: the whole place around its main object",
    "from the side and low, along its main object",
    "straight down from above",
    "a detail at the edge of its main object, the rest out of focus",
  ],
};

/** How a shot differs from the others of its video: no two have framing and movement in common while there are others. */
function looksOf({ template, run }: StepContext, shot: ShotNumber): [framing: string, movement: Variation] {
  const { movements } = template;
  const drawn = movements.indexOf(named(movements, run.choices.movement, "movement"));
  const next = pairs(FRAMINGS[template.usesFace ? "person" : "scene"], [
    ...movements.slice(drawn),
    ...movements.slice(0, drawn),
  ]);
  for (let before = 1; before < shot; before++) next();
  return next();
}

/** How the shot is framed, other than the reference; empty: as the reference is. */
export const framingOf = (context: StepContext, shot: ShotNumber): string => looksOf(context, shot)[0];

/** How the shot moves: the first as the run drew. */
export const movementOf = (context: StepContext, shot: ShotNumber): Variation => looksOf(context, shot)[1];

/** The scene reference this run drew. */
export function referenceOf({ template, run }: StepContext): Reference {
  const reference = template.references[run.choices.reference];
  if (!reference) throw new Error(`The template has no reference ${run.choices.reference}`);
  return reference;
}
