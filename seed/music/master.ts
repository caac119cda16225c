/** From a mix to a finished song: level, warmth, a limiter, the ends faded. */
import { filterStereo } from "./filter.ts";
import { decibels, RATE, type Stereo } from "./sound.ts";

const BLOCK = 64;

/** RMS of the loudest three seconds. */
function loudestStretch({ left, right }: Stereo): number {
  const hop = RATE / 4;
  const energies: number[] = [];
  for (let start = 0; start + hop <= left.length; start += hop) {
    let energy = 0;
    for (let i = start; i < start + hop; i++) energy += (left[i] ?? 0) ** 2 + (right[i] ?? 0) ** 2;
    energies.push(energy / (2 * hop));
  }
  let loudest = 1e-9;
  for (let i = 0; i + 12 <= energies.length; i++) {
    loudest = Math.max(loudest, energies.slice(i, i + 12).reduce((sum, energy) => sum + energy, 0) / 12);
  }
  return Math.sqrt(loudest);
}

/** Keeps every sample under the ceiling: quick before a peak, slow after it. */
function limit({ left, right }: Stereo, ceiling: number): void {
  const blocks = Math.ceil(left.length / BLOCK) + 1;
  const gains = new Float32Array(blocks + 1).fill(1);
  for (let block = 0; block < blocks; block++) {
    let peak = 0;
    for (let i = block * BLOCK; i < Math.min((block + 1) * BLOCK, left.length); i++) {
      peak = Math.max(peak, Math.abs(left[i] ?? 0), Math.abs(right[i] ?? 0));
    }
    if (peak > ceiling) gains[block] = ceiling / peak;
  }
  for (let block = 1; block <= blocks; block++) {
    gains[block] = Math.min(gains[block] ?? 1, (gains[block - 1] ?? 1) + 0.006);
  }
  for (let block = blocks - 1; block >= 0; block--) {
    gains[block] = Math.min(gains[block] ?? 1, (gains[block + 1] ?? 1) + 0.12);
  }
  for (let i = 0; i < left.length; i++) {
    const block = Math.floor(i / BLOCK);
    const here = Math.min(gains[Math.max(0, block - 1)] ?? 1, gains[block] ?? 1);
    const next = Math.min(gains[block] ?? 1, gains[block + 1] ?? 1);
    const gain = here + ((next - here) * (i % BLOCK)) / BLOCK;
    left[i] = (left[i] ?? 0) * gain;
    right[i] = (right[i] ?? 0) * gain;
  }
}

/** In place. `levelDb`: RMS of the loudest stretch against full scale. */
export function master(mix: Stereo, levelDb: number, fadeSeconds: number): void {
  filterStereo(mix, "highpass", 28, 0.1);
  const gain = decibels(levelDb) / loudestStretch(mix);
  const fade = fadeSeconds * RATE;
  for (const channel of [mix.left, mix.right]) {
    for (let i = 0; i < channel.length; i++) {
      const sample = (channel[i] ?? 0) * gain;
      const ends = Math.min(1, i / 400, (channel.length - i) / fade);
      channel[i] = Math.tanh(sample * 0.9) * 1.08 * ends;
    }
  }
  limit(mix, decibels(-1.6));
}
