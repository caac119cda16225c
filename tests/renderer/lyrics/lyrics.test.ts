/** Sung words: which are shown when and where, in every script, with whatever times. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LYRICS_STYLES, type LyricsStyle, renderJob } from "../../../renderer/contract/job.ts";
import { type Box, safeZone } from "../../../renderer/src/captions/layout.ts";
import { lyricsBand } from "../../../renderer/src/lyrics/band.ts";
import { drawer, drawLyrics, type PlannedLyrics, planLyrics } from "../../../renderer/src/lyrics/draw.ts";
import type { LaidOutPage } from "../../../renderer/src/lyrics/layout.ts";
import type { State } from "../../../renderer/src/lyrics/states.ts";
import type { Timeline } from "../../../renderer/src/lyrics/words.ts";
import { canvas } from "../captions/look.ts";
import { folder } from "../sources.ts";
import { asLine, type JobLine, LINES, sung, sungWithoutBlanks, TIMES, WHOLE } from "./corpus.ts";

const TIMELINE: Timeline = { rate: [24, 1], frames: 192 };
const WIDTH = 720;

function lyricsOf(lines: JobLine[], style: LyricsStyle) {
  const lyrics = renderJob.shape.lyrics.parse({ style, lines });
  if (!lyrics) throw new Error("There are none.");
  return lyrics;
}

function planned(
  lines: JobLine[],
  style: LyricsStyle = "highlight",
  timeline = TIMELINE,
  width = WIDTH,
): PlannedLyrics {
  const band = lyricsBand(width, [], []);
  if (!band) throw new Error("There is no room.");
  return planLyrics(lyricsOf(lines, style), timeline, band, width);
}

const statesOf = (...given: Parameters<typeof planned>): State[] => planned(...given).plan?.states ?? [];
const pagesOf = (states: readonly State[]): LaidOutPage[] => [...new Set(states.flatMap(({ page }) => page ?? []))];
const textOf = ({ units }: Pick<LaidOutPage, "units">): string[] =>
  units.map(({ pieces }) => pieces.map(({ text, joined }, at) => (joined || at === 0 ? text : ` ${text}`)).join(""));
const groupsOf = (...given: Parameters<typeof planned>) => pagesOf(statesOf(...given)).map(textOf);

describe("words are shown in groups", () => {
  it("of three to five, which end where the text pauses", () => {
    expect(groupsOf([sung("Night bus, take me the long way round")]).map((group) => group.length)).toEqual([4, 4]);
    expect(groupsOf([sung("no more, I want to be at home")])[0]).toEqual(["no", "more,", "I", "want"]);
    for (let count = 3; count <= 24; count++) {
      const sizes = groupsOf([sung("la ".repeat(count).trim(), 0, 0.3)]).map((group) => group.length);
      expect(sizes.reduce((sum, each) => sum + each, 0)).toBe(count);
      for (const size of sizes) expect([3, 4, 5]).toContain(size);
    }
  });

  it("that do not reach over a long silence", () => {
    const [one, other] = [sung("wait for me", 0.5), sung("at home tonight", 4)];
    const line = { ...one, end: other.end, words: [...one.words, ...other.words] };
    const states = statesOf([line]);
    expect(pagesOf(states).map(textOf)).toEqual([
      ["wait", "for", "me"],
      ["at", "home", "tonight"],
    ]);
    // Nothing is shown in the silence, nor before the first word and after the last.
    expect(states.filter(({ page }) => page === undefined)).toHaveLength(3);
  });

  it("whole where only the line's time is known, or the style says so", () => {
    const line = sung("I don't want to be home just yet", 1);
    for (const states of [statesOf([asLine(line)]), statesOf([line], "line")]) {
      expect(pagesOf(states).map((page) => textOf(page).join(" "))).toEqual(["I don't want to be home just yet"]);
      expect(states.filter(({ page }) => page).map(({ from, unit }) => [from, unit])).toEqual([[24, undefined]]);
    }
  });

  it("of one", () => {
    expect(groupsOf([sung("one at a time")], "word")).toEqual([["one"], ["at"], ["a"], ["time"]]);
  });
});

describe("text without blanks", () => {
  it.each([
    ["Japanese", "ja", "夢の中でまた会えるなら、今度こそ離さない"],
    ["Thai", "th", "ฉันยังรักเธอเหมือนเดิม"],
    ["Chinese", "zh", "我一直在等你回来"],
  ])("is shown without blanks: %s", (_, language, text) => {
    const pages = pagesOf(statesOf([sungWithoutBlanks(text, language)]));
    expect(
      pages.map((page) => page.units.flatMap(({ pieces }) => pieces.map((piece) => piece.text)).join("")).join(""),
    ).toBe(text);
    for (const { units } of pages) {
      expect(
        units
          .flatMap(({ pieces }) => pieces)
          .slice(1)
          .every(({ joined }) => joined),
      ).toBe(true);
    }
  });

  it.each([
    ["and leaves inflections with their stems", ["もう", "二度と", "会えないなんて", "信じたくなかった"]],
    ["and is rather shown a little smaller", ["君との", "ドライブは", "最高だったね、", "忘れない"]],
  ])("is divided and broken between phrases of Japanese, %s", (_, phrases) => {
    const ends = phrases.map((_, at) => phrases.slice(0, at + 1).join(""));
    const line = sungWithoutBlanks(phrases.join(""), "ja");
    const shown = LYRICS_STYLES.filter((each) => each !== "word").flatMap((style) => [
      { style, states: statesOf([line], style) },
      { style, states: statesOf([asLine(line)], style) },
    ]);
    for (const { style, states } of shown) {
      let text = "";
      for (const { placed } of pagesOf(states)) {
        for (const baseline of new Set(placed.map((piece) => piece.baseline))) {
          text += placed.flatMap((piece) => (piece.baseline === baseline ? piece.text : [])).join("");
          expect(ends, style).toContain(text);
        }
      }
      expect(text).toBe(phrases.join(""));
    }
  });

  it("is sung word by word of its language where a whole phrase comes as one word", () => {
    const phrase = { text: "夢の中でまた会える", start: 1, end: 4 };
    const units = pagesOf(statesOf([{ start: 1, end: 4, words: [phrase], timed: "words" }])).flatMap(
      (page) => page.units,
    );
    expect(units.length).toBeGreaterThan(2);
    expect(units[0]?.from).toBe(24);
    expect(units.at(-1)?.to).toBe(96);
  });
});

it.each(LYRICS_STYLES)("a dark emoji among sung words has a light rim: %s", (style) => {
  const lightest = (text: string) => {
    const { plan } = planned([sung(text, 0, 2)], style);
    const state = plan?.states.find(({ page }) => page);
    if (!plan || !state) throw new Error("There is nothing to show.");
    const { pixels } = drawer(plan)(state);
    let most = 0;
    for (let at = 0; at < pixels.length; at += 4) {
      const least = Math.min(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0);
      if ((pixels[at + 3] ?? 0) > 250) most = Math.max(most, least);
    }
    return most;
  };
  expect(lightest("🖤")).toBeGreaterThan(160);
  expect(lightest("💙")).toBeLessThan(120);
});

describe("right to left", () => {
  const placedIn = (text: string) => pagesOf(statesOf([sung(text)])).flatMap(({ placed }) => placed);

  it("the first word is the rightmost, and English words in between keep their order", () => {
    const [first, second] = placedIn("שלום עולם");
    expect(first?.left).toBeGreaterThan(second?.right ?? 0);
    const [, midnight, city] = placedIn("זה Midnight City");
    expect(midnight?.right).toBeLessThan(city?.left ?? 0);
  });

  it.each([
    ["Hebrew", "שלוםשלום", "right"],
    ["English", "hellohello", "left"],
  ] as const)("fills from where it is read from: %s", (_, text, side) => {
    const { plan } = planned([sung(text, 0, 2)], "fill");
    const half = plan?.states.find(({ from }) => from >= 15);
    if (!plan || !half) throw new Error("There is nothing to show.");
    const lit = litColumns(shown(plan, half));
    const middle = lit.width / 2;
    expect(lit.columns.length).toBeGreaterThan(20);
    expect(lit.columns.filter((x) => (side === "left" ? x > middle + 12 : x < middle - 12))).toEqual([]);
  });
});

it("many large pictures are a compressed file each, and show what bare pixels would", async () => {
  const lines = Array.from({ length: 5 }, (_, at) => sung("every window is a film of town tonight", at * 6, 0.7));
  const timeline: Timeline = { rate: [24, 1], frames: 30 * 24 };
  const room = { frame: { width: 1080, height: 1920 }, timeline, taken: [], heads: [] };
  const prefix = join(await folder(), "many-");
  const { drawn } = await drawLyrics(lyricsOf(lines, "fill"), room, prefix, new AbortController().signal);
  const { plan } = planned(lines, "fill", timeline, 1080);
  if (!plan || !drawn) throw new Error("There is nothing to show.");
  expect(drawn.overlay.input).toContain("image2");
  expect(drawn.overlay.from).toEqual(plan.states.map(({ from }) => from));
  const last = plan.states.findLastIndex(({ page }) => page);
  const [file, bare] = await Promise.all([
    pixelsOf(readFileSync(`${prefix}${last}.png`)),
    pixelsOf(drawer(plan)(plan.states[last] as State).toPng()),
  ]);
  expect(Buffer.from(file.data).equals(Buffer.from(bare.data))).toBe(true);
});

it("a word that fills is seen to begin on its frame, however long it is held", () => {
  const held = { text: "I", start: 1, end: 5 };
  const { plan } = planned([{ start: 1, end: 5, words: [held], timed: "words" }], "fill");
  const state = plan?.states.find(({ page }) => page);
  if (!plan || !state) throw new Error("There is nothing to show.");
  expect(state.from).toBe(24);
  expect(litColumns(shown(plan, state)).columns.length).toBeGreaterThan(4);
});

interface Shown {
  /** Red, green, blue, alpha. */
  data: Uint8Array;
  width: number;
  height: number;
}

/** A state's picture, drawn by itself. */
const shown = (plan: NonNullable<PlannedLyrics["plan"]>, state: State): Shown => ({
  data: drawer(plan)(state).pixels,
  width: plan.place.right - plan.place.left,
  height: plan.place.bottom - plan.place.top,
});

async function pixelsOf(png: Buffer) {
  const image = await canvas.loadImage(png);
  const context = canvas.createCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height);
}

/** The columns with a pixel in the colour of what was sung. */
function litColumns({ data, width, height }: Shown): { width: number; columns: number[] } {
  const isLit = (x: number, y: number) => {
    const at = (y * width + x) * 4;
    return (data[at + 3] ?? 0) > 200 && (data[at] ?? 0) - (data[at + 2] ?? 0) > 120;
  };
  const rows = Array.from({ length: height }, (_, y) => y);
  return { width, columns: Array.from({ length: width }, (_, x) => x).filter((x) => rows.some((y) => isLit(x, y))) };
}

describe("times", () => {
  const every = LYRICS_STYLES.flatMap((style) =>
    Object.entries(TIMES).map(([name, lines]): [string, LyricsStyle, JobLine[]] => [name, style, lines]),
  );

  it.each(every)("%s, as %s: shown in order, for 80 ms each, within the clip", (_, style, lines) => {
    for (const timeline of [TIMELINE, { rate: [60, 1], frames: 480 } satisfies Timeline]) {
      const states = statesOf(lines, style, timeline);
      const fewest = Math.ceil((0.08 * timeline.rate[0]) / timeline.rate[1] - 0.001);
      expect(states[0]?.from).toBe(0);
      for (const [at, { from, page }] of states.entries()) {
        const lasts = (states[at + 1]?.from ?? timeline.frames) - from;
        expect(lasts).toBeGreaterThanOrEqual(page ? fewest : 1);
      }
    }
  });

  it("of words before the clip and behind its end are left out", () => {
    const shown = groupsOf(TIMES["before the clip and behind it"] ?? []).flat();
    expect(shown).toEqual(["before", "the", "clip", "begins", "and", "this"]);
  });

  it("of lines that are sung over each other are told", () => {
    const { warnings } = planned(TIMES["lines over each other"] ?? []);
    expect(warnings.join()).toMatch(/not shown, because the next are sung over them/);
  });

  it("are those of the absolute timeline, rounded once", () => {
    const line = sung("and then it never drifts away from me at all", 0.017, 0.341);
    for (const rate of [
      [24_000, 1001],
      [25, 1],
      [30_000, 1001],
      [60, 1],
    ] satisfies Timeline["rate"][]) {
      const states = statesOf([line], "highlight", { rate, frames: Math.round((8 * rate[0]) / rate[1]) });
      const due = line.words.map(({ start }) => Math.round((start * rate[0]) / rate[1]));
      expect(states.filter(({ page }) => page).map(({ from }) => from)).toEqual(due);
    }
  });
});

describe("where they stand", () => {
  const corpus = Object.entries({ ...LINES, ...WHOLE });
  it.each(LYRICS_STYLES)("within the safe zone, whole, in every script: %s", (style) => {
    for (const [at, [name, line]] of corpus.entries()) {
      const width = at % 2 === 0 ? 720 : 1080;
      const { plan, warnings } = planned([line], style, TIMELINE, width);
      expect({ name, warnings }).toEqual({ name, warnings: [] });
      if (!plan) throw new Error("There is nothing to show.");
      const [zone, { place }] = [safeZone(width), plan];
      expect(place.left).toBeGreaterThanOrEqual(zone.left);
      expect(place.right).toBeLessThanOrEqual(zone.right);
      expect(place.top).toBeGreaterThanOrEqual(zone.top);
      expect(place.bottom).toBeLessThanOrEqual(zone.bottom);
      // Ink at the edge of the picture would have been cut off there.
      const state = plan.states[1] ?? plan.states[0];
      expect({ name, edge: state && inkAtEdge(shown(plan, state)) }).toEqual({ name, edge: false });
    }
  });

  it.each([
    ["Arabic within English", "so “يا ليل” on", ["so", "“", "ليل", "يا", "”", "on"]],
    ["one Arabic word", "so “ليل” on", ["so", "“", "ليل", "”", "on"]],
    ["English within Arabic", "يا “oh my” ليل", ["ليل", "”", "oh", "my", "“", "يا"]],
  ])("with quotation marks on both sides of what they quote: %s", (_, text, inOrder) => {
    const [page] = pagesOf(statesOf([asLine(sung(text, 0, 0.3))], "line"));
    const placed = page?.placed.toSorted((one, other) => one.left - other.left) ?? [];
    expect(new Set(placed.map(({ baseline }) => baseline)).size).toBe(1);
    expect(placed.map((each) => each.text)).toEqual(inOrder);
    const gaps = placed.slice(1).map(({ left }, at) => Math.round(left - (placed[at]?.right ?? 0)));
    const [opening, closing] = inOrder.flatMap((each, at) => (/[“”]/u.test(each) ? [at] : []));
    // They touch what they quote, and nothing else.
    for (const [at, gap] of gaps.entries()) {
      if (at === opening || at + 1 === closing) expect(gap).toBe(0);
      else expect(gap).toBeGreaterThan(4);
    }
  });

  it("apart from a caption, and from a head where there is room", () => {
    const zone = safeZone(1080);
    const whole = { left: zone.left, right: zone.right };
    const apart = (one: Box, other: Box) => one.bottom <= other.top || one.top >= other.bottom;
    const caption = (top: number, bottom: number): Box => ({ ...whole, top, bottom });
    for (const box of [
      caption(1000, 1240),
      caption(270, 500),
      caption(600, 900),
      caption(300, 1050),
      caption(500, 1240),
    ]) {
      const band = lyricsBand(1080, [box], []);
      expect(band && apart(band, box)).toBe(true);
      expect(band && band.top >= zone.top && band.bottom <= zone.bottom).toBe(true);
    }
    const [head, lower] = [caption(380, 700), caption(1060, 1230)];
    const band = lyricsBand(1080, [lower], [head]);
    expect(band && apart(band, head) && apart(band, lower)).toBe(true);
    // A head that fills the picture is sung over.
    expect(lyricsBand(1080, [], [caption(0, 1900)])).toBeDefined();
    expect(lyricsBand(1080, [caption(300, 1240)], [])).toBeUndefined();
  });

  it.each(["highlight", "pop", "fill", "pill"] as const)("the same, however little is drawn anew: %s", (style) => {
    const { plan } = planned([sung("nothing here must ever move", 0, 0.4), sung("and this follows", 3)], style);
    if (!plan) throw new Error("There is nothing to show.");
    const following = drawer(plan);
    for (const state of plan.states) {
      expect(Buffer.compare(following(state).pixels, drawer(plan)(state).pixels)).toBe(0);
    }
  });

  it("and no word moves while its page is shown", () => {
    for (const style of ["highlight", "pop", "fill", "pill"] as const) {
      const states = statesOf([sung("nothing here must ever move")], style);
      const pages = states.flatMap(({ page }) => page ?? []);
      expect(pages.length).toBeGreaterThan(4);
      expect(new Set(pages).size).toBe(1);
    }
  });
});

/** Whether a picture has ink in its outermost pixels. */
function inkAtEdge({ data, width, height }: Shown): boolean {
  const alpha = (x: number, y: number) => data[(y * width + x) * 4 + 3] ?? 0;
  const across = Array.from({ length: width }, (_, x) => Math.max(alpha(x, 0), alpha(x, height - 1)));
  const down = Array.from({ length: height }, (_, y) => Math.max(alpha(0, y), alpha(width - 1, y)));
  return Math.max(...across, ...down) > 40;
}
