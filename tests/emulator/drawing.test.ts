/** The parts that make pictures and frames, without the server around them. */
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { describe, expect, it } from "vitest";
import { dice } from "../../emulator/dice.ts";
import { cameraPath, MAX_ZOOM, type MoveName, moveFor } from "../../emulator/media/camera.ts";
import { cutOut } from "../../emulator/media/paint/cutout.ts";
import { png } from "../../emulator/media/paint/png.ts";
import { rolesOf } from "../../emulator/media/paint/roles.ts";
import { sizeLike } from "../../emulator/media/paint/size.ts";
import { resample, yuvBytes } from "../../emulator/media/resample.ts";
import { pythonJson } from "../../emulator/protocol/python-json.ts";

describe("a frame", () => {
  const size = { width: 16, height: 16 };
  /** Luma rises by 4 per pixel to the right; no colour. */
  const ramp = (): Uint8Array<ArrayBuffer> => {
    const data = new Uint8Array(yuvBytes(32, 32)).fill(128);
    for (let at = 0; at < 32 * 32; at++) data[at] = 20 + (at % 32) * 4;
    return data;
  };
  const show = (left: number, gain = 1): number[] => {
    const target = new Uint8ClampedArray(yuvBytes(16, 16));
    resample({ width: 32, height: 32, data: ramp() }, { left, top: 4, width: 16, height: 16 }, target, size, gain);
    return [...target.subarray(16 * 8, 16 * 9)];
  };

  it("shows the picture's pixels at a whole place", () => {
    expect(show(4)).toEqual(Array.from({ length: 16 }, (_, x) => 20 + (x + 4) * 4));
  });

  it("shows what lies between the pixels at a broken one", () => {
    expect(show(4.5)).toEqual(Array.from({ length: 16 }, (_, x) => 22 + (x + 4) * 4));
    expect(show(4.25)).toEqual(Array.from({ length: 16 }, (_, x) => 21 + (x + 4) * 4));
  });

  it("is brighter or darker by its gain, black staying black", () => {
    const [first = 0] = show(4, 1.5);
    expect(first).toBe(16 + (20 + 16 - 16) * 1.5);
    expect(show(4, 0.5)[0]).toBe(16 + (20 + 16 - 16) / 2);
  });
});

describe("a camera path", () => {
  const MOVES: MoveName[] = [
    "push in",
    "pull out",
    "pan left",
    "pan right",
    "tilt up",
    "tilt down",
    "sway",
    "breathe",
    "handheld",
  ];

  it.each(MOVES)("of a %s never leaves the picture, never jumps, and goes somewhere", (move) => {
    const views = cameraPath({ move, frames: 192, fps: 24, seed: "s" });
    expect(views).toHaveLength(192);
    for (const [index, view] of views.entries()) {
      expect(view.zoom).toBeGreaterThanOrEqual(1);
      expect(view.zoom).toBeLessThanOrEqual(MAX_ZOOM);
      expect(Math.max(Math.abs(view.x), Math.abs(view.y))).toBeLessThanOrEqual(1);
      const before = views[index - 1] ?? view;
      // Of a 720 pixels wide frame: less than three pixels from one frame to the next.
      expect(Math.abs(view.zoom - before.zoom) * 360).toBeLessThan(3);
      expect((Math.abs(view.x - before.x) * (MAX_ZOOM * 720 * (view.zoom - 1))) / 2).toBeLessThan(3);
    }
    const [first, middle] = [views[0], views[96]];
    expect(
      Math.abs((first?.zoom ?? 0) - (middle?.zoom ?? 0)) +
        Math.abs((first?.x ?? 0) - (middle?.x ?? 0)) +
        Math.abs((first?.y ?? 0) - (middle?.y ?? 0)),
    ).toBeGreaterThan(0.01);
  });

  it("pulses with the loudness", () => {
    const loudness = Float32Array.from({ length: 48 }, (_, index) => (index === 24 ? 1 : 0));
    const quiet = cameraPath({ move: "breathe", frames: 48, fps: 24, seed: "s", loudness: new Float32Array(48) });
    const loud = cameraPath({ move: "breathe", frames: 48, fps: 24, seed: "s", loudness });
    expect(loud.slice(0, 24)).toEqual(quiet.slice(0, 24));
    expect(loud[24]?.zoom).toBeGreaterThan((quiet[24]?.zoom ?? 0) + 0.02);
    expect(loud[24]?.gain).toBeGreaterThan((quiet[24]?.gain ?? 0) + 0.1);
  });

  it.each([
    ["a slow push in towards the face, then it sinks", "push in"],
    ["the camera tilts slowly down to the record", "tilt down"],
    ["sways in slow time\nOne handheld take", "sway"],
    ["handheld from the crowd", "handheld"],
  ])("%j asks for a %s", (prompt, move) => {
    expect(moveFor(prompt, dice("x"))).toBe(move);
  });
});

describe("references", () => {
  it.each([
    ["the artist in the room", 3, { face: 0, scene: 1, moods: [2] }],
    ["the artist in the room", 1, { face: undefined, scene: 0, moods: [] }],
    ["a shop, no people in frame", 2, { face: undefined, scene: 0, moods: [1] }],
    ["a shop", 0, { face: undefined, scene: undefined, moods: [] }],
  ])("of %j, %i of them, have their roles", (prompt, count, roles) => {
    expect(rolesOf(prompt, count)).toEqual(roles);
  });

  it("give a picture their aspect ratio with the asked number of pixels", () => {
    expect(sizeLike({ width: 1024, height: 1024 }, { width: 3000, height: 4000 })).toEqual({
      width: 880,
      height: 1184,
    });
  });
});

describe("a person cut out of a face guide", () => {
  const guide = (background: (x: number, y: number) => string) => {
    const canvas = createCanvas(300, 300);
    const context = canvas.getContext("2d");
    for (let y = 0; y < 300; y += 10) {
      for (let x = 0; x < 300; x += 10) {
        context.fillStyle = background(x, y);
        context.fillRect(x, y, 10, 10);
      }
    }
    context.fillStyle = "#c98c6c";
    context.beginPath();
    context.ellipse(150, 110, 55, 75, 0, 0, Math.PI * 2);
    context.fill();
    context.fillRect(130, 170, 40, 50);
    context.fillStyle = "#283858";
    context.beginPath();
    context.ellipse(150, 300, 120, 90, 0, 0, Math.PI * 2);
    context.fill();
    return canvas;
  };
  // A canvas can be drawn like an image.
  const cut = (canvas: ReturnType<typeof guide>) => cutOut(canvas as never);

  it("is the whole person, and its head is found above the neck", () => {
    const cutout = cut(guide((_, y) => `rgb(${150 + y / 10}, ${140 + y / 10}, ${150 - y / 10})`));
    expect(cutout.grounded).toBe(true);
    const alpha = (x: number, y: number) => cutout.canvas.getContext("2d").getImageData(x, y, 1, 1).data[3];
    expect([alpha(150, 100), alpha(150, 280), alpha(10, 10), alpha(290, 150)]).toEqual([255, 255, 0, 0]);
    expect(cutout.head.x).toBeCloseTo(150, -1);
    expect(cutout.head.y).toBeGreaterThan(95);
    expect(cutout.head.y).toBeLessThan(125);
    expect(cutout.head.radius).toBeGreaterThan(55);
    expect(cutout.head.radius).toBeLessThan(90);
  });

  /** How much of a place of the picture is left, 0 to 255. */
  const left = (cutout: ReturnType<typeof cut>, x: number, y: number) =>
    cutout.canvas.getContext("2d").getImageData(x, y, 1, 1).data[3] ?? 0;

  const checks = (x: number, y: number) => ((x + y) % 20 === 0 ? "#ff0000" : "#00ff40");
  /** A plain wall with a dark window, and furniture up to the neck: followed inwards, they hang together with the person. */
  const room = (x: number, y: number) =>
    (x < 80 && y > 40 && y < 170) || (x > 190 && y > 60 && y < 200) ? "#30343c" : y > 200 ? "#7a3a2a" : "#b0a898";

  it.each([
    ["too busy to follow", checks],
    ["a room, whose furniture would be taken for the person", room],
  ])("is only the face when the background is %s, in an oval that is soft at its edge", (_, background) => {
    const cutout = cut(guide(background));
    expect([cutout.faceOnly, cutout.grounded]).toEqual([true, false]);
    // The face is an ellipse of 55 by 75 around (150, 110).
    expect(left(cutout, 150, 110)).toBe(255);
    for (const [x, y] of [
      [2, 2],
      [85, 110],
      [215, 110],
      [150, 25],
      [40, 100],
      [250, 100],
      [60, 280],
    ] as const) {
      expect(left(cutout, x, y), `${x},${y}`).toBe(0);
    }
    const across = Array.from({ length: 70 }, (_, off) => left(cutout, 150 + off, 110));
    expect(Math.max(...across.map((value, at) => (across[at - 1] ?? value) - value))).toBeLessThan(40);
    expect(cutout.head.x).toBeCloseTo(150, -1);
  });

  it.each(["#f0c8a8", "#c98c6c", "#8d5a3c", "#5a3826"])(
    "has its face found by its skin, here %s, also off the middle",
    (skin) => {
      const canvas = createCanvas(400, 500);
      const context = canvas.getContext("2d");
      for (let y = 0; y < 500; y += 10) {
        for (let x = 0; x < 400; x += 10) {
          context.fillStyle = checks(x, y).replace("ff0000", "3050c0");
          context.fillRect(x, y, 10, 10);
        }
      }
      context.fillStyle = skin;
      context.beginPath();
      context.ellipse(230, 180, 60, 80, 0, 0, Math.PI * 2);
      context.fill();
      const cutout = cut(canvas);
      expect(Math.abs(cutout.head.x - 230)).toBeLessThan(8);
      // The face's middle is a little below the head's.
      expect(Math.abs(cutout.head.y - 165)).toBeLessThan(10);
      expect(left(cutout, 230, 180)).toBe(255);
      expect(left(cutout, 300, 180)).toBe(0);
    },
  );
});

it("a PNG holds exactly the pixels it was made from", async () => {
  const rgba = Uint8ClampedArray.from({ length: 7 * 5 * 4 }, (_, at) => (at % 4 === 3 ? 255 : (at * 37) % 256));
  const image = await loadImage(Buffer.from(png(rgba, 7, 5)));
  const context = createCanvas(7, 5).getContext("2d");
  context.drawImage(image, 0, 0);
  expect([...context.getImageData(0, 0, 7, 5).data]).toEqual([...rgba]);
});

describe("JSON as Python writes it", () => {
  it("sorts keys, spaces separators and escapes what is not ASCII", () => {
    expect(pythonJson({ b: [1, 2.5, true, null], a: { é: "“x” 🌙\n" } })).toBe(
      '{"a": {"\\u00e9": "\\u201cx\\u201d \\ud83c\\udf19\\n"}, "b": [1, 2.5, true, null]}',
    );
  });
});
