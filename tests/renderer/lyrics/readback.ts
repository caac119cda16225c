/**
 * Reads from the frames of a finished file when each word is sung: by pixels alone. Where words stand is taken from the
 * plan, and when they are due from the song; when the picture changes, and which word has the colour, is seen.
 */
import { spawn } from "node:child_process";
import { renderJob } from "../../../renderer/contract/job.ts";
import { ffmpegPath } from "../../../renderer/src/binaries.ts";
import type { Box } from "../../../renderer/src/captions/layout.ts";
import { lyricsBand } from "../../../renderer/src/lyrics/band.ts";
import { planLyrics } from "../../../renderer/src/lyrics/draw.ts";
import type { LaidOutPage } from "../../../renderer/src/lyrics/layout.ts";
import type { Rate } from "../../../renderer/src/probe.ts";
import type { LyricsJob } from "./corpus.ts";

/** A source for ffmpeg that moves at the top alone, so that whatever changes below was drawn by us. */
export const BELOW_IS_STILL = "drawbox=x=0:y=ih/8:w=iw:h=ih:color=0x3a4f6b:t=fill";

/** What a style shows a word that is being sung by. */
const LIT = {
  highlight: (red: number, green: number, blue: number) => red - blue > 90 && green - blue > 60,
  pop: (red: number, green: number, blue: number) => red - blue > 90 && green - blue > 60,
  fill: (red: number, green: number, blue: number) => red - blue > 90 && green - blue > 60,
  word: (red: number, green: number, blue: number) => Math.min(red, green, blue) > 170,
  pill: (red: number, green: number, blue: number) => blue - green > 70 && red > green,
};
export type ReadableStyle = keyof typeof LIT;

export interface SeenWord {
  text: string;
  /** The frame on which it is sung, by its time. */
  due: number;
  /** The frame on which it was seen to begin; undefined when it was not. */
  seen: number | undefined;
}

interface Word {
  text: string;
  /** Its boxes in the cropped picture; those of the words of its page before and after it. */
  own: Box[];
  before: Box[];
  after: Box[];
}

/** When each word of `lyrics` is seen to begin in the file at `path`, which was made from them without a caption. */
export async function readBack(
  path: string,
  lyrics: LyricsJob & { style: ReadableStyle },
  { rate, frames, width }: { rate: Rate; frames: number; width: number },
): Promise<SeenWord[]> {
  const band = lyricsBand(width, [], []);
  const parsed = renderJob.shape.lyrics.parse(lyrics);
  if (!band || !parsed) throw new Error("There is no room for lyrics.");
  const { plan } = planLyrics(parsed, { rate, frames }, band, width);
  if (!plan) throw new Error("There are no lyrics.");
  const pages = [...new Set(plan.states.flatMap(({ page }) => page ?? []))];
  const words = pages.flatMap((page) => wordsOf(page, plan.place));
  const due = parsed.lines.flatMap((line) => line.words).map(({ start }) => Math.round((start * rate[0]) / rate[1]));
  if (words.length !== due.length) throw new Error(`Of ${due.length} words, ${words.length} are shown for themselves.`);

  const pictures = await look(path, plan.place, LIT[lyrics.style]);
  let from = 0;
  return words.map(({ text, ...boxes }, at): SeenWord => {
    const found = pictures.findIndex(
      (picture, frame) => frame >= from && picture.changed && isLit(picture, boxes, lyrics.style === "fill"),
    );
    if (found >= 0) from = found + 1;
    return { text, due: due[at] ?? 0, seen: found < 0 ? undefined : found };
  });
}

function wordsOf({ units, placed, ascent, descent }: LaidOutPage, place: Box): Word[] {
  const boxes = (wanted: (unit: number) => boolean) =>
    placed
      .filter(({ unit }) => wanted(unit))
      .map(({ left, right, baseline }) => ({
        left: left - place.left,
        right: right - place.left,
        top: baseline - ascent - place.top,
        bottom: baseline + descent - place.top,
      }));
  return units.map(({ pieces }, at) => ({
    text: pieces.map(({ text }) => text).join(" "),
    own: boxes((unit) => unit === at),
    before: boxes((unit) => unit < at),
    after: boxes((unit) => unit > at),
  }));
}

interface Picture {
  width: number;
  /** Whether it differs from the one before. */
  changed: boolean;
  /** 1 where a pixel has the colour. */
  lit: Uint8Array;
}

/** Whether it is this word that is lit: all across it, or, where words fill up, it and all before it and none after. */
function isLit(
  picture: Picture,
  { own, before, after }: Pick<Word, "own" | "before" | "after">,
  fills: boolean,
): boolean {
  const all = picture.lit.reduce((sum, each) => sum + each, 0);
  if (all === 0) return false;
  const spanned = (box: Box) => litIn(picture, box).span / (box.right - box.left);
  const inside = (boxes: readonly Box[]) => boxes.reduce((sum, box) => sum + litIn(picture, grown(box)).count, 0) / all;
  if (fills) {
    return (
      inside([...own, ...before]) > 0.9 &&
      own.some((box) => litIn(picture, box).count > 4) &&
      before.every((box) => spanned(box) > 0.4) &&
      after.every((box) => litIn(picture, box).count < 5)
    );
  }
  return inside(own) > 0.9 && own.every((box) => spanned(box) > 0.5);
}

const grown = ({ left, right, top, bottom }: Box): Box => ({
  left: left - 9,
  right: right + 9,
  top: top - 9,
  bottom: bottom + 9,
});

/** How many pixels of a box are lit, and how far they reach from left to right. */
function litIn({ lit, width }: Picture, box: Box): { count: number; span: number } {
  const height = lit.length / width;
  const [left, right] = [Math.max(0, Math.round(box.left)), Math.min(width, Math.round(box.right))];
  let [count, least, most] = [0, right, left];
  for (let y = Math.max(0, Math.round(box.top)); y < Math.min(height, Math.round(box.bottom)); y++) {
    for (let x = left; x < right; x++) {
      if (lit[y * width + x] !== 1) continue;
      count += 1;
      least = Math.min(least, x);
      most = Math.max(most, x + 1);
    }
  }
  return { count, span: Math.max(0, most - least) };
}

/** More of a channel than this is a change, not what compression does to a picture that stands still. */
const CHANGE = 110;
const CHANGED_PIXELS = 60;

/** Every frame of a file within `place`. */
async function look(
  path: string,
  place: Box,
  isLitColour: (red: number, green: number, blue: number) => boolean,
): Promise<Picture[]> {
  const [width, height] = [place.right - place.left, place.bottom - place.top];
  const size = width * height * 3;
  // biome-ignore format: an option and its value belong on one line
  const child = spawn(ffmpegPath(), ["-v", "error", "-i", path, "-vf",
    `scale=in_color_matrix=bt709,format=rgb24,crop=${width}:${height}:${place.left}:${place.top}`, "-vsync", "0", "-f", "rawvideo", "-"],
    { stdio: ["ignore", "pipe", "inherit"] });
  const pictures: Picture[] = [];
  let before: Buffer | undefined;
  let rest = Buffer.alloc(0);
  for await (const chunk of child.stdout) {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= size) {
      const pixels = rest.subarray(0, size);
      rest = rest.subarray(size);
      const lit = new Uint8Array(width * height);
      let different = 0;
      for (let at = 0; at < lit.length; at++) {
        const [red = 0, green = 0, blue = 0] = [pixels[at * 3], pixels[at * 3 + 1], pixels[at * 3 + 2]];
        if (isLitColour(red, green, blue)) lit[at] = 1;
        if (before && Math.abs(green - (before[at * 3 + 1] ?? 0)) + Math.abs(blue - (before[at * 3 + 2] ?? 0)) > CHANGE)
          different += 1;
      }
      pictures.push({ width, lit, changed: before === undefined || different >= CHANGED_PIXELS });
      before = pixels;
    }
  }
  return pictures;
}
