/** The artist as a shape in the scene's light: a place for a face, never a face. */
import { type Canvas, createCanvas } from "@napi-rs/canvas";
import type { Head } from "../worker/domain/template.ts";
import { type Blend, blendOf, type Context, glow, outline, stroke, tone, wash } from "./paint.ts";

type Point = readonly [number, number];

export interface Rim {
  /** Which way the light comes from, in head radii. */
  from: Point;
  color: string;
  alpha: number;
}

export interface Figure {
  head: Head;
  /** Limbs and body, as closed outlines in head radii around the head's centre; y grows downwards. */
  body: readonly (readonly Point[])[];
  /** Limbs as thick lines: points, width. */
  limbs?: readonly { points: readonly Point[]; width: number }[];
  /** Close to the head: hair over the shoulders would be somebody else's. */
  hair: "short" | "bun" | "curls";
  hairColor: string;
  skin: string;
  clothes: string;
  /** How lit the front is, 0 to 1. */
  front: number;
  rims: readonly Rim[];
  /** Light on the face from one side. */
  cheek: { side: -1 | 1; color: string; alpha: number };
}

/** Head and shoulders that leave the frame below. */
export const bust: readonly Point[] = [
  [0.4, 0.6],
  [0.42, 1.02],
  [0.48, 1.22],
  [0.9, 1.4],
  [1.42, 1.54],
  [1.78, 1.74],
  [2, 2.1],
  [2.12, 2.8],
  [2.3, 4.2],
  [2.5, 7],
  [2.6, 18],
  [-2.6, 18],
  [-2.5, 7],
  [-2.3, 4.2],
  [-2.12, 2.8],
  [-2, 2.1],
  [-1.78, 1.74],
  [-1.42, 1.54],
  [-0.9, 1.4],
  [-0.48, 1.22],
  [-0.42, 1.02],
  [-0.4, 0.6],
];

/** Neck, shoulders and trunk down to the hips at `hips`. */
export const trunk = (hips: number, width = 1.5): readonly Point[] => [
  [0.38, 0.6],
  [0.4, 1.02],
  [0.46, 1.2],
  [0.9, 1.38],
  [1.4, 1.5],
  [1.72, 1.7],
  [1.84, 2.1],
  [width, 3],
  [width * 0.92, hips - 1],
  [width * 1.02, hips],
  [-width * 1.02, hips],
  [-width * 0.92, hips - 1],
  [-width, 3],
  [-1.84, 2.1],
  [-1.72, 1.7],
  [-1.4, 1.5],
  [-0.9, 1.38],
  [-0.46, 1.2],
  [-0.4, 1.02],
  [-0.38, 0.6],
];

/** Pixels of a head. */
export const pixels = (head: Head, { width, height }: Canvas): { x: number; y: number; r: number } => ({
  x: head.x * width,
  y: head.y * height,
  r: head.radius * width,
});

function hairShape(context: Context, hair: Figure["hair"]): void {
  const cap = (width: number, top: number, down: number): void => {
    outline(context, [
      [0, -top * 1.12],
      [width * 0.46, -top * 1.08],
      [width * 0.86, -top * 0.82],
      [width, -0.3],
      [width * 0.98, down],
      [width * 0.74, down + 0.06],
      [0.66, -0.1],
      [0.4, -0.52],
      [-0.4, -0.56],
      [-0.66, -0.1],
      [-width * 0.74, down + 0.06],
      [-width * 0.98, down],
      [-width, -0.3],
      [-width * 0.86, -top * 0.82],
      [-width * 0.46, -top * 1.08],
    ]);
    context.fill();
  };
  if (hair === "short") cap(0.88, 1.2, -0.02);
  if (hair === "bun") {
    cap(0.86, 1.16, 0);
    context.beginPath();
    context.ellipse(0.12, -1.3, 0.38, 0.32, 0.2, 0, Math.PI * 2);
    context.fill();
  }
  if (hair === "curls") {
    for (let index = 0; index < 26; index++) {
      const angle = -Math.PI * 1.12 + (index / 25) * Math.PI * 1.24;
      context.beginPath();
      context.arc(Math.cos(angle) * 0.84, -0.22 + Math.sin(angle) * 0.86, 0.27 + (index % 3) * 0.05, 0, Math.PI * 2);
      context.fill();
    }
  }
}

/** Paints the figure; returns its mask, for shadows and reflections. */
export function paintFigure(context: Context, figure: Figure): Canvas {
  const { width, height } = context.canvas;
  const { x, y, r } = pixels(figure.head, context.canvas);
  const sheet = (draw: (pen: Context) => void): Canvas => {
    const canvas = createCanvas(width, height);
    const pen = canvas.getContext("2d");
    pen.setTransform(r, 0, 0, r, x, y);
    draw(pen);
    return canvas;
  };
  const solid = (pen: Context): void => {
    for (const shape of figure.body) {
      outline(pen, shape);
      pen.fill();
    }
    for (const { points, width: thick } of figure.limbs ?? []) stroke(pen, points, thick, "#000000");
  };
  const headShape = (pen: Context): void => {
    outline(pen, [
      [0, -1.04],
      [0.56, -0.98],
      [0.8, -0.4],
      [0.76, 0.2],
      [0.6, 0.72],
      [0.28, 1.02],
      [0, 1.06],
      [-0.28, 1.02],
      [-0.6, 0.72],
      [-0.76, 0.2],
      [-0.8, -0.4],
      [-0.56, -0.98],
    ]);
    pen.fill();
  };
  const mask = sheet((pen) => {
    solid(pen);
    headShape(pen);
    hairShape(pen, figure.hair);
  });

  const person = createCanvas(width, height);
  const pen = person.getContext("2d");
  const clothes = sheet(solid);
  const dress = clothes.getContext("2d");
  dress.globalCompositeOperation = "source-in";
  dress.fillStyle = wash(
    dress,
    [0, 0.8, 0, 8],
    [
      [0, blendOf("#000000", figure.clothes, 0.55 + 0.45 * figure.front)],
      [0.3, blendOf("#000000", figure.clothes, 0.4 + 0.4 * figure.front)],
      [1, blendOf("#000000", figure.clothes, 0.2)],
    ],
  );
  dress.fillRect(-20, -20, 40, 60);
  // Cloth: the arms part from the trunk, a collar, folds that hang from the shoulders.
  dress.globalCompositeOperation = "source-atop";
  dress.filter = `blur(${Math.max(1, r * 0.07)}px)`;
  for (const side of [-1, 1]) {
    stroke(
      dress,
      [
        [side * 1.42, 2.3],
        [side * 1.5, 3.2],
        [side * 1.46, 5],
        [side * 1.6, 9],
      ],
      0.16,
      "rgba(0,0,0,0.5)",
    );
    stroke(
      dress,
      [
        [side * 0.9, 1.7],
        [side * 0.7, 2.8],
        [side * 0.9, 4.4],
      ],
      0.14,
      "rgba(0,0,0,0.28)",
    );
    stroke(
      dress,
      [
        [side * 1.1, 1.65],
        [side * 1.02, 2.6],
        [side * 1.2, 4],
      ],
      0.1,
      "rgba(255,255,255,0.07)",
    );
    stroke(
      dress,
      [
        [side * 0.2, 2.6],
        [side * 0.34, 3.8],
        [side * 0.1, 6],
      ],
      0.12,
      "rgba(0,0,0,0.25)",
    );
  }
  dress.filter = "none";
  dress.globalCompositeOperation = "source-over";
  // The neck is skin, down to the collar.
  dress.globalCompositeOperation = "source-atop";
  outline(dress, [
    [-0.44, 0.5],
    [0.44, 0.5],
    [0.5, 1.24],
    [0.34, 1.62],
    [0, 1.74],
    [-0.34, 1.62],
    [-0.5, 1.24],
  ]);
  dress.fillStyle = blendOf("#000000", figure.skin, 0.1 + 0.3 * figure.front);
  dress.fill();
  dress.filter = `blur(${Math.max(1, r * 0.03)}px)`;
  stroke(
    dress,
    [
      [-0.62, 1.2],
      [-0.4, 1.62],
      [0, 1.8],
      [0.4, 1.62],
      [0.62, 1.2],
    ],
    0.11,
    blendOf("#000000", figure.clothes, 0.75),
  );
  dress.filter = "none";
  pen.drawImage(clothes, 0, 0);

  const skin = sheet((brush) => {
    headShape(brush);
    brush.globalCompositeOperation = "source-atop";
    brush.fillStyle = blendOf("#000000", figure.skin, 0.2 + 0.42 * figure.front);
    brush.fillRect(-2, -2, 4, 4);
  });
  const lit = skin.getContext("2d");
  lit.globalCompositeOperation = "source-atop";
  const fade = (color: string, alpha: number, from: Point, to: Point): void => {
    lit.fillStyle = wash(
      lit,
      [from[0], from[1], to[0], to[1]],
      [
        [0, tone(color, alpha)],
        [1, tone(color, 0)],
      ],
    );
    lit.fillRect(-2, -2, 4, 4);
  };
  const { side, color, alpha } = figure.cheek;
  fade(color, alpha, [side * 0.8, -0.1], [-side * 0.25, 0.15]);
  fade("#000000", 0.5, [-side * 0.8, 0.1], [side * 0.25, 0]);
  fade("#000000", 0.4, [0, -0.9], [0, -0.1]);
  fade("#000000", 0.45, [0, 1.05], [0, 0.62]);
  // Sockets, the side of the nose, the mouth's shadow: where features would be, not what they are.
  for (const [cx, cy, rx, ry, dark] of [
    [-0.32, -0.04, 0.24, 0.1, 0.3],
    [0.32, -0.04, 0.24, 0.1, 0.3],
    [-side * 0.14, 0.2, 0.09, 0.26, 0.25],
    [0, 0.4, 0.16, 0.05, 0.2],
    [0, 0.62, 0.22, 0.05, 0.2],
  ] as const) {
    lit.save();
    lit.translate(cx, cy);
    lit.scale(rx, ry);
    const soft = lit.createRadialGradient(0, 0, 0, 0, 0, 1.3);
    soft.addColorStop(0, `rgba(8,4,12,${dark})`);
    soft.addColorStop(1, "rgba(8,4,12,0)");
    lit.fillStyle = soft;
    lit.fillRect(-1.4, -1.4, 2.8, 2.8);
    lit.restore();
  }
  pen.drawImage(skin, 0, 0);
  // The shadow under the chin parts head and neck.
  pen.save();
  pen.globalCompositeOperation = "source-atop";
  pen.setTransform(r, 0, 0, r, x, y);
  pen.translate(0, 1.16);
  pen.scale(0.7, 0.26);
  const chin = pen.createRadialGradient(0, 0, 0, 0, 0, 1);
  chin.addColorStop(0, "rgba(0,0,0,0.6)");
  chin.addColorStop(1, "rgba(0,0,0,0)");
  pen.fillStyle = chin;
  pen.fillRect(-1, -1, 2, 2);
  pen.restore();
  pen.drawImage(
    sheet((brush) => {
      brush.fillStyle = figure.hairColor;
      hairShape(brush, figure.hair);
      brush.globalCompositeOperation = "source-atop";
      for (let strand = 0; strand < 34; strand++) {
        const x = -1.05 + (strand / 33) * 2.1;
        const lift = Math.sin(strand * 12.9898) * 0.12;
        stroke(
          brush,
          [
            [x * 0.25, -1.25],
            [x * 0.8, -0.8 + lift],
            [x * 1.02, 0 + lift],
            [x, 1.1],
          ],
          0.025,
          strand % 3 ? "rgba(255,220,255,0.05)" : "rgba(0,0,0,0.22)",
        );
      }
    }),
    0,
    0,
  );
  context.drawImage(person, 0, 0);

  for (const rim of figure.rims) {
    for (const [reach, blur, strength, blend] of [
      [0.55, 0.24, 0.24, "screen"],
      [0.09, 0.02, 0.95, "screen"],
    ] as [number, number, number, Blend][]) {
      const edge = createCanvas(width, height);
      const brush = edge.getContext("2d");
      brush.drawImage(mask, 0, 0);
      brush.globalCompositeOperation = "source-in";
      brush.fillStyle = rim.color;
      brush.fillRect(0, 0, width, height);
      brush.globalCompositeOperation = "destination-out";
      brush.filter = `blur(${Math.max(1, r * blur)}px)`;
      const length = Math.hypot(...rim.from) || 1;
      brush.drawImage(mask, (-rim.from[0] / length) * r * reach, (-rim.from[1] / length) * r * reach);
      context.save();
      context.globalCompositeOperation = blend;
      context.globalAlpha = rim.alpha * strength;
      context.drawImage(edge, 0, 0);
      context.restore();
    }
  }
  return mask;
}

/** Lamp light that spills over somebody's edge towards the lens. */
export function halo(context: Context, head: Head, color: string, alpha: number): void {
  const { x, y, r } = pixels(head, context.canvas);
  glow(context, x, y, r * 4.2, color, alpha);
}
