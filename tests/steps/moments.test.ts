import { describe, expect, test } from "vitest";
import { PermanentError } from "../../worker/domain/failure.ts";
import { moments, readJudgements } from "../../worker/steps/moments.ts";
import { analysisOf } from "./analyses.ts";
import { asked, contextOf, noteOf, outcome, said, sung } from "./contexts.ts";

const words = [
  ...sung("leave the porchlight on for me tonight", 10.2),
  ...sung("i was never good at coming home", 30.2),
  ...sung("count the cups and turn the key", 50.2),
];
const analysis = analysisOf();
const context = contextOf({ analysis, outputs: { listen: { words } } });
const act = (...answers: string[]) => moments.next(context, answers.map(said));

const item = (number: unknown, extra: object = {}) => ({
  number,
  reason: "it turns",
  mood: "aching",
  relatability: 8,
  ...extra,
});
const json = (numbers: unknown[], extra: object = {}) =>
  JSON.stringify({ moments: numbers.map((number) => item(number, extra)) });
const good = json([1, 2]);

describe("a song with words", () => {
  test("is put to the model as the stretches in which something is sung, the same for every run of it", () => {
    const { input, salt } = asked(act(), "write");
    expect(salt).toBe("");
    const lines = input.prompt.split("\n").filter((line) => /^\d+\. /.test(line));
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(input.prompt).toMatch(/^1\. \[\d+\.\d\d\] \S/m);
    expect(lines.join(" ")).toContain("leave the porchlight on for me tonight");
    expect(input.temperature).toBeLessThan(0.5);
    const other = contextOf({
      analysis,
      seed: 99,
      request: { lipsync: true, duration: 30 },
      outputs: { listen: { words } },
    });
    expect(moments.next(other, [])).toEqual(act());
  });

  test("of a quarter of an hour makes no longer prompt than the estimate says", () => {
    const endless = contextOf({
      song: { durationSeconds: 900 },
      analysis: analysisOf({ seconds: 900 }),
      outputs: { listen: { words: sung("antidisestablishmentarianism ".repeat(1700).trim(), 0.2) } },
    });
    const { prompt } = asked(moments.next(endless, []), "write").input;
    const [largest] = moments.paid?.calls(endless) ?? [];
    expect(prompt.length).toBeLessThanOrEqual(
      String(largest && "prompt" in largest.input && largest.input.prompt).length,
    );
  });

  test("ranks what the model chose first, in the model's words, and keeps all other moments", () => {
    const found = outcome(act(json([2], { relatability: 10, reason: "everyone has left", mood: "wistful" }))).moments;
    const [best] = found;
    const line = asked(act(), "write").input.prompt.match(/^2\. \[(\d+\.\d\d)\]/m);
    expect(best?.startSeconds.toFixed(2)).toBe(line?.[1]);
    expect(best).toMatchObject({ reason: "everyone has left", mood: "wistful", relatability: 10, hasLyrics: true });
    expect(found.map(({ id }) => id).sort()).toEqual(
      outcome(act("nothing", "nothing"))
        .moments.map(({ id }) => id)
        .sort(),
    );
    expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).sort((a, b) => b - a));
  });

  test.each([
    ["in a fence", `\`\`\`json\n${good}\n\`\`\``],
    ["after a sentence", `Here you go:\n\n${good}\n\nEnjoy.`],
    ["with numbers as texts", json(["1", "2"], { relatability: "9" })],
    ["without what is not needed", '{"moments":[{"number":1},{"number":2}]}'],
    ["with a relatability off the scale", json([1, 2], { relatability: 400 })],
    ["that breaks off", `${good.slice(0, -2)},{"number":3,"rea`],
  ])("reads an answer %s", (_, text) => {
    const read = readJudgements(text);
    expect([...read.keys()]).toEqual([1, 2]);
    for (const { relatability } of read.values()) {
      expect(relatability).toBeGreaterThanOrEqual(1);
      expect(relatability).toBeLessThanOrEqual(10);
    }
  });

  test.each([
    ["no mood", item(3, { mood: null }), [1, 3]],
    ["a time for a number", item("0:42"), [1]],
    ["no number", item(null), [1]],
    ["a number that there is not", item(-1), [1]],
    ["relatability in words", item(3, { relatability: "very" }), [1, 3]],
    ["a list for a reason", item(3, { reason: ["a"] }), [1, 3]],
    ["a number that came before", item(1, { mood: "other" }), [1]],
  ])("an item with %s costs no other item", (_, wrong, read) => {
    const judgements = readJudgements(JSON.stringify({ moments: [item(1), wrong] }));
    expect([...judgements.keys()]).toEqual(read);
    expect(judgements.get(1)?.mood).toBe("aching");
  });

  describe.each([
    ["not JSON", "I would choose the chorus."],
    ["empty", ""],
    ["another object", '{"chorus": 12}'],
    ["numbers in words", json(["the chorus", "the bridge"])],
  ])("answered with %s", (_, text) => {
    test("is asked once more, told what was wrong", () => {
      const again = asked(act(text), "write").input.prompt;
      expect(again).toContain(asked(act(), "write").input.prompt);
      expect(again).toContain("Your last answer could not be used");
    });

    test("uses a second answer that is good", () => {
      expect(noteOf(act(text, good))).toBeNull();
    });

    test("is ranked by its music after a second answer like it, and says so", () => {
      expect(outcome(act(text, text)).moments.length).toBeGreaterThanOrEqual(10);
      expect(noteOf(act(text, text))).toMatch(/music alone/);
    });
  });

  test("with few sung moments is not asked about", () => {
    const short = contextOf({
      song: { durationSeconds: 12 },
      analysis: analysisOf({ seconds: 12 }),
      outputs: { listen: { words: sung("leave the porchlight on for me tonight my love", 1.2) } },
    });
    const action = moments.next(short, []);
    expect(outcome(action).moments.length).toBeGreaterThan(0);
    expect(noteOf(action)).toMatch(/too few moments/);
  });
});

describe("an instrumental", () => {
  test("is ranked by its music, and no model is asked", () => {
    const sections = [
      { start: 0, end: 44, energy: 0.3, change: 0 },
      { start: 44, end: 80, energy: 1, change: 0.8 },
    ];
    const instrumental = contextOf({
      analysis: analysisOf({ sections, lufsAt: (time) => (time < 44 ? -24 : -8) }),
      outputs: { listen: { words: sung("oh oh oh", 3.2) } },
    });
    const action = moments.next(instrumental, []);
    expect(outcome(action).moments[0]?.startSeconds).toBeCloseTo(44, 1);
    expect(noteOf(action)).toMatch(/instrumental/);
  });

  test("that was stored before songs were analyzed has the loudest of its seconds first", () => {
    const loudness = Array.from({ length: 80 }, (_, second) => (second >= 44 && second < 52 ? -8 : -24));
    const older = contextOf({ song: { loudness }, outputs: { listen: { words: [] } } });
    expect(outcome(moments.next(older, [])).moments[0]?.startSeconds).toBeCloseTo(44, 0);
  });
});

test("a song in which words are heard in silence alone is an instrumental", () => {
  const silences = [{ start: 40, end: 80 }];
  const heard = sung("thank you for watching and do not forget to subscribe", 45);
  const action = moments.next(
    contextOf({ analysis: analysisOf({ silences }), outputs: { listen: { words: heard } } }),
    [],
  );
  expect(noteOf(action)).toMatch(/instrumental/);
});

test("a song in which nothing can be heard fails for good, and asks nobody", () => {
  const silent = contextOf({
    analysis: analysisOf({ silences: [{ start: 0, end: 80 }] }),
    outputs: { listen: { words: [] } },
  });
  expect(() => moments.next(silent, [])).toThrow(PermanentError);
});
