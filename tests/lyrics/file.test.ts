import { describe, expect, test } from "vitest";
import { MAX_LINE_LENGTH, MAX_LINES, readLyrics } from "../../worker/lyrics/file.ts";

const SONG_SECONDS = 60;
const bytes = (text: string) => new TextEncoder().encode(text);

function read(text: string | Uint8Array) {
  const found = readLyrics(typeof text === "string" ? bytes(text) : text, SONG_SECONDS);
  if (found.kind === "refused") throw new Error(found.message);
  return found.file;
}
function refusal(text: string | Uint8Array): string {
  const found = readLyrics(typeof text === "string" ? bytes(text) : text, SONG_SECONDS);
  return found.kind === "refused" ? found.message : "read";
}

describe("plain text", () => {
  test("is its lines, whatever ends them", () => {
    expect(read("\ufeffone two\r\nthree\rfour\n\n five  ")).toEqual({
      format: "plain",
      lines: [{ text: "one two" }, { text: "three" }, { text: "four" }, { text: "five" }],
      warnings: [],
    });
  });

  test("has no names of parts, and does not say how often a line is sung", () => {
    const text = "[Chorus]\nLeave it on (x2)\nVerse 2:\n(oh oh)\nPre-chorus\nshe counts to 2\n2x";
    expect(read(text).lines.map((line) => line.text)).toEqual(["Leave it on", "(oh oh)", "she counts to 2", "2x"]);
  });

  test("of 400 lines is read", () => {
    expect(read(Array.from({ length: 400 }, (_, at) => `line ${at}`).join("\n")).lines).toHaveLength(400);
  });

  test("may be in UTF-16, as editors on Windows write it", () => {
    const text = "\ufeffgrüß dich";
    const utf16 = new Uint8Array(new Uint16Array([...text].map((each) => each.charCodeAt(0))).buffer);
    expect(read(utf16).lines).toEqual([{ text: "grüß dich" }]);
  });
});

describe("LRC", () => {
  test("gives each line its time, and a line that comes again all of its times", () => {
    const text = "[ar:Somebody]\n[00:05.50]first\n[00:10][00:20.123]again\n[00:15:50]frames";
    expect(read(text)).toEqual({
      format: "lrc",
      lines: [
        { text: "first", start: 5.5 },
        { text: "again", start: 10 },
        { text: "frames", start: 15.5 },
        { text: "again", start: 20.123 },
      ],
      warnings: ["Its lines are not in the order of their times: they were put in order."],
    });
  });

  test("has times for words, which move with a line that comes again", () => {
    const text = "[00:10.00][00:30.00]<00:10.00>Hel<00:10.20>lo <00:10.50>my <00:11.00> friend<00:12.00>";
    const wordStarts = [10, 10.5, 11];
    expect(read(text).lines).toEqual([
      { text: "Hello my friend", start: 10, wordStarts },
      { text: "Hello my friend", start: 30, wordStarts: wordStarts.map((start) => start + 20) },
    ]);
    expect(read("[00:10.00]Hello <00:10.50>my friend").lines[0]?.wordStarts).toEqual([10, 10.5, null]);
  });

  test("is moved by its offset, which is positive for sooner", () => {
    expect(read("[offset:+500]\n[00:10.00]a <00:11.00>b").lines).toEqual([
      { text: "a b", start: 9.5, wordStarts: [9.5, 10.5] },
    ]);
    expect(read("[offset:-500]\n[00:10.00]a").lines).toEqual([{ text: "a", start: 10.5 }]);
  });

  test("keeps lines whose times are beyond the song's end, without them, and says so", () => {
    const { lines, warnings } = read("[00:10]one\n[01:00]two\n[99:59]three");
    expect(lines).toEqual([{ text: "one", start: 10 }, { text: "two" }, { text: "three" }]);
    expect(warnings).toEqual([
      "2 lines begin after the song's end, which is at 60.0 seconds: those times are not used.",
    ]);
  });

  test("may have lines without a time, and times without a line", () => {
    expect(read("[00:10]one\n(oh)\n[00:12]\n[00:14]♪\n[00:15]two").lines).toEqual([
      { text: "one", start: 10 },
      { text: "(oh)" },
      { text: "two", start: 15 },
    ]);
  });

  test("has words in scripts without spaces", () => {
    expect(read("[00:10.00]ฉันรัก<00:11.00>เธอ").lines).toEqual([
      { text: "ฉันรักเธอ", start: 10, wordStarts: [10, null, 11] },
    ]);
  });
});

describe("SRT", () => {
  test("gives a cue's first line its start and its last line its end", () => {
    const text =
      "1\n00:00:01,000 --> 00:00:04,000\n<i>Hi</i> there\n{\\an8}second\n\n2\n00:00:05,500 --> 00:00:06,000\n- you\n3\n00:00:07,000 --> 00:00:08,000\nno blank";
    expect(read(text)).toEqual({
      format: "srt",
      lines: [
        { text: "Hi there", start: 1 },
        { text: "second", end: 4 },
        { text: "you", start: 5.5, end: 6 },
        { text: "no blank", start: 7, end: 8 },
      ],
      warnings: [],
    });
  });

  test("may be WebVTT", () => {
    expect(read("WEBVTT\n\n00:01.000 --> 00:04.000\nhi").lines).toEqual([{ text: "hi", start: 1, end: 4 }]);
  });
});

test("what cannot be used is refused with what is wrong with it", () => {
  for (const empty of ["", "\n\n", "[Chorus]", "♪ ♪", "[ti:x]\n[00:10.00]"])
    expect(refusal(empty)).toBe("it has no words");
  expect(refusal(new Uint8Array([0x66, 0xfc, 0x72]))).toBe("it is not text in UTF-8 or UTF-16");
  expect(refusal("a\0b")).toBe("it is not text: it has a zero byte");
  expect(refusal("la\n".repeat(MAX_LINES + 1))).toBe(`it has ${MAX_LINES + 1} lines, at most ${MAX_LINES} can be`);
  expect(refusal(`short\n${"la ".repeat(MAX_LINE_LENGTH)}`)).toContain(
    `the line that begins with "la la la la la la la la la la " has`,
  );
});
