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

const BLOCK = 32;

/** Where a note's oscillators are added up before the filter; grows to the longest note. */
let scratch = { left: new Float32Array(1 << 16), right: new Float32Array(1 << 16), vibrato: new Float32Array(1 << 11) };

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

/** Adds one oscillator to the scratch. One loop per shape: this is where a song's rendering time goes. */
function oscillate(
  shape: Oscillator["shape"],
  width: number,
  pitch: number,
  start: number,
  l: number,
  r: number,
  total: number,
): void {
  const { left, right, vibrato } = scratch;
  let phase = start;
  for (let from = 0; from < total; from += BLOCK) {
    const to = Math.min(from + BLOCK, total);
    const step = pitch * (vibrato[from / BLOCK] ?? 1);
    const late = 1 - step;
    for (let i = from; i < to; i++) {
      phase += step;
      if (phase >= 1) phase -= 1;
      let sample: number;
      if (shape === "saw") {
        sample = 2 * phase - 1;
        if (phase < step || phase > late) sample -= blep(phase, step);
      } else if (shape === "pulse") {
        let other = phase + 1 - width;
        if (other >= 1) other -= 1;
        sample = phase < width ? 1 : -1;
        if (phase < step || phase > late) sample += blep(phase, step);
        if (other < step || other > late) sample -= blep(other, step);
      } else if (shape === "triangle") sample = 4 * Math.abs(phase - 0.5) - 1;
      else sample = Math.sin(phase * Math.PI * 2);
      left[i] = (left[i] ?? 0) + sample * l;
      right[i] = (right[i] ?? 0) + sample * r;
    }
  }
}

/** Plays one note into a bus. */
export function play(bus: Stereo, patch: Patch, played: Played, random: Random): void {
  const { start, duration, velocity = 1, pan = 0 } = played;
  const copies = patch.unison ?? 1;
  const first = Math.round(start * RATE);
  const held = Math.round(duration * RATE);
  const total = Math.min(held + Math.round(patch.release * 4 * RATE), bus.left.length - first);
  if (total <= 0) return;
  if (scratch.left.length < total) {
    scratch = {
      left: new Float32Array(total),
      right: new Float32Array(total),
      vibrato: new Float32Array(Math.ceil(total / BLOCK) + 1),
    };
  }
  scratch.left.fill(0, 0, total);
  scratch.right.fill(0, 0, total);
  const bend = (patch.vibrato ?? 0) / 1200;
  for (let block = 0; block * BLOCK < total; block++) {
    const seconds = (block * BLOCK) / RATE;
    const depth = bend * Math.min(1, Math.max(0, seconds - 0.3) * 3);
    scratch.vibrato[block] = depth > 0 ? 2 ** (depth * Math.sin(seconds * Math.PI * 2 * 5.1)) : 1;
  }
  for (const oscillator of patch.oscillators) {
    for (let copy = 0; copy < copies; copy++) {
      const place = copies === 1 ? 0 : (copy / (copies - 1)) * 2 - 1;
      const cents = (place * (patch.spread ?? 12)) / 100;
      const angle = ((Math.max(-1, Math.min(1, pan + place * 0.8)) + 1) * Math.PI) / 4;
      const level = (oscillator.level / Math.sqrt(copies)) * Math.SQRT2;
      const pitch = hertz(played.note + (oscillator.tune ?? 0) + cents) / RATE;
      const { shape, width = 0.5 } = oscillator;
      oscillate(shape, width, pitch, random(), level * Math.cos(angle), level * Math.sin(angle), total);
    }
  }

  const attack = Math.max(1, patch.attack * RATE);
  const decayRate = Math.exp(-1 / Math.max(1, patch.decay * RATE));
  const releaseRate = Math.exp(-1 / Math.max(1, patch.release * RATE));
  const sweepRate = Math.exp(-BLOCK / Math.max(1, (patch.sweepDecay ?? patch.decay) * RATE));
  const damping = 2 - 1.9 * (patch.resonance ?? 0.2);
  const { left: dryLeft, right: dryRight } = scratch;
  let level = 0;
  let fall = 1;
  let sweep = 1;
  let g = 0;
  let a = 0;
  let l1 = 0;
  let l2 = 0;
  let r1 = 0;
  let r2 = 0;
  for (let i = 0; i < total; i++) {
    if (i % BLOCK === 0) {
      const hz = patch.cutoff * 2 ** ((patch.sweep ?? 0) * sweep * (0.5 + velocity / 2));
      g = Math.tan((Math.PI * Math.min(hz, 18000)) / RATE);
      a = 1 / (1 + g * (g + damping));
      sweep *= sweepRate;
    }
    if (i >= held) level *= releaseRate;
    else if (i < attack) level = i / attack;
    else {
      fall *= decayRate;
      level = patch.sustain + (1 - patch.sustain) * fall;
    }
    const lb = a * (l1 + g * ((dryLeft[i] ?? 0) - l2));
    const ll = l2 + g * lb;
    l1 = 2 * lb - l1;
    l2 = 2 * ll - l2;
    const rb = a * (r1 + g * ((dryRight[i] ?? 0) - r2));
    const rl = r2 + g * rb;
    r1 = 2 * rb - r1;
    r2 = 2 * rl - r2;
    const gain = level * velocity;
    const at = first + i;
    bus.left[at] = (bus.left[at] ?? 0) + ll * gain;
    bus.right[at] = (bus.right[at] ?? 0) + rl * gain;
  }
}
