/** How a model that makes whole blocks of frames rounds the number it was asked for. */
export const FRAME_ROUNDINGS = ["down", "nearest", "up"] as const;
export type FrameRounding = (typeof FRAME_ROUNDINGS)[number];

const BLOCK = 8;
const ROUND: Record<FrameRounding, (blocks: number) => number> = {
  down: Math.floor,
  nearest: Math.round,
  up: Math.ceil,
};

/** A multiple of eight, plus one, within `least` and `most`, which are such numbers themselves. */
export const wholeBlocks = (frames: number, rounding: FrameRounding, bounds: { least: number; most: number }): number =>
  Math.min(bounds.most, Math.max(bounds.least, ROUND[rounding]((frames - 1) / BLOCK) * BLOCK + 1));
