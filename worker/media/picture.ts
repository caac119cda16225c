/**
 * Pictures that callers give us: what they really are, and whether an image model can use them. They are small enough
 * to hold in memory.
 */
import { fileTypeFromBuffer } from "file-type";
import { imageSize } from "image-size";

export const PICTURE_TYPES = ["image/jpeg", "image/png", "image/webp"] as const;
export const MAX_PICTURE_BYTES = 10 * 1024 * 1024;
const MIN_SIDE = 256;
const MAX_SIDE = 8192;

/** The picture's real type, or why it is refused, as a clause: "it is text/html, not …". */
export async function judgePicture(bytes: Uint8Array): Promise<{ contentType: string } | { wrong: string }> {
  if (bytes.byteLength === 0) return { wrong: "it is empty" };
  if (bytes.byteLength > MAX_PICTURE_BYTES) return { wrong: `it has more than ${MAX_PICTURE_BYTES} bytes` };
  const contentType = (await fileTypeFromBuffer(bytes))?.mime ?? "of an unknown type";
  if (!PICTURE_TYPES.some((type) => type === contentType)) {
    return { wrong: `it is ${contentType}, not a JPEG, PNG or WebP picture` };
  }
  let size: { width: number; height: number };
  try {
    size = imageSize(bytes);
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
  if (!isCompletePicture(bytes, contentType)) return { wrong: "it is cut off" };
  return { contentType };
}

/** Whether the file reaches the end that its format defines. What cameras append after it does not matter. */
function isCompletePicture(bytes: Uint8Array, contentType: string): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (contentType === "image/webp") return bytes.byteLength >= view.getUint32(4, true) + 8;
  if (contentType === "image/png") {
    let at = 8;
    while (at + 12 <= bytes.byteLength) {
      if (view.getUint32(at + 4) === 0x49454e44) return true; // IEND
      at += 12 + view.getUint32(at);
    }
    return false;
  }
  // JPEG: segments with lengths, among them thumbnails with end markers of their own, then the picture's data up to its
  // end marker.
  let at = 2;
  while (at + 4 <= bytes.byteLength && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    // Any number of 0xff bytes may precede a marker.
    at += bytes[at + 1] === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  for (; at + 1 < bytes.byteLength; at++) if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  return false;
}
