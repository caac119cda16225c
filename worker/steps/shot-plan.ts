/**
 * How a video of several shots is divided: where one gives way to the next, and how long a take is bought for each. Pure:
 * the same music gives the same plan.
 */
import { type Duration, SHOT_NUMBERS, type ShotNumber } from "../domain/run.ts";
import { IMAGE_TO_VIDEO_FPS as FPS, IMAGE_TO_VIDEO_SECONDS } from "../fal/frames.ts";

type TakeSeconds = (typeof IMAGE_TO_VIDEO_SECONDS)[number];

/**
 * For each shot of a video without lip-sync the longest take that may be bought. Their number is known before a second of
 * the song is: the images are made meanwhile, and a price is told. One shot in five seconds, with a third more to choose
 * from, reaches a downbeat with nearly every edit point down to 75 bars in two minutes. See decision 26.
 */
const MAX_TAKES: Record<Duration, readonly TakeSeconds[]> = {
  8: [8],
  // With the longest in the middle, a part of the song that begins there could not begin a shot.
  15: [8, 6, 8],
  30: [6, 8, 6, 6, 8, 6],
  60: [6, 8, 6, 6, 8, 6, 6, 8, 6, 6, 8, 6],
};

/** The numbers of a video's shots. */
export const shotNumbers = (duration: Duration): readonly ShotNumber[] =>
  SHOT_NUMBERS.slice(0, MAX_TAKES[duration].length);

/** Seconds of the longest take that may be bought for a shot. Throws when the video has no such shot. */
export function longestTake(duration: Duration, shot: ShotNumber): TakeSeconds {
  const seconds = MAX_TAKES[duration][shot - 1];
  if (seconds === undefined) throw new Error(`A video of ${duration} s has no shot ${shot}`);
  return seconds;
}

/** What is heard of the music in a clip, seconds from the clip's start. All may be empty. */
export interface Pulse {
  beats: readonly number[];
  downbeats: readonly number[];
  /** Where a part of the song begins; `change`: how much is new there, 0..1. */
  changes: readonly { at: number; change: number }[];
  /** Where singing begins after a pause. Counts where there are no beats. */
  phrases: readonly number[];
}

/** What an edit point falls on. */
export type EditKind = "section" | "downbeat" | "beat" | "phrase" | "none";

/** Where a shot is in the finished video, at IMAGE_TO_VIDEO_FPS frames a second, and the take that it is cut from. */
export interface Shot {
  startFrame: number;
  frames: number;
  takeSeconds: TakeSeconds;
  /** What the shot's first frame falls on; of the first shot "none". */
  startsOn: EditKind;
}

/** Nothing that is shown for a shorter time is seen. */
export const MIN_SHOT_SECONDS = 1.2;

/** Where no music says anything, this far apart. Seconds. */
const EVEN_GRID = 0.25;

/** How near to a section's start a beat is that start, seconds. */
const SAME = 0.15;

/** What an edit point costs by what it falls on. A section's start gives back up to twice what a beat costs. */
const COST: Record<EditKind, number> = { section: -0.8, downbeat: 0, phrase: 0.3, beat: 1.2, none: 4 };
const CHANGE = 1.6;
/** Of a shot that is as much longer or shorter than the mean as the mean is long. */
const UNEVEN = 1.5;
/** Of a second of a take, bought: what is not shown is thrown away. */
const SECOND = 0.15;

interface EditPoint {
  frame: number;
  kind: EditKind;
  cost: number;
}

/**
 * The shots of a video of `duration` seconds: as many as `shotNumbers` says, without a gap, none longer than its longest take.
 * Edit points fall on sections' starts, on downbeats, on beats, on phrases, in this order of preference, and without any of
 * these evenly; each is the frame nearest to its time on the whole video's timeline, so that rounding never adds up.
 */
export function planShots(duration: Duration, pulse: Pulse): Shot[] {
  const longest = MAX_TAKES[duration];
  const total = duration * FPS;
  const start: EditPoint = { frame: 0, kind: "none", cost: 0 };
  const points = [start, ...editPoints(duration, pulse), { frame: total, kind: "none", cost: 0 } satisfies EditPoint];
  const mean = total / longest.length;
  const shortest = Math.ceil(MIN_SHOT_SECONDS * FPS);
  // By the number of a shot's frames.
  const costs = Array.from({ length: Math.max(...longest) * FPS + 1 }, (_, frames) => {
    const takeSeconds = takeFor(frames) ?? Number.POSITIVE_INFINITY;
    return UNEVEN * (frames / mean - 1) ** 2 + SECOND * takeSeconds;
  });
  // The cheapest way to each point with so many shots.
  let ways: (Way | undefined)[] = [{ cost: 0, points: [start] }];
  for (const most of longest) {
    const before = ways;
    ways = points.map((point, at) => {
      let best: { cost: number; from: Way } | undefined;
      for (let from = at - 1; from >= 0; from--) {
        const frames = point.frame - (points[from]?.frame ?? 0);
        if (frames > most * FPS) break;
        const way = before[from];
        if (!way || frames < shortest) continue;
        const cost = way.cost + (costs[frames] ?? Number.POSITIVE_INFINITY) + point.cost;
        if (cost < (best?.cost ?? Number.POSITIVE_INFINITY)) best = { cost, from: way };
      }
      return best && { cost: best.cost, points: [...best.from.points, point] };
    });
  }
  const found = ways.at(-1)?.points;
  if (!found) throw new Error(`A video of ${duration} s cannot be divided`);
  return found.slice(1).map((point, at) => {
    const from = found[at] ?? start;
    const frames = point.frame - from.frame;
    return { startFrame: from.frame, frames, takeSeconds: takeFor(frames) ?? 8, startsOn: from.kind };
  });
}

interface Way {
  cost: number;
  points: EditPoint[];
}

/** Seconds of the shortest take with so many frames. */
const takeFor = (frames: number): TakeSeconds | undefined =>
  IMAGE_TO_VIDEO_SECONDS.find((seconds) => seconds * FPS >= frames);

/** Every frame that an edit point may be at, in order, each with the best that it falls on. */
function editPoints(duration: Duration, { beats, downbeats, changes, phrases }: Pulse): EditPoint[] {
  const best = new Map<number, EditPoint>();
  const add = (seconds: number, kind: EditKind, cost = COST[kind]) => {
    const frame = Math.round(seconds * FPS);
    if (frame <= 0 || frame >= duration * FPS || cost >= (best.get(frame)?.cost ?? Number.POSITIVE_INFINITY)) return;
    best.set(frame, { frame, kind, cost });
  };
  for (let at = EVEN_GRID; at < duration; at += EVEN_GRID) add(at, "none");
  for (const at of beats) add(at, "beat");
  if (beats.length === 0 && downbeats.length === 0) for (const at of phrases) add(at, "phrase");
  for (const at of downbeats) add(at, "downbeat");
  const grid = [...downbeats, ...beats];
  for (const { at: start, change } of changes) {
    // What begins between the beats is no place to cut at.
    const near = grid.length === 0 ? start : grid.find((at) => Math.abs(at - start) <= SAME);
    if (near !== undefined) add(near, "section", COST.section - CHANGE * change);
  }
  return [...best.values()].sort((a, b) => a.frame - b.frame);
}
