/** Takes the head of a drawn figure out of a scene, so that no second head of hair stands behind the new one. */
import { type Canvas, createCanvas } from "@napi-rs/canvas";
import type { Spot } from "./subject.ts";

/** How far hair and hats reach, and where untouched background is looked for, in radii of the head. */
const REACH = { side: 1.55, top: 1.75, source: 1.75 };

/**
 * Covers the head with what is to its left and to its right, one fading into the other: walls, skies and lines of light
 * go on behind it.
 */
export function clearHead(canvas: Canvas, { x, y, radius }: Spot): void {
  const width = Math.ceil(radius * 2 * REACH.source);
  const top = y - radius * (REACH.top + 0.2);
  const height = Math.ceil(radius * (REACH.top + 1.6));
  const patch = createCanvas(width, height);
  const context = patch.getContext("2d");
  const strip = Math.max(2, radius * 0.16);

  stretch(context, canvas, x - radius * REACH.source - strip, top, strip);
  const right = createCanvas(width, height);
  const rightContext = right.getContext("2d");
  stretch(rightContext, canvas, x + radius * REACH.source, top, strip);
  const across = rightContext.createLinearGradient(0, 0, width, 0);
  across.addColorStop(0, "rgba(0,0,0,0)");
  across.addColorStop(1, "rgba(0,0,0,1)");
  rightContext.globalCompositeOperation = "destination-in";
  rightContext.fillStyle = across;
  rightContext.fillRect(0, 0, width, height);
  context.drawImage(right, 0, 0);

  // A soft disc around the head that ends above the shoulders.
  context.globalCompositeOperation = "destination-in";
  context.save();
  context.translate(width / 2, y - top);
  context.scale(REACH.side, REACH.top);
  const disc = context.createRadialGradient(0, 0, radius * 0.82, 0, 0, radius);
  disc.addColorStop(0, "rgba(0,0,0,1)");
  disc.addColorStop(1, "rgba(0,0,0,0)");
  context.fillStyle = disc;
  context.fillRect(-width, -height, width * 2, height * 2);
  context.restore();
  const down = context.createLinearGradient(0, y - top + radius * 0.75, 0, y - top + radius * 1.05);
  down.addColorStop(0, "rgba(0,0,0,1)");
  down.addColorStop(1, "rgba(0,0,0,0)");
  context.fillStyle = down;
  context.fillRect(0, 0, width, height);

  canvas.getContext("2d").drawImage(patch, x - width / 2, top);
}

/** Fills the context with a narrow upright strip of the scene, drawn out sideways. */
function stretch(
  context: ReturnType<Canvas["getContext"]>,
  scene: Canvas,
  left: number,
  top: number,
  strip: number,
): void {
  const { width, height } = context.canvas;
  const from = Math.min(scene.width - strip, Math.max(0, left));
  const start = Math.max(0, top);
  const cut = start - top;
  const end = Math.min(scene.height, top + height);
  // A pixel wide first: its colour is the strip's mean, and nothing of its texture is smeared.
  const column = createCanvas(1, height);
  const columnContext = column.getContext("2d");
  columnContext.imageSmoothingQuality = "high";
  columnContext.drawImage(scene, from, start, strip, end - start, 0, cut, 1, end - start);
  // Above the picture the top row goes on.
  if (cut > 0) columnContext.drawImage(column, 0, Math.ceil(cut), 1, 1, 0, 0, 1, Math.ceil(cut));
  context.drawImage(column, 0, 0, 1, height, 0, 0, width, height);
}
