import { describe, expect, test } from "vitest";
import type { SongLyrics, TimedWord } from "../../worker/domain/lyrics.ts";
import { linesInClip } from "../../worker/lyrics/in-clip.ts";
import { songLines } from "../../worker/lyrics/song-lines.ts";

const sung = (line: string, from: number, pace = 0.4): TimedWord[] =>
  line.split(" ").map((text, at) => ({ text, start: from + at * pace, end: from + (at + 0.9) * pace }));
const HEARD = [
  ...sung("leave the porchlight on for me", 10),
  ...sung("I'm slower than I used to be", 14),
  ...sung("I know it's late I know it's long", 18),
];
const SONG = { durationSeconds: 60, heard: HEARD, loudness: [], loudnessStep: 1 };
const artist = (corrections: SongLyrics["corrections"] = {}): SongLyrics => ({
  wordsHash: "words",
  source: "artist",
  lines: ["Leave the porchlight on for me", "I'm slower than I used to be", "I know it's late, I know it's long"].map(
    (text) => ({ text }),
  ),
  corrections,
});
const starts = (lyrics: SongLyrics | null) => songLines(lyrics, SONG).lines.map(({ words }) => words[0]?.start ?? null);

describe("a song without lyrics from the artist", () => {
  test("has the lines that were heard, broken where the singer pauses, and is less sure of them", () => {
    const { source, lines, fit } = songLines(null, SONG);
    expect({ source, fit }).toEqual({ source: "transcribed", fit: null });
    expect(lines.map(({ text, timed }) => [text, timed])).toEqual([
      ["leave the porchlight on for me", "words"],
      ["I'm slower than I used to be", "words"],
      ["I know it's late I know it's long", "words"],
    ]);
    for (const { confidence } of lines) expect(confidence).toBeLessThan(1);
  });

  test("shows nothing that was heard in silence", () => {
    const loudness = Array.from({ length: 60 }, (_, second) => (second < 14 ? -70 : -20));
    const { lines } = songLines(null, { ...SONG, loudness });
    expect(lines.map(({ timed }) => timed)).toEqual(["none", "words", "words"]);
  });

  test("has no lines where nothing is sung", () => {
    expect(songLines(null, { ...SONG, heard: [] }).lines).toEqual([]);
  });

  test("shows lines that nobody can sing so fast as a whole, or not at all", () => {
    const { lines } = songLines(null, { ...SONG, heard: sung("thank you so much for watching everybody", 10, 0.03) });
    expect(lines.map(({ timed }) => timed)).not.toContain("words");
  });

  test("in a script without spaces has lines without them", () => {
    const heard = ["夜の", "バスに", "乗って"].map((text, at) => ({ text, start: 10 + at, end: 10.9 + at }));
    expect(songLines(null, { ...SONG, heard }).lines[0]?.text).toBe("夜のバスに乗って");
  });

  test("can have a line set right: what is alike stays where it is", () => {
    const lyrics: SongLyrics = {
      wordsHash: "",
      source: "transcribed",
      lines: [],
      corrections: { 2: { text: "I'm lower than I used to be" } },
    };
    const { lines } = songLines(lyrics, SONG);
    expect(lines[1]?.words.map(({ text }) => text)).toEqual(["I'm", "lower", "than", "I", "used", "to", "be"]);
    expect(lines[1]?.words[2]?.start).toBeCloseTo(14.8, 1);
  });
});

describe("a correction", () => {
  test("of a text has its words found anew", () => {
    const { lines } = songLines(artist({ 1: { text: "Leave that porchlight on for me" } }), SONG);
    expect(lines[0]).toMatchObject({ text: "Leave that porchlight on for me", timed: "words" });
    expect(lines[0]?.words[2]?.start).toBeCloseTo(10.8, 1);
  });

  test("of a start moves the line, and makes it certain", () => {
    expect(starts(artist({ 2: { start: 15 } }))).toEqual([expect.closeTo(10, 1), 15, expect.closeTo(18, 1)]);
    expect(songLines(artist({ 2: { start: 15 } }), SONG).lines[1]).toMatchObject({ confidence: 1, timed: "words" });
  });

  test("of an end stretches the line", () => {
    const line = songLines(artist({ 2: { start: 14, end: 17.5 } }), SONG).lines[1];
    expect([line?.words[0]?.start, line?.words.at(-1)?.end]).toEqual([14, 17.5]);
  });

  test("shows a line that was not heard", () => {
    const heard = HEARD.filter(({ start }) => start < 14 || start >= 18);
    const [, line] = songLines(artist({ 2: { start: 14.2 } }), { ...SONG, heard }).lines;
    expect(line).toMatchObject({ timed: "line", confidence: 1 });
    expect(line?.words[0]?.start).toBe(14.2);
  });

  test("makes others give way that would be out of order", () => {
    const { lines } = songLines(artist({ 3: { start: 12 } }), SONG);
    expect(lines.map(({ timed }) => timed)).toEqual(["words", "none", "words"]);
    expect(lines[2]?.words[0]?.start).toBe(12);
  });
});

describe("in a clip", () => {
  const { lines } = songLines(artist(), SONG);

  test("lines have times from its start, and only the words that are heard in it", () => {
    const { lines: shown, omitted } = linesInClip(lines, 11.2, 6);
    expect(shown.map(({ text, timed }) => [text, timed])).toEqual([
      ["on for me", "words"],
      ["I'm slower than I used to be", "words"],
    ]);
    expect(shown[0]?.words.map(({ start }) => start)).toEqual([0, 0.4, 0.8].map((start) => expect.closeTo(start, 1)));
    expect(omitted).toBe(0);
    for (const { start, end } of shown.flatMap(({ words }) => words)) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(6);
      expect(end - start).toBeGreaterThan(0.03);
    }
  });

  test("a whole line is shown where most of it is heard, and else not", () => {
    const whole = lines.map((line) => ({ ...line, timed: "line" as const }));
    expect(linesInClip(whole, 10.5, 4).lines.map(({ text }) => text)).toEqual(["Leave the porchlight on for me"]);
    expect(linesInClip(whole, 12, 5).lines.map(({ text }) => text)).toEqual(["I'm slower than I used to be"]);
  });

  test("lines that cannot be shown are counted where they are sung", () => {
    const unknown = lines.map((line, at) => (at === 1 ? { ...line, words: [], timed: "none" as const } : line));
    expect(linesInClip(unknown, 10, 12).omitted).toBe(1);
    expect(linesInClip(unknown, 40, 8)).toEqual({ lines: [], omitted: 0 });
  });
});
