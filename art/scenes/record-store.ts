/** A record shop after closing: vinyl, crates, covers, lamps. Nobody is there. */
import {
  blendOf,
  type Chance,
  type Context,
  type Gradient,
  glow,
  layer,
  outline,
  stroke,
  tone,
  vignette,
  wash,
} from "../paint.ts";
import type { Scene } from "./bedroom.ts";

const [W, H] = [864, 1536];

const INKS = [
  ["#e8623a", "#f4c95d", "#1d3557", "#f1e3c6"],
  ["#2a9d8f", "#e9c46a", "#e76f51", "#264653"],
  ["#7b2d8b", "#f25f8a", "#ffd9a0", "#1b1035"],
  ["#d9d2c2", "#b33a2e", "#20252b", "#8aa6a3"],
  ["#0f4c81", "#f6ae2d", "#f26419", "#dfe7ea"],
  ["#3a5a40", "#dad7cd", "#a3b18a", "#bc6c25"],
] as const;

/** An abstract cover: a few shapes from one palette, with worn edges. */
function cover(context: Context, chance: Chance, x: number, y: number, width: number, height: number): void {
  const ink = chance.pick(INKS);
  const kind = Math.floor(chance.between(0, 5));
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.translate(x, y);
  context.scale(width, height);
  context.fillStyle = ink[3];
  context.fillRect(0, 0, 1, 1);
  if (kind === 0) {
    for (let ring = 5; ring > 0; ring--) {
      context.fillStyle = ink[ring % 3] ?? ink[0];
      context.beginPath();
      context.arc(0.5, 0.62, ring * 0.12, 0, Math.PI * 2);
      context.fill();
    }
    context.fillStyle = ink[2];
    context.fillRect(0, 0.66, 1, 0.34);
  } else if (kind === 1) {
    for (let stripe = 0; stripe < 7; stripe++) {
      context.fillStyle = ink[stripe % 4] ?? ink[0];
      outline(context, [
        [-0.2, stripe * 0.17],
        [0.5, stripe * 0.17 - 0.12],
        [1.2, stripe * 0.17 + 0.06],
        [1.2, 1.4],
        [-0.2, 1.4],
      ]);
      context.fill();
    }
  } else if (kind === 2) {
    for (let tile = 0; tile < 16; tile++) {
      const [column, row] = [tile % 4, Math.floor(tile / 4)];
      context.fillStyle = chance.pick(ink);
      context.fillRect(column / 4, row / 4, 0.25, 0.25);
      context.fillStyle = chance.pick(ink);
      context.beginPath();
      context.moveTo((column + chance.pick([0, 1])) / 4, (row + chance.pick([0, 1])) / 4);
      context.arc(
        (column + chance.pick([0, 1])) / 4,
        (row + chance.pick([0, 1])) / 4,
        0.25,
        chance.pick([0, 1.57, 3.14, 4.71]),
        chance.pick([1.57, 3.14]),
      );
      context.fill();
    }
  } else if (kind === 3) {
    context.fillStyle = ink[0];
    context.beginPath();
    context.arc(0.68, 0.32, 0.2, 0, Math.PI * 2);
    context.fill();
    for (const [index, peak] of [0.42, 0.58, 0.72].entries()) {
      context.fillStyle = blendOf(ink[2], ink[1], index * 0.25);
      outline(context, [
        [-0.3, 1.2],
        [0.05 + index * 0.2, peak],
        [0.3 + index * 0.16, peak + 0.16],
        [0.66 - index * 0.1, peak - 0.06],
        [1.3, 1.2],
      ]);
      context.fill();
    }
  } else {
    context.fillStyle = ink[2];
    context.fillRect(0, 0, 1, 1);
    for (let bar = 0; bar < 9; bar++) {
      context.fillStyle = ink[bar % 2] ?? ink[0];
      const tall = 0.15 + 0.5 * Math.abs(Math.sin(bar * 1.3 + chance.between(0, 1)));
      context.fillRect(0.1 + bar * 0.09, 0.5 - tall / 2, 0.055, tall);
    }
  }
  context.fillStyle = wash(
    context,
    [0, 0, 1, 1],
    [
      [0, "rgba(255,255,255,0.16)"],
      [0.4, "rgba(255,255,255,0)"],
      [1, "rgba(0,0,0,0.3)"],
    ],
  );
  context.fillRect(0, 0, 1, 1);
  context.lineWidth = 0.012;
  context.strokeStyle = "rgba(255,250,235,0.35)";
  context.strokeRect(0.004, 0.004, 0.992, 0.992);
  context.restore();
}

/** Shelves of covers across a wall. */
function wallOfCovers(
  context: Context,
  chance: Chance,
  top: number,
  rows: number,
  size: number,
  blur: number,
  light: number,
): void {
  layer(context, { blur }, (pen) => {
    for (let row = 0; row < rows; row++) {
      const y = top + row * (size + 34);
      for (let column = -1; column * (size + 16) < W; column++)
        cover(pen, chance, 26 + column * (size + 16) + (row % 2) * 20, y, size, size);
      pen.fillStyle = "#3a2416";
      pen.fillRect(0, y + size + 2, W, 14);
      pen.fillStyle = "rgba(0,0,0,0.5)";
      pen.fillRect(0, y + size + 16, W, 12);
    }
    pen.globalCompositeOperation = "source-atop";
    pen.fillStyle = tone("#0c0503", 1 - light);
    pen.fillRect(0, 0, W, H);
  });
}

/** A record seen at an angle: grooves, wedges of light, a label, the hole. */
function vinyl(
  context: Context,
  x: number,
  y: number,
  rx: number,
  ry: number,
  label: string,
  light: string,
  turn: number,
): void {
  context.save();
  context.translate(x, y);
  context.scale(rx, ry);
  const disc = (radius: number, fill: string | Gradient): void => {
    context.fillStyle = fill;
    context.beginPath();
    context.arc(0, 0, radius, 0, Math.PI * 2);
    context.fill();
  };
  disc(1.012, "#2a2624");
  disc(1, "#0a090a");
  for (let groove = 0.36; groove < 0.985; groove += 0.0085) {
    context.beginPath();
    context.arc(0, 0, groove, 0, Math.PI * 2);
    context.lineWidth = 0.0035;
    const wide = Math.sin(groove * 61) > 0.92;
    context.strokeStyle = wide
      ? "rgba(0,0,0,0.9)"
      : `rgba(190,180,175,${0.05 + 0.09 * Math.abs(Math.sin(groove * 173))})`;
    context.stroke();
  }
  context.globalCompositeOperation = "screen";
  const wedges = context.createConicGradient(turn, 0, 0);
  for (const [at, alpha] of [
    [0, 0.6],
    [0.035, 0.22],
    [0.09, 0],
    [0.42, 0],
    [0.47, 0.12],
    [0.5, 0.42],
    [0.535, 0.12],
    [0.59, 0],
    [0.91, 0],
    [0.965, 0.22],
    [1, 0.6],
  ] as const)
    wedges.addColorStop(at, tone(light, alpha));
  context.fillStyle = wedges;
  context.beginPath();
  context.arc(0, 0, 0.99, 0, Math.PI * 2);
  context.arc(0, 0, 0.34, 0, Math.PI * 2, true);
  context.fill();
  context.globalCompositeOperation = "source-over";
  disc(
    0.335,
    wash(
      context,
      [-0.3, -0.3, 0.3, 0.3],
      [
        [0, blendOf(label, "#ffffff", 0.2)],
        [1, blendOf(label, "#000000", 0.25)],
      ],
    ),
  );
  context.strokeStyle = blendOf(label, "#000000", 0.45);
  context.lineWidth = 0.012;
  for (const ring of [0.3, 0.2]) {
    context.beginPath();
    context.arc(0, 0, ring, 0, Math.PI * 2);
    context.stroke();
  }
  context.fillStyle = blendOf(label, "#fff4dc", 0.75);
  context.beginPath();
  context.arc(0, 0, 0.25, turn + 0.4, turn + 1.9);
  context.arc(0, 0, 0.22, turn + 1.9, turn + 0.4, true);
  context.fill();
  disc(0.03, "#d8d0c4");
  disc(0.016, "#1a1614");
  context.restore();
}

/** Pivot, tube with its bend, head at the groove. */
function tonearm(
  context: Context,
  pivot: readonly [number, number],
  needle: readonly [number, number],
  size: number,
): void {
  const [px, py] = pivot;
  const [nx, ny] = needle;
  const bend: readonly [number, number] = [nx + (px - nx) * 0.28 + size * 0.25, ny + (py - ny) * 0.28];
  layer(context, { blur: 9, alpha: 0.6 }, (pen) =>
    stroke(
      pen,
      [
        [px + 12, py + 22],
        [bend[0] + 12, bend[1] + 22],
        [nx + 10, ny + 16],
      ],
      size * 0.14,
      "#000000",
    ),
  );
  context.fillStyle = wash(
    context,
    [px - size, py - size, px + size, py + size],
    [
      [0, "#a8a4a0"],
      [0.5, "#4a4644"],
      [1, "#1a1817"],
    ],
  );
  context.beginPath();
  context.ellipse(px, py, size * 0.62, size * 0.5, 0, 0, Math.PI * 2);
  context.fill();
  stroke(
    context,
    [
      [px + (px - bend[0]) * 0.16, py + (py - bend[1]) * 0.16],
      [px, py],
    ],
    size * 0.3,
    "#2b2826",
  );
  stroke(context, [[px, py], bend, needle], size * 0.12, "#6a6663");
  stroke(
    context,
    [
      [px - 2, py - 2],
      [bend[0] - 2, bend[1] - 2],
      [nx - 2, ny - 2],
    ],
    size * 0.04,
    "#f2ece4",
  );
  stroke(context, [[bend[0] + (nx - bend[0]) * 0.72, bend[1] + (ny - bend[1]) * 0.72], needle], size * 0.3, "#191716");
  stroke(
    context,
    [
      [nx - 3, ny - 4],
      [nx - (bend[0] - nx) * 0.16, ny - (bend[1] - ny) * 0.16],
    ],
    size * 0.1,
    "#c8342a",
  );
}

function wood(context: Context, chance: Chance, top: number, color: string): void {
  context.fillStyle = wash(
    context,
    [0, top, 0, H],
    [
      [0, blendOf(color, "#ffcf90", 0.25)],
      [0.2, color],
      [1, blendOf(color, "#000000", 0.75)],
    ],
  );
  context.fillRect(0, top, W, H - top);
  context.save();
  context.beginPath();
  context.rect(0, top, W, H - top);
  context.clip();
  for (let line = 0; line < 90; line++) {
    const near = chance.between(0, 1) ** 1.4;
    const y = top + near * (H - top);
    stroke(
      context,
      [
        [-10, y],
        [chance.between(150, 350), y + chance.between(-6, 6)],
        [chance.between(450, 700), y + chance.between(-6, 6)],
        [W + 10, y],
      ],
      1 + near * 3.5,
      tone(chance.pick(["#000000", "#1a0a04", "#ffcf90"]), chance.between(0.04, 0.2)),
    );
  }
  context.restore();
}

function pendant(context: Context, x: number, y: number, size: number, color: string): void {
  stroke(
    context,
    [
      [x, -10],
      [x, y - size],
    ],
    5,
    "#080504",
  );
  layer(context, { blur: 50, blend: "screen", alpha: 0.4 }, (pen) => {
    outline(pen, [
      [x - size, y],
      [x + size, y],
      [x + size * 5.5, y + 900],
      [x - size * 5.5, y + 900],
    ]);
    pen.fillStyle = wash(
      pen,
      [0, y, 0, y + 900],
      [
        [0, color],
        [1, tone(color, 0)],
      ],
    );
    pen.fill();
  });
  layer(context, { blur: 1.5 }, (pen) => {
    outline(pen, [
      [x - size * 0.2, y - size],
      [x + size * 0.2, y - size],
      [x + size * 0.6, y - size * 0.5],
      [x + size * 1.15, y],
      [x - size * 1.15, y],
      [x - size * 0.6, y - size * 0.5],
    ]);
    pen.fillStyle = wash(
      pen,
      [x - size, 0, x + size, 0],
      [
        [0, "#1a2a28"],
        [0.4, "#3a5a54"],
        [1, "#0c1413"],
      ],
    );
    pen.fill();
  });
  glow(context, x, y, size * 5, color, 0.8);
  glow(context, x, y, size * 1.1, "#fff6e0", 1, 0.6);
}

function dust(context: Context, chance: Chance, count: number, color: string): void {
  for (let mote = 0; mote < count; mote++)
    glow(
      context,
      chance.between(0, W),
      chance.between(100, 1250),
      chance.between(2, 7),
      color,
      chance.between(0.15, 0.7),
    );
}

/** A crate from the front: boards, and the top edges of what stands in it. */
function crate(
  context: Context,
  chance: Chance,
  x: number,
  y: number,
  width: number,
  height: number,
  light: string,
): void {
  context.fillStyle = "#120a06";
  context.fillRect(x, y - height * 0.34, width, height * 0.5);
  for (let sleeve = 0; sleeve < width / 7; sleeve++) {
    const at = x + 6 + sleeve * 7;
    const top = y - height * 0.3 - chance.between(0, height * 0.1);
    context.fillStyle = blendOf(chance.pick(chance.pick(INKS)), "#120804", chance.between(0.1, 0.55));
    context.fillRect(at, top, chance.between(3.5, 6.4), height * 0.6);
    context.fillStyle = tone(light, 0.28);
    context.fillRect(at, top, 4.5, 2);
  }
  for (let board = 0; board < 3; board++) {
    const top = y + board * height * 0.34;
    context.fillStyle = wash(
      context,
      [0, top, 0, top + height * 0.3],
      [
        [0, blendOf("#8a5a30", light, 0.25)],
        [0.15, "#7a4c26"],
        [1, "#3a2110"],
      ],
    );
    context.fillRect(x - 6, top, width + 12, height * 0.29);
    for (let grain = 0; grain < 5; grain++)
      stroke(
        context,
        [
          [x, top + chance.between(6, height * 0.27)],
          [x + width * 0.5, top + chance.between(6, height * 0.27)],
          [x + width, top + chance.between(6, height * 0.27)],
        ],
        1.4,
        "rgba(30,14,6,0.35)",
      );
  }
  for (const post of [x - 8, x + width - 16]) {
    context.fillStyle = wash(
      context,
      [post, 0, post + 24, 0],
      [
        [0, "#9a6a3a"],
        [1, "#4a2c16"],
      ],
    );
    context.fillRect(post, y - 12, 24, height * 1.04);
  }
}

const listeningPost: Scene = (context, chance) => {
  context.fillStyle = "#160b07";
  context.fillRect(0, 0, W, H);
  wallOfCovers(context, chance, 60, 4, 178, 6, 0.62);
  glow(context, 432, 500, 760, "#ff9a40", 0.3);
  wood(context, chance, 900, "#5a3018");
  layer(context, { blur: 2 }, (pen) => {
    pen.fillStyle = wash(
      pen,
      [0, 860, 0, 1400],
      [
        [0, "#8a5228"],
        [0.1, "#5f3519"],
        [1, "#2a150a"],
      ],
    );
    outline(pen, [
      [110, 880],
      [754, 880],
      [850, 1330],
      [850, 1400],
      [14, 1400],
      [14, 1330],
    ]);
    pen.fill();
  });
  layer(context, { blur: 26, alpha: 0.7 }, (pen) => {
    pen.fillStyle = "#0c0603";
    pen.beginPath();
    pen.ellipse(420, 1160, 372, 196, 0, 0, Math.PI * 2);
    pen.fill();
  });
  vinyl(context, 410, 1120, 350, 190, "#d8502e", "#ffd9a0", -1.1);
  tonearm(context, [760, 960], [560, 1180], 64);
  pendant(context, 432, 330, 74, "#ffb45a");
  glow(context, 400, 1080, 420, "#ffb45a", 0.28, 0.5);
  dust(context, chance, 60, "#ffd9a0");
  vignette(context, 0.6, 0.5, 0.6);
};

const crateFront: Scene = (context, chance) => {
  context.fillStyle = wash(
    context,
    [0, 0, W, H],
    [
      [0, "#f0b060"],
      [0.3, "#a8622a"],
      [1, "#1c0d06"],
    ],
  );
  context.fillRect(0, 0, W, H);
  wallOfCovers(context, chance, -40, 3, 200, 14, 0.8);
  glow(context, 40, 260, 900, "#ffc060", 0.75);
  layer(context, { blur: 36, blend: "screen", alpha: 0.5 }, (pen) => {
    for (let bar = 0; bar < 4; bar++) {
      outline(pen, [
        [-60, 120 + bar * 150],
        [-60, 190 + bar * 150],
        [W + 60, 820 + bar * 190],
        [W + 60, 700 + bar * 190],
      ]);
      pen.fillStyle = "#ffc878";
      pen.fill();
    }
  });
  layer(context, { blur: 7 }, (pen) => crate(pen, chance, -60, 920, 420, 300, "#ffcf90"));
  layer(context, { blur: 7 }, (pen) => crate(pen, chance, 560, 930, 420, 300, "#ffcf90"));
  context.save();
  context.translate(452, 812);
  context.rotate(0.045);
  layer(context, { blur: 30, alpha: 0.65 }, (pen) => {
    pen.fillStyle = "#140804";
    pen.fillRect(190, 560, 560, 560);
  });
  vinyl(context, 170, -60, 262, 262, "#f0e0b8", "#ffe2b0", -2.2);
  cover(context, chance, -300, -300, 560, 560);
  context.restore();
  crate(context, chance, 40, 1150, 790, 400, "#ffcf90");
  dust(context, chance, 110, "#ffe2b0");
  vignette(context, 0.55, 0.4, 0.5);
};

const aisle: Scene = (context, chance) => {
  const vanish = [440, 640] as const;
  context.fillStyle = wash(
    context,
    [0, 0, 0, H],
    [
      [0, "#0d0a14"],
      [0.42, "#3a1a3a"],
      [1, "#0c0608"],
    ],
  );
  context.fillRect(0, 0, W, H);
  layer(context, { blur: 6 }, (pen) => {
    pen.fillStyle = wash(
      pen,
      [0, 420, 0, 760],
      [
        [0, "#142a4a"],
        [1, "#ff5aa0"],
      ],
    );
    pen.fillRect(320, 410, 240, 350);
    for (let light = 0; light < 18; light++)
      glow(
        pen,
        chance.between(325, 555),
        chance.between(520, 750),
        chance.between(10, 34),
        chance.pick(["#ff7ac0", "#5ae8e0", "#ffd08a"]),
        0.8,
      );
    pen.fillStyle = "#0a0608";
    pen.fillRect(434, 400, 9, 370);
    pen.fillRect(314, 400, 252, 10);
  });
  glow(context, 440, 600, 620, "#ff4aa8", 0.6);
  glow(context, 400, 700, 380, "#2ad8d0", 0.35);
  layer(context, { blur: 2, blend: "screen" }, (pen) => {
    pen.strokeStyle = "#ffc0e0";
    pen.lineWidth = 6;
    pen.beginPath();
    pen.arc(440, 490, 46, 0, Math.PI * 2);
    pen.moveTo(455, 490);
    pen.arc(440, 490, 15, 0, Math.PI * 2);
    pen.stroke();
  });
  glow(context, 440, 490, 190, "#ff4aa8", 0.8);
  // Both sides: bins that grow towards the lens, covers on the wall above.
  for (const side of [-1, 1]) {
    for (let step = 7; step >= 0; step--) {
      const far = 1 / (1 + step * 0.55);
      const near = 1 / (1 + (step - 1) * 0.55 || 0.45);
      const at = (part: number, across: number, up: number): [number, number] => [
        vanish[0] + side * across * part,
        vanish[1] + up * part,
      ];
      context.save();
      context.beginPath();
      context.moveTo(...at(far, 170, 300));
      context.lineTo(...at(near, 170, 300));
      context.lineTo(...at(near, 170, 760));
      context.lineTo(...at(far, 170, 760));
      context.closePath();
      context.fillStyle = wash(
        context,
        [0, vanish[1] + 300 * near, 0, vanish[1] + 760 * near],
        [
          [0, "#7a4626"],
          [0.25, "#4a2816"],
          [1, "#140a06"],
        ],
      );
      context.fill();
      const [ax, ay] = at(far, 170, 300);
      const [bx, by] = at(near, 170, 300);
      const [cx, cy] = at(near, 520, 240);
      const [dx, dy] = at(far, 520, 240);
      context.beginPath();
      context.moveTo(ax, ay);
      context.lineTo(bx, by);
      context.lineTo(cx, cy);
      context.lineTo(dx, dy);
      context.closePath();
      context.fillStyle = "#0c0706";
      context.fill();
      for (let sleeve = 0; sleeve < 16; sleeve++) {
        const part = far + (near - far) * (sleeve / 16);
        const [x1, y1] = at(part, 180, 292);
        const [x2, y2] = at(part, 500, 236);
        const lift = 95 * part;
        context.beginPath();
        context.moveTo(x1, y1);
        context.lineTo(x2, y2);
        context.lineTo(x2, y2 - lift);
        context.lineTo(x1, y1 - lift);
        context.closePath();
        const color = blendOf(chance.pick(chance.pick(INKS)), "#180a10", 0.25 + 0.45 * chance.between(0, 1));
        context.fillStyle = wash(
          context,
          [x1, 0, x2, 0],
          [
            [0, blendOf(color, "#ff8ac0", 0.35)],
            [0.3, color],
            [1, blendOf(color, "#000000", 0.6)],
          ],
        );
        context.fill();
        stroke(
          context,
          [
            [x1, y1 - lift],
            [x2, y2 - lift],
          ],
          Math.max(1, 2.4 * part),
          "rgba(255,200,225,0.35)",
        );
      }
      for (let row = 0; row < 2; row++) {
        const size = 150;
        const [x, y] = at((far + near) / 2, 470, -430 + row * 220);
        const scaled = size * ((far + near) / 2);
        cover(context, chance, x - scaled / 2, y, scaled * 0.62, scaled);
      }
      context.restore();
    }
  }
  layer(context, { blur: 20, blend: "screen", alpha: 0.45 }, (pen) => {
    outline(pen, [
      [360, 760],
      [520, 760],
      [720, H + 40],
      [160, H + 40],
    ]);
    pen.fillStyle = wash(
      pen,
      [0, 760, 0, H],
      [
        [0, "#ff5ab0"],
        [0.5, "#6a2a6a"],
        [1, "rgba(20,8,20,0)"],
      ],
    );
    pen.fill();
  });
  pendant(context, 440, 190, 46, "#ffb060");
  dust(context, chance, 50, "#ffc0e0");
  vignette(context, 0.62, 0.5, 0.45);
};

const overhead: Scene = (context, chance) => {
  wood(context, chance, -400, "#6a3a1c");
  glow(context, 300, 500, 900, "#ffb860", 0.4);
  layer(context, { blur: 34, alpha: 0.75 }, (pen) => {
    pen.fillStyle = "#0c0502";
    pen.beginPath();
    pen.roundRect(40, 350, 820, 960, 40);
    pen.fill();
  });
  context.fillStyle = wash(
    context,
    [20, 320, 840, 1260],
    [
      [0, "#e6ddcc"],
      [0.5, "#b8ac98"],
      [1, "#5f564a"],
    ],
  );
  context.beginPath();
  context.roundRect(24, 322, 816, 930, 30);
  context.fill();
  context.fillStyle = wash(
    context,
    [20, 320, 840, 1260],
    [
      [0, "#4a4541"],
      [0.5, "#24211f"],
      [1, "#0f0e0d"],
    ],
  );
  context.beginPath();
  context.arc(400, 760, 366, 0, Math.PI * 2);
  context.fill();
  for (let dot = 0; dot < 96; dot++) {
    context.fillStyle = "rgba(230,220,200,0.6)";
    context.beginPath();
    context.arc(400 + Math.cos(dot * 0.06545) * 357, 760 + Math.sin(dot * 0.06545) * 357, 3, 0, Math.PI * 2);
    context.fill();
  }
  vinyl(context, 400, 760, 346, 346, "#b3202a", "#ffe6bf", -0.75);
  tonearm(context, [752, 430], [598, 902], 78);
  for (const [x, y, size, color] of [
    [740, 1160, 34, "#2a2624"],
    [640, 1190, 20, "#3a3634"],
    [110, 1190, 30, "#8a2a20"],
  ] as const) {
    context.fillStyle = wash(
      context,
      [x - size, y - size, x + size, y + size],
      [
        [0, "#d8d0c0"],
        [0.5, color],
        [1, "#0e0c0b"],
      ],
    );
    context.beginPath();
    context.arc(x, y, size, 0, Math.PI * 2);
    context.fill();
  }
  context.save();
  context.translate(60, 1330);
  context.rotate(-0.14);
  cover(context, chance, 0, 0, 420, 420);
  context.restore();
  context.save();
  context.translate(560, -120);
  context.rotate(0.2);
  cover(context, chance, 0, 0, 380, 380);
  context.restore();
  layer(context, { blur: 50, blend: "multiply", alpha: 0.55 }, (pen) => {
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, W, H);
    pen.fillStyle = "#3a2418";
    outline(pen, [
      [W + 60, 200],
      [W + 60, H + 60],
      [260, H + 60],
    ]);
    pen.fill();
  });
  glow(context, 200, 380, 560, "#ffd9a0", 0.35);
  dust(context, chance, 40, "#fff0d8");
  vignette(context, 0.55, 0.45, 0.48);
};

const rainyWindow: Scene = (context, chance) => {
  context.fillStyle = wash(
    context,
    [0, 0, 0, 1100],
    [
      [0, "#16263e"],
      [0.6, "#3a6488"],
      [1, "#6a94a8"],
    ],
  );
  context.fillRect(0, 0, W, H);
  layer(context, { blur: 18 }, (pen) => {
    for (let block = 0; block < 7; block++) {
      pen.fillStyle = blendOf("#0f1c30", "#2a4866", chance.between(0, 1));
      pen.fillRect(block * 130 - 40, chance.between(150, 480), 128, 900);
    }
  });
  layer(context, { blur: 2.5, blend: "screen" }, (pen) => {
    for (let light = 0; light < 34; light++) {
      pen.fillStyle = tone(chance.pick(["#ffb060", "#ff6a5a", "#8ad8ff", "#ffe8c0"]), chance.between(0.2, 0.6));
      pen.beginPath();
      pen.arc(chance.between(0, W), chance.between(520, 960), chance.between(12, 38), 0, Math.PI * 2);
      pen.fill();
    }
  });
  for (let drop = 0; drop < 420; drop++) {
    const [x, y, size] = [chance.between(0, W), chance.between(0, 1060), chance.between(1.2, 5)];
    context.fillStyle = tone("#dff0ff", chance.between(0.12, 0.5));
    context.beginPath();
    context.ellipse(x, y, size * 0.8, size, 0, 0, Math.PI * 2);
    context.fill();
    if (size > 4.4)
      stroke(
        context,
        [
          [x, y],
          [x + chance.between(-3, 3), y + 40],
          [x + chance.between(-4, 4), y + chance.between(70, 180)],
        ],
        2.4,
        "rgba(215,235,255,0.25)",
      );
  }
  layer(context, { blur: 1 }, (pen) => {
    pen.fillStyle = "#1c120c";
    pen.fillRect(0, 0, 34, 1080);
    pen.fillRect(600, 0, 26, 1080);
    pen.fillRect(0, 0, W, 30);
  });
  wood(context, chance, 1070, "#4a2a18");
  layer(context, { blur: 30, alpha: 0.7 }, (pen) => {
    pen.fillStyle = "#080403";
    pen.beginPath();
    pen.ellipse(350, 1130, 350, 46, 0, 0, Math.PI * 2);
    pen.fill();
  });
  cover(context, chance, 40, 690, 400, 420);
  vinyl(context, 440, 838, 282, 286, "#e0a030", "#cfe6ff", -2.5);
  pendant(context, 742, 250, 58, "#ffb45a");
  layer(context, { blur: 1.5 }, (pen) => {
    for (let leaf = 0; leaf < 13; leaf++) {
      const angle = -Math.PI * (0.12 + leaf * 0.063);
      const long = chance.between(150, 260);
      const [x, y] = [748 + Math.cos(angle) * long, 960 + Math.sin(angle) * long];
      outline(pen, [
        [748, 960],
        [748 + Math.cos(angle - 0.22) * long * 0.6, 960 + Math.sin(angle - 0.22) * long * 0.6],
        [x, y],
        [748 + Math.cos(angle + 0.22) * long * 0.6, 960 + Math.sin(angle + 0.22) * long * 0.6],
      ]);
      pen.fillStyle = blendOf("#16301c", "#7aa05a", chance.between(0, 0.7));
      pen.fill();
    }
    pen.fillStyle = wash(
      pen,
      [670, 0, 830, 0],
      [
        [0, "#d8845a"],
        [0.5, "#a8522e"],
        [1, "#4a2010"],
      ],
    );
    outline(pen, [
      [666, 950],
      [830, 950],
      [806, 1120],
      [690, 1120],
    ]);
    pen.fill();
  });
  glow(context, 742, 420, 560, "#ffb45a", 0.4);
  dust(context, chance, 30, "#ffd9a0");
  vignette(context, 0.55, 0.5, 0.5);
};

const redCorner: Scene = (context, chance) => {
  context.fillStyle = wash(
    context,
    [0, 0, 0, H],
    [
      [0, "#1c0406"],
      [0.4, "#4a0a10"],
      [1, "#0c0204"],
    ],
  );
  context.fillRect(0, 0, W, H);
  wallOfCovers(context, chance, 120, 2, 210, 4, 0.6);
  layer(context, { blend: "multiply", alpha: 0.6 }, (pen) => {
    pen.fillStyle = "#ff3a3a";
    pen.fillRect(0, 0, W, 700);
  });
  glow(context, 432, 420, 760, "#ff2a2a", 0.6);
  wood(context, chance, 1000, "#3a120e");
  for (const x of [30, 610]) {
    context.fillStyle = wash(
      context,
      [x, 600, x + 224, 1010],
      [
        [0, "#5a1a16"],
        [0.2, "#2a0c0a"],
        [1, "#0c0404"],
      ],
    );
    context.fillRect(x, 610, 224, 420);
    for (const [y, radius] of [
      [710, 48],
      [880, 88],
    ] as const) {
      const cone = context.createRadialGradient(x + 112, y, 4, x + 112, y, radius);
      cone.addColorStop(0, "#6a5a56");
      cone.addColorStop(0.25, "#1a1414");
      cone.addColorStop(0.8, "#2c2020");
      cone.addColorStop(0.9, "#8a5a50");
      cone.addColorStop(1, "#0a0606");
      context.fillStyle = cone;
      context.beginPath();
      context.arc(x + 112, y, radius, 0, Math.PI * 2);
      context.fill();
    }
  }
  // Headphones on a hook between the speakers.
  stroke(
    context,
    [
      [432, 560],
      [432, 590],
    ],
    7,
    "#0a0606",
  );
  layer(context, { blur: 1 }, (pen) => {
    pen.lineWidth = 15;
    pen.strokeStyle = "#120809";
    pen.beginPath();
    pen.arc(432, 680, 84, Math.PI * 1.02, Math.PI * 1.98);
    pen.stroke();
    pen.lineWidth = 3;
    pen.strokeStyle = "#ff8a7a";
    pen.beginPath();
    pen.arc(432, 680, 92, Math.PI * 1.1, Math.PI * 1.9);
    pen.stroke();
    for (const side of [-1, 1]) {
      pen.fillStyle = wash(
        pen,
        [432 + side * 84 - 30, 0, 432 + side * 84 + 30, 0],
        [
          [0, "#7a2a24"],
          [0.5, "#1a0a0a"],
          [1, "#0c0505"],
        ],
      );
      pen.beginPath();
      pen.ellipse(432 + side * 84, 720, 30, 56, side * -0.12, 0, Math.PI * 2);
      pen.fill();
    }
    stroke(
      pen,
      [
        [348, 776],
        [360, 860],
        [440, 900],
        [400, 990],
      ],
      5,
      "#0a0505",
    );
  });
  layer(context, { blur: 2 }, (pen) => {
    outline(pen, [
      [120, 1050],
      [744, 1050],
      [860, 1400],
      [860, 1450],
      [4, 1450],
      [4, 1400],
    ]);
    pen.fillStyle = wash(
      pen,
      [0, 1040, 0, 1450],
      [
        [0, "#4a3a38"],
        [0.12, "#241a1a"],
        [1, "#0a0606"],
      ],
    );
    pen.fill();
  });
  vinyl(context, 410, 1226, 340, 158, "#f0c060", "#ff9a8a", -1.3);
  tonearm(context, [752, 1110], [570, 1280], 58);
  glow(context, 432, 90, 520, "#ff3a2a", 0.7);
  glow(context, 432, 60, 90, "#ffd0b0", 1);
  dust(context, chance, 40, "#ff9a8a");
  vignette(context, 0.6, 0.5, 0.55);
};

export const recordStoreScenes: readonly Scene[] = [listeningPost, crateFront, aisle, overhead, rainyWindow, redCorner];
