import { describe, expect, test } from "vitest";
import {
  brokenRule,
  CAPTION_BOUNDS,
  cleanCaption,
  countWords,
  lengthRule,
  trimCaption,
} from "../../worker/steps/caption-rules.ts";

const repeat = (count: number, word = "word") => Array.from({ length: count }, () => word).join(" ");

describe("words are counted", () => {
  test.each([
    ["leave it on", 3],
    ["don't you dare", 3],
    ["it's 3am — again", 3],
    ["l'amour n'existe pas", 3],
    ["i lied 🌙🖤", 2],
    ["one\ntwo", 2],
    ["ночь без сна", 3],
    ["나는 괜찮아", 2],
    ["ฉันคิดถึงเธอทุกคืน", 5],
    ["", 0],
    ["🌙 … !", 0],
  ])("%j has %i", (text, count) => expect(countWords(text)).toBe(count));

  test("Japanese has more than one, though it has no spaces", () => {
    expect(countWords("今日は雨が降っています")).toBeGreaterThan(4);
  });
});

describe("what models put around a caption goes", () => {
  test.each([
    ['"told you i was fine"', "told you i was fine"],
    ["“told you i was fine”", "told you i was fine"],
    ["«told you»", "told you"],
    ["„told you“", "told you"],
    ["'told you i was fine'", "told you i was fine"],
    ["‘told you’", "told you"],
    ["「夜の街」", "夜の街"],
    ["Caption: told you", "told you"],
    ['caption: "told you"', "told you"],
    ["**Caption:** told you", "told you"],
    ["**told you** i was *fine*", "told you i was fine"],
    ["# told you", "told you"],
    ["```\ntold you\n```", "told you"],
    ["  told   you  \n\n\n  i was fine ", "told you\ni was fine"],
    ["told you\r\ni was fine", "told you\ni was fine"],
    ["told\tyou", "told you"],
    ["told you\u0000\u0007", "told you"],
  ])("%j becomes %j", (text, cleaned) => expect(cleanCaption(text)).toBe(cleaned));
});

describe("what belongs to a caption stays", () => {
  test.each([
    "'cause i said so",
    "keep runnin'",
    "rock 'n' roll till the morning",
    "don't you dare, it's mine",
    'she said "stay"',
    '"stay" she said',
    '"stay" or "go"',
    "i lied 🌙",
    "👩‍🚀 made it home",
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿 ❤️‍🔥 3️⃣",
    "f*ck it * we tried",
    "snake_case, 2 * 3, sh*t and f*ck",
    "#1 in your heart",
    "50% off & <3",
    "line one\nline two",
    "夜の街で、君を待つ。",
    "ฉันคิดถึงเธอ",
    "שלום עולם",
  ])("%j", (text) => expect(cleanCaption(text)).toBe(text));
});

describe("the rules", () => {
  test.each([
    ["short", "leave it on", undefined],
    ["short", repeat(10, "ab"), undefined],
    ["short", repeat(11, "ab"), /11 words, at most 10/],
    ["short", repeat(10, "abcdefg"), /79 characters, at most 60/],
    ["short", "one. two. three.", /3 sentences or lines, at most 2/],
    ["short", "", /no words/],
    ["short", "🌙", /no words/],
    ["medium", repeat(14), /14 words, at least 15/],
    ["medium", repeat(15), undefined],
    ["medium", repeat(30), undefined],
    ["medium", repeat(31), /31 words, at most 30/],
    ["medium", `${repeat(6)}! ${repeat(6)}? ${repeat(6)}`, /3 sentences/],
    ["medium", `${repeat(6)}. ${repeat(6)}. ${repeat(6)}`, /3 sentences/],
    ["long", repeat(39), /39 words, at least 40/],
    ["long", repeat(80), undefined],
    ["long", repeat(81), /81 words/],
  ] as const)("%s: %j", (length, text, rule) => {
    if (rule === undefined) expect(brokenRule(text, length)).toBeUndefined();
    else expect(brokenRule(text, length)).toMatch(rule);
  });

  test.each(["short", "medium", "long"] as const)(
    "are told to the model in the figures that are checked: %s",
    (length) => {
      const { minWords, maxWords, maxCharacters, maxSentences, maxLines = 0 } = CAPTION_BOUNDS[length];
      const told = new Set(lengthRule(length).match(/\d+/g)?.map(Number));
      const checked = [maxWords, maxCharacters, maxSentences];
      expect(told).toEqual(new Set([...checked, ...(minWords > 1 ? [minWords] : []), ...(maxLines ? [maxLines] : [])]));
    },
  );

  test("count characters as people see them written, not their encoding", () => {
    expect(brokenRule(`${"🌙".repeat(56)} moon`, "short")).toMatch(/61 characters/);
    expect(brokenRule(`${"🌙".repeat(55)} moon`, "short")).toBeUndefined();
  });

  test("take sentences in lower case for sentences, and abbreviations for none", () => {
    expect(brokenRule("i lied. you knew. we danced.", "short")).toMatch(/3 sentences/);
    expect(brokenRule("3 a.m. again. still here.", "short")).toBeUndefined();
    expect(brokenRule("wait... what", "short")).toBeUndefined();
  });
});

describe("a caption that is too long is trimmed", () => {
  test.each([
    [
      "short",
      "Told you I was fine. I was not. I was counting the cups in the kitchen.",
      "Told you I was fine. I was not.",
    ],
    [
      "short",
      "told you i was fine. i was not. i was counting the cups in the kitchen.",
      "told you i was fine. i was not.",
    ],
    ["short", "no! never again in this house, not for anybody alive and breathing", "no!"],
    ["short", "今日は雨。明日は晴れ。明後日はまだ誰にも分からないと思う。", "今日は雨。明日は晴れ。"],
    ["short", "a b\nc d\ne f", "a b\nc d"],
  ] as const)("%s, at a sentence: %j", (length, text, trimmed) => {
    expect(trimCaption(text, length)).toBe(trimmed);
  });

  test("at a word, with an ellipsis, when its first sentence is too long already", () => {
    const trimmed = trimCaption("i keep the porch light on for somebody who moved away eleven years ago", "short");
    expect(trimmed).toBe("i keep the porch light on for somebody who moved…");
  });

  test("at a sentence, of however many", () => {
    expect(trimCaption("so. ".repeat(3000), "long")).toBe("so. ".repeat(20).trim());
  });

  test("within a word only when there is nothing else", () => {
    const trimmed = trimCaption("a".repeat(200), "short");
    expect(trimmed).toBe(`${"a".repeat(59)}…`);
  });

  const endings = ["", ".", "!", " 🌙", "…", ",", " —"];
  const words = [
    "i",
    "don't",
    "porchlight",
    "夜の街",
    "ночь",
    "ฉันคิดถึงเธอ",
    "🖤",
    "again.",
    "no!",
    "and,",
    "(maybe)",
    "\n",
  ];
  test.each(["short", "medium", "long"] as const)("to its bounds whatever the text: %s", (length) => {
    const { maxWords, maxCharacters, maxSentences } = CAPTION_BOUNDS[length];
    for (let seed = 1; seed < 150; seed++) {
      const count = (seed * 7) % 130;
      const text = Array.from({ length: count + 1 }, (_, at) => words[(at * seed + (at >> 2)) % words.length]).join(
        " ",
      );
      const cleaned = cleanCaption(`${text}${endings[seed % endings.length]}`);
      const trimmed = trimCaption(cleaned, length);
      expect(countWords(trimmed), text).toBeLessThanOrEqual(maxWords);
      expect([...trimmed].length, text).toBeLessThanOrEqual(maxCharacters);
      expect(brokenRule(trimmed, length) ?? "", text).not.toMatch(/at most/);
      expect(maxSentences).toBeGreaterThan(0);
      if (brokenRule(cleaned, length) === undefined) expect(trimmed).toBe(cleaned);
    }
  });
});
