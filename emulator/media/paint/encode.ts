import type { Canvas } from "@napi-rs/canvas";
import { png } from "./png.ts";
import type { Picture, PictureFormat } from "./task.ts";

/** The canvas as a file. */
export async function encode(canvas: Canvas, format: PictureFormat): Promise<Picture> {
  const { width, height } = canvas;
  return { bytes: await bytesOf(canvas, format), width, height };
}

async function bytesOf(canvas: Canvas, format: PictureFormat): Promise<Uint8Array> {
  switch (format) {
    case "png":
      return png(
        canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data,
        canvas.width,
        canvas.height,
      );
    case "jpeg":
      return Uint8Array.from(await canvas.encode("jpeg", 92));
    case "webp":
      return Uint8Array.from(await canvas.encode("webp", 90));
  }
}
