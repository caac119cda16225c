/** The finished file, by the real renderer, from media that are made from the inputs: right picture size, right sound. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../../local/paths.ts";
import { ffmpegPath, ffprobePath } from "../../renderer/src/binaries.ts";
import { calm, create, fal, finish, renderer } from "../support/client.ts";

const folder = mkdtempSync(join(tmpdir(), "backline-video-"));
beforeAll(async () => {
  await calm();
  await renderer.set({ render: "real", cut: "real" });
});
afterAll(async () => {
  await calm();
  await fal.set({ media: "instant" });
  rmSync(folder, { recursive: true, force: true });
});

interface Probe {
  streams: {
    codec_type: string;
    codec_name: string;
    width?: number;
    height?: number;
    pix_fmt?: string;
    sample_rate?: string;
  }[];
  format: { duration: string };
}

const probe = (path: string): Probe =>
  JSON.parse(
    execFileSync(ffprobePath(), ["-v", "error", "-show_streams", "-show_format", "-of", "json", path]).toString(),
  ) as Probe;

/** Mono samples at 8 kHz. */
function samples(path: string, startSeconds = 0, seconds = 8): Float32Array {
  const raw = execFileSync(
    ffmpegPath(),
    [
      "-v",
      "error",
      "-ss",
      String(startSeconds),
      "-i",
      path,
      "-t",
      String(seconds),
      "-ac",
      "1",
      "-ar",
      "8000",
      "-f",
      "f32le",
      "-",
    ],
    { maxBuffer: 1 << 26 },
  );
  return new Float32Array(raw.buffer, raw.byteOffset, Math.floor(raw.byteLength / 4));
}

/** Correlation of two sounds, the second shifted by `shift` samples: 1 for the same, 0 for strangers. */
function correlation(a: Float32Array, b: Float32Array, shift: number): number {
  let [ab, aa, bb] = [0, 0, 0];
  const from = Math.max(0, -shift);
  const to = Math.min(a.length, b.length - shift);
  for (let at = from; at < to; at++) {
    const [x, y] = [a[at] ?? 0, b[at + shift] ?? 0];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb || 1);
}

/** By EBU R 128. */
function loudnessOf(path: string): { integratedLufs: number; truePeakDb: number } {
  const { stderr } = spawnSync(ffmpegPath(), ["-nostats", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-"]);
  const summary = stderr.toString().split("Summary:")[1] ?? "";
  return {
    integratedLufs: Number(/I:\s+(-?[\d.]+)/.exec(summary)?.[1]),
    truePeakDb: Number(/Peak:\s+(-?[\d.]+)/.exec(summary)?.[1]),
  };
}

function songPath(filename: string): string {
  const songs = join(ROOT, ".backline", "seed", "songs");
  const path = readdirSync(songs, { recursive: true }).find((entry) => String(entry).endsWith(filename));
  if (!path) throw new Error(`No song ${filename}`);
  return join(songs, String(path));
}

interface Case {
  name: string;
  /** Of fal.ai's emulator: real ones are made from the inputs. */
  media: "real" | "instant";
  parameters: Parameters<typeof create>[0];
  width: number;
  height: number;
}
const cases: Case[] = [
  // From real ones, without lips, are those of own-material.test.ts.
  { name: "image and song", media: "instant", parameters: { lipsync: false }, width: 720, height: 1280 },
  {
    name: "lip-sync",
    media: "real",
    parameters: { lipsync: true, template: "artist-caption-stage", caption_length: "medium" },
    width: 720,
    height: 1280,
  },
  {
    name: "upscaled, a long caption",
    // What an upscaled video is made from does not show in its size.
    media: "instant",
    parameters: { upscale: true, caption_length: "long" },
    width: 1080,
    height: 1920,
  },
];

describe.each(cases)("$name", ({ media, parameters, width, height }) => {
  test("gives a playable vertical video with the clip that the run names", async () => {
    await fal.set({ media });
    const [run] = await finish(await create(parameters), 150);
    expect(run?.status, JSON.stringify(run?.error)).toBe("COMPLETED");
    const output = run?.output;
    if (!output) throw new Error("No output");

    const response = await fetch(output.videoSourceUrl);
    expect(response.headers.get("content-type")).toBe("video/mp4");
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(bytes.byteLength).toBe(output.renderedVideoBytes);
    const path = join(folder, `${run?.id}.mp4`);
    writeFileSync(path, bytes);
    const text = Buffer.from(bytes).toString("latin1");
    expect(text.indexOf("moov")).toBeLessThan(text.indexOf("mdat"));

    const { streams, format } = probe(path);
    expect(Math.abs(Number(format.duration) - 8)).toBeLessThan(0.05);
    const [video, audio] = ["video", "audio"].map((type) => streams.find(({ codec_type }) => codec_type === type));
    expect(video).toMatchObject({ codec_name: "h264", width, height, pix_fmt: "yuv420p" });
    expect(audio).toMatchObject({ codec_name: "aac", sample_rate: "48000" });

    const heard = samples(path);
    const song = samples(songPath(output.audio.songFilename), output.audio.startSeconds);
    // A tenth of a second either way covers codecs' delays.
    let best = 0;
    for (let shift = -800; shift <= 800; shift++) best = Math.max(best, correlation(heard, song, shift));
    expect(best).toBeGreaterThan(0.85);
    const { integratedLufs, truePeakDb } = loudnessOf(path);
    expect(Math.abs(integratedLufs + 14)).toBeLessThanOrEqual(0.5);
    expect(truePeakDb).toBeLessThanOrEqual(-1);

    const poster = await fetch(output.posterUrl);
    expect(poster.headers.get("content-type")).toBe("image/jpeg");
    await poster.body?.cancel();
  });
});
