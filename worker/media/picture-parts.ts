/**
 * The parts that a picture's file is made of, told apart without decoding it: which of them are the picture, and which
 * tell something besides, such as where it was taken.
 */

/** A stretch of the file. `kind`: a JPEG marker ("APP1"), a PNG chunk's type or a WebP chunk's name. */
export interface Part {
  kind: string;
  start: number;
  end: number;
  /** Where what it holds begins, behind its name and length. */
  content: number;
}

export type PictureType = "image/jpeg" | "image/png" | "image/webp";

const PARTS: Record<PictureType, (bytes: Uint8Array, view: DataView) => Part[] | undefined> = {
  "image/jpeg": jpegParts,
  "image/png": pngParts,
  "image/webp": webpParts,
};

/**
 * The parts of the file, up to the end that its format defines: what cameras append after it is left out. Undefined
 * when it is cut off before that.
 */
export const partsOf = (bytes: Uint8Array, type: PictureType): Part[] | undefined =>
  PARTS[type](bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));

/** The first of some bytes, as text. */
const textAt = (bytes: Uint8Array, at: number, length: number) =>
  String.fromCharCode(...bytes.subarray(at, at + length));

/** Segments with lengths, among them thumbnails with end markers of their own, and scans up to the next marker. */
function jpegParts(bytes: Uint8Array, view: DataView): Part[] | undefined {
  const parts: Part[] = [{ kind: "SOI", start: 0, end: 2, content: 2 }];
  for (let start = 2; start + 2 <= bytes.length; ) {
    // Any number of 0xff bytes may precede a marker.
    if (bytes[start] !== 0xff) return undefined;
    const marker = bytes[start + 1] ?? 0;
    if (marker === 0xff) {
      start += 1;
      continue;
    }
    if (marker === 0xd9) return [...parts, { kind: "EOI", start, end: start + 2, content: start + 2 }];
    if (start + 4 > bytes.length) return undefined;
    let end = start + 2 + view.getUint16(start + 2);
    if (marker === 0xda) while (end < bytes.length && !isMarker(bytes, end)) end += 1;
    parts.push({ kind: jpegKind(marker), start, end, content: start + 4 });
    start = end;
  }
  return undefined;
}

/** Within a scan, 0xff is followed by zero, or by the number of a restart, where it is no marker. */
function isMarker(bytes: Uint8Array, at: number): boolean {
  const next = bytes[at + 1] ?? 0;
  return bytes[at] === 0xff && next !== 0 && !(next >= 0xd0 && next <= 0xd7);
}

function jpegKind(marker: number): string {
  if (marker >= 0xe0 && marker <= 0xef) return `APP${marker - 0xe0}`;
  return marker === 0xfe ? "COM" : `0x${marker.toString(16)}`;
}

function pngParts(bytes: Uint8Array, view: DataView): Part[] | undefined {
  const parts: Part[] = [{ kind: "signature", start: 0, end: 8, content: 8 }];
  for (let start = 8; start + 12 <= bytes.length; ) {
    const kind = textAt(bytes, start + 4, 4);
    const end = start + 12 + view.getUint32(start);
    if (end > bytes.length) return undefined;
    parts.push({ kind, start, end, content: start + 8 });
    if (kind === "IEND") return parts;
    start = end;
  }
  return undefined;
}

function webpParts(bytes: Uint8Array, view: DataView): Part[] | undefined {
  if (bytes.length < 12) return undefined;
  const whole = view.getUint32(4, true) + 8;
  if (bytes.length < whole) return undefined;
  const parts: Part[] = [{ kind: "RIFF", start: 0, end: 12, content: 12 }];
  for (let start = 12; start + 8 <= whole; ) {
    const length = view.getUint32(start + 4, true);
    // A chunk of an odd length is followed by a zero.
    const end = Math.min(whole, start + 8 + length + (length % 2));
    parts.push({ kind: textAt(bytes, start, 4), start, end, content: start + 8 });
    start = end;
  }
  return parts;
}

/** The parts without which the picture would look another way; all others are left out. */
const KEPT: Record<PictureType, (part: Part, bytes: Uint8Array) => boolean> = {
  "image/jpeg": ({ kind, content }, bytes) => {
    const begins = (text: string) => textAt(bytes, content, text.length) === text;
    if (kind === "APP0") return begins("JFIF\0");
    if (kind === "APP2") return begins("ICC_PROFILE\0");
    if (kind === "APP14") return begins("Adobe");
    return kind !== "COM" && !kind.startsWith("APP");
  },
  // A capital letter first: nothing can be shown without it.
  "image/png": ({ kind }) =>
    /^[A-Z]/.test(kind) ||
    ["signature", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "cICP", "mDCV", "cLLI"].includes(kind),
  "image/webp": ({ kind }) => ["RIFF", "VP8X", "VP8 ", "VP8L", "ALPH", "ICCP", "ANIM", "ANMF"].includes(kind),
};

/** How a camera was held, as Exif counts it: 1 is upright, 2 to 8 are mirrored or turned. */
export type Orientation = number;

/**
 * The picture without what it tells besides: place and time, camera, thumbnails, comments. Its pixels are not touched,
 * so it is still as it was held: `orientation`. Undefined when it is cut off.
 */
export function stripMetadata(
  bytes: Uint8Array,
  type: PictureType,
): { bytes: Uint8Array<ArrayBuffer>; orientation: Orientation } | undefined {
  const parts = partsOf(bytes, type);
  if (!parts) return undefined;
  const kept = parts.filter((part) => KEPT[type](part, bytes));
  const bare = new Uint8Array(kept.reduce((sum, { start, end }) => sum + end - start, 0));
  let at = 0;
  for (const { start, end, kind } of kept) {
    bare.set(bytes.subarray(start, end), at);
    // The flags that announce Exif and XMP.
    if (kind === "VP8X") bare[at + 8] = (bare[at + 8] ?? 0) & ~0x0c;
    at += end - start;
  }
  if (type === "image/webp") new DataView(bare.buffer).setUint32(4, bare.length - 8, true);
  return { bytes: bare, orientation: orientationOf(parts, bytes) };
}

const EXIF_PREFIX = "Exif\0\0";

function orientationOf(parts: readonly Part[], bytes: Uint8Array): Orientation {
  for (const { kind, content, end } of parts) {
    if (!["APP1", "eXIf", "EXIF"].includes(kind)) continue;
    // JPEG has it before the data, PNG has not, and WebP files are of both kinds.
    const prefixed = textAt(bytes, content, EXIF_PREFIX.length) === EXIF_PREFIX;
    if (kind === "APP1" && !prefixed) continue;
    return tiffOrientation(bytes.subarray(content + (prefixed ? EXIF_PREFIX.length : 0), end));
  }
  return 1;
}

/** The orientation in the first directory of TIFF data; 1 when it says nothing that can be understood. */
function tiffOrientation(tiff: Uint8Array): Orientation {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const little = textAt(tiff, 0, 2) === "II";
  if (tiff.length < 8 || (!little && textAt(tiff, 0, 2) !== "MM")) return 1;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return 1;
  const entries = view.getUint16(directory, little);
  for (let at = directory + 2; at < directory + 2 + entries * 12 && at + 12 <= tiff.length; at += 12) {
    if (view.getUint16(at, little) !== 0x0112) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}
