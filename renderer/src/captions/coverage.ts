/**
 * Which characters a font file can draw, read from the `cmap` table of the WOFF2 file itself. The ranges that font
 * packages list are promises for browsers: they name characters that the files do not have.
 * Formats: https://www.w3.org/TR/WOFF2/ and https://learn.microsoft.com/typography/opentype/spec/cmap
 */
import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";

const CMAP = 0;
const GLYF = 10;
const LOCA = 11;
const ARBITRARY_TAG = 63;

/** The code points that the WOFF2 font at `path` has a glyph for. */
export function codePointsOf(path: string): Set<number> {
  const file = readFileSync(path);
  if (file.toString("latin1", 0, 4) !== "wOF2") throw new Error(`${path} is not a WOFF2 font.`);
  const tables = file.readUInt16BE(12);
  let at = 48;
  const readLength = () => {
    let value = 0;
    for (let byte = 0x80; byte & 0x80; ) {
      byte = file.readUInt8(at++);
      value = value * 128 + (byte & 0x7f);
    }
    return value;
  };
  let offset = 0;
  let cmapAt: number | undefined;
  for (let table = 0; table < tables; table++) {
    const flags = file.readUInt8(at++);
    const tag = flags & 0x3f;
    if (tag === ARBITRARY_TAG) at += 4;
    const length = readLength();
    const version = flags >> 6;
    const transformed = tag === GLYF || tag === LOCA ? version !== 3 : version !== 0;
    const stored = transformed ? readLength() : length;
    if (tag === CMAP) cmapAt = offset;
    offset += stored;
  }
  const compressed = file.readUInt32BE(20);
  const data = brotliDecompressSync(file.subarray(at, at + compressed));
  return cmapAt === undefined ? new Set() : readCmap(data.subarray(cmapAt));
}

function readCmap(cmap: Buffer): Set<number> {
  const found = new Set<number>();
  const subtables = cmap.readUInt16BE(2);
  for (let index = 0; index < subtables; index++) {
    const subtable = cmap.subarray(cmap.readUInt32BE(8 + index * 8));
    const format = subtable.readUInt16BE(0);
    if (format === 4) readSegments(subtable, found);
    if (format === 12) readGroups(subtable, found);
  }
  return found;
}

/** Format 4: segments of the Basic Multilingual Plane. */
function readSegments(table: Buffer, found: Set<number>): void {
  const segments = table.readUInt16BE(6) / 2;
  const ends = 14;
  const starts = ends + segments * 2 + 2;
  const deltas = starts + segments * 2;
  const offsets = deltas + segments * 2;
  for (let segment = 0; segment < segments; segment++) {
    const start = table.readUInt16BE(starts + segment * 2);
    const end = table.readUInt16BE(ends + segment * 2);
    const delta = table.readUInt16BE(deltas + segment * 2);
    const offsetAt = offsets + segment * 2;
    const offset = table.readUInt16BE(offsetAt);
    for (let code = start; code <= end && code !== 0xffff; code++) {
      const raw = offset === 0 ? code : table.readUInt16BE(offsetAt + offset + (code - start) * 2);
      const glyph = raw === 0 && offset !== 0 ? 0 : (raw + delta) & 0xffff;
      if (glyph !== 0) found.add(code);
    }
  }
}

/** Format 12: groups of the whole of Unicode. */
function readGroups(table: Buffer, found: Set<number>): void {
  const groups = table.readUInt32BE(12);
  for (let group = 0; group < groups; group++) {
    const at = 16 + group * 12;
    const start = table.readUInt32BE(at);
    const end = table.readUInt32BE(at + 4);
    const glyph = table.readUInt32BE(at + 8);
    for (let code = start; code <= end; code++) if (glyph + (code - start) !== 0) found.add(code);
  }
}
