/** A larger copy of a picture. */
import { createCanvas } from "@napi-rs/canvas";
import { encode } from "./encode.ts";
import { readPicture } from "./read.ts";
import type { EnlargeTask, Picture } from "./task.ts";

/** The picture of a task, smoothly enlarged. Rejects with `UnreadablePicture` for a file that is none. */
export async function enlarge(task: EnlargeTask): Promise<Picture> {
  const image = await readPicture(task.picture, 0);
  const factor = "factor" in task.to ? task.to.factor : task.to.shorterSide / Math.min(image.width, image.height);
  const canvas = createCanvas(Math.round(image.width * factor), Math.round(image.height * factor));
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return encode(canvas, task.format);
}
