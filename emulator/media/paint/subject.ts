/** Puts the person of a face guide into a scene: at the scene's scale, in its light. */
import { type Canvas, createCanvas, type Image } from "@napi-rs/canvas";
import { dice } from "../../dice.ts";
import { clearHead } from "./clear-head.ts";
import { cutOut } from "./cutout.ts";
import { lightAt, relight } from "./light.ts";
import type { Look, Rgb } from "./look.ts";
import type { Spot } from "./spot.ts";

const FAR = /\b(stage|concert|venue|crowd|audience|from afar|full[- ]body|wide shot)\b/i;

/**
 * Draws the person into the canvas. With a `spot` only the head goes there, on the body that the scene has; without
 * one head and shoulders stand at the lower edge, as in a selfie, or further away if the prompt says so.
 */
export function placeSubject(
  canvas: Canvas,
  face: Image,
  how: { look: Look; prompt: string; seed: string; spot: Spot | undefined },
): void {
  const cutout = cutOut(face);
  // A face alone goes onto the head that the scene has.
  if (how.spot && !cutout.faceOnly) clearHead(canvas, how.spot);
  const spot = how.spot ?? bustSpot(canvas, how.prompt, how.seed);
  const scale = spot.radius / cutout.head.radius;
  const layer = createCanvas(canvas.width, canvas.height);
  const context = layer.getContext("2d");
  context.imageSmoothingQuality = "high";
  if (!how.spot && !cutout.grounded) drawBody(layer, spot, how.look);
  if (!how.spot && cutout.faceOnly) drawHood(layer, spot, how.look);
  const [left, top] = [spot.x - cutout.head.x * scale, spot.y - cutout.head.y * scale];
  const [width, height] = [cutout.canvas.width * scale, cutout.canvas.height * scale];
  context.drawImage(cutout.canvas, left, top, width, height);
  if (!how.spot && cutout.grounded && top + height < canvas.height) {
    continueBody(layer, cutout.canvas, { left, edge: top + height - 4 * scale, width });
  }
  const hasEdge = !(how.spot && cutout.faceOnly);
  relight(layer, lightAt(canvas, spot.x, spot.y, spot.radius), spot.x, spot.radius, hasEdge);
  if (how.spot) fadeBelow(layer, spot.x, spot.y + (cutout.head.neck - cutout.head.y) * scale, spot.radius);

  const target = canvas.getContext("2d");
  target.save();
  if (hasEdge) {
    target.shadowColor = "rgba(0,0,0,0.5)";
    target.shadowBlur = spot.radius * 0.35;
  }
  target.drawImage(layer, 0, 0);
  target.restore();
}

/** Where the head goes when the scene does not say. */
function bustSpot(canvas: Canvas, prompt: string, seed: string): Spot {
  const { width, height } = canvas;
  const chance = dice(seed, "subject");
  const far = FAR.test(prompt);
  const radius = Math.min(width * (far ? 0.13 : 0.26), height * 0.19) * chance.between(0.94, 1.06);
  const x = width * (0.5 + chance.between(-0.05, 0.05));
  return { x, y: height * (far ? 0.36 : 0.42), radius };
}

/** Takes away what is below the neck: softly, and the throat itself a little later. */
function fadeBelow(layer: Canvas, x: number, neck: number, radius: number): void {
  const mask = createCanvas(layer.width, layer.height);
  const context = mask.getContext("2d");
  const down = context.createLinearGradient(0, neck - radius * 0.08, 0, neck + radius * 0.16);
  down.addColorStop(0, "rgba(0,0,0,1)");
  down.addColorStop(1, "rgba(0,0,0,0)");
  context.fillStyle = down;
  context.fillRect(0, 0, mask.width, mask.height);
  context.translate(x, neck);
  context.scale(0.6, 0.5);
  const throat = context.createRadialGradient(0, 0, radius * 0.5, 0, 0, radius);
  throat.addColorStop(0, "rgba(0,0,0,1)");
  throat.addColorStop(1, "rgba(0,0,0,0)");
  context.fillStyle = throat;
  context.fillRect(-radius, -radius, radius * 2, radius * 2);
  const target = layer.getContext("2d");
  target.globalCompositeOperation = "destination-in";
  target.drawImage(mask, 0, 0);
  target.globalCompositeOperation = "source-over";
}

/** Lets the body go on below the guide's edge, in the colours it has there, into the dark. */
function continueBody(layer: Canvas, body: Canvas, place: { left: number; edge: number; width: number }): void {
  const colours = createCanvas(8, 1);
  colours.getContext("2d").drawImage(body, 0, body.height - 3, body.width, 1, 0, 0, 8, 1);
  const column = createCanvas(layer.width, layer.height);
  const context = column.getContext("2d");
  context.drawImage(body, 0, body.height - 3, body.width, 1, place.left, place.edge, place.width, layer.height);
  // The outline of the edge's row, filled with its colours blurred and darkening.
  context.globalCompositeOperation = "source-atop";
  context.imageSmoothingQuality = "high";
  context.drawImage(colours, place.left, place.edge, place.width, layer.height);
  const dark = context.createLinearGradient(0, place.edge, 0, place.edge + place.width * 0.7);
  dark.addColorStop(0, "rgba(0,0,0,0)");
  dark.addColorStop(1, "rgba(0,0,0,0.7)");
  context.fillStyle = dark;
  context.fillRect(0, 0, layer.width, layer.height);
  layer.getContext("2d").drawImage(column, 0, 0);
}

/** A hood in the cloth of the body, for a face that came without hair. */
function drawHood(layer: Canvas, { x, y, radius }: Spot, look: Look): void {
  const context = layer.getContext("2d");
  const dark = look.shadow.map((part) => part * 0.6 + 22) as Rgb;
  const shade = (times: number) => `rgb(${dark.map((part) => Math.round(part * times)).join(",")})`;
  const cloth = context.createRadialGradient(x, y + radius * 0.1, radius * 0.6, x, y, radius * 1.5);
  cloth.addColorStop(0, shade(0.35));
  cloth.addColorStop(0.35, shade(0.6));
  cloth.addColorStop(1, shade(1.5));
  context.fillStyle = cloth;
  context.beginPath();
  context.ellipse(x, y, radius * 1.05, radius * 1.25, 0, 0, Math.PI * 2);
  context.fill();
}

/** Shoulders and chest in something dark, for a head that came without. */
function drawBody(layer: Canvas, { x, y, radius }: Spot, look: Look): void {
  const context = layer.getContext("2d");
  const { height } = layer;
  const chin = y + radius * 0.86;
  const [neck, shoulder, slope] = [radius * 0.38, radius * 1.6, chin + radius * 0.62];
  const dark = look.shadow.map((part) => part * 0.6 + 22) as Rgb;
  const cloth = context.createLinearGradient(0, chin, 0, height);
  cloth.addColorStop(0, `rgb(${dark.map((part) => Math.round(part * 1.5)).join(",")})`);
  cloth.addColorStop(1, `rgb(${dark.map(Math.round).join(",")})`);
  context.fillStyle = cloth;
  context.beginPath();
  context.moveTo(x - neck, chin - radius * 0.3);
  for (const side of [-1, 1]) {
    const points: [number, number][] = [
      [neck, chin + radius * 0.35],
      [shoulder, slope - radius * 0.25],
      [shoulder, slope + radius * 0.5],
    ];
    const [a, b, c] = side < 0 ? points : [points[1], points[0], [neck, chin - radius * 0.3]];
    if (side > 0) context.lineTo(x + shoulder, slope + radius * 0.5);
    if (a && b && c) {
      context.bezierCurveTo(
        x + side * (a[0] ?? 0),
        a[1] ?? 0,
        x + side * (b[0] ?? 0),
        b[1] ?? 0,
        x + side * (c[0] ?? 0),
        c[1] ?? 0,
      );
    }
    if (side < 0) {
      context.lineTo(x - shoulder * 1.12, height);
      context.lineTo(x + shoulder * 1.12, height);
    }
  }
  context.closePath();
  context.fill();
}
