/**
 * A file of lyrics as lines: plain text, LRC (with tags for words, too) or SRT, told apart by what is in it. Parsed here:
 * the libraries for LRC and SRT neither say which line cannot be read nor keep a line whose time cannot be used, and each
 * format is some twenty lines.
 */
import type { WrittenLine } from "../domain/lyrics.ts";
import { readLrc } from "./lrc.ts";
import { readSrt } from "./srt.ts";
import { plainForm } from "./words.ts";

export const LYRICS_FORMATS = ["plain", "lrc", "srt"] as const;
export type LyricsFormat = (typeof LYRICS_FORMATS)[number];

export const MAX_LYRICS_BYTES = 256 * 1024;
export const MAX_LINES = 1000;
/** Characters of one line: two minutes of singing without a breath. */
export const MAX_LINE_LENGTH = 400;

export interface LyricsFile {
  format: LyricsFormat;
  lines: WrittenLine[];
  /** What a person should know of how the file was read. */
  warnings: string[];
}

/** Why a file cannot be used: `message` is a clause, such as "it has no words". */
export type ReadLyrics = { kind: "read"; file: LyricsFile } | { kind: "refused"; message: string };

/** Reads a file of lyrics for a song of `durationSeconds`. */
export function readLyrics(bytes: Uint8Array, durationSeconds: number): ReadLyrics {
  const text = textOf(bytes);
  if (text === undefined) return { kind: "refused", message: "it is not text in UTF-8 or UTF-16" };
  if (text.includes("\0")) return { kind: "refused", message: "it is not text: it has a zero byte" };
  const rows = text.split(/\r\n|[\n\r\u2028\u2029]/u).map((row) => row.replace(/\p{Cc}/gu, " ").trim());
  const format = formatOf(rows);
  const found = (format === "srt" ? readSrt : format === "lrc" ? readLrc : readPlain)(rows);
  const lines = found.filter(({ text }) => plainForm(text) !== "");
  if (lines.length === 0) return { kind: "refused", message: "it has no words" };
  if (lines.length > MAX_LINES)
    return { kind: "refused", message: `it has ${lines.length} lines, at most ${MAX_LINES} can be` };
  const long = lines.find(({ text }) => text.length > MAX_LINE_LENGTH);
  if (long) {
    return {
      kind: "refused",
      message: `the line that begins with "${[...long.text].slice(0, 30).join("")}" has ${long.text.length} characters, at most ${MAX_LINE_LENGTH} can be`,
    };
  }
  return { kind: "read", file: { format, ...checked(lines, durationSeconds) } };
}

function textOf(bytes: Uint8Array): string | undefined {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return undefined; // A file in another encoding is an answer, too.
  }
}

function formatOf(rows: readonly string[]): LyricsFormat {
  if (rows.some((row) => /^[\d:.,]+\s*-->\s*[\d:.,]+/u.test(row))) return "srt";
  return rows.some((row) => /^\[\d+:\d/u.test(row)) ? "lrc" : "plain";
}

const PART =
  /^(?:\[[^\]]*\]|\(?(?:intro|verse|pre-?chorus|chorus|post-?chorus|hook|refrain|bridge|break|interlude|outro)\s*\d*\)?\s*:?)$/iu;
const TIMES = /\s*[([]?\s*(?:[x×]\s*\d+|\d+\s*[x×])\s*[)\]]?$/iu;

/** Lines without the names of a song's parts and without how often a line is sung: that is heard. */
const readPlain = (rows: readonly string[]): WrittenLine[] =>
  rows.filter((row) => row !== "" && !PART.test(row)).map((row) => ({ text: row.replace(TIMES, "") || row }));

/** Lines in the order of their times, without those that the song cannot have. */
function checked(lines: WrittenLine[], durationSeconds: number): Pick<LyricsFile, "lines" | "warnings"> {
  const warnings: string[] = [];
  let last = Number.NEGATIVE_INFINITY;
  const keyed = lines.map((line) => {
    last = line.start ?? last;
    return { line, key: last };
  });
  const sorted = keyed.toSorted((a, b) => a.key - b.key || 0).map(({ line }) => line);
  const moved = sorted.filter((line, at) => line !== lines[at]).length;
  if (moved > 0) warnings.push("Its lines are not in the order of their times: they were put in order.");
  const beyond = sorted.filter(({ start }) => start !== undefined && start >= durationSeconds).length;
  if (beyond > 0) {
    warnings.push(
      `${beyond === 1 ? "One line begins" : `${beyond} lines begin`} after the song's end, which is at ${durationSeconds.toFixed(1)} seconds: ${beyond === 1 ? "that time is" : "those times are"} not used.`,
    );
  }
  return {
    lines: sorted.map((line) =>
      line.start !== undefined && line.start >= durationSeconds ? { text: line.text } : line,
    ),
    warnings,
  };
}
