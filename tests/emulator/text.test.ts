import { describe, expect, it } from "vitest";
import { answer } from "../../emulator/text/answer.ts";
import { BOUNDS, type CaptionLength, wordsIn } from "../../emulator/text/caption.ts";
import { BANKS, LONG_SENTENCES, MEDIUM_SENTENCES, SHORT_LINES } from "../../emulator/text/caption-words.ts";

const MOODS = ["aching", "hopeful", "restless", "numb", "electric"];
const LYRICS = [
  "hold the golden light in the hallway",
  "",
  "we were dancing, dancing at midnight",
  "não volta mais, meu amor",
];

const captionPrompt = (length: CaptionLength, number: number): string =>
  [
    "Write a caption.",
    "TASK: caption",
    `LENGTH: ${length}`,
    `MOOD: ${MOODS[number % MOODS.length]}`,
    `LYRICS: ${LYRICS[number % LYRICS.length]}`,
    `NOTES: run ${number}`,
  ].join("\n");

const captions = (length: CaptionLength): string[] =>
  Array.from({ length: 400 }, (_, number) => answer(captionPrompt(length, number), "seed"));

describe.each(["short", "medium", "long"] as const)("a %s caption", (length) => {
  const { words, characters } = BOUNDS[length];

  it("keeps to its length, over many prompts", () => {
    for (const caption of captions(length)) {
      expect(wordsIn(caption), caption).toBeGreaterThanOrEqual(words[0]);
      expect(wordsIn(caption), caption).toBeLessThanOrEqual(words[1]);
      expect(caption.length, caption).toBeLessThanOrEqual(characters);
    }
  });

  it("has nothing left of its template, no quotes and no line breaks", () => {
    for (const caption of captions(length)) expect(caption).not.toMatch(/[{}"“”\n]|undefined/);
  });

  it("is the same for the same prompt and different for nearly every other", () => {
    const all = captions(length);
    expect(captions(length)).toEqual(all);
    expect(new Set(all).size).toBeGreaterThan(all.length * 0.7);
  });
});

describe("a caption", () => {
  it("is made of templates that only name banks that exist", () => {
    for (const template of [...SHORT_LINES, ...MEDIUM_SENTENCES, ...LONG_SENTENCES]) {
      for (const [, name] of template.matchAll(/\{(\w+)\}/g)) expect([...Object.keys(BANKS), "word"]).toContain(name);
    }
  });

  it("has an emoji sometimes, never when the prompt wants none", () => {
    const emoji = /\p{Extended_Pictographic}/u;
    expect(captions("short").some((caption) => emoji.test(caption))).toBe(true);
    for (let number = 0; number < 200; number++) {
      const caption = answer(`${captionPrompt("short", number)}\n- No hashtags, no emoji, no song title.`, "seed");
      expect(caption).not.toMatch(emoji);
    }
  });

  it("takes up a word of the lyrics now and then", () => {
    expect(captions("medium").some((caption) => /golden|light|hallway|dancing|midnight/.test(caption))).toBe(true);
  });
});

describe("the moments of a song", () => {
  const prompt = (lines: number, seconds = 180): string =>
    `TASK: moments\nSONG SECONDS: ${seconds}\n${Array.from({ length: lines }, (_, index) => `[${((index + 1) * (seconds / (lines + 1))).toFixed(2)}] line ${index} of the song`).join("\n")}`;
  const ask = (text: string, seed = "seed") => JSON.parse(answer(text, seed)) as { moments: Record<string, unknown>[] };

  it("are three to five, start where a line starts, and are spread over the song", () => {
    for (let seed = 0; seed < 50; seed++) {
      const text = prompt(40);
      const { moments } = ask(text, String(seed));
      expect(moments.length).toBeGreaterThanOrEqual(3);
      expect(moments.length).toBeLessThanOrEqual(5);
      const starts = moments.map(({ startSeconds }) => Number(startSeconds));
      for (const start of starts) expect(text).toContain(`[${start.toFixed(2)}]`);
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
      expect((starts.at(-1) ?? 0) - (starts[0] ?? 0)).toBeGreaterThan(60);
      expect(Math.max(...starts)).toBeLessThan(176);
    }
  });

  it("say what is sung, why, in which mood, and how much of everyone is in it", () => {
    for (const moment of ask(prompt(40)).moments) {
      expect(moment).toEqual({
        startSeconds: expect.any(Number),
        lyrics: expect.stringMatching(/^line \d+ of the song/),
        reason: expect.any(String),
        mood: expect.any(String),
        hasLyrics: true,
        relatability: expect.any(Number),
      });
      expect(moment.relatability).toBeGreaterThanOrEqual(1);
      expect(moment.relatability).toBeLessThanOrEqual(10);
    }
  });

  it("of a song with few words are as many as there are", () => {
    expect(ask(prompt(2)).moments.length).toBe(2);
  });

  it("of an instrumental have no lyrics and do not begin at second 0", () => {
    const { moments } = ask(prompt(0));
    expect(moments).toHaveLength(3);
    for (const moment of moments) expect(moment).toMatchObject({ hasLyrics: false, lyrics: "" });
    expect(Number(moments[0]?.startSeconds)).toBeGreaterThan(10);
  });
});

describe("anything else", () => {
  it("is answered with a sentence about it", () => {
    expect(answer("What is a chorus?", "seed")).toMatch(/What is a chorus\.$/);
  });
});
