/** Lines of an SRT file, or of a WebVTT one, which differs by little: cues with times, and text below them. */
import type { WrittenLine } from "../domain/lyrics.ts";

const CUE = /^([\d:.,]+)\s*-->\s*([\d:.,]+)/u;

/** Reads rows of an SRT file. Of a cue with several lines, the first begins when it does, and the last ends so. */
export function readSrt(rows: readonly string[]): WrittenLine[] {
  const lines: WrittenLine[] = [];
  for (const [at, row] of rows.entries()) {
    const cue = CUE.exec(row);
    if (!cue) continue;
    const next = rows.findIndex((other, index) => index > at && CUE.test(other));
    const body = rows.slice(at + 1, next === -1 ? rows.length : next);
    const blank = body.indexOf("");
    // The number of the next cue stands directly before its times, also where no blank row does.
    const texts = (blank === -1 ? (next === -1 ? body : body.slice(0, -1)) : body.slice(0, blank)).map(withoutMarkup);
    const [start, end] = [secondsOf(cue[1] ?? ""), secondsOf(cue[2] ?? "")];
    const words = texts.filter((text) => text !== "");
    for (const [nth, text] of words.entries()) {
      lines.push({
        text,
        ...(nth === 0 && start !== undefined ? { start } : {}),
        ...(nth === words.length - 1 && end !== undefined ? { end } : {}),
      });
    }
  }
  return lines;
}

/** Without <i> and {\an8}, and without the dash of a speaker. */
const withoutMarkup = (text: string): string =>
  text
    .replace(/<[^>]*>|\{[^}]*\}/gu, "")
    .replace(/^-\s+/u, "")
    .trim()
    .replace(/\s+/gu, " ");

function secondsOf(time: string): number | undefined {
  const parts = time.replace(",", ".").split(":").map(Number);
  if (parts.some((part) => Number.isNaN(part))) return undefined;
  return parts.reduce((sum, part) => sum * 60 + part, 0);
}
