/** Streets at night after rain, seen from the asphalt. */
import { type Canvas, createCanvas } from "@napi-rs/canvas";
import { bust, type Figure, halo, paintFigure, pixels, trunk } from "../figure.ts";
import { blendOf, type Chance, type Context, glow, layer, outline, stroke, tone, vignette, wash } from "../paint.ts";
import type { Scene } from "./bedroom.ts";

const [W, H] = [864, 1536];

function sky(context: Context, top: string, low: string, horizon: number): void {
  context.fillStyle = wash(
    context,
    [0, 0, 0, horizon],
    [
      [0, top],
      [1, low],
    ],
  );
  context.fillRect(0, 0, W, H);
}

/** A row of houses along one side, running to the vanishing point; windows lit at random. */
function houses(
  context: Context,
  chance: Chance,
  side: -1 | 1,
  vanish: readonly [number, number],
  color: string,
  lights: readonly string[],
  height = 1,
): void {
  const edge = side < 0 ? -20 : W + 20;
  const along = (part: number): number => edge + (vanish[0] - edge) * part;
  let part = 0;
  while (part < 0.86) {
    const next = Math.min(0.92, part + chance.between(0.16, 0.3) * (1 - part));
    const tall = (vanish[1] + 40) * chance.between(0.78, 1.12) * height;
    const top = (at: number): number => vanish[1] - tall * (1 - at);
    const ground = (at: number): number => vanish[1] + H * 0.22 * (1 - at);
    context.beginPath();
    context.moveTo(along(part), top(part));
    context.lineTo(along(next), top(next));
    context.lineTo(along(next), ground(next));
    context.lineTo(along(part), ground(part));
    context.closePath();
    context.fillStyle = wash(
      context,
      [0, top(part), 0, ground(part)],
      [
        [0, blendOf(color, "#000000", 0.45)],
        [0.75, color],
        [1, blendOf(color, chance.pick(lights), 0.35)],
      ],
    );
    context.fill();
    for (let row = 0.08; row < 0.72; row += 0.085) {
      for (let column = 0.12; column < 0.9; column += 0.24) {
        if (chance.between(0, 1) < 0.62) continue;
        const at = part + (next - part) * column;
        const y = top(at) + (ground(at) - top(at)) * row;
        const size = (ground(at) - top(at)) * 0.038;
        context.fillStyle = tone(chance.pick(lights), chance.between(0.25, 0.8));
        context.fillRect(along(at) - size * 0.35, y, size * 0.7, size);
      }
    }
    part = next;
  }
}

/** A sign without letters: a glowing outline. */
function neon(
  context: Context,
  x: number,
  y: number,
  size: number,
  shape: "ring" | "arrow" | "bars" | "moon",
  color: string,
): void {
  const draw = (pen: Context, width: number, ink: string): void => {
    pen.strokeStyle = ink;
    pen.lineWidth = width;
    pen.lineCap = "round";
    pen.beginPath();
    if (shape === "ring") pen.ellipse(x, y, size * 0.42, size * 0.6, 0, 0, Math.PI * 2);
    if (shape === "moon") {
      pen.arc(x, y, size * 0.5, 0.6, 5.2);
      pen.arc(x + size * 0.2, y - size * 0.05, size * 0.36, 5, 0.9, true);
    }
    if (shape === "arrow") {
      pen.moveTo(x - size * 0.3, y - size);
      pen.lineTo(x - size * 0.3, y + size * 0.6);
      pen.lineTo(x + size * 0.4, y + size * 0.6);
      pen.moveTo(x + size * 0.15, y + size * 0.35);
      pen.lineTo(x + size * 0.42, y + size * 0.6);
      pen.lineTo(x + size * 0.15, y + size * 0.85);
    }
    if (shape === "bars") {
      for (let bar = 0; bar < 4; bar++) {
        pen.moveTo(x - size * 0.3, y - size * 0.8 + bar * size * 0.5);
        pen.lineTo(x + size * (bar % 2 ? 0.05 : 0.3), y - size * 0.8 + bar * size * 0.5);
      }
    }
    pen.stroke();
  };
  glow(context, x, y, size * 3.4, color, 0.5);
  layer(context, { blur: 16, blend: "screen" }, (pen) => draw(pen, 20, color));
  layer(context, { blur: 2, blend: "screen" }, (pen) => draw(pen, 7, blendOf(color, "#ffffff", 0.65)));
}

function streetLamp(context: Context, x: number, top: number, foot: number, reach: number, color: string): void {
  stroke(
    context,
    [
      [x, foot],
      [x, top + 40],
      [x + reach * 0.3, top],
      [x + reach, top - 4],
    ],
    9,
    "#07080c",
  );
  glow(context, x + reach, top + 6, 420, color, 0.75);
  glow(context, x + reach, top + 6, 60, "#fff2d0", 1, 0.6);
  layer(context, { blur: 46, blend: "screen", alpha: 0.3 }, (pen) => {
    outline(pen, [
      [x + reach - 20, top],
      [x + reach + 20, top],
      [x + reach + 260, foot],
      [x + reach - 260, foot],
    ]);
    pen.fillStyle = wash(
      pen,
      [0, top, 0, foot],
      [
        [0, color],
        [1, tone(color, 0)],
      ],
    );
    pen.fill();
  });
}

/** Out-of-focus lights. */
function bokeh(
  context: Context,
  chance: Chance,
  box: readonly [number, number, number, number],
  count: number,
  colors: readonly string[],
  size: number,
): void {
  layer(context, { blend: "screen", blur: 1.5 }, (pen) => {
    for (let index = 0; index < count; index++) {
      const x = chance.between(box[0], box[2]);
      const y = chance.between(box[1], box[3]);
      const radius = chance.between(size * 0.4, size);
      const color = chance.pick(colors);
      const disc = pen.createRadialGradient(x, y, 0, x, y, radius);
      disc.addColorStop(0, tone(color, 0.3));
      disc.addColorStop(0.85, tone(color, 0.42));
      disc.addColorStop(1, tone(color, 0));
      pen.fillStyle = disc;
      pen.fillRect(x - radius, y - radius, radius * 2, radius * 2);
    }
  });
}

/** Wet asphalt below the horizon: what stands above it, upside down, smeared and broken by ripples. */
function wetGround(context: Context, chance: Chance, horizon: number, tint: string, shine = 0.85): void {
  const above = createCanvas(W, H);
  above.getContext("2d").drawImage(context.canvas as Canvas, 0, 0);
  context.fillStyle = wash(
    context,
    [0, horizon, 0, H],
    [
      [0, blendOf(tint, "#000000", 0.35)],
      [1, blendOf(tint, "#000000", 0.8)],
    ],
  );
  context.fillRect(0, horizon, W, H - horizon);
  const mirrored = createCanvas(W, H);
  const pen = mirrored.getContext("2d");
  pen.save();
  pen.translate(0, horizon);
  pen.scale(1, -((H - horizon) / horizon) * 1.25);
  pen.filter = "blur(9px)";
  pen.drawImage(above, 0, -horizon);
  pen.restore();
  const second = createCanvas(W, H);
  const smear = second.getContext("2d");
  smear.filter = "blur(26px)";
  smear.drawImage(mirrored, 0, 0);
  smear.filter = "none";
  pen.globalCompositeOperation = "screen";
  pen.drawImage(second, 0, 0);
  // Strips that slip sideways, more the nearer they are.
  context.save();
  context.globalCompositeOperation = "screen";
  context.beginPath();
  context.rect(0, horizon, W, H - horizon);
  context.clip();
  for (let y = horizon; y < H; ) {
    const near = (y - horizon) / (H - horizon);
    const tall = 3 + near * 10;
    const slip = chance.between(-1, 1) * (2 + near * 9);
    context.globalAlpha = Math.min(1, shine * 1.25 * (1 - near * 0.35) * chance.between(0.8, 1));
    context.drawImage(mirrored, 0, y, W, tall, slip, y, W, tall + 1);
    y += tall;
  }
  context.restore();
  layer(context, { blur: 5, blend: "multiply", alpha: 0.5 }, (brush) => {
    for (let patch = 0; patch < 46; patch++) {
      const near = chance.between(0, 1) ** 1.3;
      const y = horizon + 12 + near * (H - horizon);
      brush.fillStyle = tone("#0a0a12", chance.between(0.3, 0.75));
      brush.beginPath();
      brush.ellipse(
        chance.between(-60, W + 60),
        y,
        40 + near * chance.between(60, 260),
        3 + near * chance.between(6, 34),
        0,
        0,
        Math.PI * 2,
      );
      brush.fill();
    }
  });
  for (let speck = 0; speck < 900; speck++) {
    const near = chance.between(0, 1) ** 0.6;
    context.fillStyle = tone(chance.pick(["#ffffff", "#9fb0d0", "#000000"]), chance.between(0.04, 0.2));
    context.fillRect(chance.between(0, W), horizon + near * (H - horizon), 1 + near * 2.4, 1 + near * 1.4);
  }
}

function drizzle(context: Context, chance: Chance, count: number, color: string): void {
  layer(context, { blur: 1, blend: "screen", alpha: 0.5 }, (pen) => {
    for (let drop = 0; drop < count; drop++) {
      const x = chance.between(0, W);
      const y = chance.between(0, H * 0.86);
      const long = chance.between(14, 46);
      stroke(
        pen,
        [
          [x, y],
          [x - long * 0.12, y + long],
        ],
        chance.between(0.8, 2),
        tone(color, chance.between(0.12, 0.5)),
      );
    }
  });
}

/** The figure's shadow and reflection on the ground below its feet. */
function ground(context: Context, mask: Canvas, feet: number, alpha: number): void {
  layer(context, { blur: 14, alpha }, (pen) => {
    pen.translate(0, feet * 2);
    pen.scale(1, -1);
    pen.drawImage(mask, 0, 0);
    pen.globalCompositeOperation = "source-in";
    pen.fillStyle = "#04050a";
    pen.fillRect(0, -H, W, H * 3);
  });
}

/** A standing body seen from below: legs longer and wider towards the lens. Feet at `feet` head radii. */
const standing = (feet: number): Pick<Figure, "body" | "limbs"> => ({
  body: [
    trunk(6, 1.42),
    [
      [0.1, 5.2],
      [1.46, 5.2],
      [1.7, 7.5],
      [1.75, feet - 2],
      [1.85, feet - 0.5],
      [2.3, feet + 0.1],
      [2.2, feet + 0.5],
      [0.9, feet + 0.5],
      [0.85, feet - 1],
      [0.6, 8.4],
      [0.2, 6.6],
    ],
    [
      [-0.1, 5.2],
      [-1.46, 5.2],
      [-1.75, 7.5],
      [-1.9, feet - 2],
      [-2, feet - 0.4],
      [-2.5, feet + 0.3],
      [-2.4, feet + 0.7],
      [-1.05, feet + 0.7],
      [-1, feet - 1],
      [-0.66, 8.4],
      [-0.2, 6.6],
    ],
  ],
  limbs: [
    {
      points: [
        [1.6, 2],
        [2.05, 3.6],
        [1.95, 4.9],
        [1.4, 5.6],
      ],
      width: 0.6,
    },
    {
      points: [
        [-1.6, 2],
        [-2.05, 3.6],
        [-1.95, 4.9],
        [-1.4, 5.6],
      ],
      width: 0.6,
    },
  ],
});

const feetAt = (context: Context, head: Parameters<Scene>[2], feet: number): number => {
  const { y, r } = pixels(head, context.canvas);
  return y + (feet + 0.5) * r;
};

const narrowStreet: Scene = (context, chance, head) => {
  sky(context, "#070a1e", "#2a1f52", 1000);
  const vanish = [432, 930] as const;
  houses(context, chance, -1, vanish, "#232a52", ["#ffcf8a", "#6affea", "#ff7ac0"]);
  houses(context, chance, 1, vanish, "#352050", ["#ffcf8a", "#ff5ab0", "#8ad0ff"]);
  glow(context, 432, 900, 420, "#ff8a5a", 0.5);
  bokeh(context, chance, [300, 800, 570, 960], 26, ["#ffcf8a", "#ff5a5a", "#8affea"], 24);
  neon(context, 120, 420, 90, "arrow", "#19f0e0");
  neon(context, 762, 350, 100, "ring", "#ff3aa8");
  neon(context, 705, 640, 64, "bars", "#ff7a3a");
  neon(context, 190, 700, 60, "moon", "#4a8aff");
  wetGround(context, chance, 1010, "#101524");
  const feet = 12.6;
  const figure: Figure = {
    head,
    ...standing(feet),
    hair: "short",
    hairColor: "#141826",
    clothes: "#2c3350",
    skin: "#b58d80",
    front: 0.4,
    rims: [
      { from: [-1, -0.2], color: "#20f0e0", alpha: 0.95 },
      { from: [1, -0.2], color: "#ff4ab0", alpha: 0.95 },
    ],
    cheek: { side: -1, color: "#5af0e8", alpha: 0.45 },
  };
  halo(context, head, "#7a4aff", 0.35);
  const mask = paintFigure(context, figure);
  ground(context, mask, feetAt(context, head, feet), 0.75);
  drizzle(context, chance, 160, "#bfe8ff");
  vignette(context, 0.6);
};

const sodium: Scene = (context, chance, head) => {
  sky(context, "#070a18", "#1c2038", 1000);
  houses(context, chance, 1, [330, 980], "#242432", ["#ffb860", "#ffd9a0"], 0.9);
  bokeh(context, chance, [0, 760, 520, 1020], 40, ["#ffb050", "#ff6a4a", "#ffe0b0", "#7ab0ff"], 34);
  streetLamp(context, 740, 150, 1060, -190, "#ff9a3a");
  wetGround(context, chance, 1060, "#171410");
  const mask = paintFigure(context, {
    head,
    hair: "curls",
    hairColor: "#120b0a",
    clothes: "#3b3038",
    skin: "#b8866a",
    front: 0.48,
    body: [
      trunk(5.2, 1.5),
      [
        [0.4, 4],
        [1.5, 3.9],
        [2.3, 4.3],
        [2.3, 5.2],
        [2, 6.4],
        [2.2, 7.2],
        [2, 7.6],
        [0.9, 7.6],
        [1, 6.4],
        [0.9, 5.4],
      ],
      [
        [-0.4, 4],
        [-1.5, 3.9],
        [-2.3, 4.3],
        [-2.4, 5.2],
        [-2.1, 6.4],
        [-2.4, 7.3],
        [-2.2, 7.8],
        [-1, 7.8],
        [-1.1, 6.4],
        [-1, 5.4],
      ],
      [
        [1.2, 4.6],
        [1.1, 6],
        [-1.1, 6],
        [-1.2, 4.6],
      ],
    ],
    limbs: [
      {
        points: [
          [1.6, 2],
          [2.2, 3.2],
          [1.7, 4.1],
          [0.2, 4.6],
        ],
        width: 0.6,
      },
      {
        points: [
          [-1.6, 2],
          [-2.2, 3.2],
          [-1.7, 4.2],
          [0, 4.8],
        ],
        width: 0.6,
      },
    ],
    rims: [
      { from: [0.6, -1], color: "#ffa850", alpha: 1 },
      { from: [-1, 0], color: "#6a8aff", alpha: 0.5 },
    ],
    cheek: { side: 1, color: "#ffb060", alpha: 0.7 },
  });
  const { y, r } = pixels(head, context.canvas);
  ground(context, mask, y + 7.7 * r, 0.7);
  drizzle(context, chance, 220, "#ffd9a0");
  vignette(context, 0.62);
};

const shopWindow: Scene = (context, chance, head) => {
  sky(context, "#060a18", "#10204a", 1100);
  houses(context, chance, -1, [60, 960], "#0e1630", ["#7ab0ff", "#ffcf8a"]);
  bokeh(context, chance, [0, 640, 300, 1040], 34, ["#5a9aff", "#ff6a6a", "#ffe0b0", "#5affd0"], 34);
  layer(context, { blur: 4 }, (pen) => {
    pen.fillStyle = "#0a0a10";
    pen.fillRect(330, 60, 560, 1120);
    pen.fillStyle = wash(
      pen,
      [0, 160, 0, 1040],
      [
        [0, "#ffb45a"],
        [0.5, "#ffd890"],
        [1, "#b8622a"],
      ],
    );
    pen.fillRect(390, 150, 520, 900);
    for (let shelf = 0; shelf < 5; shelf++) {
      pen.fillStyle = "rgba(90,40,20,0.65)";
      pen.fillRect(390, 300 + shelf * 160, 520, 14);
      for (let item = 0; item < 11; item++) {
        const tall = chance.between(30, 96);
        pen.fillStyle = tone(chance.pick(["#7a2a2a", "#d8802a", "#3a5a6a", "#f0d8a0", "#8a3a5a"]), 0.75);
        pen.fillRect(400 + item * 44, 300 + shelf * 160 - tall, chance.between(18, 36), tall);
      }
    }
  });
  glow(context, 650, 600, 780, "#ffa040", 0.42);
  layer(context, { blur: 1 }, (pen) => {
    pen.fillStyle = "#0b090c";
    pen.fillRect(384, 140, 14, 920);
    pen.fillRect(640, 140, 9, 920);
    pen.fillRect(384, 1046, 520, 20);
    pen.fillStyle = wash(
      pen,
      [0, 60, 0, 150],
      [
        [0, "#2a0f16"],
        [1, "#6a1f2a"],
      ],
    );
    pen.beginPath();
    pen.moveTo(340, 60);
    pen.lineTo(W + 40, 50);
    pen.lineTo(W + 60, 150);
    pen.lineTo(310, 160);
    pen.fill();
  });
  for (let drop = 0; drop < 150; drop++) {
    const x = chance.between(400, W);
    const y = chance.between(170, 1030);
    stroke(
      context,
      [
        [x, y],
        [x + 1, y + chance.between(3, 26)],
      ],
      chance.between(1.5, 4),
      tone("#fff0d0", chance.between(0.1, 0.45)),
    );
  }
  wetGround(context, chance, 1130, "#14121a");
  const feet = 11.2;
  const mask = paintFigure(context, {
    head,
    ...standing(feet),
    hair: "bun",
    hairColor: "#0e0a10",
    clothes: "#26304a",
    skin: "#b48a78",
    front: 0.44,
    rims: [
      { from: [1, -0.2], color: "#ffb85a", alpha: 1 },
      { from: [-1, -0.1], color: "#4a8aff", alpha: 0.85 },
    ],
    cheek: { side: -1, color: "#7aa8ff", alpha: 0.5 },
  });
  ground(context, mask, feetAt(context, head, feet), 0.7);
  vignette(context, 0.58, 0.55, 0.42);
};

const bridge: Scene = (context, chance, head) => {
  sky(context, "#05070d", "#27414e", 1000);
  glow(context, 432, 720, 620, "#bfe8ff", 0.6);
  glow(context, 432, 800, 300, "#fff4dc", 0.8);
  layer(context, { blur: 3 }, (pen) => {
    pen.fillStyle = "#070a0f";
    pen.beginPath();
    pen.rect(-10, -10, W + 20, 1130);
    pen.ellipse(432, 1020, 372, 820, 0, 0, Math.PI * 2, true);
    pen.fill("evenodd");
  });
  layer(context, { blur: 2, alpha: 0.6 }, (pen) => {
    pen.lineWidth = 10;
    for (let arch = 0; arch < 5; arch++) {
      pen.strokeStyle = tone(blendOf("#0b1218", "#5a8a98", arch * 0.14), 0.9);
      pen.beginPath();
      pen.ellipse(432, 1020 - arch * 8, 372 - arch * 42, 820 - arch * 92, 0, Math.PI, Math.PI * 2);
      pen.stroke();
    }
  });
  for (const x of [330, 540]) {
    glow(context, x, 905, 240, "#fff2cf", 0.95);
    glow(context, x, 905, 44, "#ffffff", 1);
    glow(context, x, 905, 420, "#bfe8ff", 0.5, 0.16);
  }
  layer(context, { blur: 38, blend: "screen", alpha: 0.3 }, (pen) => {
    for (const [from, to] of [
      [330, -40],
      [330, 180],
      [540, 690],
      [540, 930],
    ] as const) {
      outline(pen, [
        [from - 12, 900],
        [from + 12, 900],
        [to + 90, 1500],
        [to - 90, 1500],
      ]);
      pen.fillStyle = wash(
        pen,
        [0, 900, 0, 1500],
        [
          [0, "#fff4d8"],
          [1, "rgba(255,244,216,0)"],
        ],
      );
      pen.fill();
    }
  });
  wetGround(context, chance, 1010, "#0e1418", 1);
  const feet = 10.6;
  const figure: Figure = {
    head,
    ...standing(feet),
    hair: "short",
    hairColor: "#07080b",
    clothes: "#1c2630",
    skin: "#a48a80",
    front: 0.3,
    rims: [
      { from: [-0.8, 0.3], color: "#e8f6ff", alpha: 1 },
      { from: [0.8, 0.3], color: "#fff0cf", alpha: 1 },
    ],
    cheek: { side: 1, color: "#bfe0f0", alpha: 0.35 },
  };
  halo(context, head, "#dff4ff", 0.5);
  const mask = paintFigure(context, figure);
  ground(context, mask, feetAt(context, head, feet), 0.92);
  vignette(context, 0.6);
};

const kerb: Scene = (context, chance, head) => {
  sky(context, "#080a1c", "#251a3c", 1000);
  houses(context, chance, -1, [600, 960], "#2a2748", ["#ffcf8a", "#8ad0ff"], 0.85);
  bokeh(context, chance, [0, 560, W, 990], 70, ["#ff5a5a", "#ffb860", "#5ad0ff", "#c07aff", "#ffe8c0"], 44);
  stroke(
    context,
    [
      [770, 1080],
      [770, 320],
    ],
    16,
    "#06070a",
  );
  layer(context, { blur: 1.5 }, (pen) => {
    pen.fillStyle = "#0a0b10";
    pen.beginPath();
    pen.roundRect(722, 300, 96, 250, 22);
    pen.fill();
  });
  for (const [y, color, on] of [
    [346, "#ff2a2a", 1],
    [424, "#ffb02a", 0.1],
    [502, "#2aff7a", 0.1],
  ] as const) {
    glow(context, 770, y, on === 1 ? 420 : 60, color, on === 1 ? 0.8 : 0.2);
    glow(context, 770, y, 40, on === 1 ? "#ffd0c8" : color, on);
  }
  wetGround(context, chance, 1040, "#17121c", 1);
  layer(context, { blur: 2 }, (pen) => {
    pen.fillStyle = wash(
      pen,
      [0, 1150, 0, 1270],
      [
        [0, "#3a3444"],
        [0.3, "#221d2c"],
        [1, "#0c0a12"],
      ],
    );
    pen.beginPath();
    pen.moveTo(-60, 1170);
    pen.lineTo(W + 60, 1138);
    pen.lineTo(W + 60, 1240);
    pen.lineTo(-60, 1290);
    pen.fill();
  });
  const mask = paintFigure(context, {
    head,
    hair: "curls",
    hairColor: "#1b1420",
    clothes: "#3a2c44",
    skin: "#b8887c",
    front: 0.45,
    body: [
      trunk(5.8, 1.5),
      [
        [0.2, 4.9],
        [1.2, 4.4],
        [2.4, 4.3],
        [2.9, 4.9],
        [2.7, 6.2],
        [2.5, 7.4],
        [3, 7.9],
        [2.8, 8.3],
        [1.6, 8.3],
        [1.6, 7.2],
        [1.7, 6],
        [1, 6.2],
      ],
      [
        [-0.2, 4.9],
        [-1.2, 4.4],
        [-2.4, 4.3],
        [-2.9, 4.9],
        [-2.8, 6.2],
        [-2.6, 7.5],
        [-3.1, 8],
        [-2.9, 8.5],
        [-1.7, 8.5],
        [-1.7, 7.2],
        [-1.8, 6],
        [-1, 6.2],
      ],
    ],
    limbs: [
      {
        points: [
          [1.6, 2],
          [2.3, 3.3],
          [2, 4.3],
          [0.5, 5],
        ],
        width: 0.62,
      },
      {
        points: [
          [-1.6, 2],
          [-2.3, 3.3],
          [-2, 4.3],
          [-0.3, 5.1],
        ],
        width: 0.62,
      },
    ],
    rims: [
      { from: [1, -0.4], color: "#ff4a3a", alpha: 1 },
      { from: [-1, -0.2], color: "#6a9aff", alpha: 0.8 },
    ],
    cheek: { side: 1, color: "#ff6a50", alpha: 0.7 },
  });
  const { y, r } = pixels(head, context.canvas);
  ground(context, mask, y + 8.3 * r, 0.7);
  drizzle(context, chance, 130, "#ffd0c8");
  vignette(context, 0.6, 0.5, 0.45);
};

const overTheLens: Scene = (context, chance, head) => {
  sky(context, "#120a30", "#6a2f7a", 1300);
  glow(context, 430, 1100, 800, "#ff7a6a", 0.45);
  houses(context, chance, -1, [470, 1180], "#2a1f48", ["#ffcf8a", "#8ad0ff"], 1.05);
  houses(context, chance, 1, [470, 1180], "#3a1f48", ["#ffcf8a", "#ff8ac0"], 0.95);
  for (let wire = 0; wire < 7; wire++) {
    stroke(
      context,
      [
        [-20, 90 + wire * 44],
        [300, 190 + wire * 30],
        [W + 20, 30 + wire * 62],
      ],
      2.5,
      "rgba(6,4,14,0.85)",
    );
  }
  streetLamp(context, 90, 430, 1300, 130, "#ffb060");
  streetLamp(context, 800, 560, 1300, -110, "#ff8a6a");
  bokeh(context, chance, [260, 930, 640, 1180], 26, ["#ffcf8a", "#ff6a6a", "#8ad0ff"], 26);
  wetGround(context, chance, 1250, "#1c1226");
  paintFigure(context, {
    head,
    body: [bust.map(([x, y]) => [x * (1 + Math.max(0, y - 2) * 0.015), y] as const)],
    hair: "bun",
    hairColor: "#120a14",
    clothes: "#33284c",
    skin: "#bd8d84",
    front: 0.46,
    rims: [
      { from: [-1, -0.3], color: "#ffb46a", alpha: 1 },
      { from: [1, -0.2], color: "#ff6ab8", alpha: 0.85 },
    ],
    cheek: { side: -1, color: "#ffb878", alpha: 0.6 },
  });
  drizzle(context, chance, 150, "#ffe0d0");
  vignette(context, 0.58, 0.5, 0.42);
};

export const outsideScenes: readonly Scene[] = [narrowStreet, sodium, shopWindow, bridge, kerb, overTheLens];
