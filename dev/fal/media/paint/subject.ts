/** Puts the person of a face guide into a scene: at the scene's scale, in its light, on its ground. */
import { type Canvas, createCanvas, type Image } from "@napi-rs/canvas";
import { dice } from "../../dice.ts";
import { type Cutout, cutOut } from "./cutout.ts";
import type { Look, Rgb } from "./look.ts";

const FAR = /\b(stage|concert|venue|crowd|audience|from afar|full[- ]body|wide shot)\b/i;

export function placeSubject(canvas: Canvas, face: Image, look: Look, prompt: string, seed: string): void {
  const { width, height } = canvas;
  const chance = dice(seed, "subject");
  const cutout = cutOut(face);
  const { box } = cutout;
  const boxWidth = box.right - box.left;
  const boxHeight = box.bottom - box.top;
  const far = FAR.test(prompt);
  // Shoulders are as wide as a selfie shows them; a lone head takes about two fifths of that.
  const share = (far ? 0.46 : 0.86) * (cutout.grounded ? 1 : 0.5) * chance.between(0.94, 1.06);
  const scale = Math.min((width * share) / boxWidth, (height * (cutout.grounded ? 0.66 : 0.42)) / boxHeight);
  const middle = width * (0.5 + chance.between(-0.06, 0.06));
  const left = middle - (boxWidth * scale) / 2;
  const top = cutout.grounded
    ? height - boxHeight * scale + 2
    : height * (far ? 0.3 : 0.27) + height * chance.between(-0.02, 0.02);

  const layer = createCanvas(width, height);
  const context = layer.getContext("2d");
  context.imageSmoothingQuality = "high";
  if (!cutout.grounded) drawBody(layer, cutout, { middle, top, scale }, look);
  context.drawImage(
    cutout.canvas,
    left - box.left * scale,
    top - box.top * scale,
    cutout.canvas.width * scale,
    cutout.canvas.height * scale,
  );
  light(layer, look, averageOf(canvas));

  const target = canvas.getContext("2d");
  castShadow(target, layer);
  target.drawImage(layer, 0, 0);
}

/** Shoulders and chest in something dark, for a head that came without. */
function drawBody(
  layer: Canvas,
  cutout: Cutout,
  place: { middle: number; top: number; scale: number },
  look: Look,
): void {
  const context = layer.getContext("2d");
  const { height } = layer;
  const { box } = cutout;
  const head = (box.right - box.left) * place.scale;
  const chin = place.top + (box.bottom - box.top) * place.scale * 0.86;
  const neck = head * 0.24;
  const shoulder = head * 1.02;
  const slope = chin + head * 0.42;
  const cloth = context.createLinearGradient(0, chin, 0, height);
  const dark: Rgb = [look.shadow[0] * 0.7 + 14, look.shadow[1] * 0.7 + 14, look.shadow[2] * 0.7 + 16];
  cloth.addColorStop(0, `rgb(${dark.map((part) => Math.round(part * 1.5)).join(",")})`);
  cloth.addColorStop(1, `rgb(${dark.map(Math.round).join(",")})`);
  context.fillStyle = cloth;
  context.beginPath();
  context.moveTo(place.middle - neck, chin - head * 0.1);
  context.bezierCurveTo(
    place.middle - neck,
    chin + head * 0.2,
    place.middle - shoulder,
    slope - head * 0.1,
    place.middle - shoulder,
    slope + head * 0.3,
  );
  context.lineTo(place.middle - shoulder * 1.12, height);
  context.lineTo(place.middle + shoulder * 1.12, height);
  context.lineTo(place.middle + shoulder, slope + head * 0.3);
  context.bezierCurveTo(
    place.middle + shoulder,
    slope - head * 0.1,
    place.middle + neck,
    chin + head * 0.2,
    place.middle + neck,
    chin - head * 0.1,
  );
  context.closePath();
  context.fill();
}

/** The scene's light on the layer: its average colour all over, the glow's colour from the glow's side. */
function light(layer: Canvas, look: Look, ambient: Rgb): void {
  const { width, height } = layer;
  const context = layer.getContext("2d");
  const brightness = Math.max(60, ambient[0] * 0.3 + ambient[1] * 0.6 + ambient[2] * 0.1);
  const tint = ambient.map((part) => Math.round(Math.min(255, 120 + (part / brightness) * 95))).join(",");
  context.globalCompositeOperation = "multiply";
  context.fillStyle = `rgb(${tint})`;
  maskedFill(layer, context);
  const side = context.createLinearGradient(
    look.glow.x < 0.5 ? 0 : width,
    0,
    look.glow.x < 0.5 ? width : 0,
    height * 0.2,
  );
  side.addColorStop(0, `rgba(${look.light.map(Math.round).join(",")},0.38)`);
  side.addColorStop(0.5, `rgba(${look.light.map(Math.round).join(",")},0.05)`);
  side.addColorStop(1, `rgba(${look.shadow.map(Math.round).join(",")},0.3)`);
  context.globalCompositeOperation = "soft-light";
  context.fillStyle = side;
  maskedFill(layer, context);
  context.globalCompositeOperation = "source-atop";
  const fall = context.createLinearGradient(0, height * 0.55, 0, height);
  fall.addColorStop(0, "rgba(0,0,0,0)");
  fall.addColorStop(1, "rgba(0,0,0,0.45)");
  context.fillStyle = fall;
  context.fillRect(0, 0, width, height);
  context.globalCompositeOperation = "source-over";
}

/** Fills with the current style and blend, then takes away what fell outside of the shape. */
function maskedFill(layer: Canvas, context: ReturnType<Canvas["getContext"]>): void {
  const shape = createCanvas(layer.width, layer.height);
  shape.getContext("2d").drawImage(layer, 0, 0);
  context.fillRect(0, 0, layer.width, layer.height);
  context.globalCompositeOperation = "destination-in";
  context.drawImage(shape, 0, 0);
}

/** A soft dark halo behind the person, so that it stands in the scene and not on it. */
function castShadow(context: ReturnType<Canvas["getContext"]>, layer: Canvas): void {
  context.save();
  context.shadowColor = "rgba(0,0,0,0.55)";
  context.shadowBlur = layer.width * 0.06;
  context.shadowOffsetY = layer.width * 0.012;
  context.drawImage(layer, 0, 0);
  context.restore();
}

function averageOf(canvas: Canvas): Rgb {
  const small = createCanvas(8, 8);
  const context = small.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(canvas, 0, 0, 8, 8);
  const { data } = context.getImageData(0, 0, 8, 8);
  const sum: Rgb = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    sum[0] += data[at] as number;
    sum[1] += data[at + 1] as number;
    sum[2] += data[at + 2] as number;
  }
  return [sum[0] / 64, sum[1] / 64, sum[2] / 64];
}
