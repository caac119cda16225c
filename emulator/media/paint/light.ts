/** The light at a place of a scene, and how it falls on what is put there. */
import { type Canvas, createCanvas } from "@napi-rs/canvas";
import type { Rgb } from "./look.ts";

export interface LocalLight {
  /** The colour of the surroundings. */
  ambient: Rgb;
  left: Rgb;
  right: Rgb;
}

const luma = ([red, green, blue]: Rgb): number => red * 0.2126 + green * 0.7152 + blue * 0.0722;

/** Reads the light around a place: what is to its left and to its right, about one radius away. */
export function lightAt(scene: Canvas, x: number, y: number, radius: number): LocalLight {
  const left = averageOf(scene, x - radius * 2.6, y - radius * 1.4, radius * 1.8, radius * 2.6);
  const right = averageOf(scene, x + radius * 0.8, y - radius * 1.4, radius * 1.8, radius * 2.6);
  const all = averageOf(scene, 0, 0, scene.width, scene.height);
  const ambient = all.map((part, channel) => part * 0.5 + ((left[channel] ?? 0) + (right[channel] ?? 0)) * 0.25) as Rgb;
  return { ambient, left, right };
}

function averageOf(canvas: Canvas, left: number, top: number, width: number, height: number): Rgb {
  const x = Math.min(canvas.width - 2, Math.max(0, left));
  const y = Math.min(canvas.height - 2, Math.max(0, top));
  const small = createCanvas(4, 4);
  const context = small.getContext("2d");
  context.imageSmoothingQuality = "high";
  const [w, h] = [Math.max(2, Math.min(width, canvas.width - x)), Math.max(2, Math.min(height, canvas.height - y))];
  context.drawImage(canvas, x, y, w, h, 0, 0, 4, 4);
  const { data } = context.getImageData(0, 0, 4, 4);
  const sum: Rgb = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    sum[0] += data[at] as number;
    sum[1] += data[at + 1] as number;
    sum[2] += data[at + 2] as number;
  }
  return [sum[0] / 16, sum[1] / 16, sum[2] / 16];
}

/** A colour as bright as it can be, drawn towards white by `part`. */
const pure = (colour: Rgb, part: number): Rgb => {
  const top = Math.max(1, ...colour);
  return colour.map((channel) => (channel / top) * 255 * (1 - part) + 255 * part) as Rgb;
};

const css = (colour: Rgb, alpha = 1): string => `rgba(${colour.map((part) => Math.round(part)).join(",")},${alpha})`;

/**
 * Lights a layer as its place in the scene is lit: exposed to its brightness, tinted by its colour, brighter on the
 * side where the light is, with a rim of that light along the edge, where it has one.
 */
export function relight(layer: Canvas, light: LocalLight, middle: number, radius: number, hasEdge: boolean): void {
  const { width, height } = layer;
  const context = layer.getContext("2d");
  const shape = createCanvas(width, height);
  shape.getContext("2d").drawImage(layer, 0, 0);

  // Dark scenes darken, but a face stays readable.
  const exposure = Math.min(1, 0.66 + luma(light.ambient) / 300);
  const tint = pure(light.ambient, 0.62).map((part) => part * exposure) as Rgb;
  context.globalCompositeOperation = "multiply";
  context.fillStyle = css(tint);
  context.fillRect(0, 0, width, height);

  const fromLeft = luma(light.left) >= luma(light.right);
  const key = pure(fromLeft ? light.left : light.right, 0.25);
  const difference = Math.min(1, Math.abs(luma(light.left) - luma(light.right)) / 70);
  const across = context.createLinearGradient(
    middle - radius * 1.5 * (fromLeft ? 1 : -1),
    0,
    middle + radius * 1.5 * (fromLeft ? 1 : -1),
    0,
  );
  across.addColorStop(0, css(key, 0.3 + 0.25 * difference));
  across.addColorStop(0.55, css(key, 0));
  context.globalCompositeOperation = "soft-light";
  context.fillStyle = across;
  context.fillRect(0, 0, width, height);
  const shade = context.createLinearGradient(
    middle - radius * 0.5 * (fromLeft ? 1 : -1),
    0,
    middle + radius * 1.8 * (fromLeft ? 1 : -1),
    0,
  );
  shade.addColorStop(0, "rgba(0,0,0,0)");
  shade.addColorStop(1, `rgba(0,0,12,${0.18 + 0.3 * difference})`);
  context.globalCompositeOperation = "source-over";
  context.fillStyle = shade;
  context.fillRect(0, 0, width, height);

  if (hasEdge) rim(context, shape, key, radius * (fromLeft ? 0.035 : -0.035));
  // What fell beside the shape is taken away again.
  context.globalCompositeOperation = "destination-in";
  context.drawImage(shape, 0, 0);
  context.globalCompositeOperation = "source-over";
}

/** A thin edge of light on the side that `shift` points away from. */
function rim(context: ReturnType<Canvas["getContext"]>, shape: Canvas, key: Rgb, shift: number): void {
  const edge = createCanvas(shape.width, shape.height);
  const edgeContext = edge.getContext("2d");
  edgeContext.fillStyle = css(key, 0.5);
  edgeContext.fillRect(0, 0, edge.width, edge.height);
  edgeContext.globalCompositeOperation = "destination-out";
  edgeContext.filter = `blur(${Math.max(1, Math.abs(shift) * 0.8)}px)`;
  edgeContext.drawImage(shape, shift, Math.abs(shift) * 0.6);
  context.globalCompositeOperation = "screen";
  context.drawImage(edge, 0, 0);
}
