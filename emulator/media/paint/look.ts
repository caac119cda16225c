/** The colours and the light that a prompt gives a picture. */
import { type Dice, dice } from "../../dice.ts";

export type Rgb = [red: number, green: number, blue: number];

export interface Look {
  /** What shadows and lights lean towards. */
  shadow: Rgb;
  light: Rgb;
  /** How far they lean, 0..1. */
  strength: number;
  contrast: number;
  saturation: number;
  vignette: number;
  grain: number;
  /** A soft glow of light from this place of the picture, 0..1 each. */
  glow: { x: number; y: number; radius: number; strength: number };
}

interface Palette {
  shadow: Rgb;
  light: Rgb;
}

const NAMED: [RegExp, Palette][] = [
  [/\b(purple|violet|magenta|lavender)\b/i, { shadow: [38, 14, 66], light: [226, 150, 255] }],
  [/\b(blue|moonlit|moonlight|cold|icy)\b/i, { shadow: [10, 22, 58], light: [150, 196, 255] }],
  [/\b(sodium|street ?lamp|street ?light|orange|amber|tungsten)\b/i, { shadow: [16, 20, 40], light: [255, 186, 104] }],
  [/\b(red|crimson)\b/i, { shadow: [48, 8, 22], light: [255, 130, 120] }],
  [/\b(green|emerald|fluorescent)\b/i, { shadow: [8, 36, 30], light: [206, 255, 196] }],
  [/\b(golden|sunset|warm|sunlit|honey)\b/i, { shadow: [52, 24, 30], light: [255, 208, 130] }],
];

const ANY: [Palette, ...Palette[]] = [
  { shadow: [30, 14, 60], light: [255, 176, 214] },
  { shadow: [8, 28, 52], light: [255, 198, 140] },
  { shadow: [14, 34, 44], light: [180, 236, 226] },
  { shadow: [46, 16, 30], light: [255, 190, 150] },
  { shadow: [20, 20, 30], light: [236, 230, 214] },
  { shadow: [26, 18, 52], light: [160, 190, 255] },
];

const near = (colour: Rgb, chance: Dice): Rgb =>
  // Three components in, three out.
  colour.map((part) => Math.min(255, Math.max(0, part + chance.between(-14, 14)))) as Rgb;

/** A prompt's look: the colours it names, everything else by its hash. */
export function lookFor(prompt: string, seed: string): Look {
  const chance = dice(seed, "look", prompt);
  const named = NAMED.filter(([words]) => words.test(prompt)).map(([, palette]) => palette);
  const palette = chance.pick(named) ?? chance.pick(ANY);
  return {
    shadow: near(palette.shadow, chance),
    light: near(palette.light, chance),
    strength: chance.between(0.22, 0.42),
    contrast: chance.between(1.02, 1.14),
    saturation: chance.between(0.88, 1.12),
    vignette: chance.between(0.28, 0.48),
    grain: chance.between(5, 9),
    glow: {
      x: chance.pick([chance.between(-0.05, 0.25), chance.between(0.75, 1.05)]) ?? 0,
      y: chance.between(0, 0.4),
      radius: chance.between(0.5, 0.9),
      strength: chance.between(0.12, 0.26),
    },
  };
}
