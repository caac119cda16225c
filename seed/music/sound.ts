/** The plain data of sound: stereo buffers at one sample rate, pitches, decibels. */

export const RATE = 44100;

export interface Stereo {
  left: Float32Array;
  right: Float32Array;
}

/** A point of an automation curve: at this bar, this value. */
export type Curve = readonly (readonly [bar: number, value: number])[];

export const silence = (seconds: number): Stereo => ({
  left: new Float32Array(Math.ceil(seconds * RATE)),
  right: new Float32Array(Math.ceil(seconds * RATE)),
});

export const decibels = (db: number): number => 10 ** (db / 20);

/** Hertz of a MIDI note; fractions are cents. */
export const hertz = (note: number): number => 440 * 2 ** ((note - 69) / 12);

const STEPS: Record<string, number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** MIDI number of a name such as `C4` (60), `F#3` or `Bb2`. Throws when it is none. */
export function note(name: string): number {
  const match = /^([A-G])([#b]?)(-?\d)$/.exec(name);
  const step = STEPS[match?.[1] ?? ""];
  if (!match || step === undefined) throw new Error(`"${name}" is not a note such as C4, F#3 or Bb2.`);
  return step + (match[2] === "#" ? 1 : match[2] === "b" ? -1 : 0) + (Number(match[3]) + 1) * 12;
}

/** MIDI numbers of names separated by spaces. */
export const chord = (names: string): number[] => names.split(" ").map(note);

/** Adds a mono sound to a bus. `pan` -1 (left) to 1 (right), equal power. */
export function add(bus: Stereo, sound: Float32Array, startSeconds: number, gain = 1, pan = 0): void {
  const start = Math.round(startSeconds * RATE);
  const angle = ((pan + 1) * Math.PI) / 4;
  const left = gain * Math.cos(angle) * Math.SQRT2;
  const right = gain * Math.sin(angle) * Math.SQRT2;
  const from = Math.max(0, -start);
  const to = Math.min(sound.length, bus.left.length - start);
  for (let i = from; i < to; i++) {
    const sample = sound[i] ?? 0;
    bus.left[start + i] = (bus.left[start + i] ?? 0) + sample * left;
    bus.right[start + i] = (bus.right[start + i] ?? 0) + sample * right;
  }
}

/** The value of a curve at a bar, straight lines between its points. */
export function valueAt(curve: Curve, bar: number): number {
  let previous = curve[0] ?? [0, 0];
  for (const point of curve) {
    if (point[0] >= bar) {
      const width = point[0] - previous[0];
      return width === 0 ? point[1] : previous[1] + ((point[1] - previous[1]) * (bar - previous[0])) / width;
    }
    previous = point;
  }
  return previous[1];
}
