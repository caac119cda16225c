/** Draws a face guide: a portrait from the front, plain background, head and shoulders. */
import { createCanvas } from "@napi-rs/canvas";
import { blendOf, Chance, type Context, glow, jpeg, layer, outline, stroke, tone, wash } from "./paint.ts";

export interface Face {
  seed: number;
  skin: string;
  /** The skin in shadow and in light. */
  shade: string;
  glow: string;
  hair: { style: "curls" | "swept" | "long"; color: string; light: string };
  eyes: string;
  brows: string;
  lips: string;
  /** Width of the jaw; 1 is average. */
  jaw: number;
  freckles: boolean;
  glasses: boolean;
  /** 0 none to 1 full. */
  beard: number;
  earrings: string | null;
  clothes: string;
  /** Edge, middle, and the light on one side of the head. */
  background: readonly [string, string, string];
}

const SIDE = 1024;
const [CX, TOP, CHIN] = [512, 190, 752];

type Point = readonly [number, number];

/** Mirrors points of the right side to the left, so that the outline is closed. */
const mirrored = (right: readonly Point[]): Point[] => [
  ...right,
  ...right.toReversed().map(([x, y]): Point => [2 * CX - x, y]),
];

const headOutline = (jaw: number): Point[] =>
  mirrored([
    [CX + 60, TOP],
    [CX + 165, TOP + 45],
    [CX + 212, TOP + 165],
    [CX + 208, TOP + 280],
    [CX + 196 * jaw, TOP + 375],
    [CX + 166 * jaw, TOP + 470],
    [CX + 105 * jaw, TOP + 540],
    [CX + 45, CHIN + 4],
  ]);

function background(context: Context, face: Face): void {
  const [edge, middle, light] = face.background;
  // Even enough for the head to be cut out of it.
  const plain = blendOf(edge, middle, 0.45);
  context.fillStyle = wash(
    context,
    [0, 0, 0, SIDE],
    [
      [0, blendOf(plain, light, 0.1)],
      [1, plain],
    ],
  );
  context.fillRect(0, 0, SIDE, SIDE);
  glow(context, 300, 330, 620, light, 0.16);
}

function shoulders(context: Context, face: Face): void {
  const cloth: Point[] = mirrored([
    [CX + 120, 800],
    [CX + 215, 842],
    [CX + 350, 880],
    [CX + 432, 950],
    [CX + 450, 1120],
  ]);
  outline(context, cloth);
  context.fillStyle = wash(
    context,
    [120, 800, 900, 1024],
    [
      [0, blendOf(face.clothes, "#ffffff", 0.16)],
      [0.5, face.clothes],
      [1, blendOf(face.clothes, "#000000", 0.5)],
    ],
  );
  context.fill();
  context.save();
  context.clip();
  layer(context, { blur: 14, alpha: 0.5 }, (sheet) => {
    for (const [x, lean] of [
      [250, -30],
      [360, -12],
      [680, 20],
      [800, 40],
    ] as const) {
      stroke(
        sheet,
        [
          [x, 880],
          [x + lean, 950],
          [x + lean * 1.6, 1040],
        ],
        16,
        tone("#000000", 0.5),
      );
    }
  });
  context.restore();
  // The neckline, then neck and collarbones inside it.
  outline(
    context,
    mirrored([
      [CX + 100, 660],
      [CX + 104, 780],
      [CX + 175, 838],
      [CX + 120, 900],
      [CX + 50, 926],
    ]),
  );
  context.fillStyle = wash(
    context,
    [CX - 150, 0, CX + 150, 0],
    [
      [0, blendOf(face.skin, face.glow, 0.25)],
      [0.55, blendOf(face.skin, face.shade, 0.35)],
      [1, face.shade],
    ],
  );
  context.fill();
  context.save();
  context.clip();
  layer(context, { blur: 22, alpha: 0.85 }, (sheet) => {
    sheet.fillStyle = face.shade;
    sheet.beginPath();
    sheet.ellipse(CX + 20, 742, 170, 66, 0, 0, Math.PI * 2);
    sheet.fill();
  });
  layer(context, { blur: 7, alpha: 0.5 }, (sheet) => {
    stroke(
      sheet,
      [
        [CX - 150, 858],
        [CX - 70, 868],
        [CX - 22, 884],
      ],
      9,
      face.glow,
    );
    stroke(
      sheet,
      [
        [CX + 150, 858],
        [CX + 70, 868],
        [CX + 22, 884],
      ],
      9,
      face.shade,
    );
  });
  context.restore();
  layer(context, { blur: 3 }, (sheet) => {
    stroke(
      sheet,
      [
        [CX - 172, 836],
        [CX - 122, 900],
        [CX - 40, 928],
        [CX + 40, 928],
        [CX + 122, 900],
        [CX + 172, 836],
      ],
      12,
      blendOf(face.clothes, "#000000", 0.35),
    );
  });
}

function skin(context: Context, face: Face): void {
  for (const side of [-1, 1]) {
    context.beginPath();
    context.ellipse(CX + side * 208 * Math.min(1, face.jaw + 0.02), 500, 30, 62, side * 0.12, 0, Math.PI * 2);
    context.fillStyle = side < 0 ? blendOf(face.skin, face.glow, 0.2) : blendOf(face.skin, face.shade, 0.5);
    context.fill();
  }
  outline(context, headOutline(face.jaw));
  context.fillStyle = wash(
    context,
    [CX - 220, 260, CX + 230, 620],
    [
      [0, blendOf(face.skin, face.glow, 0.45)],
      [0.45, face.skin],
      [1, blendOf(face.skin, face.shade, 0.72)],
    ],
  );
  context.fill();
  context.save();
  context.clip();
  layer(context, { blur: 34, alpha: 0.75 }, (sheet) => {
    sheet.fillStyle = face.shade;
    sheet.beginPath();
    sheet.ellipse(CX + 232, 560, 62, 240, 0.12, 0, Math.PI * 2);
    sheet.fill();
    sheet.beginPath();
    sheet.ellipse(CX, CHIN + 30, 150, 46, 0, 0, Math.PI * 2);
    sheet.fill();
  });
  layer(context, { blur: 26, alpha: 0.42 }, (sheet) => {
    for (const side of [-1, 1]) {
      sheet.fillStyle = face.shade;
      sheet.beginPath();
      sheet.ellipse(CX + side * 92, 478, 66, 34, 0, 0, Math.PI * 2);
      sheet.fill();
      sheet.fillStyle = tone(face.lips, 0.75);
      sheet.beginPath();
      sheet.ellipse(CX + side * 122, 588, 62, 40, side * -0.3, 0, Math.PI * 2);
      sheet.fill();
    }
  });
  layer(context, { blur: 24, alpha: 0.6 }, (sheet) => {
    sheet.fillStyle = face.glow;
    for (const [x, y, rx, ry, angle] of [
      [CX - 40, 330, 100, 46, 0],
      [CX - 126, 556, 44, 26, 0.4],
      [CX - 6, 520, 14, 74, 0],
      [CX - 12, 708, 36, 16, 0],
      [CX + 110, 552, 28, 16, -0.4],
    ] as const) {
      sheet.beginPath();
      sheet.ellipse(x, y, rx, ry, angle, 0, Math.PI * 2);
      sheet.fill();
    }
  });
  context.restore();
}

function beard(context: Context, face: Face, chance: Chance): void {
  if (face.beard === 0) return;
  context.save();
  outline(context, headOutline(face.jaw));
  context.clip();
  layer(context, { blur: 13, alpha: face.beard * 0.85 }, (sheet) => {
    sheet.fillStyle = face.brows;
    outline(sheet, [
      [CX - 206, 560],
      [CX - 150, 622],
      [CX - 86, 640],
      [CX - 60, 612],
      [CX, 604],
      [CX + 60, 612],
      [CX + 86, 640],
      [CX + 150, 622],
      [CX + 206, 560],
      [CX + 210, 780],
      [CX - 210, 780],
    ]);
    sheet.fill();
    sheet.globalCompositeOperation = "destination-out";
    sheet.beginPath();
    sheet.ellipse(CX, 655, 58, 24, 0, 0, Math.PI * 2);
    sheet.fill();
  });
  for (let index = 0; index < 900; index++) {
    const x = chance.between(CX - 190, CX + 190);
    const y = chance.between(590, 765);
    const away = Math.hypot((x - CX) / 74, (y - 655) / 30);
    if (away < 1 || y < 590 + 60 * (1 - Math.abs(x - CX) / 190)) continue;
    stroke(
      context,
      [
        [x, y],
        [x + (x - CX) * 0.02, y + 8],
      ],
      1.4,
      tone(face.brows, 0.4 * face.beard),
    );
  }
  context.restore();
}

function eye(context: Context, face: Face, side: number): void {
  const x = CX + side * 90;
  const y = 482;
  const lid: Point[] = [
    [x - 52, y + 5],
    [x - 28, y - 24],
    [x + 6, y - 30],
    [x + 38, y - 16],
    [x + 54, y + 4],
    [x + 26, y + 22],
    [x - 10, y + 25],
    [x - 38, y + 18],
  ];
  context.save();
  outline(context, lid);
  context.fillStyle = "#eee6e2";
  context.fill();
  context.clip();
  const iris = context.createRadialGradient(x - 2, y - 1, 4, x - 2, y - 1, 27);
  iris.addColorStop(0, blendOf(face.eyes, "#ffffff", 0.28));
  iris.addColorStop(0.6, face.eyes);
  iris.addColorStop(1, blendOf(face.eyes, "#000000", 0.65));
  context.fillStyle = iris;
  context.beginPath();
  context.arc(x - 2, y - 1, 26, 0, Math.PI * 2);
  context.fill();
  context.fillStyle = "#0a0708";
  context.beginPath();
  context.arc(x - 2, y - 1, 11.5, 0, Math.PI * 2);
  context.fill();
  layer(context, { blur: 5, alpha: 0.55 }, (sheet) => {
    stroke(
      sheet,
      [
        [x - 54, y - 4],
        [x - 20, y - 26],
        [x + 20, y - 26],
        [x + 56, y - 2],
      ],
      15,
      face.shade,
    );
  });
  context.restore();
  context.fillStyle = "rgba(255,255,255,0.92)";
  context.beginPath();
  context.arc(x - 11, y - 10, 5.5, 0, Math.PI * 2);
  context.fill();
  context.fillStyle = "rgba(255,255,255,0.4)";
  context.beginPath();
  context.arc(x + 8, y + 9, 3, 0, Math.PI * 2);
  context.fill();
  // Lash line, crease, lower lid.
  stroke(
    context,
    [
      [x - 54, y + 4],
      [x - 28, y - 22],
      [x + 6, y - 28],
      [x + 38, y - 14],
      [x + 57, y + (side > 0 ? -2 : 3)],
    ],
    6.5,
    blendOf(face.brows, "#000000", 0.4),
  );
  layer(context, { blur: 1.5, alpha: 0.6 }, (sheet) => {
    stroke(
      sheet,
      [
        [x - 50, y - 20],
        [x - 20, y - 42],
        [x + 20, y - 42],
        [x + 52, y - 18],
      ],
      4,
      face.shade,
    );
    stroke(
      sheet,
      [
        [x - 40, y + 21],
        [x - 4, y + 30],
        [x + 34, y + 22],
      ],
      3,
      face.shade,
    );
  });
  layer(context, { blur: 1.2, alpha: 0.95 }, (sheet) => {
    const brow: Point[] =
      side < 0
        ? [
            [x - 74, y - 58],
            [x - 40, y - 84],
            [x + 10, y - 86],
            [x + 54, y - 70],
            [x + 54, y - 58],
            [x + 8, y - 70],
            [x - 36, y - 68],
          ]
        : [
            [x + 74, y - 58],
            [x + 40, y - 84],
            [x - 10, y - 86],
            [x - 54, y - 70],
            [x - 54, y - 58],
            [x - 8, y - 70],
            [x + 36, y - 68],
          ];
    outline(sheet, brow);
    sheet.fillStyle = face.brows;
    sheet.fill();
  });
}

function features(context: Context, face: Face, chance: Chance): void {
  for (const side of [-1, 1]) eye(context, face, side);
  layer(context, { blur: 8, alpha: 0.6 }, (sheet) => {
    stroke(
      sheet,
      [
        [CX + 26, 470],
        [CX + 24, 530],
        [CX + 38, 574],
      ],
      13,
      face.shade,
    );
    sheet.fillStyle = face.shade;
    sheet.beginPath();
    sheet.ellipse(CX + 4, 606, 44, 11, 0, 0, Math.PI * 2);
    sheet.fill();
  });
  layer(context, { blur: 2.5, alpha: 0.8 }, (sheet) => {
    stroke(
      sheet,
      [
        [CX - 40, 578],
        [CX - 44, 592],
        [CX - 28, 600],
      ],
      5,
      face.shade,
    );
    stroke(
      sheet,
      [
        [CX + 40, 578],
        [CX + 46, 592],
        [CX + 28, 600],
      ],
      6,
      face.shade,
    );
    sheet.fillStyle = blendOf(face.shade, "#000000", 0.35);
    for (const side of [-1, 1]) {
      sheet.beginPath();
      sheet.ellipse(CX + side * 20, 600, 10, 4.5, side * 0.25, 0, Math.PI * 2);
      sheet.fill();
    }
  });
  glow(context, CX - 8, 572, 24, face.glow, 0.7);
  // Upper lip, lower lip, the line between them.
  outline(context, [
    [CX - 80, 656],
    [CX - 46, 640],
    [CX - 18, 630],
    [CX, 637],
    [CX + 18, 630],
    [CX + 46, 640],
    [CX + 80, 656],
    [CX + 40, 659],
    [CX, 662],
    [CX - 40, 659],
  ]);
  context.fillStyle = blendOf(face.lips, face.shade, 0.35);
  context.fill();
  outline(context, [
    [CX - 78, 656],
    [CX - 40, 661],
    [CX, 663],
    [CX + 40, 661],
    [CX + 78, 656],
    [CX + 52, 684],
    [CX, 696],
    [CX - 52, 684],
  ]);
  context.fillStyle = face.lips;
  context.fill();
  layer(context, { blur: 1.3 }, (sheet) =>
    stroke(
      sheet,
      [
        [CX - 80, 655],
        [CX - 36, 662],
        [CX, 660],
        [CX + 36, 662],
        [CX + 80, 655],
      ],
      4.5,
      blendOf(face.lips, "#000000", 0.6),
    ),
  );
  layer(context, { blur: 5, alpha: 0.55, blend: "screen" }, (sheet) =>
    stroke(
      sheet,
      [
        [CX - 36, 675],
        [CX - 6, 680],
        [CX + 16, 677],
      ],
      9,
      face.glow,
    ),
  );
  layer(context, { blur: 8, alpha: 0.5 }, (sheet) =>
    stroke(
      sheet,
      [
        [CX - 34, 708],
        [CX, 714],
        [CX + 34, 708],
      ],
      10,
      face.shade,
    ),
  );
  if (face.freckles) {
    for (let index = 0; index < 70; index++) {
      const side = chance.pick([-1, 1]);
      const x = CX + side * Math.abs(chance.between(0, 130) + chance.between(-24, 24));
      context.fillStyle = tone(blendOf(face.skin, face.shade, 0.8), chance.between(0.2, 0.5));
      context.beginPath();
      context.arc(x, chance.between(528, 600), chance.between(1.4, 3.4), 0, Math.PI * 2);
      context.fill();
    }
  }
}

function glasses(context: Context): void {
  for (const side of [-1, 1]) {
    context.beginPath();
    context.roundRect(CX + side * 94 - 76, 434, 152, 104, 44);
    context.fillStyle = "rgba(180,220,235,0.10)";
    context.fill();
    context.lineWidth = 9;
    context.strokeStyle = "#1c1a1f";
    context.stroke();
    stroke(
      context,
      [
        [CX + side * 168, 468],
        [CX + side * 208, 476],
      ],
      9,
      "#1c1a1f",
    );
    context.save();
    context.clip();
    layer(context, { blur: 4, alpha: 0.28, blend: "screen" }, (sheet) =>
      stroke(
        sheet,
        [
          [CX + side * 94 - 60, 530],
          [CX + side * 94 + 10, 436],
        ],
        22,
        "#cfe8f2",
      ),
    );
    context.restore();
  }
  stroke(
    context,
    [
      [CX - 20, 470],
      [CX, 460],
      [CX + 20, 470],
    ],
    8,
    "#1c1a1f",
  );
}

/** Locks: many thin curved lines between two shades. */
function strands(context: Context, face: Face, chance: Chance, count: number, lock: () => Point[], alpha = 0.5): void {
  for (let index = 0; index < count; index++) {
    const shade = blendOf(face.hair.color, face.hair.light, chance.between(0, 0.85) ** 1.6);
    stroke(context, lock(), chance.between(1.5, 5), tone(shade, alpha));
  }
}

function curl(context: Context, face: Face, chance: Chance, x: number, y: number, radius: number): void {
  const lit = Math.max(0, Math.min(1, (CX + 140 - x) / 420 + (420 - y) / 700));
  context.fillStyle = blendOf(face.hair.color, face.hair.light, chance.between(0, 0.35) * lit);
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fill();
  const start = chance.between(0, Math.PI * 2);
  for (let ring = 0.35; ring < 1; ring += 0.3) {
    context.beginPath();
    context.arc(x, y, radius * ring, start, start + chance.between(2.2, 4.6));
    context.lineWidth = radius * 0.12;
    context.strokeStyle = tone(face.hair.light, 0.15 + 0.4 * lit);
    context.stroke();
  }
}

function hairBehind(context: Context, face: Face, chance: Chance): void {
  const { style, color } = face.hair;
  context.fillStyle = color;
  if (style === "curls") {
    for (let index = 0; index < 210; index++) {
      const angle = chance.between(-Math.PI * 1.22, Math.PI * 0.22);
      const reach = chance.between(0.72, 1.04);
      curl(
        context,
        face,
        chance,
        CX + Math.cos(angle) * 298 * reach,
        420 + Math.sin(angle) * 318 * reach,
        chance.between(24, 44),
      );
    }
  } else if (style === "long") {
    outline(
      context,
      mirrored([
        [CX + 60, 128],
        [CX + 190, 160],
        [CX + 268, 290],
        [CX + 285, 480],
        [CX + 312, 700],
        [CX + 300, 880],
        [CX + 240, 960],
        [CX + 130, 880],
      ]),
    );
    context.fill();
    strands(context, face, chance, 260, () => {
      const side = chance.pick([-1, 1]);
      const x = chance.between(150, 285);
      return [
        [CX + side * x * 0.8, chance.between(200, 300)],
        [CX + side * (x + 10), 480],
        [CX + side * (x + chance.between(-20, 36)), 700],
        [CX + side * (x + chance.between(-40, 20)), chance.between(820, 930)],
      ];
    });
  } else {
    outline(
      context,
      mirrored([
        [CX + 60, 138],
        [CX + 190, 170],
        [CX + 236, 300],
        [CX + 222, 470],
        [CX + 190, 520],
      ]),
    );
    context.fill();
  }
}

function hairInFront(context: Context, face: Face, chance: Chance): void {
  const { style, color } = face.hair;
  // The shadow that the hair throws on the forehead.
  context.save();
  outline(context, headOutline(face.jaw));
  context.clip();
  layer(context, { blur: 20, alpha: 0.65 }, (sheet) => {
    sheet.fillStyle = face.shade;
    outline(sheet, [
      [CX - 250, 150],
      [CX + 250, 150],
      [CX + 230, 480],
      [CX + 186, 360],
      [CX + 90, 310],
      [CX - 60, 306],
      [CX - 176, 360],
      [CX - 226, 480],
    ]);
    sheet.fill();
  });
  context.restore();
  context.fillStyle = color;
  if (style === "curls") {
    for (let index = 0; index < 120; index++) {
      const angle = chance.between(-Math.PI * 1.03, Math.PI * 0.03);
      const reach = chance.between(0.86, 1.22);
      curl(
        context,
        face,
        chance,
        CX + Math.cos(angle) * 216 * reach,
        440 + Math.sin(angle) * 215 * reach,
        chance.between(20, 36),
      );
    }
  } else if (style === "long") {
    for (const side of [-1, 1]) {
      outline(context, [
        [CX - 12, 150],
        [CX + side * 130, 170],
        [CX + side * 240, 300],
        [CX + side * 262, 520],
        [CX + side * 268, 700],
        [CX + side * 214, 640],
        [CX + side * 206, 470],
        [CX + side * 170, 370],
        [CX + side * 84, 292],
        [CX - 14, 236],
      ]);
      context.fill();
      strands(context, face, chance, 130, () => {
        const out = chance.between(0, 1);
        return [
          [CX - 10, chance.between(150, 225)],
          [CX + side * (90 + out * 80), 200 + (1 - out) * 84],
          [CX + side * (190 + out * 48), 400 - out * 60],
          [CX + side * (214 + out * 44), 560],
          [CX + side * (222 + out * 44), chance.between(640, 720)],
        ];
      });
    }
  } else {
    outline(context, [
      [CX - 226, 470],
      [CX - 238, 300],
      [CX - 170, 170],
      [CX - 20, 104],
      [CX + 150, 120],
      [CX + 242, 240],
      [CX + 232, 460],
      [CX + 208, 400],
      [CX + 190, 320],
      [CX + 70, 270],
      [CX - 60, 300],
      [CX - 170, 330],
      [CX - 204, 400],
    ]);
    context.fill();
    strands(context, face, chance, 240, () => {
      const start = chance.between(-200, -90);
      const high = chance.between(0, 1);
      return [
        [CX + start, 340 - high * 60],
        [CX + start * 0.5, 280 - high * 110],
        [CX + 30, 250 - high * 122],
        [CX + 140, 260 - high * 110],
        [CX + chance.between(180, 226), chance.between(260, 400) - high * 40],
      ];
    });
  }
}

/** A JPEG of 1024 by 1024. */
export function drawFace(face: Face): Buffer {
  const canvas = createCanvas(SIDE, SIDE);
  const context = canvas.getContext("2d");
  const chance = new Chance(face.seed);
  background(context, face);
  const person = createCanvas(SIDE, SIDE);
  const pen = person.getContext("2d");
  hairBehind(pen, face, chance);
  shoulders(pen, face);
  skin(pen, face);
  beard(pen, face, chance);
  features(pen, face, chance);
  if (face.glasses) glasses(pen);
  hairInFront(pen, face, chance);
  if (face.earrings) {
    for (const side of [-1, 1]) {
      pen.beginPath();
      pen.ellipse(CX + side * 214, 590, 13, 24, 0, 0, Math.PI * 2);
      pen.lineWidth = 5;
      pen.strokeStyle = face.earrings;
      pen.stroke();
    }
  }
  // Light of the room along the left edge, dusk along the right: only where there is somebody.
  pen.globalCompositeOperation = "source-atop";
  pen.fillStyle = wash(
    pen,
    [150, 300, 900, 500],
    [
      [0, tone(face.background[2], 0.34)],
      [0.35, tone(face.background[2], 0.04)],
      [0.62, tone(face.background[0], 0)],
      [1, tone(face.background[0], 0.55)],
    ],
  );
  pen.fillRect(0, 0, SIDE, SIDE);
  context.drawImage(person, 0, 0);
  return jpeg(canvas, 220 * 1024);
}
