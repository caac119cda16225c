/** Takes the head of a drawn figure out of a scene, so that no second head of hair stands behind the new one. */
import { type Canvas, createCanvas } from "@napi-rs/canvas";
import { diffuse, HOLE, IGNORED, KNOWN } from "./diffuse.ts";
import type { Spot } from "./spot.ts";

/** How far hair and hats reach, in radii of the head. */
const SIDE = 1.6;
const TOP = 2.1;
const BOTTOM = 0.95;
/** Half the side of the square that is worked on, in radii. */
const REACH = 2.4;
/** Pixels along that side: the filling is all soft, so few are enough. */
const CELLS = 64;

/**
 * Covers the head with its surroundings. At the height of the face what is to the left and to the right meets in the
 * middle, so that a line of light on the wall goes on behind it; above, the colours around spread inwards.
 */
export function clearHead(canvas: Canvas, spot: Spot): void {
  const { x, y, radius } = spot;
  const side = radius * REACH * 2;
  const [left, top] = [x - side / 2, y - side / 2];
  const spread = spreadInwards(canvas, spot, left, top, side);
  const across = fromBothSides(canvas, spot, left, top, side);

  const patch = createCanvas(Math.ceil(side), Math.ceil(side));
  const context = patch.getContext("2d");
  context.drawImage(across, 0, 0);
  // The face's own height keeps what goes across.
  const upper = spread.getContext("2d");
  const fade = upper.createLinearGradient(0, side / 2 - radius * 0.9, 0, side / 2 - radius * 0.1);
  fade.addColorStop(0, "rgba(0,0,0,1)");
  fade.addColorStop(1, "rgba(0,0,0,0)");
  upper.globalCompositeOperation = "destination-in";
  upper.fillStyle = fade;
  upper.fillRect(0, 0, side, side);
  context.drawImage(spread, 0, 0);
  mask(patch, radius);
  canvas.getContext("2d").drawImage(patch, left, top);
}

/** Whether a place, in radii from the middle of the head, belongs to the head or the hair around it. */
const inHead = (x: number, y: number): boolean => y < BOTTOM && Math.hypot(x / SIDE, y < 0 ? y / TOP : y / SIDE) < 1;

function spreadInwards(canvas: Canvas, { radius }: Spot, left: number, top: number, side: number): Canvas {
  const small = createCanvas(CELLS, CELLS);
  const context = small.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(canvas, left, top, side, side, 0, 0, CELLS, CELLS);
  const image = context.getImageData(0, 0, CELLS, CELLS);
  const kinds = Uint8Array.from({ length: CELLS * CELLS }, (_, cell) => {
    const x = (((cell % CELLS) + 0.5) / CELLS - 0.5) * REACH * 2;
    const y = ((Math.floor(cell / CELLS) + 0.5) / CELLS - 0.5) * REACH * 2;
    if (inHead(x, y)) return HOLE;
    // Shoulders, and what lies beyond the edge of the picture.
    const beyond = image.data[cell * 4 + 3] === 0;
    return beyond || (y >= BOTTOM - 0.2 && Math.abs(x) < 2) ? IGNORED : KNOWN;
  });
  diffuse(image.data, kinds, CELLS);
  context.putImageData(image, 0, 0);
  const large = createCanvas(Math.ceil(side), Math.ceil(side));
  const largeContext = large.getContext("2d");
  largeContext.imageSmoothingQuality = "high";
  largeContext.filter = `blur(${Math.max(1, radius * 0.06)}px)`;
  largeContext.drawImage(small, 0, 0, CELLS, CELLS, 0, 0, side, side);
  return large;
}

function fromBothSides(canvas: Canvas, { x, radius }: Spot, left: number, top: number, side: number): Canvas {
  const strip = Math.max(2, radius * 0.16);
  const [both, right] = [
    createCanvas(Math.ceil(side), Math.ceil(side)),
    createCanvas(Math.ceil(side), Math.ceil(side)),
  ];
  stretch(both, canvas, x - radius * (SIDE + 0.1) - strip, top, strip);
  stretch(right, canvas, x + radius * (SIDE + 0.1), top, strip);
  const context = right.getContext("2d");
  const fade = context.createLinearGradient(x - left - radius * SIDE, 0, x - left + radius * SIDE, 0);
  fade.addColorStop(0, "rgba(0,0,0,0)");
  fade.addColorStop(1, "rgba(0,0,0,1)");
  context.globalCompositeOperation = "destination-in";
  context.fillStyle = fade;
  context.fillRect(0, 0, side, side);
  both.getContext("2d").drawImage(right, 0, 0);
  return both;
}

/** Fills a canvas with the mean colours of a narrow upright strip of the scene. */
function stretch(target: Canvas, scene: Canvas, left: number, top: number, strip: number): void {
  const { width, height } = target;
  const from = Math.min(scene.width - strip, Math.max(0, left));
  const column = createCanvas(1, height);
  const context = column.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(scene, from, top, strip, height, 0, 0, 1, height);
  target.getContext("2d").drawImage(column, 0, 0, 1, height, 0, 0, width, height);
}

/** Keeps of a patch what covers the head: soft at its edge, and nothing of the shoulders. */
function mask(patch: Canvas, radius: number): void {
  const context = patch.getContext("2d");
  const middle = patch.width / 2;
  const shape = createCanvas(patch.width, patch.height);
  const shapeContext = shape.getContext("2d");
  shapeContext.filter = `blur(${Math.max(1, radius * 0.1)}px)`;
  shapeContext.beginPath();
  shapeContext.ellipse(middle, middle, radius * (SIDE - 0.2), radius * (TOP - 0.2), 0, Math.PI, 0);
  shapeContext.ellipse(middle, middle, radius * (SIDE - 0.2), radius * (SIDE - 0.2), 0, 0, Math.PI);
  shapeContext.fill();
  context.globalCompositeOperation = "destination-in";
  context.drawImage(shape, 0, 0);
  const down = context.createLinearGradient(0, middle + radius * (BOTTOM - 0.2), 0, middle + radius * (BOTTOM + 0.1));
  down.addColorStop(0, "rgba(0,0,0,1)");
  down.addColorStop(1, "rgba(0,0,0,0)");
  context.fillStyle = down;
  context.fillRect(0, 0, patch.width, patch.height);
}
