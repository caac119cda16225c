/** What the steps of sung words ask, and what they make of the answers. */
import { describe, expect, test } from "vitest";
import type { SongLyrics } from "../../worker/domain/lyrics.ts";
import { align } from "../../worker/steps/align.ts";
import { lyrics } from "../../worker/steps/lyrics.ts";
import { render } from "../../worker/steps/render.ts";
import { separate } from "../../worker/steps/separate.ts";
import type { Answer, StepContext } from "../../worker/steps/step.ts";
import { answer, type ContextOptions, contextOf, sung } from "./contexts.ts";

const VERSE = sung("leave the porchlight on for me", 10);
const CHORUS = sung("I'm slower than I used to be", 13);
const given: SongLyrics = {
  wordsHash: "words",
  source: "artist",
  lines: [{ text: "Leave the porchlight on for me" }, { text: "I'm slower than I used to be" }],
  corrections: {},
};
const clip = { startSeconds: 9, durationSeconds: 8, lyrics: "", mood: "" };
const VOICE = "https://fal.test/vocals.mp3";

function context(more: Partial<ContextOptions> = {}): StepContext {
  return contextOf({
    request: { lyrics: "highlight" },
    lyrics: given,
    ...more,
    outputs: { clip, separate: { voiceUrl: VOICE }, align: { wordsHash: "words" }, ...more.outputs },
  });
}
const transcript = (words = [...VERSE, ...CHORUS]): Answer =>
  answer("transcribe", { text: "", chunks: words.map(({ text, start, end }) => ({ text, timestamp: [start, end] })) });
const aligned = (words = [...VERSE, ...CHORUS]): Answer => answer("align", { words });

describe("separate and align", () => {
  test("ask for the voice, and for the artist's words in it", () => {
    expect(separate.next(context(), [])).toMatchObject({
      ...{ kind: "ask", model: "separate", salt: "" },
      input: { audio_url: { media: "library:songs/1/abc" }, seconds: 80 },
    });
    const [separated] = [answer("separate", { vocals: { url: VOICE } })];
    expect(separate.next(context(), [separated])).toMatchObject({ output: { voiceUrl: VOICE } });
    expect(align.next(context(), [])).toMatchObject({
      ...{ kind: "ask", model: "align", salt: "" },
      input: { audio_url: VOICE, text: "Leave the porchlight on for me\nI'm slower than I used to be", seconds: 80 },
    });
    expect(align.next(context(), [aligned()])).toMatchObject({ output: { wordsHash: "words" } });
  });

  test.each([null, { ...given, source: "transcribed" as const, lines: [] }])(
    "ask nothing for a transcript",
    (lyrics) => {
      expect(separate.next(context({ lyrics }), [])).toMatchObject({ kind: "done", output: { voiceUrl: null } });
      expect(align.next(context({ lyrics }), [])).toMatchObject({ kind: "done", output: { wordsHash: null } });
    },
  );

  test("ask for the words as they were written, whatever was set right since", () => {
    const corrected = { ...given, corrections: { 1: { text: "Leave that porchlight on" }, 2: { start: 14.5 } } };
    expect(align.next(context({ lyrics: corrected }), [])).toEqual(align.next(context(), []));
  });

  test("a song that cannot be separated is aligned as a whole, and one that cannot be aligned is timed by its transcript", () => {
    const failure = { code: "fal_input_rejected", message: "too long", retryable: false } as never;
    expect(separate.without?.(failure)).toMatchObject({
      output: { voiceUrl: null },
      note: expect.stringContaining("too long"),
    });
    expect(align.without?.(failure)).toMatchObject({
      output: { wordsHash: null },
      note: expect.stringContaining("too long"),
    });
    expect(align.next(context({ outputs: { separate: { voiceUrl: null } } }), [])).toMatchObject({
      input: { audio_url: { media: "library:songs/1/abc" } },
    });
  });
});

describe("lyrics", () => {
  const made = (c: StepContext, answers: Answer[]) => {
    const action = lyrics.next(c, answers);
    if (action.kind !== "done") throw new Error(`It asks for ${action.kind}`);
    return action;
  };

  test("asks again what was answered before, and no more", () => {
    expect(lyrics.next(context(), [])).toMatchObject({ kind: "ask", model: "transcribe" });
    expect(lyrics.next(context(), [transcript()])).toEqual(align.next(context(), []));
    expect(made(context(), [transcript(), aligned()]).output.source).toBe("artist");
  });

  test("does not ask for words that were written since", () => {
    const c = context({ outputs: { align: { wordsHash: "others" } } });
    expect(made(c, [transcript()]).output.lines).toHaveLength(2);
  });

  test("gives the clip's lines, in seconds from its start", () => {
    const { output, note } = made(context(), [transcript(), aligned()]);
    expect(output.lines.map(({ text, timed, start }) => [text, timed, Math.round(start)])).toEqual([
      ["Leave the porchlight on for me", "words", 1],
      ["I'm slower than I used to be", "words", 4],
    ]);
    expect(output.warnings).toEqual([]);
    expect(note).toBe("lines of the artist's lyrics: 2 word by word, 0 as a whole, 0 not shown");
  });

  test("takes a transcript where there is nothing else, and says so", () => {
    const c = context({ lyrics: null, outputs: { align: { wordsHash: null } } });
    expect(made(c, [transcript()])).toMatchObject({
      output: {
        source: "transcribed",
        lines: [{ text: expect.stringContaining("leave the porchlight on for me") }, {}],
      },
      note: "lines of the transcript: 2 word by word, 0 as a whole, 0 not shown",
    });
  });

  test.each<[string, Partial<ContextOptions>, Answer, RegExp]>([
    [
      "of another song",
      { lyrics: { ...given, lines: [{ text: "night bus take me home" }] } },
      transcript(),
      /not what is sung in this song/,
    ],
    ["of an instrumental", { lyrics: null }, transcript([]), /nothing is sung in this song/],
    [
      "of a clip in which nothing is sung",
      { lyrics: null, outputs: { clip: { ...clip, startSeconds: 40 } } },
      transcript(),
      /nothing is sung in this clip/,
    ],
  ])("says why there are none %s", (_, more, heard, warning) => {
    const c = context({ ...more, outputs: { align: { wordsHash: null }, ...more.outputs } });
    const { output } = made(c, [heard]);
    expect([output.lines, output.warnings]).toEqual([[], [expect.stringMatching(warning)]]);
  });

  test("counts the lines that cannot be shown", () => {
    const lines = [...given.lines.slice(0, 1), { text: "nobody ever sang this one here" }, ...given.lines.slice(1)];
    const c = context({ lyrics: { ...given, lines }, outputs: { align: { wordsHash: null } } });
    expect(made(c, [transcript()]).output.warnings).toEqual([
      "One line of the clip's lyrics could not be timed: not shown.",
    ]);
  });
});

describe("the render", () => {
  const video = { ref: "media:v.mp4" as const, contentType: "video/mp4", bytes: 1 };
  const rendered = (c: StepContext) => render.next({ ...c, outputs: { ...c.outputs, video: { video } } }, []);
  const line = {
    text: "leave it",
    start: 1,
    end: 2,
    words: [
      { text: "leave", start: 1, end: 1.4 },
      { text: "it", start: 1.4, end: 2 },
    ],
    timed: "words" as const,
    confidence: 0.9,
  };

  test("draws the lines in the style that was asked for", () => {
    const outputs = { lyrics: { source: "artist" as const, lines: [line], warnings: [] } };
    const { text: _, confidence: __, ...drawn } = line;
    expect(rendered(context({ outputs }))).toMatchObject({ lyrics: { style: "highlight", lines: [drawn] } });
  });

  test("draws none where there are none, or none were asked for", () => {
    const outputs = { lyrics: { source: "artist" as const, lines: [], warnings: [] } };
    expect(rendered(context({ outputs }))).toMatchObject({ lyrics: null });
    expect(rendered(context({ request: { lyrics: "off" } }))).toMatchObject({ lyrics: null });
    expect(rendered(context({ request: { lyrics: undefined } }))).toMatchObject({ lyrics: null });
  });
});
