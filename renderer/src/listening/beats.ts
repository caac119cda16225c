/** Beats at a given tempo: those that fall on strong attacks and keep their distance (Ellis 2007). */
import type { Turns } from "../turns.ts";
import { FRAMES_PER_SECOND } from "./spectra.ts";
import type { TempoCurve } from "./tempo-curve.ts";

/** How dear it is to leave the tempo, in units of attack. */
const TIGHTNESS = 3000;

/** The frames of the beats at about `bpm`, from the first to the last that falls on music. */
export async function trackBeats(
  strength: Float32Array,
  bpm: number,
  { periodAt }: TempoCurve,
  turns: Turns,
): Promise<number[]> {
  const period = (60 / bpm) * FRAMES_PER_SECOND;
  const smooth = smoothed(strength);
  if (turns.isOver) await turns.pass();
  const [shortest, longest] = [Math.max(1, Math.round(period / 2)), Math.round(period * 2)];
  const logs = Float32Array.from({ length: longest + 1 }, (_, lag) => Math.log(Math.max(1, lag)));
  const best = new Float64Array(smooth.length);
  const previous = new Int32Array(smooth.length).fill(-1);
  for (let frame = 0; frame < smooth.length; frame++) {
    if (turns.isOver) await turns.pass();
    // A beat may be the first one only near the start, or the best way would be to begin anew wherever it is quiet.
    const expected = Math.log(periodAt(frame));
    let highest = frame < longest ? 0 : Number.NEGATIVE_INFINITY;
    for (let lag = shortest; lag <= longest && lag <= frame; lag++) {
      const score = (best[frame - lag] ?? 0) - TIGHTNESS * ((logs[lag] ?? 0) - expected) ** 2;
      if (score > highest) {
        highest = score;
        previous[frame] = frame - lag;
      }
    }
    best[frame] = (smooth[frame] ?? 0) + highest;
  }
  let last = Math.max(0, smooth.length - Math.round(period));
  for (let frame = last; frame < smooth.length; frame++) if ((best[frame] ?? 0) > (best[last] ?? 0)) last = frame;
  const beats: number[] = [];
  for (let frame = last; frame >= 0; frame = previous[frame] ?? -1) beats.push(frame);
  return trimmed(beats.reverse(), smooth);
}

/** An attack a hundredth of a second early or late still counts. */
function smoothed(strength: Float32Array): Float32Array {
  const weights = [0.3, 0.75, 1, 0.75, 0.3];
  return strength.map((_, frame) =>
    weights.reduce((sum, weight, k) => sum + weight * (strength[frame + k - 2] ?? 0), 0),
  );
}

/** Without the beats before the music begins and after it has ended. */
function trimmed(beats: readonly number[], smooth: Float32Array): number[] {
  const at = beats.map((beat) => smooth[beat] ?? 0);
  const enough = 0.3 * (at.reduce((sum, value) => sum + value, 0) / Math.max(1, at.length));
  const first = at.findIndex((value) => value >= enough);
  const last = at.findLastIndex((value) => value >= enough);
  return first < 0 ? [] : beats.slice(first, last + 1);
}
