/** POST /picture: what can be decoded, and which way up it is. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { PictureResult } from "../../renderer/contract/job.ts";
import { brokenPictures, picture } from "../support/files.ts";
import { ffmpeg, video } from "./sources.ts";
import { leftovers, type Stage, stage } from "./stage.ts";

let on: Stage;
const at = (name: string) => join(on.media, name);

beforeAll(async () => {
  on = await stage({ CAPACITY: "1" });
});
afterEach(() => expect(leftovers(on)).toEqual([]));

let count = 0;
async function ask(bytes: Uint8Array, orientation?: number, preview = false) {
  const name = `picture-${++count}`;
  writeFileSync(at(name), bytes);
  const deliver = { picture: { url: `${on.origin}/turned-${count}` } };
  const turn = orientation === undefined ? null : { orientation, deliver };
  return on.post<PictureResult>("/picture", { picture: { url: `${on.origin}/${name}` }, turn, preview });
}

const TYPES = ["image/jpeg", "image/png", "image/webp"] as const;

describe("a picture that can be decoded", () => {
  it.each(TYPES)("may be %s", async (type) => {
    expect((await ask(picture(type, 400, 300))).result).toEqual({ picture: null });
  });

  it("may have as many pixels as may be uploaded", { timeout: 30_000 }, async () => {
    await ffmpeg("-v error -f lavfi -i color=teal:s=8192x8192 -frames:v 1 -f image2", [at("large.jpg")]);
    expect((await ask(readFileSync(at("large.jpg")))).result).toEqual({ picture: null });
  });

  it("need not wait for renders", async () => {
    await video(at("good.mp4"), { seconds: 1.25 });
    const render = on.post("/render", on.job("good.mp4"));
    expect((await ask(picture())).result).toEqual({ picture: null });
    expect((await on.post("/render", on.job("good.mp4"))).error).toMatchObject({ code: "busy" });
    expect((await render).error).toBeUndefined();
  });
});

it.each(Object.entries(brokenPictures()))("%s is refused", async (_, bytes) => {
  expect((await ask(bytes)).error).toMatchObject({ code: "picture_unreadable", retryable: false });
});

it("what is no picture is refused", async () => {
  await video(at("good.mp4"), { seconds: 1.25 });
  expect((await ask(readFileSync(at("good.mp4")))).error).toMatchObject({ code: "source_not_media" });
});

/** Red on the left, and a blue spot at the top: which way up it is can be told from two pixels. */
function held(orientation: number, type: (typeof TYPES)[number]): Buffer {
  const turned = orientation > 4;
  const [width, height] = turned ? [400, 300] : [300, 400];
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  // Where the upright picture's left, and its top, are in one that was held so, in the words of Exif.
  const LEFT = { 1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "bottom", 7: "bottom", 8: "top" };
  const TOP = { 1: "top", 2: "top", 3: "bottom", 4: "bottom", 5: "left", 6: "left", 7: "right", 8: "right" };
  const paint = (side: string, color: string) => {
    context.fillStyle = color;
    if (side === "left") context.fillRect(0, 0, 100, height);
    if (side === "right") context.fillRect(width - 100, 0, 100, height);
    if (side === "top") context.fillRect(0, 0, width, 100);
    if (side === "bottom") context.fillRect(0, height - 100, width, 100);
  };
  paint(LEFT[orientation as keyof typeof LEFT], "red");
  paint(TOP[orientation as keyof typeof TOP], "blue");
  if (type === "image/png") return canvas.toBuffer("image/png");
  return type === "image/jpeg" ? canvas.toBuffer("image/jpeg", 95) : canvas.toBuffer("image/webp", 95);
}

describe("a picture that was not held upright", () => {
  it.each([2, 3, 4, 5, 6, 7, 8].map((orientation) => [orientation, TYPES[orientation % 3] ?? "image/png"] as const))(
    "is turned: orientation %i, %s",
    async (orientation, type) => {
      const { result, error } = await ask(held(orientation, type), orientation);
      expect(error).toBeUndefined();
      const bytes = readFileSync(join(on.delivered, `turned-${count}`));
      expect(result?.picture).toMatchObject({ bytes: bytes.length });
      expect(on.requests.at(-1)?.headers["content-type"]).toBe(type);
      const image = await loadImage(bytes);
      expect([image.width, image.height]).toEqual([300, 400]);
      const canvas = createCanvas(300, 400);
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0);
      const color = (x: number, y: number) => {
        const [red = 0, , blue = 0] = context.getImageData(x, y, 1, 1).data;
        return red > 128 ? "red" : blue > 128 ? "blue" : "none";
      };
      expect([color(30, 300), color(200, 30), color(200, 300)]).toEqual(["red", "blue", "none"]);
    },
  );

  it("is refused all the same when it cannot be decoded", async () => {
    const [bytes = new Uint8Array()] = Object.values(brokenPictures());
    expect((await ask(bytes, 6)).error).toMatchObject({ code: "picture_unreadable" });
  });
});

it.each([
  ["made small", [2000, 1000], [960, 480]],
  ["left as small as it is", [300, 400], [300, 400]],
] as const)("a preview is a JPEG, %s, and white where nothing was", async (_, [width, height], size) => {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = "#c00";
  context.fillRect(0, 0, width / 2, height);
  const { result } = await ask(await canvas.encode("png"), undefined, true);
  const preview = await loadImage(Buffer.from(result?.preview ?? "", "base64"));
  expect([preview.width, preview.height]).toEqual(size);
  const shown = createCanvas(...size).getContext("2d");
  shown.drawImage(preview, 0, 0);
  const [left, right] = [0.25, 0.75].map((x) => [...shown.getImageData(size[0] * x, size[1] / 2, 1, 1).data]);
  expect(left?.[0]).toBeGreaterThan(190);
  expect(left?.[1]).toBeLessThan(20);
  expect(right).toEqual([255, 255, 255, 255]);
});
