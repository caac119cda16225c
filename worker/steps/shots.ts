import { durationOf, type RunRequest, type ShotNumber } from "../domain/run.ts";
import { planShots, type Shot, shotNumbers } from "./shot-plan.ts";
import { done, outputOf, type Step } from "./step.ts";

/** Divides a video that is too long for one take into shots, by what is heard in the clip. */
export const shots: Step<"shots"> = {
  name: "shots",
  title: "Planning the shots",
  typicalSeconds: 0.5,
  queue: "steps",
  needs: ["clip"],
  when: (request) => hasShots(request),
  next(context) {
    const { beats = [], downbeats = [], phrases = [], changes = [] } = outputOf(context, "clip");
    const planned = planShots(durationOf(context.run.request), { beats, downbeats, phrases, changes });
    return done({ shots: planned }, pacingOf(planned));
  },
};

/** Whether the video has several shots: it is longer than a take, and no lips hold it together. */
export const hasShots = (request: Pick<RunRequest, "duration" | "lipsync">): boolean =>
  !request.lipsync && shotNumbers(durationOf(request)).length > 1;

/** The numbers of the shots of a run of this request: one where it is one take. */
export const shotsOf = (request: Pick<RunRequest, "duration" | "lipsync">): readonly ShotNumber[] =>
  hasShots(request) ? shotNumbers(durationOf(request)) : [1];

/** Whether a run of this request has a shot of this number. */
export const hasShot = (request: Pick<RunRequest, "duration" | "lipsync">, shot: ShotNumber): boolean =>
  shotsOf(request).includes(shot);

/** What the edit points fall on, in words: "11 edit points: 2 on sections, 9 on downbeats". */
function pacingOf(planned: readonly Shot[]): string {
  const edits = planned.slice(1);
  const counted = (
    [
      ["section", "on a section's start"],
      ["downbeat", "on downbeats"],
      ["beat", "on other beats"],
      ["phrase", "where singing begins"],
      ["none", "evenly"],
    ] as const
  ).flatMap(([kind, where]) => {
    const count = edits.filter(({ startsOn }) => startsOn === kind).length;
    return count === 0 ? [] : [`${count} ${where}`];
  });
  return `${edits.length} edit points: ${counted.join(", ")}`;
}
