import { expect, test } from "vitest";
import { listen, wordsIn } from "../../worker/steps/listen.ts";
import { answer, asked, contextOf, outcome } from "./contexts.ts";

test("asks for words with times, in whatever language is sung", () => {
  const { input, salt } = asked(listen.next(contextOf(), []), "transcribe");
  expect(input).toEqual({ audio_url: { media: "library:songs/1/abc" }, task: "transcribe", chunk_level: "word" });
  expect(salt).toBe("");
});

test("asks the same of the same song, whatever the run", () => {
  const one = listen.next(contextOf({ seed: 1, request: { lipsync: true } }), []);
  expect(listen.next(contextOf({ seed: 2, request: { caption_length: "long" } }), [])).toEqual(one);
});

test("keeps words of every language as they were heard", () => {
  const chunks = [" Éti", " ça", " 夜", " ночь", " don't", "🎵"].map((text, at) => ({
    text,
    timestamp: [at, at + 0.5] as const,
  }));
  const done = outcome(listen.next(contextOf(), [answer("transcribe", { text: "", chunks })]));
  expect(done.words.map(({ text }) => text)).toEqual(["Éti", "ça", "夜", "ночь", "don't", "🎵"]);
});

test("an answer without chunks is a song without words", () => {
  for (const chunks of [undefined, null, []])
    expect(outcome(listen.next(contextOf(), [answer("transcribe", { text: "", chunks })]))).toEqual({ words: [] });
});

test("times that are left out are mended from their neighbours", () => {
  const words = wordsIn(
    [
      { text: "a", timestamp: [null, 1] },
      { text: "b", timestamp: [null, null] },
      { text: "c", timestamp: [2, null] },
    ],
    60,
  );
  expect(words).toEqual([
    { text: "a", start: 0, end: 1 },
    { text: "b", start: 1, end: 1.4 },
    { text: "c", start: 2, end: 2.4 },
  ]);
});

test("words after the end of the song, backwards or empty are dropped, and none outlasts the song", () => {
  const words = wordsIn(
    [
      { text: " ", timestamp: [1, 2] },
      { text: "backwards", timestamp: [5, 4] },
      { text: "last", timestamp: [9.5, 11] },
      { text: "thanks for watching", timestamp: [10, 12] },
      { text: "ghost", timestamp: [31, 32] },
    ],
    10,
  );
  expect(words).toEqual([{ text: "last", start: 9.5, end: 10 }]);
});
