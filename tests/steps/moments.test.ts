import { describe, expect, test } from "vitest";
import {
  loudestMoments,
  lyricsBetween,
  MAX_TRANSCRIPT_LENGTH,
  moments,
  readMoments,
  transcriptLines,
} from "../../worker/steps/moments.ts";
import type { Word } from "../../worker/steps/step.ts";
import { asked, contextOf, noteOf, outcome, said, sung } from "./contexts.ts";

const words = [
  ...sung("leave the porchlight on for me tonight", 10),
  ...sung("i was never good at coming home", 30),
  ...sung("count the cups and turn the key", 50),
];
const context = contextOf({ outputs: { listen: { words } } });
const json = (starts: unknown[], extra: object = {}) =>
  JSON.stringify({
    moments: starts.map((startSeconds) => ({
      startSeconds,
      lyrics: "made up",
      reason: "it turns",
      mood: "aching",
      hasLyrics: true,
      relatability: 8,
      ...extra,
    })),
  });
const good = json([10, 30, 50]);

describe("a song with words", () => {
  test("is put to the model with its length and its lines, the same for every run of it", () => {
    const { input, salt } = asked(moments.next(context, []), "write");
    expect(salt).toBe("");
    expect(input.prompt).toContain("the song lasts 80.00 seconds");
    expect(input.prompt).toContain("[10.00] leave the porchlight on for me tonight");
    expect(input.temperature).toBeLessThan(0.5);
    const other = contextOf({ seed: 99, request: { lipsync: true }, outputs: { listen: { words } } });
    expect(moments.next(other, [])).toEqual(moments.next(context, []));
  });

  test("of more words than a prompt may hold loses its last lines", () => {
    const endless = contextOf({
      outputs: { listen: { words: sung("antidisestablishmentarianism ".repeat(3000).trim(), 0) } },
    });
    const { prompt } = asked(moments.next(endless, []), "write").input;
    expect(prompt.length).toBeLessThan(MAX_TRANSCRIPT_LENGTH + 2000);
    expect(prompt).toMatch(/\[0\.00\] anti.*ism\n<\/transcript>/s);
  });

  test("gets the moments of the answer, starts a breath before a real word, lyrics read off the transcript", () => {
    const found = outcome(moments.next(context, [said(json([10.4, 29.2, 53.9]))])).moments;
    expect(found).toEqual([
      {
        startSeconds: 10.35,
        lyrics: "porchlight on for me tonight".replace(/^/, "the "),
        reason: "it turns",
        mood: "aching",
        hasLyrics: true,
        relatability: 8,
      },
      expect.objectContaining({ startSeconds: 29.85, lyrics: "i was never good at coming home" }),
      expect.objectContaining({ startSeconds: 52.85, lyrics: "key" }),
    ]);
  });

  test.each([
    ["in a fence", `\`\`\`json\n${good}\n\`\`\``],
    ["in a fence without a name", `\`\`\`\n${good}\n\`\`\``],
    ["after a sentence", `Here you go:\n\n${good}\n\nEnjoy.`],
    ["with numbers as texts", json(["10", "30.0", "50"], { relatability: "9" })],
    ["without what is not needed", '{"moments":[{"startSeconds":10},{"startSeconds":30},{"startSeconds":50}]}'],
    ["with a relatability off the scale", json([10, 30, 50], { relatability: 400 })],
    ["with a relatability in words", json([10, 30, 50], { relatability: "very" })],
  ])("reads an answer %s", (_, text) => {
    const found = outcome(moments.next(context, [said(text)])).moments;
    expect(found.map(({ startSeconds }) => startSeconds)).toEqual([9.85, 29.85, 49.85]);
    for (const { relatability } of found) {
      expect(relatability).toBeGreaterThanOrEqual(1);
      expect(relatability).toBeLessThanOrEqual(10);
    }
  });

  test("takes five moments at most, and none twice", () => {
    const many = json([10, 10.1, 11, 12, 30, 31, 32, 50, 51]);
    const found = outcome(moments.next(context, [said(many)])).moments;
    expect(found).toHaveLength(5);
    expect(new Set(found.map(({ startSeconds }) => startSeconds)).size).toBe(5);
  });

  describe.each([
    ["not JSON", "I would choose the chorus."],
    ["empty", ""],
    ["half of it", good.slice(0, -20)],
    ["another object", '{"chorus": 12}'],
    ["too few moments", json([10, 30])],
    ["the same moment over and over", json([10, 10, 10.1])],
    ["moments after the end", json([100, 200, 300])],
    ["negative starts", json([-1, -2, -3])],
    ["starts in words", json(["the chorus", "the bridge", "the end"])],
  ])("answered with %s", (_, text) => {
    test("is asked once more, told what was wrong", () => {
      const again = asked(moments.next(context, [said(text)]), "write");
      const first = asked(moments.next(context, []), "write");
      expect(again.input.prompt).toContain(first.input.prompt);
      expect(again.input.prompt).toContain("Your last answer could not be used");
    });

    test("uses a second answer that is good", () => {
      const action = moments.next(context, [said(text), said(good)]);
      expect(outcome(action).moments).toHaveLength(3);
      expect(noteOf(action)).toBeNull();
    });

    test("falls back on loudness after a second answer like it, and says so", () => {
      const action = moments.next(context, [said(text), said(text)]);
      expect(outcome(action).moments.length).toBeGreaterThanOrEqual(3);
      expect(noteOf(action)).toMatch(/loudness/);
    });
  });

  test("a clip never runs past the end of the song", () => {
    const late = sung("one two three four five six seven eight nine", 75);
    for (const { startSeconds } of readMoments(json([75, 77, 79]), late, 80))
      expect(startSeconds).toBeLessThanOrEqual(72);
  });

  test("words of every language stay as they are sung", () => {
    const verse = [
      ...sung("夜 の 街 で 君 を 待つ", 10),
      ...sung("где же ты теперь", 30),
      ...sung("où es-tu, dis-moi", 50),
    ];
    const found = outcome(moments.next(contextOf({ outputs: { listen: { words: verse } } }), [said(good)])).moments;
    expect(found.map(({ lyrics }) => lyrics)).toEqual([
      "夜 の 街 で 君 を 待つ",
      "где же ты теперь",
      "où es-tu, dis-moi",
    ]);
  });
});

describe("an instrumental", () => {
  const loudness = Array.from({ length: 80 }, (_, second) => (second >= 44 && second < 52 ? -8 : -24));
  const act = (listened = { words: sung("oh oh oh", 3) }) =>
    moments.next(contextOf({ song: { loudness }, outputs: { listen: listened } }), []);
  const instrumental = (listened?: { words: Word[] }) => outcome(act(listened));

  test("starts with its loudest stretch, and no model is asked", () => {
    const found = instrumental();
    expect(found.moments[0]).toMatchObject({ startSeconds: 44, hasLyrics: false, lyrics: "" });
    expect(noteOf(act())).toMatch(/instrumental/);
    expect(instrumental({ words: [] }).moments[0]?.startSeconds).toBe(44);
  });

  test("has up to five moments that do not overlap, all within the song", () => {
    const starts = instrumental().moments.map(({ startSeconds }) => startSeconds);
    expect(starts).toHaveLength(5);
    const sorted = starts.toSorted((a, b) => a - b);
    for (const [at, start] of sorted.entries()) {
      expect(start - (sorted[at - 1] ?? -8)).toBeGreaterThanOrEqual(8);
      expect(start + 8).toBeLessThanOrEqual(80);
    }
  });

  test("that is as loud everywhere does not start at second 0", () => {
    for (const flat of [Array.from({ length: 80 }, () => -14), []]) {
      const [first] = loudestMoments(flat, 80, []);
      expect(first?.startSeconds).toBeGreaterThan(8);
    }
  });

  test("power is averaged, as the ear does: one loud second outweighs steady murmur", () => {
    const spike = Array.from({ length: 80 }, (_, second) => (second === 60 ? -6 : second < 20 ? -16 : -70));
    const [first] = loudestMoments(spike, 80, []);
    expect(first?.startSeconds).toBeGreaterThan(52);
    expect(first?.startSeconds).toBeLessThanOrEqual(60);
  });

  test("shorter than a clip has one moment, its beginning", () => {
    expect(loudestMoments([-14, -14, -14], 3.2, []).map(({ startSeconds }) => startSeconds)).toEqual([0]);
  });
});

test("lines break where the singer pauses, and after ten words", () => {
  const verse = [...sung("a b c d e f g h i j k l", 0), ...sung("m n", 8)];
  expect(transcriptLines(verse)).toEqual(["[0.00] a b c d e f g h i j", "[5.00] k l", "[8.00] m n"]);
});

test("lyrics of a stretch are the words that are sung within it", () => {
  expect(lyricsBetween(sung("a b c d", 10), 10.5, 11.5)).toBe("b c");
});
