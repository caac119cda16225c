/** What finished files are called, for people: sorted by name, those of an artist and of a song stand together. */
import { create } from "content-disposition";

/** Who and what a finished file is of. */
export interface Named {
  /** The artist's slug. */
  artist: string;
  /** The song's title. */
  song: string;
  /** Empty where there is none. */
  caption: string;
  runId: string;
}

/** A file's name may have 255 bytes on most disks; the run's id and an extension are in it as well. */
const MAX_PART_BYTES = 60;
const CAPTION_WORDS = 6;

const bytesOf = (text: string) => new TextEncoder().encode(text).byteLength;

/** Letters and digits of any script, in lower case, with a hyphen for whatever lies between them; as many as there is room for. */
function part(text: string, words = Number.POSITIVE_INFINITY): string {
  const found =
    text
      .normalize("NFC")
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  let joined = "";
  for (const word of found.slice(0, words)) {
    const longer = joined === "" ? word : `${joined}-${word}`;
    if (bytesOf(longer) > MAX_PART_BYTES) return joined === "" ? cut(word) : joined;
    joined = longer;
  }
  return joined;
}

/** The beginning of a word that is too long, not broken off within a character. */
function cut(word: string): string {
  let kept = "";
  for (const character of word) {
    if (bytesOf(kept + character) > MAX_PART_BYTES) break;
    kept += character;
  }
  return kept;
}

/** Such as `mara-vale_night-drive_when-the-lights-go-out_run_5k2m9x7c4v1b8n3q6w9e2`, without an extension. */
export const fileStem = ({ artist, song, caption, runId }: Named): string =>
  [part(artist), part(song), part(caption, CAPTION_WORDS), runId].filter((each) => each !== "").join("_");

/**
 * The Content-Disposition of a file of that name (RFC 6266), in ASCII alone. `inline` is shown by a browser, `attachment`
 * is saved.
 */
export const dispositionOf = (name: string, type: "inline" | "attachment" = "inline"): string =>
  create(name, { type, fallback: asciiOf(name) });

/** For those who read no other: without accents, and with a hyphen for what has no such letter. */
const asciiOf = (name: string): string =>
  name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]+/g, "-");
