/** How the camera moves over a still picture: smooth paths, as plain data. */
import { type Dice, dice } from "../dice.ts";

/** What one frame shows of the picture, and how bright. */
export interface View {
  /** Magnification: 1 shows as much of the picture as fits. */
  zoom: number;
  /** Centre of the view, -1 to 1 of the way the magnification leaves. */
  x: number;
  y: number;
  /** Brightness, 1 as the picture is. */
  gain: number;
}

/** Longest magnification of any move: the picture is kept this much larger than the frame. */
export const MAX_ZOOM = 1.16;

type Move = (time: number, seconds: number) => { zoom: number; x: number; y: number };

/** 0 to 1 with a soft start and a soft end. */
const ease = (part: number): number => 0.5 - Math.cos(Math.PI * Math.min(1, Math.max(0, part))) / 2;

const between = (from: number, to: number, part: number): number => from + (to - from) * part;

const MOVES = {
  "push in": (time, seconds) => ({
    zoom: between(1.02, 1.14, ease(time / seconds)),
    x: 0,
    y: between(0, -0.35, ease(time / seconds)),
  }),
  "pull out": (time, seconds) => ({
    zoom: between(1.14, 1.02, ease(time / seconds)),
    x: 0,
    y: between(-0.35, 0, ease(time / seconds)),
  }),
  "pan left": (time, seconds) => ({ zoom: 1.1, x: between(0.8, -0.8, ease(time / seconds)), y: -0.1 }),
  "pan right": (time, seconds) => ({ zoom: 1.1, x: between(-0.8, 0.8, ease(time / seconds)), y: -0.1 }),
  "tilt up": (time, seconds) => ({ zoom: 1.1, x: 0, y: between(0.7, -0.6, ease(time / seconds)) }),
  "tilt down": (time, seconds) => ({ zoom: 1.1, x: 0, y: between(-0.7, 0.5, ease(time / seconds)) }),
  sway: (time) => ({
    zoom: 1.07 + 0.015 * Math.sin(time * 0.9),
    x: 0.6 * Math.sin(time * 0.8),
    y: 0.25 * Math.sin(time * 1.6),
  }),
  breathe: (time) => ({ zoom: 1.05 + 0.02 * Math.sin(time * 0.75 - Math.PI / 2), x: 0, y: 0 }),
  handheld: (time) => ({ zoom: 1.08, x: 0.2 * Math.sin(time * 0.55), y: 0.2 * Math.sin(time * 0.7 + 1) }),
} satisfies Record<string, Move>;

export type MoveName = keyof typeof MOVES;
const MOVE_NAMES = Object.keys(MOVES) as [MoveName, ...MoveName[]];

/** Words of a prompt that ask for a move. */
const ASKED: [RegExp, MoveName][] = [
  [/\b(push(es|ing)?[ -]in|dolly in|zoom(s|ing)? in|closer|lean(s|ing)? (\w+ )?(in|towards)|forward)\b/i, "push in"],
  [/\b(pull(s|ing)?[ -](out|back)|dolly out|zoom(s|ing)? out|backs? away|steps? back)\b/i, "pull out"],
  [/\b(pan(s|ning)?|drift(s|ing)?|slid(es?|ing)|turn(s|ing)?|swing)( \w+){0,3} left\b/i, "pan left"],
  [/\b((pan(s|ning)?|drift(s|ing)?|slid(es?|ing)|turn(s|ing)?|swing)( \w+){0,3} right|circles|aisle)\b/i, "pan right"],
  [/\b(tilt(s|ing)? up|ris(es?|ing) \w+|lifted|looks? up)\b/i, "tilt up"],
  [/\b(tilt(s|ing)?( \w+){0,6} down|sink(s|ing)?|looks? down)\b/i, "tilt down"],
  [/\b(sway(s|ing)?|rock(s|ing)?|danc(es?|ing)|nod(s|ding)?)\b/i, "sway"],
  [/\b(hand-?held|shak(y|es?|ing)|walk(s|ing)?|bumps|jostl\w+)\b/i, "handheld"],
  [/\b(perfectly still|static|tripod|motionless)\b/i, "breathe"],
];

/** The move that a prompt's first line speaks of first, or one by the dice: what follows is about everything else. */
export function moveFor(prompt: string, chance: Dice): MoveName {
  const [line = ""] = prompt.trimStart().split("\n");
  const named = ASKED.map(([words, move]) => ({ move, at: line.search(words) })).filter(({ at }) => at >= 0);
  const [first] = named.sort((a, b) => a.at - b.at);
  return first?.move ?? chance.pick(MOVE_NAMES);
}

/** The slow tremble of a hand: three waves that never meet, -1 to 1. */
function tremble(seed: Dice): (time: number) => number {
  const waves = [0.31, 0.73, 1.57].map((hertz) => ({
    speed: 2 * Math.PI * hertz * seed.between(0.85, 1.15),
    phase: seed.between(0, 2 * Math.PI),
  }));
  const strength = [0.55, 0.3, 0.15];
  return (time) =>
    waves.reduce((sum, { speed, phase }, index) => sum + (strength[index] ?? 0) * Math.sin(time * speed + phase), 0);
}

/**
 * The view of every frame. `loudness` (0..1 per frame) makes the picture pulse: the camera kicks in and the light
 * lifts with the sound.
 */
export function cameraPath(shot: {
  move: MoveName;
  frames: number;
  fps: number;
  seed: string;
  loudness?: Float32Array;
}): View[] {
  const { move, frames, fps, loudness } = shot;
  const chance = dice(shot.seed, "hand");
  const [handX, handY, handZoom, light] = [tremble(chance), tremble(chance), tremble(chance), tremble(chance)];
  const hand = move === "handheld" ? 0.5 : move === "breathe" ? 0.08 : 0.16;
  const seconds = frames / fps;
  let pulse = 0;
  return Array.from({ length: frames }, (_, index): View => {
    const time = index / fps;
    const { zoom, x, y } = MOVES[move](time, seconds);
    const loud = loudness?.[index] ?? 0;
    // Rises with the beat, falls off slowly.
    pulse = Math.max(loud * loud, pulse * 0.86);
    const kicked = zoom + 0.006 * handZoom(time) + 0.028 * pulse;
    const bound = (value: number): number => Math.min(1, Math.max(-1, value));
    return {
      zoom: Math.min(MAX_ZOOM, Math.max(1, kicked)),
      x: bound(x + hand * handX(time)),
      y: bound(y + hand * handY(time)),
      gain: 1 + 0.015 * light(time) + (loudness ? 0.14 * pulse - 0.03 : 0),
    };
  });
}
