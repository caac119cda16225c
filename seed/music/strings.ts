/** Instruments that are struck or plucked: electric piano, piano, guitar. Each renders one mono note. */
import { NOISE, NOISE_MASK } from "./random.ts";
import { hertz, RATE } from "./sound.ts";

/** Two-operator FM with a tine: soft when quiet, barking when loud. */
export function electricPiano(note: number, seconds: number, velocity: number): Float32Array {
  const out = new Float32Array(Math.ceil((seconds + 0.5) * RATE));
  const step = (hertz(note) / RATE) * Math.PI * 2;
  const held = seconds * RATE;
  // Envelopes as products: an exponential per sample would cost more than the rest of the note.
  const bodyFall = Math.exp(-(0.9 + note / 110) / RATE);
  const barkFall = Math.exp(-3.2 / RATE);
  const tineFall = Math.exp(-22 / RATE);
  const releaseFall = Math.exp(-1 / (0.09 * RATE));
  let body = velocity * 0.42;
  let bark = 0.5 + velocity * velocity * 2.2;
  let tine = 0.22 * velocity;
  for (let i = 0; i < out.length; i++) {
    body *= i < held ? bodyFall : releaseFall;
    bark *= barkFall;
    tine *= tineFall;
    const phase = step * i;
    const bell = tine > 1e-4 ? Math.sin(phase * 14) * tine : 0;
    const wave = Math.sin(phase + Math.sin(phase) * bark + bell) + 0.18 * Math.sin(phase * 2);
    out[i] = wave * body * Math.min(1, i / 60);
  }
  return out;
}

/** Additive, slightly stretched partials that die sooner the higher they are, and a felt hammer. */
export function piano(note: number, seconds: number, velocity: number): Float32Array {
  const out = new Float32Array(Math.ceil((seconds + 0.9) * RATE));
  const fundamental = hertz(note);
  const held = seconds * RATE;
  for (let partial = 1; partial <= 11; partial++) {
    const hz = fundamental * partial * Math.sqrt(1 + 0.00042 * partial * partial);
    if (hz > 9000) break;
    const amplitude = (velocity ** (0.6 + partial * 0.16) * 0.5) / partial ** 1.15 / (partial % 7 === 0 ? 3 : 1);
    // Two strings, a hair apart: their slow beating is what makes it a piano.
    for (const detune of partial <= 5 ? [0.9997, 1.0003] : [1]) {
      const turn = 2 * Math.cos((2 * Math.PI * hz * detune) / RATE);
      let previous = 0;
      let sample = Math.sin((2 * Math.PI * hz * detune) / RATE) * amplitude;
      const rate = 0.32 + (partial - 1) * 0.42 + note / 140;
      const fall = Math.exp(-rate / RATE);
      let envelope = partial <= 5 ? 0.5 : 0.8;
      for (let i = 0; i < out.length; i++) {
        out[i] = (out[i] ?? 0) + sample * envelope;
        const next = turn * sample - previous;
        previous = sample;
        sample = next;
        envelope *= fall;
      }
    }
  }
  let felt = 0;
  for (let i = 0; i < out.length; i++) {
    felt += ((NOISE[(i + note * 997) & NOISE_MASK] ?? 0) - felt) * 0.08;
    const hammer = felt * Math.exp(-i / (0.012 * RATE)) * velocity * 0.35;
    const damper = i < held ? 1 : Math.exp(-(i - held) / (0.16 * RATE));
    out[i] = ((out[i] ?? 0) + hammer) * damper * Math.min(1, i / 90);
  }
  return out;
}

/** A plucked string: noise that circulates in a delay line and loses its highs. `bright` 0 to 1. */
export function guitar(note: number, seconds: number, velocity: number, bright = 0.5, mute = 0): Float32Array {
  const out = new Float32Array(Math.ceil((seconds + 0.35) * RATE));
  const period = RATE / hertz(note) - 0.5;
  const size = Math.floor(period);
  const fraction = period - size;
  const line = new Float32Array(size + 1);
  let soft = 0;
  const place = Math.max(1, Math.floor(size * 0.18));
  const raw = new Float32Array(size + 1);
  for (let i = 0; i <= size; i++) {
    soft += ((NOISE[(i + note * 4099) & NOISE_MASK] ?? 0) - soft) * (0.25 + 0.7 * bright * velocity);
    raw[i] = soft;
  }
  for (let i = 0; i <= size; i++) line[i] = (raw[i] ?? 0) - 0.8 * (raw[(i + place) % (size + 1)] ?? 0);
  const held = seconds * RATE;
  const loss = 0.9985 - mute * 0.03 - (note - 40) * 0.00002;
  let at = 0;
  let last = 0;
  let allpass = 0;
  for (let i = 0; i < out.length; i++) {
    const current = line[at] ?? 0;
    const average = (0.5 + 0.35 * bright) * current + (0.5 - 0.35 * bright) * last;
    last = current;
    // The fraction of a sample in the loop's length keeps high notes in tune.
    const tuned = average * (1 - fraction) + allpass * fraction;
    allpass = average;
    line[at] = tuned * (i < held ? loss : loss * 0.985);
    at = at + 1 > size ? 0 : at + 1;
    out[i] = current * velocity * 0.7;
  }
  return out;
}
