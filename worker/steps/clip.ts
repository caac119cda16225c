import { durationOf } from "../domain/run.ts";
import { seeded, shuffled } from "../random.ts";
import { done, type Moment, outputOf, type Step } from "./step.ts";

/** Picks this run's moment. Lip-sync prefers sung ones. */
export const clip: Step<"clip"> = {
  name: "clip",
  title: "Choosing the clip",
  typicalSeconds: 0.5,
  queue: "steps",
  needs: ["moments"],
  when: () => true,
  next(context) {
    const { run, song } = context;
    const moment = chooseMoment(outputOf(context, "moments").moments, run.request.lipsync, run.choices);
    const duration = durationOf(run.request);
    // A moment near the end begins earlier for a longer video.
    const startSeconds = Math.max(0, Math.min(moment.startSeconds, song.durationSeconds - duration));
    return done({
      startSeconds,
      durationSeconds: Math.min(duration, song.durationSeconds - startSeconds),
      lyrics: moment.lyrics,
      mood: moment.mood,
    });
  },
};

/** Runs of a batch that share a song go through its moments in one shuffled order, then start over. */
export function chooseMoment(
  moments: readonly Moment[],
  preferSung: boolean,
  choices: { clip: number; clipSeed: number; songId: string },
): Moment {
  const sung = moments.filter(({ hasLyrics }) => hasLyrics);
  const pool = preferSung && sung.length > 0 ? sung : moments;
  const order = shuffled(pool, seeded(choices.clipSeed, `clip of ${choices.songId}`));
  const moment = order[choices.clip % order.length];
  if (!moment) throw new Error("The song has no moments to choose from");
  return moment;
}
