/** Sung words in finished files: on their frame, apart from the caption, and none where nothing is to be drawn. */
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { RenderJob } from "../../../renderer/contract/job.ts";
import type { Rate } from "../../../renderer/src/probe.ts";
import { ffprobe, video } from "../sources.ts";
import { deliveredBy, leftovers, SMALL, type Stage, stage } from "../stage.ts";
import { type JobLine, sung } from "./corpus.ts";
import { BELOW_IS_STILL, readBack } from "./readback.ts";

let on: Stage;
beforeAll(async () => {
  on = await stage();
});
afterEach(() => expect(leftovers(on)).toEqual([]));

const LINES: JobLine[] = [sung("Wait for me", 0.13, 0.21), sung("I will be there soon", 0.86, 0.19)];
const SECONDS = 2;

const CASES = [
  { style: "highlight", rate: [30_000, 1001], width: SMALL.width },
  // How far words are filled cannot be read from so few pixels.
  { style: "fill", rate: [24, 1], width: 720 },
] as const;

describe("each word is seen from its frame on", () => {
  it.each(CASES)("$style at $rate frames a second", async ({ style, rate, width }) => {
    const name = `${style}.mp4`;
    await video(`${on.media}/${name}`, {
      rate: `${rate[0]}/${rate[1]}`,
      seconds: SECONDS + 0.2,
      filters: BELOW_IS_STILL,
    });
    const lyrics = { style, lines: LINES };
    const job = on.job(name, { lyrics, output: { width: 720, height: 1280, durationSeconds: SECONDS } });
    const result = width === 720 ? (await on.post("/render", job)).result : await on.renderSmall(job);
    expect(result?.warnings).toEqual([]);
    const path = deliveredBy(on, job);
    const { streams } = await ffprobe(path);
    const frames = Math.round((SECONDS * rate[0]) / rate[1]);
    expect(Number(streams[0]?.nb_frames)).toBe(frames);
    const words = await readBack(path, lyrics, { rate: [...rate] as Rate, frames, width });
    expect(words.map(({ text }) => text)).toEqual(LINES.flatMap((line) => line.words.map(({ text }) => text)));
    expect(words.map(({ seen }) => seen)).toEqual(words.map(({ due }) => due));
  });
});

const lyricsOf = (lines: JobLine[]): RenderJob["lyrics"] => ({ style: "highlight", lines });

it("a picture that stands still is told, whatever is sung over it", async () => {
  await video(`${on.media}/still.mp4`, { seconds: 1.2, filters: "drawbox=color=teal:t=fill" });
  const job = on.job("still.mp4", { lyrics: lyricsOf([sung("and so it goes", 0, 0.2)]) });
  await expect(on.renderSmall(job)).rejects.toMatchObject({ code: "gate_frozen" });
});

it("a picture that is black is told, whatever is drawn over it", async () => {
  await video(`${on.media}/black.mp4`, { seconds: 1.2, filters: "drawbox=color=black:t=fill" });
  const caption = { text: "can you see me?", style: "clean", placement: "lower" } as const;
  await expect(on.renderSmall(on.job("black.mp4", { caption }))).rejects.toMatchObject({ code: "gate_black" });
});

const REFUSED: [string, unknown][] = [
  ["words out of order", [{ ...sung("one two"), words: [...sung("one two").words].reverse() }]],
  ["lines out of order", [sung("one", 3), sung("two", 1)]],
  ["a word that ends before it starts", [{ ...sung("one"), words: [{ text: "one", start: 1, end: 0.5 }] }]],
  ["a word without text", [{ ...sung("one"), words: [{ text: "", start: 0, end: 1 }] }]],
  ["a line without words", [{ ...sung("one"), words: [] }]],
  ["more words than a minute has", Array.from({ length: 11 }, () => sung("la ".repeat(200).trim(), 0, 0.01))],
];

it.each(REFUSED)("%s are refused before anything is done", async (_, lines) => {
  const { status, error } = await on.post("/render", on.job("none.mp4", { lyrics: lyricsOf(lines as JobLine[]) }));
  expect({ status, code: error?.code }).toEqual({ status: 400, code: "invalid_job" });
  expect(error?.message).toMatch(/lyrics/);
});
