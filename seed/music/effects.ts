/** What a channel goes through on its way to the mix. All work in place unless they return something. */
import { RATE, type Stereo, silence } from "./sound.ts";

/** Saturation; 1 is barely audible, 8 is a distorted guitar. */
export function drive(bus: Stereo, amount: number): void {
  const makeUp = 1 / Math.tanh(Math.max(1, amount * 0.5));
  for (const channel of [bus.left, bus.right]) {
    for (let i = 0; i < channel.length; i++) channel[i] = Math.tanh((channel[i] ?? 0) * amount) * makeUp * 0.6;
  }
}

/** Echoes that bounce between the sides. `feedback` and `level` 0 to 1. */
export function delay(bus: Stereo, seconds: number, feedback: number, level: number): void {
  const size = Math.max(1, Math.round(seconds * RATE));
  const left = new Float32Array(size);
  const right = new Float32Array(size);
  let dullLeft = 0;
  let dullRight = 0;
  let at = 0;
  for (let i = 0; i < bus.left.length; i++) {
    const echoLeft = left[at] ?? 0;
    const echoRight = right[at] ?? 0;
    dullLeft += (echoLeft - dullLeft + 1e-18) * 0.35;
    dullRight += (echoRight - dullRight + 1e-18) * 0.35;
    const inLeft = bus.left[i] ?? 0;
    const inRight = bus.right[i] ?? 0;
    left[at] = (inLeft + inRight) * 0.5 + dullRight * feedback;
    right[at] = dullLeft;
    bus.left[i] = inLeft + echoLeft * level;
    bus.right[i] = inRight + echoRight * level;
    at = at + 1 === size ? 0 : at + 1;
  }
}

/** Slow detuned copies, left and right against each other: width, and the wow of old tape. */
export function chorus(bus: Stereo, depthSeconds: number, hz: number, level: number): void {
  const size = 4096;
  const mask = size - 1;
  for (const [channel, phase] of [
    [bus.left, 0],
    [bus.right, Math.PI / 2],
  ] as const) {
    const line = new Float32Array(size);
    let offset = 0;
    let slope = 0;
    for (let i = 0; i < channel.length; i++) {
      if ((i & 63) === 0) {
        const at = (sample: number): number =>
          (0.012 + depthSeconds * Math.sin(phase + (sample / RATE) * 2 * Math.PI * hz)) * RATE;
        offset = at(i);
        slope = (at(i + 64) - offset) / 64;
      }
      const input = channel[i] ?? 0;
      line[i & mask] = input;
      const position = i - offset - slope * (i & 63);
      const whole = Math.floor(position);
      const fraction = position - whole;
      const wet = (line[whole & mask] ?? 0) * (1 - fraction) + (line[(whole + 1) & mask] ?? 0) * fraction;
      channel[i] = input * (1 - level * 0.5) + wet * level;
    }
  }
}

/** Ducks a bus at every time given (the kicks): down by `depth`, back within `seconds`. */
export function duck(bus: Stereo, times: readonly number[], depth: number, seconds: number): void {
  const span = Math.round(seconds * RATE);
  for (const time of times) {
    const start = Math.round(time * RATE);
    const end = Math.min(start + span, bus.left.length);
    for (let i = Math.max(0, start); i < end; i++) {
      const back = (i - start) / span;
      const gain = 1 - depth * (1 - back) ** 1.6 * Math.min(1, (i - start) / 200);
      bus.left[i] = (bus.left[i] ?? 0) * gain;
      bus.right[i] = (bus.right[i] ?? 0) * gain;
    }
  }
}

const LINES = [1151, 1327, 1559, 1753, 1979, 2213, 2437, 2741];

/** A room: eight delay lines feeding each other. Returns only the room. `seconds` until it has died away. */
export function reverb(bus: Stereo, seconds: number, brightness = 0.5, size = 1): Stereo {
  const out = silence(bus.left.length / RATE);
  const lengths = LINES.map((length) => Math.round(length * size));
  const lines = lengths.map((length) => new Float32Array(length));
  const gains = lengths.map((length) => 0.001 ** (length / RATE / seconds));
  const at = new Int32Array(8);
  const dull = new Float64Array(8);
  const tap = new Float64Array(8);
  const damping = 0.15 + 0.7 * brightness;
  const before = Math.round(0.018 * RATE);
  for (let i = before; i < out.left.length; i++) {
    const inLeft = (bus.left[i - before] ?? 0) * 0.35 + 1e-18;
    const inRight = (bus.right[i - before] ?? 0) * 0.35;
    let sum = 0;
    for (let n = 0; n < 8; n++) {
      const value = lines[n]?.[at[n] ?? 0] ?? 0;
      const heard = (dull[n] ?? 0) + (value - (dull[n] ?? 0)) * damping;
      dull[n] = heard;
      const sample = heard * (gains[n] ?? 0);
      tap[n] = sample;
      sum += sample;
    }
    out.left[i] = (tap[0] ?? 0) - (tap[2] ?? 0) + (tap[4] ?? 0) - (tap[6] ?? 0);
    out.right[i] = (tap[1] ?? 0) - (tap[3] ?? 0) + (tap[5] ?? 0) - (tap[7] ?? 0);
    // Householder: every line hears all the others, and no energy is made or lost.
    const shared = sum * 0.25;
    for (let n = 0; n < 8; n++) {
      const line = lines[n];
      const position = at[n] ?? 0;
      if (line) line[position] = (tap[n] ?? 0) - shared + ((n & 1) === 0 ? inLeft : inRight);
      at[n] = position + 1 === lengths[n] ? 0 : position + 1;
    }
  }
  return out;
}
