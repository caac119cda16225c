import type { Moment } from "../domain/moment.ts";
import { type Duration, durationOf, type RunChoices, VIDEO_SECONDS } from "../domain/run.ts";
import { seeded, shuffled } from "../random.ts";
import { type HeardSong, textOf } from "./music/heard-song.ts";
import { heardSongOf } from "./music/heard-song-of.ts";
import { pulseOf } from "./music/pulse.ts";
import { endWarnings, startWarnings, stretchOf } from "./music/stretch.ts";
import { type Chosen, type Clip, done, outputOf, type Step } from "./step.ts";

/** Runs hear the best moments first: so many are shuffled among each other. */
const ALIKE = 5;

/** Picks this run's clip: of the song's moments, or where the caller said. Lip-sync prefers sung ones. */
export const clip: Step<"clip"> = {
  name: "clip",
  title: "Choosing the clip",
  typicalSeconds: 0.5,
  queue: "steps",
  needs: ["listen", "moments"],
  hears: true,
  when: () => true,
  next(context) {
    const { request, choices } = context.run;
    const song = heardSongOf(context, outputOf(context, "listen").words);
    const seconds = durationOf(request);
    const found = context.outputs.moments;
    const moment = request.clip
      ? found?.moments.find(({ id }) => id === request.clip?.moment)
      : chooseMoment(outputOf(context, "moments"), { seconds, preferSung: request.lipsync }, choices);
    const wanted = request.clip?.start_seconds ?? moment?.startSeconds;
    if (wanted === undefined) throw new Error("The song has no moments to choose from");
    const start = Math.max(0, Math.min(wanted, rounded(song.seconds - seconds)));
    const made = clipAt(song, start, seconds);
    const warnings = [
      ...made.warnings,
      ...(request.lipsync && made.lyrics === "" ? ["Nothing is sung in the clip that the lips follow."] : []),
    ];
    return done({ ...made, mood: moment?.mood ?? "", warnings });
  },
};

const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** The clip that begins there, without a mood: what is heard, and where it can be edited. */
export function clipAt(song: HeardSong, startSeconds: number, seconds: Duration): Clip & { warnings: string[] } {
  const stretch = stretchOf(song, startSeconds, seconds);
  const within = (times: readonly number[]) =>
    times
      .filter((time) => time >= startSeconds && time < startSeconds + seconds)
      .map((time) => rounded(time - startSeconds));
  const { grid, sections } = song.analysis;
  const pulse = grid && pulseOf(grid);
  const changes = sections
    .filter(({ start }) => start > startSeconds && start < startSeconds + seconds)
    .map(({ start, change }) => ({ at: rounded(start - startSeconds), change: Math.round(change * 100) / 100 }));
  const phrases = song.phrases.flatMap(({ first }) => song.words[first]?.start ?? []);
  return {
    startSeconds,
    durationSeconds: stretch.soundSeconds,
    fadeIn: stretch.fadeIn,
    fadeOut: stretch.fadeOut,
    lyrics: textOf(stretch.words),
    mood: "",
    ...(pulse ? { downbeats: within(pulse.downbeats) } : { phrases: within(phrases) }),
    // Only shots can change on every beat.
    ...(pulse && seconds > VIDEO_SECONDS ? { beats: within(pulse.beats) } : {}),
    changes,
    warnings: [...startWarnings(song, stretch), ...endWarnings(stretch)],
  };
}

/**
 * Runs of a batch that share a song go through its moments of that length, the best first, then through its further starts,
 * then start over. Those that share more than a third with one before come after those that do not.
 */
export function chooseMoment(
  { moments, further }: Chosen,
  { seconds, preferSung }: { seconds: Duration; preferSung: boolean },
  choices: Pick<RunChoices, "clip" | "clipSeed" | "songId">,
): Moment {
  const random = seeded(choices.clipSeed, `clip of ${choices.songId}`);
  const isLongEnough = ({ lengths }: Moment) => lengths.some((each) => each.seconds === seconds);
  const long = [moments, further].map((list) => list.filter(isLongEnough));
  // In a song that is mostly silent no moment may be: its clips are partly silent.
  const fits = long.some((list) => list.length > 0) ? long : [moments, further];
  const sung = fits.map((list) => list.filter(({ hasLyrics }) => hasLyrics));
  const pools = preferSung && sung.some((list) => list.length > 0) ? sung : fits;
  const inOrder = pools.flatMap((list) =>
    Array.from({ length: Math.ceil(list.length / ALIKE) }, (_, tier) =>
      shuffled(list.slice(tier * ALIKE, (tier + 1) * ALIKE), random),
    ).flat(),
  );
  const apart: Moment[] = [];
  for (const moment of inOrder) {
    const isApart = apart.every((other) => Math.abs(other.startSeconds - moment.startSeconds) >= (seconds * 2) / 3);
    if (isApart) apart.push(moment);
  }
  const order = [...apart, ...inOrder.filter((moment) => !apart.includes(moment))];
  const moment = order[choices.clip % order.length];
  if (!moment) throw new Error("The song has no moments to choose from");
  return moment;
}
