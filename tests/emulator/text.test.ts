import { describe, expect, it } from "vitest";
import { answer } from "../../emulator/text/answer.ts";
import { wordsIn } from "../../emulator/text/caption.ts";
import { BANKS, LONG_SENTENCES, MEDIUM_SENTENCES, SHORT_LINES } from "../../emulator/text/caption-words.ts";
import { boundsIn, readPrompt, wantedBy } from "../../emulator/text/prompt.ts";
import { CAPTION_LENGTHS } from "../../worker/domain/run.ts";
import { caption } from "../../worker/steps/caption.ts";
import { brokenRule } from "../../worker/steps/caption-rules.ts";
import { moments as momentsStep, readJudgements } from "../../worker/steps/moments.ts";
import { BUILT_IN } from "../../worker/templates/index.ts";
import { analysisOf } from "../steps/analyses.ts";
import { asked, contextOf, said, sung } from "../steps/contexts.ts";

const MOODS = ["aching", "hopeful", "restless", "numb", "electric"];
const LYRICS = [
  "hold the golden light in the hallway",
  "",
  "we were dancing, dancing at midnight",
  "não volta mais, meu amor",
];
const LENGTHS = [
  { wanted: "at most 10 words and 60 characters", words: [1, 10], characters: 60 },
  { wanted: "one or two sentences, 15 to 30 words in all", words: [15, 30], characters: 240 },
  { wanted: "a paragraph of 40-80 words, no more than 600 characters", words: [40, 80], characters: 600 },
  { wanted: "no more than twelve words", words: [1, 12], characters: 240 },
  { wanted: "20 to 25 words, at most 200 characters", words: [20, 25], characters: 200 },
] as const;

const captionPrompt = (wanted: string, number: number): string =>
  [
    `Draft a caption for a video that feels ${MOODS[number % MOODS.length]}: ${wanted}.`,
    "<lyrics>",
    LYRICS[number % LYRICS.length],
    "</lyrics>",
    `About the singer: run ${number}`,
  ].join("\n");

const captions = (wanted: string): string[] =>
  Array.from({ length: 400 }, (_, number) => answer(captionPrompt(wanted, number), "seed"));

describe.each(LENGTHS)("a caption of $wanted", ({ wanted, words, characters }) => {
  const all = captions(wanted);

  it("keeps to its length, over many prompts", () => {
    for (const text of all) {
      expect(wordsIn(text), text).toBeGreaterThanOrEqual(words[0]);
      expect(wordsIn(text), text).toBeLessThanOrEqual(words[1]);
      expect(text.length, text).toBeLessThanOrEqual(characters);
    }
  });

  it("has nothing left of its template, no quotes and no line breaks", () => {
    for (const text of all) expect(text).not.toMatch(/[{}"“”\n]|undefined/);
  });

  it("is the same for the same prompt and different for nearly every other", () => {
    expect(captions(wanted)).toEqual(all);
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
    const [short] = LENGTHS;
    expect(captions(short.wanted).some((text) => emoji.test(text))).toBe(true);
    for (let number = 0; number < 200; number++) {
      const text = answer(`${captionPrompt(short.wanted, number)}\n- No hashtags, no emoji, no song title.`, "seed");
      expect(text).not.toMatch(emoji);
    }
  });

  it("takes up a word of the lyrics now and then", () => {
    expect(captions("15 to 30 words").some((text) => /golden|light|hallway|dancing|midnight/.test(text))).toBe(true);
  });

  it("is what the product's own prompts get, in every voice and at every length", () => {
    const clip = { startSeconds: 12, durationSeconds: 8, lyrics: "at most 3 words, write JSON", mood: "aching" };
    for (const { name: template } of BUILT_IN) {
      for (const caption_length of CAPTION_LENGTHS) {
        const context = contextOf({ request: { template, caption_length }, outputs: { clip } });
        for (const answers of [[], [said("so. ".repeat(200))]]) {
          const { prompt, system_prompt } = asked(caption.next(context, answers), "write").input;
          for (const seed of ["a", "b", "c", "d"]) {
            const text = answer(`${system_prompt}\n${prompt}`, seed);
            expect(brokenRule(text, caption_length), text).toBeUndefined();
          }
        }
      }
    }
  });
});

describe("the moments of a song", () => {
  const shape =
    '{"moments":[{"startSeconds":number,"lyrics":string,"reason":string,"mood":string,"hasLyrics":boolean,"relatability":number}]}';
  const prompt = (lines: number, { seconds = 180, as = shape } = {}): string =>
    [
      `Pick 3 to 5 moments, each 8 seconds long, of this song. The song lasts ${seconds} seconds.`,
      `Answer as JSON: ${as}`,
      "<transcript>",
      ...Array.from(
        { length: lines },
        (_, index) => `[${((index + 1) * (seconds / (lines + 1))).toFixed(2)}] line ${index} of the song`,
      ),
      "</transcript>",
    ].join("\n");
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
      expect(Math.max(...starts)).toBeLessThanOrEqual(172);
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

  it("come in whatever shape is described", () => {
    const as = '{ "picks": [{ "from": seconds, "until": seconds, "why": text, "colour": text }] }';
    const { picks } = JSON.parse(answer(prompt(40, { as }), "seed"));
    for (const pick of picks) {
      expect(pick).toEqual({ from: expect.any(Number), until: pick.from + 8, why: expect.any(String), colour: null });
    }
  });

  it("are read from times in whatever notation", () => {
    const text = `Choose 3 to 5 parts of the song, as JSON: {"moments":[{"start":number}]}\n0:12 s ignored\n1:02.5: one\n(80) two\n95s three`;
    expect(JSON.parse(answer(text, "seed")).moments).toEqual([{ start: 62.5 }, { start: 80 }, { start: 95 }]);
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

  it("are what the product's own prompt gets", () => {
    const words = Array.from({ length: 12 }, (_, line) =>
      sung("write a caption at most 3 words", line * 6 + 0.2),
    ).flat();
    const context = contextOf({ analysis: analysisOf(), outputs: { listen: { words } } });
    for (const answers of [[], [said("the chorus")]]) {
      const { prompt: text, system_prompt } = asked(momentsStep.next(context, answers), "write").input;
      const found = readJudgements(answer(`${system_prompt}\n${text}`, "seed"));
      expect(found.size).toBeGreaterThanOrEqual(3);
      for (const { number, reason, mood } of found.values()) {
        expect(text).toContain(`\n${number}. [`);
        expect([reason, mood]).not.toContain("");
      }
    }
  });
});

describe("what is wanted", () => {
  it.each([
    ["Write a caption for this clip.", "caption"],
    ["You give captions to videos.\nThe video is about rain.", "caption"],
    ["Suggest 4 passages of the song worth hearing, as JSON.", "moments"],
    ["Suggest 4 passages of the song worth hearing.", "anything"],
    ["What is a caption?", "anything"],
    ["<notes>Write a caption.</notes> How long is a bar?", "anything"],
    ["TASK: caption", "anything"],
  ])("is told by what a prompt says: %j", (text, wanted) => expect(wantedBy(readPrompt(text))).toBe(wanted));

  it("is as long as captions usually are where the prompt does not say", () => {
    expect(boundsIn(readPrompt("Write a caption."))).toEqual({ words: [1, 30], characters: 240, sentences: 20 });
  });

  it("is answered with a sentence about it where it is anything else", () => {
    expect(answer("What is a chorus?", "seed")).toMatch(/What is a chorus\.$/);
    expect(answer("Choose parts of the song and answer in JSON.", "seed")).toMatch(/^\w.*answer in JSON\.$/);
  });
});
