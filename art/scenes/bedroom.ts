/** Bedrooms at night: violet light on a wall, a bed, a window. */
import type { Head } from "../../worker/domain/template.ts";
import { bust, type Figure, paintFigure, trunk } from "../figure.ts";
import { blendOf, type Chance, type Context, glow, layer, outline, stroke, tone, vignette, wash } from "../paint.ts";

const [W, H] = [864, 1536];
export type Scene = (context: Context, chance: Chance, head: Head) => void;

function wall(context: Context, top: string, middle: string, bottom: string): void {
  context.fillStyle = wash(
    context,
    [0, 0, 0, H],
    [
      [0, top],
      [0.45, middle],
      [1, bottom],
    ],
  );
  context.fillRect(0, 0, W, H);
}

/** A line of light along points, with its bloom. */
function strip(context: Context, points: readonly (readonly [number, number])[], color: string): void {
  layer(context, { blur: 70, blend: "screen", alpha: 0.9 }, (pen) => stroke(pen, points, 70, color));
  layer(context, { blur: 22, blend: "screen" }, (pen) => stroke(pen, points, 22, color));
  layer(context, { blur: 3, blend: "screen" }, (pen) => stroke(pen, points, 7, blendOf(color, "#ffffff", 0.7)));
}

/** Sheets and folds below a line. */
function bed(context: Context, chance: Chance, top: number, light: string, dark: string): void {
  layer(context, { blur: 2 }, (pen) => {
    outline(pen, [
      [-80, top + 30],
      [W * 0.2, top - 14],
      [W * 0.55, top + 16],
      [W + 90, top - 20],
      [W + 120, H + 120],
      [-120, H + 120],
    ]);
    pen.fillStyle = wash(
      pen,
      [0, top - 20, 0, H],
      [
        [0, light],
        [0.35, blendOf(light, dark, 0.6)],
        [1, dark],
      ],
    );
    pen.fill();
  });
  for (let fold = 0; fold < 26; fold++) {
    const x = chance.between(-60, W);
    const y = chance.between(top + 40, H);
    const long = chance.between(120, 380);
    const lean = chance.between(-90, 150);
    layer(context, { blur: chance.between(6, 16), alpha: 0.5 }, (pen) => {
      stroke(
        pen,
        [
          [x, y],
          [x + long * 0.5, y + lean * 0.3],
          [x + long, y + lean],
        ],
        chance.between(12, 34),
        tone(dark, 0.8),
      );
      stroke(
        pen,
        [
          [x + 4, y - 22],
          [x + long * 0.5, y + lean * 0.3 - 22],
          [x + long, y + lean - 18],
        ],
        chance.between(6, 16),
        tone(blendOf(light, "#ffffff", 0.25), 0.5),
      );
    });
  }
}

function pillow(
  context: Context,
  x: number,
  y: number,
  width: number,
  height: number,
  light: string,
  dark: string,
  lean = 0,
): void {
  context.save();
  context.translate(x, y);
  context.rotate(lean);
  layerless(context, width, height, light, dark);
  context.restore();
}

function layerless(context: Context, width: number, height: number, light: string, dark: string): void {
  outline(context, [
    [-width * 0.54, -height * 0.5],
    [0, -height * 0.44],
    [width * 0.54, -height * 0.5],
    [width * 0.48, 0],
    [width * 0.54, height * 0.5],
    [0, height * 0.45],
    [-width * 0.54, height * 0.5],
    [-width * 0.48, 0],
  ]);
  context.shadowColor = "rgba(5,0,20,0.6)";
  context.shadowBlur = 30;
  context.fillStyle = wash(
    context,
    [0, -height / 2, width * 0.2, height / 2],
    [
      [0, light],
      [1, dark],
    ],
  );
  context.fill();
  context.shadowBlur = 0;
}

/** Pictures on the wall: colours without content. */
function posters(
  context: Context,
  chance: Chance,
  places: readonly (readonly [number, number, number, number])[],
  colors: readonly string[],
): void {
  layer(context, { blur: 2.5, alpha: 0.75 }, (pen) => {
    for (const [x, y, width, height] of places) {
      pen.save();
      pen.translate(x, y);
      pen.rotate(chance.between(-0.03, 0.03));
      pen.fillStyle = chance.pick(colors);
      pen.fillRect(0, 0, width, height);
      pen.beginPath();
      pen.rect(0, 0, width, height);
      pen.clip();
      pen.fillStyle = tone(chance.pick(colors), 0.8);
      pen.beginPath();
      pen.arc(
        width * chance.between(0.3, 0.7),
        height * chance.between(0.3, 0.6),
        width * chance.between(0.2, 0.36),
        0,
        Math.PI * 2,
      );
      pen.fill();
      pen.fillStyle = tone(chance.pick(colors), 0.7);
      pen.fillRect(0, height * 0.7, width, height * chance.between(0.05, 0.2));
      pen.restore();
    }
  });
}

function fairyLights(
  context: Context,
  chance: Chance,
  points: readonly (readonly [number, number])[],
  color: string,
): void {
  stroke(context, points, 2, "rgba(20,8,30,0.8)");
  for (let index = 0; index + 1 < points.length; index++) {
    const [a, b] = [points[index], points[index + 1]];
    if (!a || !b) continue;
    for (let part = 0; part < 1; part += 0.2) {
      const x = a[0] + (b[0] - a[0]) * part;
      const y = a[1] + (b[1] - a[1]) * part + chance.between(4, 14);
      glow(context, x, y, chance.between(34, 60), color, 0.55);
      glow(context, x, y, 9, "#fff4dc", 1);
    }
  }
}

function lamp(context: Context, x: number, y: number, size: number, color: string): void {
  glow(context, x, y, size * 5.5, color, 0.75);
  glow(context, x, y + size * 0.4, size * 2.2, blendOf(color, "#ffffff", 0.4), 0.9);
  layer(context, { blur: 3 }, (pen) => {
    outline(pen, [
      [x - size * 0.45, y - size * 0.6],
      [x + size * 0.45, y - size * 0.6],
      [x + size * 0.8, y + size * 0.6],
      [x - size * 0.8, y + size * 0.6],
    ]);
    pen.fillStyle = wash(
      pen,
      [0, y - size, 0, y + size],
      [
        [0, color],
        [1, blendOf(color, "#ffffff", 0.75)],
      ],
    );
    pen.fill();
    pen.fillStyle = "#1c0f1c";
    pen.fillRect(x - size * 0.07, y + size * 0.6, size * 0.14, size * 1.1);
  });
}

function guitarShape(
  context: Context,
  x: number,
  y: number,
  scale: number,
  lean: number,
  color: string,
  edge: string,
): void {
  layer(context, { blur: 2.5 }, (pen) => {
    pen.translate(x, y);
    pen.rotate(lean);
    pen.scale(scale, scale);
    outline(pen, [
      [0, -120],
      [70, -100],
      [62, -30],
      [110, 60],
      [60, 150],
      [0, 160],
      [-60, 150],
      [-110, 60],
      [-62, -30],
      [-70, -100],
    ]);
    pen.fillStyle = color;
    pen.fill();
    pen.lineWidth = 5;
    pen.strokeStyle = edge;
    pen.stroke();
    pen.fillStyle = "#120814";
    pen.beginPath();
    pen.arc(0, 0, 30, 0, Math.PI * 2);
    pen.fill();
    pen.fillRect(-13, -430, 26, 330);
    pen.fillRect(-24, -500, 48, 76);
    pen.strokeStyle = tone(edge, 0.5);
    pen.lineWidth = 1.5;
    for (let string = -9; string <= 9; string += 6) {
      pen.beginPath();
      pen.moveTo(string, 90);
      pen.lineTo(string, -480);
      pen.stroke();
    }
  });
}

const violet: Pick<Figure, "rims" | "cheek" | "skin" | "front"> = {
  skin: "#b98a86",
  front: 0.42,
  rims: [
    { from: [0.9, -0.5], color: "#d64bff", alpha: 0.95 },
    { from: [-1, -0.1], color: "#3a6bff", alpha: 0.7 },
  ],
  cheek: { side: -1, color: "#5f8cff", alpha: 0.5 },
};

const selfie: Scene = (context, chance, head) => {
  wall(context, "#150728", "#4a1580", "#12051f");
  posters(
    context,
    chance,
    [
      [70, 150, 150, 200],
      [640, 120, 170, 220],
      [255, 90, 110, 140],
    ],
    ["#3a1464", "#6a1f8a", "#27104a", "#8a2a88"],
  );
  glow(context, 430, 560, 760, "#9a2cff", 0.6);
  glow(context, 700, 520, 480, "#ff3ec8", 0.4);
  layer(context, { blur: 5 }, (pen) => {
    pen.fillStyle = wash(
      pen,
      [0, 700, 0, 1100],
      [
        [0, "#2c0f4c"],
        [1, "#12061f"],
      ],
    );
    pen.beginPath();
    pen.roundRect(-40, 700, W + 80, 600, 40);
    pen.fill();
  });
  strip(
    context,
    [
      [-20, 694],
      [W + 20, 694],
    ],
    "#c23bff",
  );
  bed(context, chance, 1060, "#6a3aa0", "#14061f");
  pillow(context, 170, 960, 420, 250, "#8a56c4", "#2b1148", -0.16);
  pillow(context, 720, 950, 420, 260, "#a050b8", "#2f0f40", 0.14);
  paintFigure(context, { head, body: [bust], hair: "curls", hairColor: "#160814", clothes: "#3a2550", ...violet });
  glow(context, 0, 700, 520, "#2f5bff", 0.35);
  vignette(context, 0.62);
};

const floor: Scene = (context, chance, head) => {
  wall(context, "#1a062c", "#7a1470", "#1a0620");
  posters(
    context,
    chance,
    [
      [90, 130, 190, 250],
      [330, 190, 130, 170],
      [600, 110, 200, 260],
    ],
    ["#4a0f5a", "#a02a80", "#34104a", "#c0408a"],
  );
  glow(context, 250, 420, 720, "#ff38a8", 0.5);
  bed(context, chance, 760, "#7a3a94", "#1c0826");
  pillow(context, 130, 730, 330, 150, "#b060b0", "#4a1a5a", -0.08);
  lamp(context, 735, 600, 62, "#ffb066");
  layer(context, { blur: 4 }, (pen) => {
    pen.fillStyle = "#180a1c";
    pen.fillRect(640, 715, 230, 26);
    pen.fillRect(660, 741, 20, 330);
    pen.fillStyle = wash(
      pen,
      [0, 1180, 0, H],
      [
        [0, "#3a1038"],
        [1, "#0c0410"],
      ],
    );
    pen.fillRect(0, 1190, W, 400);
  });
  guitarShape(context, 90, 1120, 0.9, -0.2, "#5a2a3a", "#ff9ad0");
  paintFigure(context, {
    head,
    hair: "curls",
    hairColor: "#140710",
    clothes: "#402038",
    skin: "#c08a80",
    front: 0.5,
    body: [
      trunk(6.2, 1.4),
      [
        [0.2, 5.2],
        [1.4, 5.3],
        [2.9, 5.7],
        [3.5, 6.3],
        [3.2, 6.9],
        [1.5, 7.2],
        [-0.8, 7.4],
        [-1.2, 7],
        [0, 6.6],
      ],
      [
        [-0.2, 5.2],
        [-1.4, 5.3],
        [-2.9, 5.7],
        [-3.5, 6.3],
        [-3.2, 6.9],
        [-1.5, 7.3],
        [0.8, 7.55],
        [1.2, 7.1],
        [0, 6.7],
      ],
    ],
    limbs: [
      {
        points: [
          [1.58, 2],
          [2, 3.6],
          [1.7, 5],
          [0.3, 5.7],
        ],
        width: 0.54,
      },
      {
        points: [
          [-1.58, 2],
          [-2, 3.6],
          [-1.7, 5],
          [-0.3, 5.8],
        ],
        width: 0.54,
      },
    ],
    rims: [
      { from: [1, -0.3], color: "#ffb27a", alpha: 0.9 },
      { from: [-0.8, -0.6], color: "#ff3fb4", alpha: 0.9 },
    ],
    cheek: { side: 1, color: "#ffb27a", alpha: 0.6 },
  });
  vignette(context, 0.6, 0.5, 0.45);
};

const window: Scene = (context, chance, head) => {
  wall(context, "#0c0620", "#2c1260", "#0a0414");
  glow(context, 760, 900, 700, "#8a24d8", 0.6);
  layer(context, { blur: 3 }, (pen) => {
    pen.fillStyle = wash(
      pen,
      [0, 160, 0, 980],
      [
        [0, "#0b1f52"],
        [0.6, "#2f6fd0"],
        [1, "#7fb6ff"],
      ],
    );
    pen.fillRect(50, 170, 350, 800);
  });
  for (let light = 0; light < 16; light++)
    glow(
      context,
      chance.between(70, 380),
      chance.between(420, 930),
      chance.between(14, 46),
      chance.pick(["#ffd08a", "#ff7a6a", "#9ad0ff"]),
      0.7,
    );
  glow(context, 220, 600, 560, "#3f7fff", 0.55);
  layer(context, { blur: 1.5 }, (pen) => {
    for (let slat = 0; slat < 24; slat++) {
      pen.fillStyle = "rgba(8,6,26,0.88)";
      pen.fillRect(40, 172 + slat * 34, 370, 16);
      pen.fillStyle = "rgba(150,190,255,0.35)";
      pen.fillRect(40, 170 + slat * 34, 370, 3);
    }
    pen.fillStyle = "#090516";
    pen.fillRect(34, 150, 22, 840);
    pen.fillRect(394, 150, 22, 840);
    pen.fillRect(20, 976, 420, 26);
  });
  layer(context, { blur: 14, blend: "screen", alpha: 0.35 }, (pen) => {
    for (let bar = 0; bar < 12; bar++) {
      outline(pen, [
        [440, 240 + bar * 60],
        [W, 150 + bar * 74],
        [W, 180 + bar * 74],
        [440, 258 + bar * 60],
      ]);
      pen.fillStyle = "#6aa0ff";
      pen.fill();
    }
  });
  bed(context, chance, 1180, "#4a3090", "#0d0618");
  lamp(context, 780, 1010, 40, "#ff8ad0");
  paintFigure(context, {
    head,
    body: [bust.map(([x, y]) => [x * (x > 0 ? 0.98 : 1.02), y] as const)],
    hair: "bun",
    hairColor: "#0d0714",
    clothes: "#2b2450",
    skin: "#a8848c",
    front: 0.38,
    rims: [
      { from: [-1, -0.2], color: "#7fb0ff", alpha: 1 },
      { from: [1, -0.1], color: "#c03cff", alpha: 0.8 },
    ],
    cheek: { side: -1, color: "#86b4ff", alpha: 0.7 },
  });
  vignette(context, 0.6, 0.45, 0.42);
};

const fairy: Scene = (context, chance, head) => {
  wall(context, "#10051f", "#3c1268", "#0e0418");
  layer(context, { blur: 10, alpha: 0.7 }, (pen) => {
    for (let fold = 0; fold < 9; fold++) {
      pen.fillStyle = wash(
        pen,
        [fold * 110 - 60, 0, fold * 110 + 60, 0],
        [
          [0, "#1c0838"],
          [0.5, "#58208c"],
          [1, "#1c0838"],
        ],
      );
      pen.fillRect(fold * 110 - 60, 0, 112, 1020);
    }
  });
  glow(context, 380, 460, 720, "#8a2be2", 0.55);
  for (const [start, sag] of [
    [90, 150],
    [210, 130],
    [330, 160],
    [40, 260],
  ] as const) {
    fairyLights(
      context,
      chance,
      [
        [-20, start],
        [200, start + sag * 0.8],
        [430, start + sag],
        [660, start + sag * 0.75],
        [W + 20, start - 10],
      ],
      "#ffb56a",
    );
  }
  bed(context, chance, 1010, "#6d3aa6", "#15071f");
  pillow(context, 730, 950, 360, 210, "#8c4cc0", "#321254", 0.2);
  paintFigure(context, {
    head,
    body: [bust],
    hair: "short",
    hairColor: "#120812",
    clothes: "#3b2a58",
    skin: "#c79a8a",
    front: 0.48,
    rims: [
      { from: [0.5, -1], color: "#ffbe7a", alpha: 0.9 },
      { from: [-1, 0], color: "#9a4bff", alpha: 0.85 },
    ],
    cheek: { side: 1, color: "#ffc48a", alpha: 0.45 },
  });
  glow(context, 420, 1420, 420, "#5a7bff", 0.28);
  vignette(context, 0.6, 0.48, 0.4);
};

const close: Scene = (context, _chance, head) => {
  wall(context, "#0e0418", "#36104e", "#0b0312");
  glow(context, 760, 440, 640, "#ff2fa0", 0.75);
  lamp(context, 730, 520, 74, "#ff5ab8");
  layer(context, { blur: 9 }, (pen) => {
    pen.fillStyle = "#150818";
    pen.fillRect(500, 760, 420, 60);
    for (let key = 0; key < 15; key++) {
      pen.fillStyle = "#c9a6d8";
      pen.fillRect(510 + key * 27, 726, 23, 40);
      if (![2, 6, 9, 13].includes(key)) {
        pen.fillStyle = "#12061a";
        pen.fillRect(529 + key * 27, 726, 13, 24);
      }
    }
    pen.fillStyle = "#241030";
    pen.fillRect(0, 820, W, 700);
  });
  strip(
    context,
    [
      [60, -10],
      [60, 620],
    ],
    "#7a2cff",
  );
  paintFigure(context, {
    head,
    body: [bust],
    hair: "short",
    hairColor: "#170816",
    clothes: "#2a1a38",
    skin: "#c98e86",
    front: 0.5,
    rims: [
      { from: [1, -0.25], color: "#ff4fb8", alpha: 1 },
      { from: [-1, -0.3], color: "#7a4bff", alpha: 0.75 },
    ],
    cheek: { side: 1, color: "#ff7ac0", alpha: 0.65 },
  });
  glow(context, 864, 900, 500, "#ff2f9a", 0.25);
  vignette(context, 0.6, 0.55, 0.42);
};

const projector: Scene = (context, chance, head) => {
  wall(context, "#0c051a", "#2a1050", "#0a0414");
  layer(context, { blur: 26, blend: "screen", alpha: 0.8 }, (pen) => {
    for (let shape = 0; shape < 11; shape++) {
      pen.fillStyle = chance.pick(["#7a2cff", "#c63bff", "#4b3bff", "#ff4bc4", "#3a8bff"]);
      pen.globalAlpha = chance.between(0.25, 0.6);
      pen.beginPath();
      pen.ellipse(
        chance.between(80, 800),
        chance.between(120, 820),
        chance.between(50, 190),
        chance.between(40, 150),
        chance.between(0, 3),
        0,
        Math.PI * 2,
      );
      pen.fill();
    }
  });
  layer(context, { blur: 2, blend: "screen", alpha: 0.35 }, (pen) => {
    pen.strokeStyle = "#ff9af0";
    pen.lineWidth = 5;
    for (let ring = 1; ring < 7; ring++) {
      pen.beginPath();
      pen.ellipse(450, 440, ring * 74, ring * 58, 0.2, 0, Math.PI * 2);
      pen.stroke();
    }
  });
  bed(context, chance, 930, "#7044b8", "#150820");
  pillow(context, 120, 890, 330, 190, "#8c5ac8", "#351858", -0.2);
  pillow(context, 770, 900, 300, 180, "#8048b4", "#301450", 0.25);
  paintFigure(context, {
    head,
    hair: "curls",
    hairColor: "#10060f",
    clothes: "#372a5c",
    skin: "#b88a90",
    front: 0.45,
    body: [
      trunk(6.2, 1.4),
      [
        [0.2, 5.2],
        [1.4, 5.3],
        [3, 5.9],
        [3.5, 6.5],
        [3.1, 7],
        [1.5, 7.2],
        [-0.8, 7.4],
        [-1.2, 7],
        [0, 6.6],
      ],
      [
        [-0.2, 5.2],
        [-1.4, 5.3],
        [-3, 5.9],
        [-3.5, 6.5],
        [-3.1, 7],
        [-1.5, 7.3],
        [0.8, 7.55],
        [1.2, 7.1],
        [0, 6.7],
      ],
    ],
    limbs: [
      {
        points: [
          [1.58, 2],
          [2.05, 3.6],
          [2.2, 5.2],
          [1.6, 6],
        ],
        width: 0.54,
      },
      {
        points: [
          [-1.58, 2],
          [-2.05, 3.6],
          [-2.2, 5.2],
          [-1.6, 6],
        ],
        width: 0.54,
      },
    ],
    rims: [
      { from: [0.7, -0.7], color: "#ff6ae0", alpha: 0.85 },
      { from: [-1, -0.3], color: "#6a7bff", alpha: 0.9 },
    ],
    cheek: { side: -1, color: "#a07bff", alpha: 0.6 },
  });
  layer(context, { blur: 40, blend: "screen", alpha: 0.3 }, (pen) => {
    outline(pen, [
      [W + 60, 1240],
      [W + 60, 1360],
      [60, 860],
      [60, 100],
      [500, 60],
    ]);
    pen.fillStyle = wash(
      pen,
      [W, 1300, 200, 400],
      [
        [0, "#e8c8ff"],
        [1, "rgba(160,80,255,0)"],
      ],
    );
    pen.fill();
  });
  vignette(context, 0.58, 0.5, 0.42);
};

export const bedroomScenes: readonly Scene[] = [selfie, floor, window, fairy, close, projector];
