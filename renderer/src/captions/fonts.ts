/**
 * Finds and registers the font files that a text needs. Nothing is read from the machine's own fonts, and nothing is
 * loaded before a caption needs it: a face of 120 files costs only the files that its characters are in.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { codePointsOf } from "./coverage.ts";
import { EMOJI, type Face, HAN, SCRIPTS, SYMBOLS } from "./faces.ts";

// Read by the canvas library when it loads; scanning the machine's fonts would make results depend on the machine.
process.env.DISABLE_SYSTEM_FONTS_LOAD ??= "1";
const { GlobalFonts } = await import("@napi-rs/canvas");

const require = createRequire(import.meta.url);

interface FontFile {
  path: string;
  /** The family name that only this file is registered under. */
  family: string;
  /** Whether the file can draw a code point. */
  has: (code: number) => boolean;
}

const filesOfFace = new Map<Face, FontFile[]>();

/** The files of a face. Coverage is read only when asked for. */
function filesOf(face: Face): FontFile[] {
  const known = filesOfFace.get(face);
  if (known) return known;
  const root = dirname(require.resolve(`${face.package}/package.json`));
  const listed = JSON.parse(readFileSync(join(root, "unicode.json"), "utf8")) as Record<string, string>;
  const subsets = face.subsets === "numbered" ? Object.keys(listed) : face.subsets;
  const files = subsets.flatMap((key): FontFile[] => {
    const subset = key.replace(/[[\]]/g, "");
    const path = join(root, "files", `${face.prefix}${subset}${face.suffix}`);
    if (!existsSync(path)) return [];
    // Ranges first where there are many files (or a huge one), because decoding them all would be slow.
    const ranges =
      face === EMOJI ? Object.values(listed).join(",") : face.subsets === "numbered" ? listed[key] : undefined;
    return [{ path, family: `${face.name}-${subset}`, has: coverage(path, ranges, face === EMOJI) }];
  });
  filesOfFace.set(face, files);
  return files;
}

function coverage(path: string, ranges: string | undefined, trustRanges: boolean): (code: number) => boolean {
  let within: [number, number][] | undefined;
  let points: Set<number> | undefined;
  return (code) => {
    if (ranges !== undefined) {
      within ??= parseRanges(ranges);
      if (!within.some(([from, to]) => from <= code && code <= to)) return false;
      if (trustRanges) return true;
    }
    points ??= codePointsOf(path);
    return points.has(code);
  };
}

const parseRanges = (text: string): [number, number][] =>
  text.split(",").map((range) => {
    const [from = "", to] = range.trim().replace(/^U\+/i, "").split("-");
    return [Number.parseInt(from, 16), Number.parseInt(to ?? from, 16)];
  });

const registered = new Set<string>();

function register(file: FontFile): void {
  if (registered.has(file.family)) return;
  if (!GlobalFonts.registerFromPath(file.path, file.family)) throw new Error(`${file.path} cannot be registered.`);
  registered.add(file.family);
}

/**
 * Joiners, variation selectors and marks of direction: they shape what is around them and have no glyph of their own.
 */
const INVISIBLE = /^[\p{Default_Ignorable_Code_Point}\s]$/u;

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

const isEmoji = (cluster: string) => /^\p{RGI_Emoji}$/v.test(cluster) || /\p{Emoji_Presentation}|\ufe0f/u.test(cluster);

export interface Setting {
  /** The part of the text that can be drawn. */
  text: string;
  /** The family list for a canvas font, each family registered. */
  families: string;
  /** The share of its characters that `faces` themselves can draw, without another script's face. */
  native: number;
  /** The characters left out because no face has them, each once. */
  missing: string[];
}

/** Chooses and registers font files for `text`, from `faces` first. Characters that no face has are left out. */
export function setText(text: string, faces: readonly Face[]): Setting {
  const stack = [...faces, ...SCRIPTS, ...hanOrder(text), ...SYMBOLS];
  const used = new Set<FontFile>();
  // Blanks belong to the text face: in the emoji face they are as wide as a picture.
  const blanks = faces[0] && filesOf(faces[0]).find((file) => file.has(0x20));
  if (blanks && /[^\s\p{Default_Ignorable_Code_Point}]/u.test(text)) used.add(blanks);
  const missing = new Set<string>();
  const counted = { native: 0, all: 0 };
  const kept: string[] = [];
  for (const { segment } of graphemes.segment(text)) {
    const drawn =
      settle(segment, stack, used) ?? settle(segment.normalize("NFKC"), stack, used) ?? parts(segment, stack, used);
    if (drawn.length < segment.length) missing.add(segment);
    kept.push(drawn);
    if (!/^[\p{L}\p{N}]/u.test(drawn)) continue;
    counted.all += 1;
    const code = drawn.codePointAt(0) ?? 0;
    if (faces.some((face) => filesOf(face).some((file) => file.has(code)))) counted.native += 1;
  }
  const order = (file: FontFile) => stack.findIndex((face) => filesOfFace.get(face)?.includes(file));
  // The emoji face comes last (it is not in the stack): it has digits, too, meant for keycaps only.
  const rank = (file: FontFile) => (order(file) < 0 ? stack.length : order(file));
  const families = [...used].sort((one, other) => rank(one) - rank(other));
  families.forEach(register);
  return {
    text: kept.join(""),
    families: families.map(({ family }) => `"${family}"`).join(", "),
    native: counted.all === 0 ? 1 : counted.native / counted.all,
    missing: [...missing],
  };
}

/**
 * The grapheme cluster as it is, if one face can draw all of it; adds the files that this takes to `used`. Undefined:
 * none can.
 */
function settle(cluster: string, stack: readonly Face[], used: Set<FontFile>): string | undefined {
  const codes = Array.from(cluster)
    .filter((character) => !INVISIBLE.test(character))
    .map((character) => character.codePointAt(0) ?? 0);
  for (const face of isEmoji(cluster) ? [EMOJI, ...stack] : [...stack, EMOJI]) {
    const found = codes.map((code) => filesOf(face).find((file) => file.has(code)));
    if (found.some((file) => file === undefined)) continue;
    for (const file of found) if (file) used.add(file);
    return cluster;
  }
  return undefined;
}

/** A letter with a rare mark: each part in whichever face has it, or dropped. */
const parts = (cluster: string, stack: readonly Face[], used: Set<FontFile>): string =>
  Array.from(cluster)
    .map((character) => settle(character, stack, used) ?? "")
    .join("");

/** The faces for Han characters, beginning with that of the language the text appears to be in. */
export function hanOrder(text: string): Face[] {
  const { japanese, korean, simplified, traditional } = HAN;
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return [japanese, simplified, traditional, korean];
  if (/\p{Script=Hangul}/u.test(text)) return [korean, traditional, japanese, simplified];
  if (/\p{Script=Bopomofo}/u.test(text) || count(text, TRADITIONAL) > count(text, SIMPLIFIED)) {
    return [traditional, simplified, japanese, korean];
  }
  return [simplified, traditional, japanese, korean];
}

/** Frequent characters that only one of the two ways of writing Chinese has. */
const TRADITIONAL = new Set(
  "這個們來說時為會對學沒過還後發經麼無現開長關點業樂聽聲愛夢見給讓誰種樣間問頭電動語風飛歸舊淚",
);
const SIMPLIFIED = new Set(
  "这个们来说时为会对学没过还后发经么无现开长关点业乐听声爱梦见给让谁种样间问头电动语风飞归旧泪",
);

const count = (text: string, set: ReadonlySet<string>) =>
  Array.from(text).filter((character) => set.has(character)).length;
