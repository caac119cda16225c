/** A subtractive synthesizer: stacked oscillators, one resonant low-pass, two envelopes. */
import type { Random } from "./random.ts";
import { hertz, RATE, type Stereo } from "./sound.ts";

export interface Oscillator {
  shape: "saw" | "pulse" | "triangle" | "sine";
  /** Against the note, semitones; fractions are cents. */
  tune?: number;
  level: number;
  /** Of a pulse, 0 to 1. */
  width?: number;
}

export interface Patch {
  oscillators: readonly Oscillator[];
  /** Copies of every oscillator, detuned by up to `spread` cents and laid out from left to right. */
  unison?: number;
  spread?: number;
  /** Seconds, and a level for `sustain`. */
  attack: number;
  decay: number;
  sustain: number;
  release: number;
  /** Cut-off in hertz, how many octaves the envelope opens it, and how fast it falls, in seconds. */
  cutoff: number;
  sweep?: number;
  sweepDecay?: number;
  resonance?: number;
  /** Cents of pitch vibrato, which arrives after a third of a second. */
  vibrato?: number;
}

export interface Played {
  start: number;
  duration: number;
  note: number;
  velocity?: number;
  pan?: number;
}

const SHAPES = ["saw", "pulse", "triangle", "sine"] as const;
const [SAW, PULSE, TRIANGLE] = [0, 1, 2];

/** Smooths the jump of a saw or a pulse, so that high notes do not alias. */
function blep(phase: number, step: number): number {
  if (phase < step) {
    const t = phase / step;
    return t + t - t * t - 1;
  }
  if (phase > 1 - step) {
    const t = (phase - 1) / step;
    return t * t + t + t + 1;
  }
  return 0;
}

/** Plays one note into a bus. */
export function play(bus: Stereo, patch: Patch, played: Played, random: Random): void {
  const { start, duration, velocity = 1, pan = 0 } = played;
  const copies = patch.unison ?? 1;
  const count = patch.oscillators.length * copies;
  const shapes = new Uint8Array(count);
  const widths = new Float64Array(count);
  const steps = new Float64Array(count);
  const phases = new Float64Array(count);
  const lefts = new Float64Array(count);
  const rights = new Float64Array(count);
  for (const [index, oscillator] of patch.oscillators.entries()) {
    for (let copy = 0; copy < copies; copy++) {
      const n = index * copies + copy;
      const place = copies === 1 ? 0 : (copy / (copies - 1)) * 2 - 1;
      const cents = (place * (patch.spread ?? 12)) / 100;
      const angle = ((Math.max(-1, Math.min(1, pan + place * 0.8)) + 1) * Math.PI) / 4;
      const level = (oscillator.level / Math.sqrt(copies)) * Math.SQRT2;
      shapes[n] = SHAPES.indexOf(oscillator.shape);
      widths[n] = oscillator.width ?? 0.5;
      steps[n] = hertz(played.note + (oscillator.tune ?? 0) + cents) / RATE;
      phases[n] = random();
      lefts[n] = level * Math.cos(angle);
      rights[n] = level * Math.sin(angle);
    }
  }
  const first = Math.round(start * RATE);
  const held = Math.round(duration * RATE);
  const total = Math.min(held + Math.round(patch.release * 4 * RATE), bus.left.length - first);
  const attack = Math.max(1, patch.attack * RATE);
  const decayRate = Math.exp(-1 / Math.max(1, patch.decay * RATE));
  const releaseRate = Math.exp(-1 / Math.max(1, patch.release * RATE));
  const sweepRate = Math.exp(-32 / Math.max(1, (patch.sweepDecay ?? patch.decay) * RATE));
  const damping = 2 - 1.9 * (patch.resonance ?? 0.2);
  const bend = (patch.vibrato ?? 0) / 1200;

  let level = 0;
  let fall = 1;
  let sweep = 1;
  let g = 0;
  let a = 0;
  let vibrato = 1;
  let l1 = 0;
  let l2 = 0;
  let r1 = 0;
  let r2 = 0;
  for (let i = 0; i < total; i++) {
    if ((i & 31) === 0) {
      sweep = i === 0 ? 1 : sweep * sweepRate;
      const hz = patch.cutoff * 2 ** ((patch.sweep ?? 0) * sweep * (0.5 + velocity / 2));
      g = Math.tan((Math.PI * Math.min(hz, 18000)) / RATE);
      a = 1 / (1 + g * (g + damping));
      if (bend > 0) {
        const depth = Math.min(1, Math.max(0, i / RATE - 0.3) * 3);
        vibrato = 2 ** (bend * depth * Math.sin((i / RATE) * Math.PI * 2 * 5.1));
      }
    }
    if (i >= held) level *= releaseRate;
    else if (i < attack) level = i / attack;
    else {
      fall *= decayRate;
      level = patch.sustain + (1 - patch.sustain) * fall;
    }
    let left = 0;
    let right = 0;
    for (let n = 0; n < count; n++) {
      const step = (steps[n] ?? 0) * vibrato;
      let phase = (phases[n] ?? 0) + step;
      if (phase >= 1) phase -= 1;
      phases[n] = phase;
      const shape = shapes[n] ?? 0;
      let sample: number;
      if (shape === SAW) sample = 2 * phase - 1 - blep(phase, step);
      else if (shape === PULSE) {
        const width = widths[n] ?? 0.5;
        let other = phase + 1 - width;
        if (other >= 1) other -= 1;
        sample = (phase < width ? 1 : -1) + blep(phase, step) - blep(other, step);
      } else if (shape === TRIANGLE) sample = 4 * Math.abs(phase - 0.5) - 1;
      else sample = Math.sin(phase * Math.PI * 2);
      left += sample * (lefts[n] ?? 0);
      right += sample * (rights[n] ?? 0);
    }
    const lb = a * (l1 + g * (left - l2));
    const ll = l2 + g * lb;
    l1 = 2 * lb - l1;
    l2 = 2 * ll - l2;
    const rb = a * (r1 + g * (right - r2));
    const rl = r2 + g * rb;
    r1 = 2 * rb - r1;
    r2 = 2 * rl - r2;
    const gain = level * velocity;
    const at = first + i;
    bus.left[at] = (bus.left[at] ?? 0) + ll * gain;
    bus.right[at] = (bus.right[at] ?? 0) + rl * gain;
  }
}
