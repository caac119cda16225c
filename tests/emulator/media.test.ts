import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FalClient } from "@fal-ai/client";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FalEmulator } from "../../emulator/emulator.ts";
import { probe } from "../../emulator/media/probe.ts";
import { ffmpegPath } from "../../renderer/src/binaries.ts";
import { clientOf, png, startFal, subscribe, until, upload, wav } from "./harness.ts";

const VEO = "fal-ai/veo3.1/fast/image-to-video";
const LTX = "fal-ai/ltx-2-19b/audio-to-video";
const EDIT = "fal-ai/nano-banana-2/edit";

const folder = mkdtempSync(join(tmpdir(), "fal-media-"));
let fal: FalEmulator;
let client: FalClient;
let face: string;
let scene: string;
let song: string;

beforeAll(async () => {
  fal = await startFal({ settings: { media: "real" } });
  client = clientOf(fal.origin);
  face = await upload(client, png(300, 400, "#c9c2b8"), "image/png", "face.png");
  scene = await upload(client, plain(360, 640), "image/png", "scene.png");
  song = await upload(client, wav(3.21), "audio/wav", "clip.wav");
});
afterEach(() => void fal.setSettings({ media: "real" }));
afterAll(async () => {
  await fal.close();
  rmSync(folder, { recursive: true });
});

/** A room in violet, with nobody in it. */
function plain(width: number, height: number): Uint8Array {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  const wall = context.createLinearGradient(0, 0, width, height);
  wall.addColorStop(0, "#5a2f98");
  wall.addColorStop(1, "#1c0f33");
  context.fillStyle = wall;
  context.fillRect(0, 0, width, height);
  context.fillStyle = "#caa2ff";
  context.fillRect(width * 0.1, height * 0.15, width * 0.2, height * 0.12);
  return Uint8Array.from(canvas.toBuffer("image/png"));
}

async function save(url: string): Promise<string> {
  const path = join(folder, `${Math.random()}`);
  writeFileSync(path, Buffer.from(await (await fetch(url)).arrayBuffer()));
  return path;
}

const probed = async (url: string) => probe(await save(url), AbortSignal.timeout(10_000));

const draw = async (input: object, model = EDIT): Promise<string[]> => {
  const { images } = await subscribe<{ images: { url: string; content_type: string }[] }>(client, model, input);
  return images.map(({ url }) => url);
};

/** The mean colour of a part of a picture; the part in fractions. */
async function colour(url: string, left = 0, top = 0, width = 1, height = 1): Promise<[number, number, number]> {
  const image = await loadImage(Buffer.from(await (await fetch(url)).arrayBuffer()));
  const context = createCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const part = [left * image.width, top * image.height, width * image.width, height * image.height].map(Math.round);
  const { data } = context.getImageData(part[0] ?? 0, part[1] ?? 0, part[2] ?? 1, part[3] ?? 1);
  const sum: [number, number, number] = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4)
    for (const channel of [0, 1, 2] as const) sum[channel] += data[at + channel] ?? 0;
  return [sum[0], sum[1], sum[2]].map((value) => value / (data.length / 4)) as [number, number, number];
}

const distance = (a: number[], b: number[]): number => Math.hypot(...a.map((value, index) => value - (b[index] ?? 0)));

type Media = "real" | "instant";

const silent = new Map<Media, Promise<{ video: { url: string; content_type: string } }>>();
/** A silent video of four seconds that pans over the scene, made once. */
function silentVideo(media: Media) {
  fal.setSettings({ media });
  const input = { prompt: "pan right", image_url: scene, aspect_ratio: "9:16", duration: "4s", generate_audio: false };
  const known = silent.get(media) ?? subscribe<{ video: { url: string; content_type: string } }>(client, VEO, input);
  silent.set(media, known);
  return known;
}

describe.each(["real", "instant"] as const)("with %s media", (media) => {
  it("an image has the aspect ratio and resolution that were asked for", async () => {
    fal.setSettings({ media });
    const [upright] = await draw({
      prompt: "the artist",
      image_urls: [face, scene],
      aspect_ratio: "9:16",
      resolution: "1K",
    });
    expect((await probed(upright ?? "")).video).toMatchObject({ width: 768, height: 1376, codec: "png" });
    const [wide] = await draw(
      { prompt: "the artist", aspect_ratio: "16:9", resolution: "0.5K", output_format: "jpeg" },
      "fal-ai/nano-banana-2",
    );
    expect((await probed(wide ?? "")).video).toMatchObject({ width: 688, height: 384, codec: "mjpeg" });
  });

  it("an image of no asked aspect ratio takes that of its first reference", async () => {
    fal.setSettings({ media });
    const [url] = await draw({ prompt: "the artist", image_urls: [face, scene] });
    const { width = 0, height = 1 } = (await probed(url ?? "")).video ?? {};
    expect(width / height).toBeCloseTo(3 / 4, 1);
  });

  it("a video has the size, frame rate and length that were asked for, and is silent when asked", async () => {
    const made = await silentVideo(media);
    expect(made.video).toMatchObject({ content_type: "video/mp4", file_name: "veo-output.mp4" });
    expect(await probed(made.video.url)).toMatchObject({
      video: { codec: "h264", width: 720, height: 1280, fps: 24, frames: 96 },
      audio: undefined,
      duration: 4,
    });
  });

  it("a video has sound unless it was asked to be silent", async () => {
    fal.setSettings({ media });
    const made = await subscribe<{ video: { url: string } }>(client, VEO, {
      prompt: "still",
      image_url: scene,
      duration: "4s",
    });
    expect(await probed(made.video.url)).toMatchObject({ audio: { codec: "aac" }, duration: 4 });
  });

  it("a video from audio is as long as the audio, in whole blocks of eight frames and one more", async () => {
    fal.setSettings({ media, frameRounding: "nearest" });
    const made = await subscribe<{ video: { url: string } }>(client, LTX, {
      prompt: "sings",
      image_url: scene,
      audio_url: song,
      fps: 25,
      video_size: { width: 360, height: 640 },
    });
    expect(made.video).toMatchObject({ width: 360, height: 640, fps: 25, num_frames: 81, duration: 3.24 });
    const { video, audio, duration } = await probed(made.video.url);
    expect(video).toMatchObject({ codec: "h264", width: 360, height: 640, fps: 25, frames: 81 });
    expect(audio).toEqual({ codec: "aac" });
    expect(duration).toBeCloseTo(3.24, 2);
  });

  it("upscaling gives the size that was asked for, and keeps frames and sound", async () => {
    fal.setSettings({ media });
    const image = await subscribe<{ image: { url: string } }>(client, "fal-ai/seedvr/upscale/image", {
      image_url: scene,
      upscale_mode: "factor",
      upscale_factor: 2,
      output_format: "png",
    });
    expect(image.image).toMatchObject({ width: 720, height: 1280, content_type: "image/png" });
    expect((await probed(image.image.url)).video).toMatchObject({ width: 720, height: 1280, codec: "png" });

    const small = await subscribe<{ video: { url: string } }>(client, LTX, {
      prompt: "sings",
      image_url: scene,
      audio_url: song,
      match_audio_length: false,
      num_frames: 17,
      fps: 24,
      video_size: { width: 360, height: 640 },
    });
    const large = await subscribe<{ video: { url: string } }>(client, "fal-ai/seedvr/upscale/video", {
      video_url: small.video.url,
      upscale_mode: "target",
      target_resolution: "1080p",
    });
    expect(await probed(large.video.url)).toMatchObject({
      video: { width: 1080, height: 1920, fps: 24, frames: 17 },
      audio: { codec: "aac" },
    });
  });
});

describe("a composed image", () => {
  it("has the face of the first reference in the scene of the second", async () => {
    const empty = await draw({
      prompt: "the room",
      image_urls: [scene],
      aspect_ratio: "9:16",
      resolution: "0.5K",
      seed: 1,
    });
    const peopled = await draw({
      prompt: "the artist in the room",
      image_urls: [face, scene],
      aspect_ratio: "9:16",
      resolution: "0.5K",
      seed: 1,
    });
    const [corner, middle] = [
      [0, 0, 0.2, 0.1],
      [0.42, 0.38, 0.16, 0.1],
    ] as const;
    const [url = "", other = ""] = [peopled[0], empty[0]];
    // The corner still is the scene, the middle is somebody's skin.
    expect(distance(await colour(url, ...corner), await colour(other, ...corner))).toBeLessThan(90);
    const [red, , blue] = await colour(url, ...middle);
    const [redBefore, , blueBefore] = await colour(other, ...middle);
    expect(red - blue).toBeGreaterThan(redBefore - blueBefore + 20);
  });

  it("has the head where the scene is known to have one", async () => {
    const bytes = plain(360, 640);
    const heads = new Map([[createHash("sha256").update(bytes).digest("hex"), { x: 0.25, y: 0.3, radius: 0.14 }]]);
    const knowing = await startFal({ heads, settings: { media: "real" } });
    const own = clientOf(knowing.origin);
    const image_urls = [
      await upload(own, png(300, 400, "#c9c2b8"), "image/png", "face.png"),
      await upload(own, bytes, "image/png", "scene.png"),
    ];
    const input = { prompt: "the artist in the room", image_urls, aspect_ratio: "9:16", resolution: "0.5K" };
    const { images } = await subscribe<{ images: { url: string }[] }>(own, EDIT, input);
    const redness = async (...part: [number, number, number, number]) => {
      const [red, , blue] = await colour(images[0]?.url ?? "", ...part);
      return red - blue;
    };
    expect(await redness(0.2, 0.27, 0.1, 0.05)).toBeGreaterThan((await redness(0.6, 0.4, 0.1, 0.05)) + 40);
    await knowing.close();
  });

  it("has nobody in it when the prompt wants nobody", async () => {
    const input = { image_urls: [scene, face], aspect_ratio: "9:16", resolution: "0.5K" };
    const [url = ""] = await draw({ ...input, prompt: "a record shop, no person in frame" });
    const [other = ""] = await draw({ ...input, image_urls: [scene], prompt: "a record shop, no person in frame" });
    expect(distance(await colour(url, 0.4, 0.3, 0.2, 0.2), await colour(other, 0.4, 0.3, 0.2, 0.2))).toBeLessThan(60);
  });

  it("looks different for every prompt, and the same for the same", async () => {
    const input = { image_urls: [face, scene], aspect_ratio: "9:16", resolution: "0.5K" };
    const [one, again, other] = [
      await draw({ ...input, prompt: "moody" }),
      await draw({ ...input, prompt: "moody" }),
      await draw({ ...input, prompt: "golden sunset" }),
    ];
    expect(again).toEqual(one);
    expect(distance(await colour(one[0] ?? ""), await colour(other[0] ?? ""))).toBeGreaterThan(8);
  });

  it("comes as often as it was asked for", async () => {
    const urls = await draw({ prompt: "a street", num_images: 2, resolution: "0.5K" }, "fal-ai/nano-banana-2");
    expect(new Set(urls).size).toBe(2);
  });
});

describe("a made video", () => {
  it("moves over the image, smoothly and without stretching it", async () => {
    const made = await silentVideo("real");
    const raw = execFileSync(
      ffmpegPath(),
      ["-v", "error", "-i", await save(made.video.url), "-vf", "scale=90:160,format=gray", "-f", "rawvideo", "-"],
      { maxBuffer: 1e8 },
    );
    const frame = (index: number) => raw.subarray(index * 14_400, (index + 1) * 14_400);
    const change = (a: Buffer, b: Buffer) =>
      a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length;
    const steps = Array.from({ length: 95 }, (_, index) => change(frame(index), frame(index + 1)));
    expect(change(frame(0), frame(95))).toBeGreaterThan(2);
    expect(Math.max(...steps)).toBeLessThan(1.5);
  });

  it("carries the audio it was given", async () => {
    const made = await subscribe<{ video: { url: string } }>(client, LTX, {
      prompt: "sings",
      image_url: scene,
      audio_url: song,
      video_size: { width: 180, height: 320 },
    });
    const decode = (path: string) => {
      const raw = execFileSync(ffmpegPath(), [
        "-v",
        "error",
        "-i",
        path,
        "-ac",
        "1",
        "-ar",
        "8000",
        "-f",
        "s16le",
        "-",
      ]);
      return new Int16Array(raw.buffer, raw.byteOffset, raw.length >> 1);
    };
    const [given, kept] = [decode(await save(song)), decode(await save(made.video.url))];
    const energy = (samples: Int16Array, from: number) =>
      samples.subarray(from, from + 800).reduce((sum, value) => sum + value * value, 0);
    for (const from of [2000, 8000, 12_000, 20_000]) {
      expect(energy(kept, from) / Math.max(1, energy(given, from))).toBeGreaterThan(0.7);
      expect(energy(kept, from) / Math.max(1, energy(given, from))).toBeLessThan(1.4);
    }
  });

  it.each([
    ["down", 73],
    ["nearest", 81],
    ["up", 81],
  ] as const)("rounds the frames of a sound %s to %i", async (frameRounding, num_frames) => {
    fal.setSettings({ media: "instant", frameRounding });
    const input = { prompt: "sings", image_url: scene, audio_url: song, fps: 25 };
    expect((await subscribe<{ video: object }>(client, LTX, input)).video).toMatchObject({ num_frames });
  });

  it("without an image begins with one drawn from the prompt", async () => {
    const made = await subscribe<{ video: { url: string } }>(client, LTX, {
      prompt: "a blue night",
      audio_url: song,
      video_size: "portrait_16_9",
      match_audio_length: false,
      num_frames: 9,
    });
    expect((await probed(made.video.url)).video).toMatchObject({ width: 576, height: 1024 });
  });

  it("is given up at once when its request is cancelled, and leaves nothing behind", async () => {
    const { request_id: requestId } = await client.queue.submit(VEO, {
      input: { prompt: "still", image_url: scene, resolution: "1080p" },
    });
    await until(
      () => client.queue.status(VEO, { requestId, logs: true }),
      (status) => status.status === "IN_PROGRESS" && status.logs.length > 0,
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    await client.queue.cancel(VEO, { requestId });
    await until(
      () => fal.ledger().at(-1)?.status,
      (status) => status === "COMPLETED",
    );
    expect(fal.ledger().at(-1)?.outcome).toBe("client_cancelled");
    const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "utf8").trim();
    const commands =
      children === "" ? [] : children.split(" ").map((id) => readFileSync(`/proc/${id}/comm`, "utf8").trim());
    expect(commands).not.toContain("ffmpeg");
  });
});

describe("instant media", () => {
  it("are made once", async () => {
    fal.setSettings({ media: "instant" });
    const input = { prompt: "x", image_url: scene, duration: "6s" };
    const bytes = async (prompt: string) => {
      const made = await subscribe<{ video: { url: string } }>(client, VEO, { ...input, prompt });
      return Buffer.from(await (await fetch(made.video.url)).arrayBuffer());
    };
    const first = await bytes("x");
    for (let turn = 0; turn < 10; turn++) expect((await bytes(`x ${turn}`)).equals(first)).toBe(true);
  });
});
