/** Small stages: haze, a few hard lamps from behind, heads in front. */
import { bust, type Figure, halo, paintFigure, pixels, trunk } from "../figure.ts";
import { blendOf, type Chance, type Context, glow, layer, outline, stroke, tone, vignette, wash } from "../paint.ts";
import type { Scene } from "./bedroom.ts";

const [W, H] = [864, 1536];

function room(context: Context, chance: Chance, dark: string, haze: string): void {
  context.fillStyle = wash(
    context,
    [0, 0, 0, H],
    [
      [0, blendOf(dark, "#000000", 0.5)],
      [0.45, dark],
      [1, "#020204"],
    ],
  );
  context.fillRect(0, 0, W, H);
  layer(context, { blur: 60, blend: "screen", alpha: 0.5 }, (pen) => {
    for (let cloud = 0; cloud < 16; cloud++) {
      pen.fillStyle = tone(haze, chance.between(0.08, 0.3));
      pen.beginPath();
      pen.ellipse(
        chance.between(0, W),
        chance.between(150, 950),
        chance.between(120, 320),
        chance.between(50, 130),
        chance.between(-0.5, 0.5),
        0,
        Math.PI * 2,
      );
      pen.fill();
    }
  });
}

/** A hard beam from a lamp to a place on the floor. */
function beam(
  context: Context,
  from: readonly [number, number],
  to: readonly [number, number],
  spread: number,
  color: string,
  alpha: number,
): void {
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const [sx, sy] = [-Math.sin(angle) * spread, Math.cos(angle) * spread];
  for (const [wide, blur, strength] of [
    [1, 26, 0.5],
    [0.55, 9, 0.5],
  ] as const) {
    layer(context, { blur, blend: "screen", alpha: alpha * strength }, (pen) => {
      pen.beginPath();
      pen.moveTo(from[0] - sx * 0.06, from[1] - sy * 0.06);
      pen.lineTo(from[0] + sx * 0.06, from[1] + sy * 0.06);
      pen.lineTo(to[0] + sx * wide, to[1] + sy * wide);
      pen.lineTo(to[0] - sx * wide, to[1] - sy * wide);
      pen.closePath();
      pen.fillStyle = wash(
        pen,
        [from[0], from[1], to[0], to[1]],
        [
          [0, blendOf(color, "#ffffff", 0.5)],
          [0.3, tone(color, 0.85)],
          [1, tone(color, 0)],
        ],
      );
      pen.fill();
    });
  }
  glow(context, from[0], from[1], 190, color, 0.9);
  glow(context, from[0], from[1], 46, "#ffffff", 1);
  glow(context, from[0], from[1], 360, color, 0.6, 0.05);
}

/** The rail and its lamps. */
function rail(context: Context, y: number, lamps: readonly number[]): void {
  layer(context, { blur: 1.5 }, (pen) => {
    stroke(
      pen,
      [
        [-10, y],
        [W + 10, y],
      ],
      12,
      "#050507",
    );
    stroke(
      pen,
      [
        [-10, y + 40],
        [W + 10, y + 40],
      ],
      6,
      "#050507",
    );
    for (let x = -20; x < W; x += 46)
      stroke(
        pen,
        [
          [x, y],
          [x + 23, y + 40],
          [x + 46, y],
        ],
        4,
        "#050507",
      );
    for (const x of lamps) {
      pen.fillStyle = "#060608";
      pen.beginPath();
      pen.roundRect(x - 30, y + 4, 60, 74, 14);
      pen.fill();
    }
  });
}

function floorEdge(context: Context, y: number, light: string): void {
  layer(context, { blur: 2 }, (pen) => {
    pen.fillStyle = wash(
      pen,
      [0, y - 90, 0, y],
      [
        [0, tone(light, 0)],
        [1, tone(light, 0.35)],
      ],
    );
    pen.fillRect(0, y - 90, W, 90);
    pen.fillStyle = wash(
      pen,
      [0, y, 0, y + 60],
      [
        [0, blendOf(light, "#000000", 0.55)],
        [0.15, "#0b0a0e"],
        [1, "#030304"],
      ],
    );
    pen.fillRect(0, y, W, H);
  });
}

function microphone(context: Context, x: number, y: number, r: number, light: string, foot: number, lean = 0.1): void {
  stroke(
    context,
    [
      [x + r * 0.1, y + r * 0.3],
      [x + r * lean, foot],
    ],
    Math.max(3, r * 0.09),
    "#0a0a0d",
  );
  stroke(
    context,
    [
      [x + r * 0.14, y + r * 0.4],
      [x + r * (lean + 0.04), foot],
    ],
    Math.max(1, r * 0.022),
    tone(light, 0.7),
  );
  stroke(
    context,
    [
      [x - r * 0.1, y + r * 0.02],
      [x + r * 0.12, y + r * 0.5],
    ],
    r * 0.2,
    "#101014",
  );
  const ball = context.createRadialGradient(x - r * 0.2, y - r * 0.12, r * 0.02, x - r * 0.12, y, r * 0.27);
  ball.addColorStop(0, blendOf(light, "#ffffff", 0.4));
  ball.addColorStop(0.4, "#5a5a62");
  ball.addColorStop(1, "#101014");
  context.fillStyle = ball;
  context.beginPath();
  context.arc(x - r * 0.12, y, r * 0.24, 0, Math.PI * 2);
  context.fill();
}

/** Heads and shoulders from behind, nearer ones lower and larger, with the stage's light on their hair. */
function crowd(context: Context, chance: Chance, top: number, light: string, rows = 3): void {
  for (let row = 0; row < rows; row++) {
    const near = (row + 1) / rows;
    const size = 34 + near * 44;
    layer(context, { blur: 2 + near * 5 }, (pen) => {
      for (let x = -40 + chance.between(0, 60); x < W + 60; x += size * chance.between(2.1, 3)) {
        const y = top + 60 + row * 105 + chance.between(-34, 30);
        const color = blendOf("#000000", light, 0.05 + 0.03 * (rows - row));
        pen.fillStyle = color;
        pen.beginPath();
        pen.ellipse(x, y, size * 0.72, size * 0.92, 0, 0, Math.PI * 2);
        pen.fill();
        outline(pen, [
          [x - size * 0.3, y + size * 0.5],
          [x - size * 1.4, y + size * 1.15],
          [x - size * 1.7, y + size * 2.2],
          [x - size * 1.8, H + 60],
          [x + size * 1.8, H + 60],
          [x + size * 1.7, y + size * 2.2],
          [x + size * 1.4, y + size * 1.15],
          [x + size * 0.3, y + size * 0.5],
        ]);
        pen.fill();
        pen.beginPath();
        pen.ellipse(x, y, size * 0.7, size * 0.9, 0, Math.PI * 1.15, Math.PI * 1.85);
        pen.lineWidth = 3;
        pen.strokeStyle = tone(light, 0.5 - near * 0.2);
        pen.stroke();
      }
    });
  }
}

/** A raised arm; with a phone when `screen` is a colour. */
function arm(context: Context, x: number, y: number, lean: number, light: string, screen?: string): void {
  layer(context, { blur: 5 }, (pen) => {
    stroke(
      pen,
      [
        [x, H + 40],
        [x + lean * 0.4, y + 260],
        [x + lean, y + 60],
      ],
      62,
      "#060509",
    );
    stroke(
      pen,
      [
        [x - 26, H],
        [x + lean * 0.4 - 26, y + 260],
        [x + lean - 24, y + 60],
      ],
      4,
      tone(light, 0.5),
    );
    pen.fillStyle = "#060509";
    pen.beginPath();
    pen.ellipse(x + lean, y + 30, 40, 46, 0, 0, Math.PI * 2);
    pen.fill();
    if (!screen)
      for (let finger = -2; finger <= 2; finger++)
        stroke(
          pen,
          [
            [x + lean + finger * 15, y + 20],
            [x + lean + finger * 22, y - 44 + Math.abs(finger) * 10],
          ],
          15,
          "#060509",
        );
  });
  if (!screen) return;
  glow(context, x + lean, y, 160, screen, 0.4);
  layer(context, { blur: 2.5 }, (pen) => {
    pen.fillStyle = "#050507";
    pen.beginPath();
    pen.roundRect(x + lean - 52, y - 96, 104, 190, 14);
    pen.fill();
    pen.fillStyle = wash(
      pen,
      [0, y - 90, 0, y + 90],
      [
        [0, blendOf(screen, "#000000", 0.55)],
        [0.5, screen],
        [1, "#0a0a10"],
      ],
    );
    pen.fillRect(x + lean - 45, y - 84, 90, 166);
    pen.fillStyle = "#0c0810";
    pen.beginPath();
    pen.ellipse(x + lean, y - 8, 12, 15, 0, 0, Math.PI * 2);
    pen.fill();
    pen.fillRect(x + lean - 20, y + 8, 40, 74);
  });
}

function drumKit(context: Context, x: number, y: number, size: number, light: string): void {
  layer(context, { blur: 5, alpha: 0.9 }, (pen) => {
    for (const [dx, dy, rx, ry] of [
      [0, 0, 0.62, 0.6],
      [-0.62, -0.5, 0.3, 0.22],
      [0.2, -0.6, 0.3, 0.22],
      [0.85, -0.1, 0.36, 0.34],
    ] as const) {
      pen.fillStyle = wash(
        pen,
        [x - size, y - size, x + size, y + size],
        [
          [0, blendOf("#0a0808", light, 0.4)],
          [0.5, "#100c10"],
          [1, "#050506"],
        ],
      );
      pen.beginPath();
      pen.ellipse(x + dx * size, y + dy * size, rx * size, ry * size, 0, 0, Math.PI * 2);
      pen.fill();
      pen.lineWidth = 4;
      pen.strokeStyle = tone(light, 0.55);
      pen.stroke();
    }
    for (const [dx, dy, tilt] of [
      [-1.05, -1.05, -0.2],
      [0.95, -1.2, 0.25],
    ] as const) {
      stroke(
        pen,
        [
          [x + dx * size, y + dy * size],
          [x + dx * size, y + size * 0.6],
        ],
        4,
        "#0c0a0c",
      );
      pen.beginPath();
      pen.ellipse(x + dx * size, y + dy * size, size * 0.5, size * 0.09, tilt, 0, Math.PI * 2);
      pen.fillStyle = blendOf(light, "#c08a30", 0.5);
      pen.fill();
    }
  });
}

function amplifier(context: Context, x: number, y: number, width: number, light: string): void {
  layer(context, { blur: 4 }, (pen) => {
    pen.fillStyle = wash(
      pen,
      [x, y, x + width, y + width],
      [
        [0, blendOf("#0b0b0d", light, 0.22)],
        [1, "#060607"],
      ],
    );
    pen.fillRect(x, y, width, width * 1.3);
    pen.fillStyle = "#141216";
    pen.fillRect(x + width * 0.06, y + width * 0.3, width * 0.88, width * 0.94);
    pen.fillStyle = "#8a7a5a";
    for (let knob = 0; knob < 7; knob++) {
      pen.beginPath();
      pen.arc(x + width * (0.14 + knob * 0.12), y + width * 0.15, width * 0.03, 0, Math.PI * 2);
      pen.fill();
    }
  });
  glow(context, x + width * 0.92, y + width * 0.15, 40, "#ff3a2a", 0.9);
}

const singing = (reach: number): Pick<Figure, "body" | "limbs"> => ({
  body: [
    trunk(6, 1.36),
    [
      [0.1, 5.2],
      [1.38, 5.2],
      [1.5, 8],
      [1.4, 12.6],
      [1.8, 13.2],
      [0.5, 13.2],
      [0.4, 8.6],
    ],
    [
      [-0.1, 5.2],
      [-1.38, 5.2],
      [-1.6, 8],
      [-1.6, 12.6],
      [-2, 13.2],
      [-0.7, 13.2],
      [-0.5, 8.6],
    ],
  ],
  limbs: [
    {
      points: [
        [1.56, 2],
        [2, 3.3],
        [1.2, reach],
        [0.3, reach - 0.5],
      ],
      width: 0.56,
    },
    {
      points: [
        [-1.56, 2],
        [-2.05, 3.6],
        [-2, 5],
        [-1.8, 6.2],
      ],
      width: 0.56,
    },
  ],
});

const atMicrophone = (context: Context, figure: Figure, light: string, foot: number): void => {
  paintFigure(context, figure);
  const { x, y, r } = pixels(figure.head, context.canvas);
  // Beside the neck, where it hides neither mouth nor collar.
  microphone(context, x + r * 0.62, y + r * 1.5, r, light, foot);
};

const amberCross: Scene = (context, chance, head) => {
  room(context, chance, "#1c0f08", "#ff9a3a");
  drumKit(context, 640, 900, 130, "#ff9a4a");
  amplifier(context, 40, 860, 190, "#ff9a4a");
  rail(context, 60, [130, 432, 740]);
  beam(context, [130, 110], [640, 1150], 190, "#ff9a2a", 0.95);
  beam(context, [740, 110], [220, 1150], 190, "#ffb04a", 0.95);
  halo(context, head, "#ffb050", 0.55);
  floorEdge(context, 1230, "#ff9a3a");
  atMicrophone(
    context,
    {
      head,
      ...singing(4),
      hair: "curls",
      hairColor: "#120a06",
      clothes: "#3a2a22",
      skin: "#c08a68",
      front: 0.46,
      rims: [
        { from: [-0.8, -0.7], color: "#ffb04a", alpha: 1 },
        { from: [0.8, -0.7], color: "#ffc870", alpha: 1 },
      ],
      cheek: { side: -1, color: "#ffb870", alpha: 0.5 },
    },
    "#ffc070",
    1270,
  );
  crowd(context, chance, 1180, "#ffa04a");
  vignette(context, 0.6);
};

const coldSide: Scene = (context, chance, head) => {
  room(context, chance, "#081224", "#4a8aff");
  amplifier(context, 640, 820, 220, "#6aa8ff");
  rail(context, 20, [110, 600]);
  beam(context, [110, 70], [700, 1240], 230, "#5a9aff", 1);
  beam(context, [60, 210], [420, 1300], 110, "#8ad0ff", 0.6);
  halo(context, head, "#5a9aff", 0.55);
  floorEdge(context, 1250, "#4a8aff");
  atMicrophone(
    context,
    {
      head,
      ...singing(3.8),
      hair: "bun",
      hairColor: "#070a12",
      clothes: "#22304a",
      skin: "#9a8a98",
      front: 0.4,
      rims: [
        { from: [-1, -0.5], color: "#8ac0ff", alpha: 1 },
        { from: [1, -0.6], color: "#3a6aff", alpha: 0.6 },
      ],
      cheek: { side: -1, color: "#a8d0ff", alpha: 0.6 },
    },
    "#a8d0ff",
    1300,
  );
  crowd(context, chance, 1190, "#5a9aff");
  arm(context, 190, 1020, -30, "#6aa8ff", "#7ab8ff");
  vignette(context, 0.6);
};

const redWash: Scene = (context, chance, head) => {
  room(context, chance, "#2a0408", "#ff2a3a");
  glow(context, 420, 560, 700, "#ff1a2a", 0.7);
  rail(context, 10, [210, 430, 650]);
  beam(context, [210, 60], [120, 1100], 160, "#ff2a2a", 0.8);
  beam(context, [430, 40], [430, 1100], 200, "#ff4a3a", 0.8);
  beam(context, [650, 60], [760, 1100], 160, "#ff2a2a", 0.8);
  halo(context, head, "#ff4a4a", 0.5);
  atMicrophone(
    context,
    {
      head,
      body: [bust],
      hair: "short",
      hairColor: "#100406",
      clothes: "#33161a",
      skin: "#c0806e",
      front: 0.48,
      rims: [
        { from: [-0.7, -0.8], color: "#ff5a4a", alpha: 1 },
        { from: [0.7, -0.8], color: "#ff7a5a", alpha: 1 },
      ],
      cheek: { side: 1, color: "#ffc0a0", alpha: 0.45 },
    },
    "#ff9a80",
    H + 60,
  );
  crowd(context, chance, 1280, "#ff3a3a", 2);
  vignette(context, 0.6);
};

const whiteSpot: Scene = (context, chance, head) => {
  room(context, chance, "#07070a", "#a8b0c0");
  beam(context, [432, -30], [440, 1330], 330, "#e8ecff", 0.85);
  beam(context, [432, -30], [440, 1330], 150, "#ffffff", 0.5);
  layer(context, { blur: 12, blend: "screen", alpha: 0.75 }, (pen) => {
    pen.fillStyle = "#9aa2b8";
    pen.beginPath();
    pen.ellipse(440, 1250, 300, 44, 0, 0, Math.PI * 2);
    pen.fill();
  });
  const { x, y, r } = pixels(head, context.canvas);
  atMicrophone(
    context,
    {
      head,
      body: singing(4).body,
      limbs: [
        {
          points: [
            [1.56, 2],
            [2.3, 3.6],
            [1, 4.9],
          ],
          width: 0.56,
        },
        {
          points: [
            [-1.56, 2],
            [-2.5, 3.2],
            [-2.6, 4],
          ],
          width: 0.56,
        },
      ],
      hair: "bun",
      hairColor: "#0c0b0e",
      clothes: "#34343c",
      skin: "#b89080",
      front: 0.5,
      rims: [
        { from: [0, -1], color: "#ffffff", alpha: 1 },
        { from: [1, -0.3], color: "#c0c8e0", alpha: 0.6 },
      ],
      cheek: { side: 1, color: "#fff0e0", alpha: 0.5 },
    },
    "#ffffff",
    1270,
  );
  layer(context, { blur: 1.2 }, (pen) => {
    pen.translate(x + r * 0.35, y + r * 4.9);
    pen.rotate(1.2);
    pen.scale(r / 76, r / 76);
    outline(pen, [
      [0, -118],
      [60, -100],
      [56, -30],
      [96, 54],
      [56, 132],
      [0, 142],
      [-56, 132],
      [-96, 54],
      [-56, -30],
      [-60, -100],
    ]);
    pen.fillStyle = wash(
      pen,
      [-90, -100, 90, 140],
      [
        [0, "#d88a3a"],
        [0.6, "#7a3a14"],
        [1, "#2a1408"],
      ],
    );
    pen.fill();
    pen.lineWidth = 4;
    pen.strokeStyle = "#f0d8b0";
    pen.stroke();
    pen.fillStyle = "#120a08";
    pen.beginPath();
    pen.arc(0, 4, 26, 0, Math.PI * 2);
    pen.fill();
    pen.fillRect(-11, 0, 22, 10);
    pen.fillStyle = "#2a160c";
    pen.fillRect(-11, 40, 22, 12);
    pen.fillRect(-10, -20, 20, 12);
    pen.fillStyle = "#1c100a";
    pen.beginPath();
    pen.roundRect(-10, -20, 20, 30, 2);
    pen.fill();
  });
  layer(context, { blur: 1.2 }, (pen) => {
    stroke(
      pen,
      [
        [x - r * 0.2, y + r * 4.7],
        [x - r * 3.7, y + r * 3.3],
      ],
      r * 0.24,
      "#24160e",
    );
    stroke(
      pen,
      [
        [x - r * 0.2, y + r * 4.62],
        [x - r * 3.7, y + r * 3.22],
      ],
      r * 0.03,
      "#e8d8c0",
    );
    stroke(
      pen,
      [
        [x - r * 3.6, y + r * 3.35],
        [x - r * 4.3, y + r * 3.05],
      ],
      r * 0.36,
      "#1c110b",
    );
    stroke(
      pen,
      [
        [x - r * 2.6, y + r * 4.12],
        [x - r * 2.5, y + r * 3.75],
      ],
      r * 0.4,
      "#6a5248",
    );
    stroke(
      pen,
      [
        [x + r * 0.9, y + r * 4.8],
        [x + r * 0.5, y + r * 5.1],
      ],
      r * 0.4,
      "#7a6054",
    );
  });
  crowd(context, chance, 1220, "#aab2c8");
  arm(context, 90, 1010, 40, "#c0c8e0");
  arm(context, 780, 1060, -30, "#c0c8e0");
  vignette(context, 0.66);
};

const fanned: Scene = (context, chance, head) => {
  room(context, chance, "#120a2a", "#8a4aff");
  const fan = ["#8a3aff", "#1ad0c8", "#b04aff", "#2ae8d0", "#7a3aff"] as const;
  rail(context, 20, [90, 432, 780]);
  for (const [index, color] of fan.entries()) beam(context, [432, 1010], [-160 + index * 296, -60], 90, color, 0.85);
  for (const [index, color] of (["#1ad0c8", "#a83aff"] as const).entries())
    beam(context, [90 + index * 690, 60], [520 - index * 180, 1200], 130, color, 0.7);
  halo(context, head, "#8a5aff", 0.5);
  floorEdge(context, 1290, "#7a4aff");
  paintFigure(context, {
    head,
    hair: "short",
    hairColor: "#0e0a1c",
    clothes: "#2c2350",
    skin: "#b08a98",
    front: 0.44,
    body: [
      trunk(5.6, 1.45),
      [
        [0.2, 4.8],
        [1.5, 4.6],
        [2.2, 5.4],
        [2.1, 7],
        [2, 10],
        [0.8, 10],
        [0.7, 7],
      ],
      [
        [-0.2, 4.8],
        [-1.5, 4.6],
        [-2.3, 5.4],
        [-2.2, 7],
        [-2.2, 10],
        [-0.9, 10],
        [-0.8, 7],
      ],
    ],
    limbs: [
      {
        points: [
          [1.6, 2],
          [2.6, 3],
          [3.3, 4.2],
          [3.5, 5],
        ],
        width: 0.6,
      },
      {
        points: [
          [-1.6, 2],
          [-2, 3.2],
          [-1, 3],
          [-0.3, 1.9],
        ],
        width: 0.56,
      },
    ],
    rims: [
      { from: [-1, -0.5], color: "#b06aff", alpha: 1 },
      { from: [1, -0.5], color: "#2af0e0", alpha: 1 },
    ],
    cheek: { side: 1, color: "#6af0e8", alpha: 0.5 },
  });
  const { x, y, r } = pixels(head, context.canvas);
  microphone(context, x - r * 0.62, y + r * 1.6, r * 0.9, "#b0a0ff", y + r * 2.3, -0.1);
  crowd(context, chance, 1230, "#8a5aff");
  arm(context, 660, 1030, 40, "#5ae8e0");
  arm(context, 150, 1090, -40, "#a86aff");
  vignette(context, 0.58);
};

const bulbs: Scene = (context, chance, head) => {
  room(context, chance, "#1c0e0a", "#ff8a4a");
  layer(context, { blur: 3 }, (pen) => {
    for (let brick = 0; brick < 26; brick++) {
      for (let column = -1; column < 10; column++) {
        pen.fillStyle = tone(chance.pick(["#4a2218", "#3a1a14", "#5a2a1c"]), 0.55);
        pen.fillRect(column * 96 + (brick % 2) * 48, 150 + brick * 36, 90, 31);
      }
    }
  });
  glow(context, 432, 520, 720, "#ff8a3a", 0.4);
  for (let row = 0; row < 4; row++) {
    stroke(
      context,
      [
        [-20, 180 + row * 110],
        [432, 250 + row * 110],
        [W + 20, 170 + row * 110],
      ],
      2.5,
      "rgba(10,5,4,0.9)",
    );
    for (let bulb = 0; bulb < 9; bulb++) {
      const part = (bulb + 0.5) / 9;
      const y = 180 + row * 110 + Math.sin(part * Math.PI) * 40 + 16;
      glow(context, part * W, y, 80, "#ffab50", 0.65);
      glow(context, part * W, y, 15, "#fff0cc", 1);
    }
  }
  amplifier(context, 60, 900, 210, "#ffa860");
  drumKit(context, 690, 970, 150, "#ffa860");
  beam(context, [432, 40], [440, 1200], 190, "#ffb870", 0.5);
  floorEdge(context, 1270, "#ff9a50");
  halo(context, head, "#ffb060", 0.5);
  atMicrophone(
    context,
    {
      head,
      ...singing(4),
      hair: "short",
      hairColor: "#0e0806",
      clothes: "#2e2622",
      skin: "#c08c6c",
      front: 0.46,
      rims: [
        { from: [0, -1], color: "#ffc070", alpha: 1 },
        { from: [-1, -0.3], color: "#ff9a50", alpha: 0.8 },
      ],
      cheek: { side: -1, color: "#ffc080", alpha: 0.55 },
    },
    "#ffd090",
    1310,
  );
  crowd(context, chance, 1230, "#ffa050");
  vignette(context, 0.58);
};

export const stageScenes: readonly Scene[] = [amberCross, coldSide, redWash, whiteSpot, fanned, bulbs];
