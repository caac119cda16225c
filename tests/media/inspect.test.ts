/** What a file really is, read from a real R2 bucket as workerd has it. */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCanvas } from "@napi-rs/canvas";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ffmpegPath } from "../../renderer/src/binaries.ts";
import { inspect } from "../../worker/media/inspect.ts";
import { openLocalDatabase } from "../support/local-database.ts";

const folder = mkdtempSync(join(tmpdir(), "backline-inspect-"));
let local: Awaited<ReturnType<typeof openLocalDatabase>>;

beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(async () => {
  await local.close();
  rmSync(folder, { recursive: true, force: true });
});

const picture = (type: "png" | "jpeg" | "webp", width = 90, height = 160): Buffer => {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  for (let at = 0; at < 400; at++) {
    context.fillStyle = `hsl(${(at * 47) % 360} 60% 50%)`;
    context.fillRect((at * 31) % width, (at * 17) % height, 9, 7);
  }
  if (type === "png") return canvas.toBuffer("image/png");
  return type === "jpeg" ? canvas.toBuffer("image/jpeg", 90) : canvas.toBuffer("image/webp", 90);
};

function clip(...options: string[]): Buffer {
  const path = join(folder, "clip.mp4");
  const source = ["-f", "lavfi", "-i", "testsrc2=s=144x256:r=24:d=2"];
  const codec = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];
  execFileSync(ffmpegPath(), ["-v", "error", "-y", ...source, ...codec, ...options, path]);
  return readFileSync(path);
}

const part = (bytes: Buffer, share: number) => bytes.subarray(0, Math.floor(bytes.length * share));
const HTML = Buffer.from("<!doctype html><html><body><h1>404 Not Found</h1></body></html>");

async function look(bytes: Buffer, name: string, kind: "image" | "video") {
  // Name and declared type say what the sender says; neither is believed.
  await local.env.MEDIA.put(name, bytes, {
    httpMetadata: { contentType: kind === "image" ? "image/png" : "video/mp4" },
  });
  return inspect(local.env.MEDIA, name, kind);
}

describe("a good file", () => {
  test("PNG, JPEG and WebP are told apart, and measured", async () => {
    expect(await look(picture("webp"), "a.png", "image")).toEqual({
      found: { contentType: "image/webp", width: 90, height: 160 },
    });
    expect(await look(picture("png"), "a.png", "image")).toEqual({
      found: { contentType: "image/png", width: 90, height: 160 },
    });
    expect(await look(picture("jpeg"), "a.png", "image")).toEqual({
      found: { contentType: "image/jpeg", width: 90, height: 160 },
    });
  });

  test.each([
    ["its index at the end", []],
    ["its index at the start", ["-movflags", "+faststart"]],
    ["frames that refer ahead", ["-bf", "2"]],
  ])("MP4 with %s is measured in pixels and seconds", async (_, options) => {
    const result = await look(clip(...options), "a.mp4", "video");
    expect(result).toEqual({
      found: { contentType: "video/mp4", width: 144, height: 256, durationSeconds: expect.closeTo(2, 1) },
    });
  });

  test("a picture larger than what is read first is still looked at to its end", async () => {
    const large = createCanvas(600, 600);
    const context = large.getContext("2d");
    const noise = context.createImageData(600, 600);
    noise.data.set(randomBytes(noise.data.length));
    context.putImageData(noise, 0, 0);
    const bytes = large.toBuffer("image/png");
    expect(bytes.length).toBeGreaterThan(256 * 1024);
    expect(await look(bytes, "large.png", "image")).toMatchObject({ found: { width: 600, height: 600 } });
    expect(await look(part(bytes, 0.9), "large.png", "image")).toEqual({ wrong: "it is cut off" });
  });
});

describe("a file that is not what it should be", () => {
  test.each([
    ["a web page", () => HTML, "image"],
    ["a web page", () => HTML, "video"],
    ["a picture", () => picture("png"), "video"],
    ["a video", () => clip(), "image"],
    ["nothing but zeros", () => Buffer.alloc(5000), "video"],
    ["text", () => Buffer.from("not a picture"), "image"],
    ["an SVG", () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), "image"],
    ["a GIF", () => Buffer.from("GIF89a\x01\x00\x01\x00\x00\x00\x00;", "latin1"), "image"],
  ] as const)("%s", async (_, bytes, kind) => {
    const result = await look(bytes(), kind === "image" ? "a.png" : "a.mp4", kind);
    expect(result).toEqual({ wrong: expect.stringContaining(`not ${kind === "image" ? "an image" : "a video"}`) });
  });

  test("an empty one", async () => {
    expect(await look(Buffer.alloc(0), "empty.png", "image")).toEqual({ wrong: "it is empty" });
    expect(await look(Buffer.alloc(0), "empty.mp4", "video")).toEqual({ wrong: "it is empty" });
  });

  test("none at all", async () => {
    expect(await inspect(local.env.MEDIA, "never-put.png", "image")).toEqual({ wrong: "it is not there" });
  });

  test("a picture too small to be one", async () => {
    expect(await look(picture("png", 8, 8), "a.png", "image")).toEqual({ wrong: "it is only 8x8" });
  });

  test("only sound", async () => {
    const path = join(folder, "sound.mp4");
    execFileSync(ffmpegPath(), ["-v", "error", "-y", "-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac", path]);
    expect(await look(readFileSync(path), "a.mp4", "video")).toHaveProperty("wrong");
  });
});

describe("a file that was cut off", () => {
  const shares = [0.02, 0.25, 0.5, 0.9, 0.99];

  test.each(["png", "jpeg", "webp"] as const)("%s, wherever it was", async (type) => {
    const whole = picture(type);
    for (const share of shares)
      expect(await look(part(whole, share), "a.png", "image"), `${share}`).toHaveProperty("wrong");
    expect(await look(whole.subarray(0, -5), "a.png", "image")).toHaveProperty("wrong");
  });

  test.each([
    ["at the start", ["-movflags", "+faststart"]],
    ["at the end", []],
  ])("MP4 with its index %s, wherever it was", async (_, options) => {
    const whole = clip(...options);
    for (const share of shares)
      expect(await look(part(whole, share), "a.mp4", "video"), `${share}`).toHaveProperty("wrong");
  });
});

describe("our own storage that fails", () => {
  /** The bucket, whose every read fails `times` times before it works. */
  function failing(times: number): R2Bucket {
    const left = new Map<string, number>();
    const failFirst = (call: string) => {
      const more = left.get(call) ?? times;
      left.set(call, more - 1);
      if (more > 0) throw new Error(`${call}: We encountered an internal error. Please try again. (10001)`);
    };
    const bucket: R2Bucket = local.env.MEDIA;
    return {
      head: async (key: string) => {
        failFirst("head");
        return bucket.head(key);
      },
      get: async (key: string, options?: Parameters<R2Bucket["get"]>[1]) => {
        failFirst(`get ${JSON.stringify(options)}`);
        return bucket.get(key, options);
      },
    } as unknown as R2Bucket;
  }

  test("in passing does not matter", async () => {
    await look(picture("png"), "a.png", "image");
    expect(await inspect(failing(2), "a.png", "image")).toHaveProperty("found");
  });

  test("for longer is told, and not held against the file", async () => {
    await look(picture("png"), "a.png", "image");
    await expect(inspect(failing(3), "a.png", "image")).rejects.toThrow("internal error");
  });
});
