/**
 * Pictures that callers give us: what they really are, and whether an image model can use them. They are small enough
 * to hold in memory.
 */
import { fileTypeFromBuffer } from "file-type";
import { imageSize } from "image-size";
import { type Orientation, type PictureType, stripMetadata } from "./picture-parts.ts";

export const PICTURE_TYPES = ["image/jpeg", "image/png", "image/webp"] as const satisfies PictureType[];
export const MAX_PICTURE_BYTES = 10 * 1024 * 1024;
const MIN_SIDE = 256;
const MAX_SIDE = 8192;

/** A picture as it is kept: the pixels that were sent, and nothing that tells of place, time or camera. */
export interface BarePicture {
  contentType: PictureType;
  bytes: Uint8Array<ArrayBuffer>;
  /** How to turn it, if it is not upright. */
  orientation: Orientation;
}

/**
 * The picture as its real type, without metadata, or why it is refused, as a clause: "it is text/html, not …". That it
 * can be decoded is not known yet.
 */
export async function judgePicture(bytes: Uint8Array): Promise<BarePicture | { wrong: string }> {
  if (bytes.byteLength === 0) return { wrong: "it is empty" };
  if (bytes.byteLength > MAX_PICTURE_BYTES) return { wrong: `it has more than ${MAX_PICTURE_BYTES} bytes` };
  const mime = (await fileTypeFromBuffer(bytes))?.mime ?? "of an unknown type";
  const contentType = PICTURE_TYPES.find((type) => type === mime);
  if (!contentType) return { wrong: `it is ${mime}, not a JPEG, PNG or WebP picture` };
  const stripped = stripMetadata(bytes, contentType);
  if (!stripped) return { wrong: "it is cut off" };
  let size: { width: number; height: number };
  try {
    // Without the metadata, which may be broken where the picture is not.
    size = imageSize(stripped.bytes);
  } catch {
    return { wrong: "it cannot be read" };
  }
  const { width, height } = size;
  if (Math.min(width, height) < MIN_SIDE) {
    return { wrong: `it is ${width}x${height}: at least ${MIN_SIDE} pixels are needed each way` };
  }
  if (Math.max(width, height) > MAX_SIDE) {
    return { wrong: `it is ${width}x${height}: at most ${MAX_SIDE} pixels are allowed each way` };
  }
  return { contentType, ...stripped };
}
