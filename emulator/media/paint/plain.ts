/** A picture of the right size and nothing more, made once per size. */
import { readFile } from "node:fs/promises";
import { createCanvas } from "@napi-rs/canvas";
import { imageSize } from "image-size";
import { once } from "../once.ts";
import { encode } from "./encode.ts";
import { sizeLike } from "./size.ts";
import { type PaintTask, type Picture, UnreadablePicture } from "./task.ts";

/** Only the headers of the references are looked at. */
export async function plainPicture(task: PaintTask): Promise<Picture> {
  const size = await sizeOf(task);
  return once(`picture ${size.width}x${size.height} ${task.format}`, () => {
    const canvas = createCanvas(size.width, size.height);
    const context = canvas.getContext("2d");
    const light = context.createLinearGradient(0, 0, 0, size.height);
    light.addColorStop(0, "#2a1f45");
    light.addColorStop(1, "#c06a58");
    context.fillStyle = light;
    context.fillRect(0, 0, size.width, size.height);
    return encode(canvas, task.format);
  });
}

async function sizeOf(task: PaintTask): Promise<{ width: number; height: number }> {
  const paths = task.kind === "compose" ? task.references : [task.picture];
  const sizes = await Promise.all(paths.map(headerSize));
  const [first] = sizes;
  if (task.kind === "compose") return task.aspectOfReference && first ? sizeLike(task.size, first) : task.size;
  if (!first) throw new UnreadablePicture(0);
  const factor = "factor" in task.to ? task.to.factor : task.to.shorterSide / Math.min(first.width, first.height);
  return { width: Math.round(first.width * factor), height: Math.round(first.height * factor) };
}

async function headerSize(path: string, index: number): Promise<{ width: number; height: number }> {
  try {
    return imageSize(await readFile(path));
  } catch {
    throw new UnreadablePicture(index);
  }
}
