/** How the tempo of a song moves: people do not play to a click. */
import type { Turns } from "../turns.ts";
import { FRAMES_PER_SECOND } from "./spectra.ts";
import { SLOWEST_BPM } from "./tempo.ts";

/** How far from its mean a tempo may wander, and in what steps that is told. */
const WIDEST = 0.12;
const STEP = 0.005;
/** Steps that it may take from one look to the next, and what each costs, in units of repetition. */
const FASTEST_CHANGE = 6;
const CHANGE = 0.02;
/** Seconds that one look takes in, and between looks. */
const LOOK = 10;
const EVERY = 2;
/** Beats ahead that must repeat, too: the further, the more exactly the tempo is told. */
const BEATS_AHEAD = 4;
const MAX_LAG = Math.ceil((60 / SLOWEST_BPM) * FRAMES_PER_SECOND * (1 + WIDEST) * BEATS_AHEAD) + 2;

/** How alike the attacks around a moment are to those later by each number of frames. */
interface Look {
  alike: Float32Array;
  /** To themselves: how much begins there at all. */
  whole: number;
}

export interface TempoCurve {
  /** The length of a beat near a frame, in frames. */
  periodAt: (frame: number) => number;
  /** How well the attacks repeat beat by beat, on the whole: 0 for chance, 1 for a machine. */
  repetition: number;
}

/** Looks at the attacks of a song, stretch by stretch, once for all tempi that it may have. */
export async function lookForRepetition(strength: Float32Array, turns: Turns): Promise<Look[]> {
  const count = Math.max(1, Math.ceil(strength.length / FRAMES_PER_SECOND / EVERY));
  const looks: Look[] = [];
  while (looks.length < count) {
    if (turns.isOver) await turns.pass();
    looks.push(lookAt(strength, Math.round((looks.length + 0.5) * EVERY * FRAMES_PER_SECOND)));
  }
  return looks;
}

/** The look around a frame. */
function lookAt(strength: Float32Array, centre: number): Look {
  const half = (LOOK / 2) * FRAMES_PER_SECOND;
  const stretch = centred(strength.subarray(Math.max(0, centre - half), centre + half));
  const alike = new Float32Array(Math.min(MAX_LAG + 1, stretch.length));
  for (let lag = 0; lag < alike.length; lag++) {
    let sum = 0;
    for (let i = lag; i < stretch.length; i++) sum += (stretch[i] ?? 0) * (stretch[i - lag] ?? 0);
    alike[lag] = sum;
  }
  return { alike, whole: alike[0] ?? 0 };
}

/** How the tempo of a song moves that is about `bpm`. */
export function tempoCurve(looks: readonly Look[], bpm: number): TempoCurve {
  const mean = (60 / bpm) * FRAMES_PER_SECOND;
  const steps = Math.round(WIDEST / STEP);
  const periods = Array.from({ length: 2 * steps + 1 }, (_, index) => mean * (1 + (index - steps) * STEP));
  const repeated = looks.map((look) => Float64Array.from(periods, (period) => repetition(look, period)));
  const path = bestPath(repeated);
  const [all, weight] = looks.reduce(
    ([sum, total], { whole }, look) => [sum + whole * (repeated[look]?.[path[look] ?? 0] ?? 0), total + whole],
    [0, 0],
  );
  return {
    periodAt: (frame) => {
      const look = Math.floor(frame / FRAMES_PER_SECOND / EVERY);
      return periods[path[Math.min(path.length - 1, Math.max(0, look))] ?? steps] ?? mean;
    },
    repetition: weight > 0 ? all / weight : 0,
  };
}

/** How well the attacks repeat after one period and after several, at most 1. */
function repetition({ alike, whole }: Look, period: number): number {
  if (whole === 0) return 0;
  let sum = 0;
  for (let beats = 1; beats <= BEATS_AHEAD; beats++) {
    const at = period * beats;
    const below = Math.floor(at);
    sum += (alike[below] ?? 0) * (below + 1 - at) + (alike[below + 1] ?? 0) * (at - below);
  }
  return sum / BEATS_AHEAD / whole;
}

/** A state for each row, so that the values are high and the states change little. */
function bestPath(rows: readonly Float64Array[]): number[] {
  let score = new Float64Array(rows[0]?.length ?? 0);
  const came: Int16Array[] = [];
  for (const row of rows) {
    const from = new Int16Array(row.length);
    const next = row.map((value, state) => {
      let best = Number.NEGATIVE_INFINITY;
      const last = Math.min(row.length - 1, state + FASTEST_CHANGE);
      for (let other = Math.max(0, state - FASTEST_CHANGE); other <= last; other++) {
        const total = (score[other] ?? 0) - CHANGE * Math.abs(other - state);
        if (total > best) [best, from[state]] = [total, other];
      }
      return value + best;
    });
    score = next;
    came.push(from);
  }
  let state = score.indexOf(Math.max(...score));
  const path: number[] = [];
  for (const from of came.reverse()) {
    path.push(state);
    state = from[state] ?? 0;
  }
  return path.reverse();
}

function centred(values: Float32Array): Float32Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return values.map((value) => value - mean);
}
