import { createCanvas } from "@napi-rs/canvas";
/** placeholder until fonts land */
export function drawCaption(
  caption: { text: string },
  frame: { width: number; height: number },
): { image: { x: number; y: number; png: Buffer } | undefined; warnings: string[] } {
  const canvas = createCanvas(frame.width - 200, 100);
  const context = canvas.getContext("2d");
  context.font = "40px sans-serif";
  context.fillStyle = "white";
  context.fillText(caption.text, 0, 60);
  return {
    image: { x: 100, y: Math.round(frame.height / 2 / 2) * 2, png: canvas.toBuffer("image/png") },
    warnings: [],
  };
}
