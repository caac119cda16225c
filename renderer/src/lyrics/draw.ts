/** Draws sung words: a picture for each state, all of the same corner and size. */
import { writeFile } from "node:fs/promises";
import { measurer } from "../captions/draw.ts";
import { type Setting, setText } from "../captions/fonts.ts";
import type { Box } from "../captions/layout.ts";
import { tidy } from "../captions/text.ts";
import { type Overlay, pngOverlay, writeOverlay } from "../overlay.ts";
import type { Frame } from "../picture.ts";
import { lyricsBand } from "./band.ts";
import { type LaidOutPage, layOutPages, margins } from "./layout.ts";
import { paginate } from "./pages.ts";
import { paint } from "./paint.ts";
import { Sheet } from "./png.ts";
import { type State, statesOf } from "./states.ts";
import { STYLES, type Style } from "./styles.ts";
import { fewestFrames, type Lyrics, onFrames, type Timeline } from "./words.ts";

// After fonts.ts, which keeps the machine's fonts out before the library loads.
const { createCanvas } = await import("@napi-rs/canvas");

export interface LyricsPlan {
  style: Style;
  setting: Setting;
  /** In order, the first from frame 0 on. */
  states: State[];
  /** What all states are drawn within, in the picture; its sides are even, because chroma is stored by pairs of pixels. */
  place: Box;
}

export interface PlannedLyrics {
  /** undefined when there is nothing to show. */
  plan: LyricsPlan | undefined;
  /** What a person should know, in whole sentences. */
  warnings: string[];
}

/** What sung words are drawn into. */
export interface Room {
  frame: Frame;
  timeline: Timeline;
  /** What captions cover, in the picture: the words do not touch it. */
  taken: readonly Box[];
  /** Where heads are: the words leave them free where they can. */
  heads: readonly Box[];
}

export interface DrawnLyrics {
  /** undefined when there is nothing to show. */
  drawn: { overlay: Overlay; place: Box } | undefined;
  /** What a person should know, in whole sentences. */
  warnings: string[];
}

/** Draws `lyrics` to files whose names begin with `prefix`. */
export async function drawLyrics(
  lyrics: Lyrics,
  { frame: { width }, timeline, taken, heads }: Room,
  prefix: string,
  signal: AbortSignal,
): Promise<DrawnLyrics> {
  const band = lyricsBand(width, taken, heads);
  if (!band) return { drawn: undefined, warnings: ["There was no room for the lyrics beside the caption."] };
  const { plan, warnings } = planLyrics(lyrics, timeline, band, width);
  if (!plan) return { drawn: undefined, warnings };
  return { drawn: { overlay: await writeStates(plan, prefix, signal), place: plan.place }, warnings };
}

/** Plans how `lyrics` are shown within `band` of a picture `width` wide. */
export function planLyrics(lyrics: Lyrics, timeline: Timeline, band: Box, width: number): PlannedLyrics {
  const style = STYLES[lyrics.style];
  const { lines, setting, warnings } = settle(lyrics.lines, style);
  const { pages, sungOver } = paginate(onFrames(lines, timeline), style.unit, timeline);
  if (sungOver > 0) {
    warnings.push(`${sungOver} of the sung words are not shown, because the next are sung over them.`);
  }
  if (pages.length === 0) return { plan: undefined, warnings };
  const laidOut = layOutPages(pages, style, {
    ...{ band, width, measure: measurer(style, setting) },
    fewest: fewestFrames(timeline.rate),
  });
  const states = statesOf(laidOut, style, timeline);
  return { plan: { style, setting, states, place: placeOf(laidOut, style, band) }, warnings };
}

/** The lines with the part of each word that can be drawn, and the fonts for it. */
function settle(
  lines: Lyrics["lines"],
  style: Style,
): { lines: Lyrics["lines"]; setting: Setting; warnings: string[] } {
  const texts = lines.flatMap(({ words }) => words.map(({ text }) => tidy(text).replaceAll("\n", " ")));
  const setting = setText(texts.join("\n"), style.faces);
  const drawable = setting.text.split("\n");
  let at = 0;
  const settled = lines.map((line) => ({
    ...line,
    words: line.words.map((word) => ({ ...word, text: visible(drawable[at++] ?? "") })),
  }));
  const warnings =
    setting.missing.length > 0
      ? [
          `The lyrics have characters that no font of ours can draw; they were left out: ${setting.missing.slice(0, 10).join(" ")}`,
        ]
      : [];
  return { lines: settled, setting, warnings };
}

/** Nothing, where nothing of the text could be seen. */
const visible = (text: string): string => (/^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(text) ? "" : text);

/** What the pages take of the band, with everything that their style puts around words. */
function placeOf(pages: readonly LaidOutPage[], style: Style, band: Box): Box {
  const around = { left: band.right, right: band.left, top: band.bottom, bottom: band.top };
  for (const page of pages) {
    const margin = margins(style, page.size);
    for (const { left, right, baseline } of page.placed) {
      around.left = Math.min(around.left, left - margin.side);
      around.right = Math.max(around.right, right + margin.side);
      around.top = Math.min(around.top, baseline - page.ascent - margin.above);
      around.bottom = Math.max(around.bottom, baseline + page.descent + margin.below);
    }
  }
  const [down, up] = [(value: number) => Math.floor(value / 2) * 2, (value: number) => Math.ceil(value / 2) * 2];
  return {
    left: Math.max(down(around.left), up(band.left)),
    right: Math.min(up(around.right), down(band.right)),
    top: Math.max(down(around.top), up(band.top)),
    bottom: Math.min(up(around.bottom), down(band.bottom)),
  };
}

/** Up to this size, the pictures of all states are one file, as they are; else each is compressed. Bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Writes the pictures of all states to files whose names begin with `prefix`. */
async function writeStates(plan: LyricsPlan, prefix: string, signal: AbortSignal): Promise<Overlay> {
  const { states, place } = plan;
  const at = { x: place.left, y: place.top, width: place.right - place.left, height: place.bottom - place.top };
  const drawn = drawer(plan);
  // One after the other: each is drawn on what is left of the one before.
  function* pictures() {
    for (const state of states) {
      signal.throwIfAborted();
      yield { pixels: drawn(state).pixels, fromFrame: state.from };
    }
  }
  if (at.width * at.height * 4 * states.length <= MAX_BYTES) return writeOverlay(`${prefix}states`, at, pictures());
  for (const [number, state] of states.entries()) {
    signal.throwIfAborted();
    await writeFile(`${prefix}${number}.png`, drawn(state).toPng());
  }
  return pngOverlay(
    prefix,
    at,
    states.map(({ from }) => from),
  );
}

/** A function that draws a state, and has the quickest way from the one before. What it gives is good until the next. */
export function drawer({ style, setting, place }: LyricsPlan): (state: State) => Sheet {
  const [width, height] = [place.right - place.left, place.bottom - place.top];
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.translate(-place.left, -place.top);
  const sheet = new Sheet(width, height);
  let last: State | undefined;
  return (state) => {
    const { left, top, right, bottom } = changed(last, state, style, place);
    // Words outside of it, each with an outline and a shadow, are not painted again.
    context.save();
    context.beginPath();
    context.rect(place.left + left, place.top + top, right - left, bottom - top);
    context.clip();
    context.clearRect(place.left + left, place.top + top, right - left, bottom - top);
    paint(context, state, style, setting);
    context.restore();
    sheet.put(context.getImageData(left, top, right - left, bottom - top), left, top);
    last = state;
    return sheet;
  };
}

/** The pixels of the place that may differ between two states: what is around the words that were or are being sung. */
function changed(before: State | undefined, after: State, style: Style, place: Box): Box {
  const [width, height] = [place.right - place.left, place.bottom - place.top];
  const whole = { left: 0, top: 0, right: width, bottom: height };
  const { page } = after;
  if (!page || before?.page !== page) return whole;
  const margin = margins(style, page.size);
  const words = page.placed.filter(({ unit }) => unit === before.unit || unit === after.unit);
  const most = (values: number[]) => Math.max(...values);
  return {
    left: Math.max(0, Math.floor(-most(words.map(({ left }) => -left)) - 2 * margin.side - place.left)),
    right: Math.min(width, Math.ceil(most(words.map(({ right }) => right)) + 2 * margin.side - place.left)),
    top: Math.max(
      0,
      Math.floor(-most(words.map(({ baseline }) => -baseline)) - page.ascent - 2 * margin.above - place.top),
    ),
    bottom: Math.min(
      height,
      Math.ceil(most(words.map(({ baseline }) => baseline)) + page.descent + 2 * margin.below - place.top),
    ),
  };
}
