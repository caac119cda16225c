/** Where clips of a song begin and end. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DURATIONS } from "../../worker/domain/run.ts";
import { chooseMoments } from "../../worker/steps/music/choose.ts";
import { HeardSong, heardWords } from "../../worker/steps/music/heard-song.ts";
import { heardSongOf } from "../../worker/steps/music/heard-song-of.ts";
import { analysisOfSeconds } from "../../worker/steps/music/older-song.ts";
import { stretchOf } from "../../worker/steps/music/stretch.ts";
import type { Word } from "../../worker/steps/step.ts";
import { analysisOf } from "./analyses.ts";
import { contextOf, sung } from "./contexts.ts";

const starts = (song: HeardSong) =>
  chooseMoments(song)
    .moments.map(({ startSeconds }) => startSeconds)
    .sort((a, b) => a - b);

/** A verse every eight seconds, without a pause within. */
const verses = (seconds: number, first = 4): Word[] =>
  Array.from({ length: Math.floor((seconds - first) / 8) }, (_, verse) =>
    sung("leave the porchlight on for me", first + verse * 8, 0.5).map((word) => ({ ...word, end: word.start + 0.5 })),
  ).flat();

describe("a song", () => {
  test("of three minutes has fifteen moments and more, and one of a quarter of an hour no more than forty", () => {
    for (const words of [[], verses(180)]) {
      expect(starts(new HeardSong(analysisOf({ seconds: 180 }), words)).length).toBeGreaterThanOrEqual(15);
    }
    expect(starts(new HeardSong(analysisOf({ seconds: 900 }), verses(900)))).toHaveLength(40);
  });

  test("has no two moments that share more than a third of the shortest clip", () => {
    const song = new HeardSong(analysisOf({ seconds: 180 }), verses(180));
    const found = starts(song);
    for (const [place, start] of found.slice(1).entries()) {
      expect(start - (found[place] ?? 0)).toBeGreaterThanOrEqual(16 / 3 - 1e-6);
    }
  });

  test("has moments that are good for the lengths that fit behind them", () => {
    for (const { startSeconds, lengths } of chooseMoments(new HeardSong(analysisOf(), [])).moments) {
      expect(lengths.map(({ seconds }) => seconds)).toEqual(DURATIONS.filter((each) => startSeconds + each <= 80));
    }
  });

  test("that is shorter than a clip has one, its beginning", () => {
    const { moments } = chooseMoments(new HeardSong(analysisOf({ seconds: 5 }), []));
    expect(moments).toMatchObject([{ startSeconds: 0, lengths: [{ seconds: 8, soundSeconds: 5 }] }]);
  });

  test("in which nothing can be heard has none", () => {
    expect(starts(new HeardSong(analysisOf({ silences: [{ start: 0, end: 80 }] }), []))).toEqual([]);
    expect(starts(new HeardSong(analysisOf({ lufsAt: () => -58 }), []))).toEqual([]);
  });

  test("of which only the end can be heard has its moments there", () => {
    const found = starts(new HeardSong(analysisOf({ seconds: 74, silences: [{ start: 0, end: 60 }] }), []));
    expect(found.length).toBeGreaterThan(0);
    for (const start of found) expect(start).toBeGreaterThanOrEqual(59.9);
  });

  test("has a moment where a loud part begins, whatever has to make room", () => {
    const sections = [
      { start: 0, end: 30, energy: 0.3, change: 0 },
      { start: 30, end: 80, energy: 1, change: 0.8 },
    ];
    const song = new HeardSong(analysisOf({ sections, lufsAt: (time) => (time < 30 ? -24 : -12) }), []);
    const [best] = chooseMoments(song).moments;
    expect(best?.startSeconds).toBeCloseTo(30, 1);
    expect(best?.why).toContain("a new part begins");
  });

  test("ranks a line that comes back before one that does not", () => {
    const words = [
      ...sung("count the cups and turn the key around", 2.1),
      ...[22.1, 42.1, 62.1].flatMap((start) => sung("leave the porchlight on for me tonight", start)),
    ];
    const { moments } = chooseMoments(new HeardSong(analysisOf(), words));
    const scoreNear = (seconds: number) =>
      moments.find(({ startSeconds }) => Math.abs(startSeconds - seconds) < 1)?.score ?? 0;
    expect(scoreNear(42)).toBeGreaterThan(scoreNear(2));
  });
});

describe("a clip begins", () => {
  test("on a bar, where nothing is sung", () => {
    for (const start of starts(new HeardSong(analysisOf(), []))) {
      expect(Math.abs(start - 2 * Math.round(start / 2))).toBeLessThanOrEqual(0.04);
    }
  });

  test("a breath before a phrase that begins off the bar", () => {
    // Every bar but one is sung over.
    const words = sung("one two three four five six seven eight nine ten", 11.3, 2).map((word) => ({
      ...word,
      end: word.start + 1.5,
    }));
    const song = new HeardSong(analysisOf({ seconds: 30 }), words);
    const found = starts(song).filter((start) => start > 9 && start < 30);
    expect(found.length).toBeGreaterThan(0);
    for (const start of found) {
      const next = words.find((word) => word.start >= start);
      const breath = (next?.start ?? 0) - start;
      expect(stretchOf(song, start, 8).brokenAtStart).toBeUndefined();
      if (Math.abs(start - 2 * Math.round(start / 2)) > 0.04) {
        expect(breath).toBeGreaterThanOrEqual(0.08 - 1e-6);
        expect(breath).toBeLessThanOrEqual(0.4 + 1e-6);
      }
    }
  });

  test("between two words of a rap without a pause, and says so", () => {
    const words = Array.from({ length: 260 }, (_, at) => ({
      text: `w${at}`,
      start: 0.05 + at * 0.3,
      end: 0.35 + at * 0.3,
    }));
    const song = new HeardSong(analysisOf({ bpm: 97 }), words);
    const { moments } = chooseMoments(song);
    expect(moments.length).toBeGreaterThanOrEqual(7);
    for (const { startSeconds, warnings } of moments) {
      expect(stretchOf(song, startSeconds, 8).brokenAtStart).toBeUndefined();
      if (stretchOf(song, startSeconds, 8).place === "word") expect(warnings.join()).toContain("neither on a bar");
    }
  });

  test("where the sound rises, in an instrumental without beats", () => {
    const song = new HeardSong(analysisOf({ bpm: null, lufsAt: (time) => (time % 20 < 10 ? -30 : -14) }), []);
    const best = chooseMoments(song).moments.slice(0, 2);
    for (const { startSeconds, warnings } of best) {
      expect(Math.abs((startSeconds % 20) - 10)).toBeLessThanOrEqual(1);
      expect(warnings).toEqual([]);
    }
  });
});

describe("a clip ends", () => {
  const word = (start: number, end: number): Word => ({ text: "home", start, end });

  test("in full where no word is sung, faded out where it is off the bar", () => {
    const song = new HeardSong(analysisOf({ bpm: 100 }), []);
    expect(stretchOf(song, 0, 8)).toMatchObject({ soundSeconds: 8, fadeOut: 0.3, endsOnBar: false });
    expect(stretchOf(new HeardSong(analysisOf(), []), 0, 8)).toMatchObject({ fadeOut: 0.03, endsOnBar: true });
  });

  test("with silence before a word that it would break off, faded out until that begins", () => {
    const song = new HeardSong(analysisOf(), [word(7, 7.5), word(7.8, 8.4)]);
    const { soundSeconds, fadeOut, brokenAtEnd, words } = stretchOf(song, 0, 8);
    expect({ soundSeconds, brokenAtEnd }).toEqual({ soundSeconds: 7.8, brokenAtEnd: undefined });
    expect(fadeOut).toBeLessThanOrEqual(0.3);
    expect(words).toHaveLength(1);
  });

  test("within a long word, faded out, and says so", () => {
    const song = new HeardSong(analysisOf(), [word(6.5, 9)]);
    const { soundSeconds, fadeOut, brokenAtEnd } = stretchOf(song, 0, 8);
    expect({ soundSeconds, fadeOut }).toEqual({ soundSeconds: 8, fadeOut: 0.3 });
    expect(brokenAtEnd?.text).toBe("home");
  });

  test("with the song", () => {
    expect(stretchOf(new HeardSong(analysisOf({ seconds: 12 }), []), 7, 8).soundSeconds).toBe(5);
  });
});

test("fades last at most 0.3 s, and the first is over when the next word begins, whatever is sung", () => {
  const someWords = fc
    .array(fc.tuple(fc.double({ min: 0.01, max: 1.5, noNaN: true }), fc.double({ min: 0, max: 0.6, noNaN: true })), {
      maxLength: 120,
    })
    .map((spans) => {
      let time = 0.5;
      return spans.map(([length, pause], at): Word => {
        const start = time + pause;
        time = start + length;
        return { text: `w${at}`, start, end: time };
      });
    });
  fc.assert(
    fc.property(someWords, fc.constantFrom(61, 97, 120, 174, null), (words, bpm) => {
      const song = new HeardSong(analysisOf({ bpm }), words);
      const { moments, further } = chooseMoments(song);
      for (const { startSeconds, lengths } of [...moments, ...further]) {
        const next = song.words[song.wordFrom(startSeconds)];
        for (const { seconds, soundSeconds, fadeIn, fadeOut } of lengths) {
          expect(Math.max(fadeIn, fadeOut)).toBeLessThanOrEqual(0.3);
          expect(startSeconds + fadeIn).toBeLessThanOrEqual(Math.max(next?.start ?? 80, startSeconds + 0.01) + 0.002);
          expect(soundSeconds).toBeGreaterThanOrEqual(seconds - 0.5 - 0.002);
          expect(soundSeconds).toBeLessThanOrEqual(seconds);
          expect(startSeconds + seconds).toBeLessThanOrEqual(80);
        }
      }
    }),
    { numRuns: 60, seed: 13 },
  );
});

test("words that are heard in silence are none", () => {
  const words = [...sung("leave the light", 1), ...sung("thank you for watching", 20)];
  expect(heardWords(words, { silences: [{ start: 12, end: 40 }] }).map(({ text }) => text)).toEqual([
    "leave",
    "the",
    "light",
  ]);
});

test("a song that was stored before songs were analyzed is heard by its seconds", () => {
  const loudness = Array.from({ length: 80 }, (_, second) => (second < 40 ? -70 : -14));
  const analysis = analysisOfSeconds(80, loudness);
  expect(analysis).toMatchObject({ silences: [{ start: 0, end: 40 }], grid: null });
  for (const start of starts(new HeardSong(analysis, []))) expect(start).toBeGreaterThanOrEqual(39.5);
});

test("steps of a pass hear a song that is made ready once; another song, or what else is known of it, anew", () => {
  const words = sung("leave the porchlight on for me tonight", 10);
  const song = { ...contextOf().song, durationSeconds: 80, loudness: [-14] };
  const analysis = analysisOf();
  const heard = heardSongOf({ song, analysis }, words);
  expect(heardSongOf({ song: { ...song }, analysis }, words)).toBe(heard);
  expect(chooseMoments(heard)).toBe(chooseMoments(heard));
  const others = [
    heardSongOf({ song, analysis: analysisOf() }, words),
    heardSongOf({ song, analysis: null }, words),
    heardSongOf({ song: { ...song, durationSeconds: 40 }, analysis: null }, words),
    heardSongOf({ song: { ...song, durationSeconds: 40, loudness: [-20] }, analysis: null }, words),
    heardSongOf({ song, analysis }, [...words]),
  ];
  expect(new Set([heard, ...others]).size).toBe(6);
  expect(others.map(({ seconds }) => seconds)).toEqual([80, 80, 40, 40, 80]);
});
