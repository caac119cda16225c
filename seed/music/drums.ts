/** Drums and noises, each a mono one-shot that a song renders once and plays often. */
import { filter } from "./filter.ts";
import { NOISE, NOISE_MASK } from "./random.ts";
import { RATE } from "./sound.ts";

const buffer = (seconds: number): Float32Array => new Float32Array(Math.ceil(seconds * RATE));

function noiseInto(out: Float32Array, level: (seconds: number) => number, offset: number): void {
  for (let i = 0; i < out.length; i++) {
    out[i] = (out[i] ?? 0) + (NOISE[(i + offset) & NOISE_MASK] ?? 0) * level(i / RATE);
  }
}

export function kick({ hz = 48, sweep = 190, decay = 0.32, click = 0.25 } = {}): Float32Array {
  const out = buffer(decay * 2.2);
  let phase = 0;
  for (let i = 0; i < out.length; i++) {
    const t = i / RATE;
    phase += (hz + sweep * Math.exp(-t * 34) + 500 * click * Math.exp(-t * 320)) / RATE;
    out[i] =
      Math.tanh(Math.sin(phase * Math.PI * 2) * 1.5) * Math.exp(-((t / decay) ** 1.4) * 2.2) * Math.min(1, i / 20);
  }
  noiseInto(out, (t) => click * 0.4 * Math.exp(-t * 500), 11);
  return out;
}

export function snare({ hz = 185, decay = 0.16, snap = 0.7, tone = 0.5 } = {}): Float32Array {
  const rattle = buffer(decay * 4);
  noiseInto(rattle, (t) => snap * (Math.exp(-t / decay) + 0.5 * Math.exp(-t * 90)), 313);
  filter(rattle, "highpass", 900, 0.2);
  filter(rattle, "lowpass", 9000, 0.1);
  for (let i = 0; i < rattle.length; i++) {
    const t = i / RATE;
    const skin = Math.sin(2 * Math.PI * (hz * t + 4 * (1 - Math.exp(-t * 60)) * 0.4)) * Math.exp(-t * 19);
    const ring = Math.sin(2 * Math.PI * hz * 1.78 * t) * 0.4 * Math.exp(-t * 26);
    rattle[i] = Math.tanh(((rattle[i] ?? 0) + tone * (skin + ring)) * 1.4) * 0.8;
  }
  return rattle;
}

export function clap({ decay = 0.13 } = {}): Float32Array {
  const out = buffer(0.5);
  for (const [index, delay] of [0, 0.011, 0.021, 0.034].entries()) {
    const start = Math.round(delay * RATE);
    const tail = index === 3 ? decay : 0.008;
    for (let i = start; i < out.length; i++) {
      out[i] =
        (out[i] ?? 0) + (NOISE[(i * 3 + index * 7919) & NOISE_MASK] ?? 0) * Math.exp(-(i - start) / (tail * RATE));
    }
  }
  filter(out, "bandpass", 1500, 0.45);
  filter(out, "highpass", 500, 0.1);
  return out;
}

/** Closed at 0.04 s, open at 0.25 s. */
export function hat(decay = 0.04, hz = 7500): Float32Array {
  const out = buffer(decay * 6);
  const partials = [1, 1.342, 1.2312, 1.6532, 1.9523, 2.1523];
  for (let i = 0; i < out.length; i++) {
    let metal = 0;
    for (const ratio of partials) metal += ((i * ratio * 3900) / RATE) % 1 < 0.5 ? 1 : -1;
    out[i] = (metal * 0.09 + (NOISE[(i + 57) & NOISE_MASK] ?? 0) * 0.6) * Math.exp(-i / (decay * RATE));
  }
  filter(out, "highpass", hz, 0.2);
  return out;
}

export function shaker(): Float32Array {
  const out = buffer(0.16);
  noiseInto(out, (t) => Math.min(1, t / 0.025) * Math.exp(-Math.max(0, t - 0.025) * 45), 733);
  filter(out, "bandpass", 6800, 0.35);
  return out;
}

export function rim(): Float32Array {
  const out = buffer(0.12);
  for (let i = 0; i < out.length; i++) {
    const t = i / RATE;
    out[i] = (Math.sin(2 * Math.PI * 1720 * t) + 0.6 * Math.sin(2 * Math.PI * 880 * t)) * Math.exp(-t * 95);
  }
  noiseInto(out, (t) => 0.5 * Math.exp(-t * 400), 19);
  return out;
}

export function tom(hz: number): Float32Array {
  const out = buffer(0.7);
  let phase = 0;
  for (let i = 0; i < out.length; i++) {
    const t = i / RATE;
    phase += (hz * (1 + 0.6 * Math.exp(-t * 18))) / RATE;
    out[i] = Math.sin(phase * Math.PI * 2) * Math.exp(-t * 6.5);
  }
  noiseInto(out, (t) => 0.25 * Math.exp(-t * 60), 91);
  return out;
}

export function crash(seconds = 2.4): Float32Array {
  const out = buffer(seconds);
  noiseInto(out, (t) => 0.7 * Math.exp((-t * 3.4) / seconds) + 0.5 * Math.exp(-t * 40), 4242);
  filter(out, "highpass", 3800, 0.15);
  return out;
}

/** Noise that opens and swells towards its end. */
export function riser(seconds: number): Float32Array {
  const out = buffer(seconds);
  noiseInto(out, (t) => (t / seconds) ** 2.2, 1717);
  filter(out, "bandpass", (sample) => 350 * 2 ** ((sample / out.length) * 4.6), 0.55);
  const release = Math.round(0.02 * RATE);
  for (let i = 1; i <= release; i++) out[out.length - i] = ((out[out.length - i] ?? 0) * i) / release;
  return out;
}

/** A deep hit with a long tail, for the first beat of a chorus. */
export function impact(): Float32Array {
  const out = buffer(2.2);
  let phase = 0;
  for (let i = 0; i < out.length; i++) {
    const t = i / RATE;
    phase += (32 + 70 * Math.exp(-t * 7)) / RATE;
    out[i] = Math.sin(phase * Math.PI * 2) * Math.exp(-t * 2.4) * Math.min(1, i / 30);
  }
  noiseInto(out, (t) => 0.2 * Math.exp(-t * 9), 77);
  return out;
}

/** The crackle of a record, `seconds` long. */
export function crackle(seconds: number): Float32Array {
  const out = buffer(seconds);
  let hiss = 0;
  for (let i = 0; i < out.length; i++) {
    const white = NOISE[(i * 5 + (i >> 15)) & NOISE_MASK] ?? 0;
    const chance = NOISE[(i * 7 + (i >> 13) * 131) & NOISE_MASK] ?? 0;
    hiss += (white - hiss) * 0.3;
    out[i] = hiss * 0.05 + (chance > 0.9996 ? white * 1.2 : 0);
  }
  filter(out, "bandpass", 2600, 0.1);
  return out;
}
