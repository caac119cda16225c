/** Reads the pictures that were sent. */
import { readFile } from "node:fs/promises";
import { type Image, loadImage } from "@napi-rs/canvas";
import { UnreadablePicture } from "./task.ts";

/** Decodes the file at `path`; `index` is its place among the references. */
export async function readPicture(path: string, index: number): Promise<Image> {
  const bytes = await readFile(path);
  // SVG is drawn by the canvas but is no picture to an image model.
  if (bytes.length === 0 || bytes.subarray(0, 256).toString("latin1").trimStart().startsWith("<")) {
    throw new UnreadablePicture(index);
  }
  try {
    const image = await loadImage(bytes);
    if (image.width > 0 && image.height > 0) return image;
  } catch {
    // Falls through to the one error there is.
  }
  throw new UnreadablePicture(index);
}
