import type { Canvas } from "@napi-rs/canvas";
import type { Picture, PictureFormat } from "./task.ts";

/** The canvas as a file. */
export async function encode(canvas: Canvas, format: PictureFormat): Promise<Picture> {
  const bytes =
    format === "png"
      ? await canvas.encode("png")
      : format === "jpeg"
        ? await canvas.encode("jpeg", 92)
        : await canvas.encode("webp", 90);
  return { bytes: Uint8Array.from(bytes), width: canvas.width, height: canvas.height };
}
