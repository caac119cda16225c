/** The last check of a finished file, on files that were damaged after they had been written. */
import { copyFile, open, truncate } from "node:fs/promises";
import { beforeAll, expect, it } from "vitest";
import { passGate } from "../../renderer/src/gate.ts";
import { probe } from "../../renderer/src/probe.ts";
import { ffmpeg, folder, MUSIC } from "./sources.ts";

const { signal } = new AbortController();
const EXPECTED = {
  width: 180,
  height: 320,
  durationSeconds: 4,
  rate: [24, 1],
  frames: 96,
  thorough: false,
  drawn: [],
} as const;
let directory: string;
let good: string;
beforeAll(async () => {
  directory = await folder();
  good = `${directory}/good.mp4`;
  await ffmpeg(
    "-v error -f lavfi -i testsrc2=s=180x320:r=24:d=4 -f lavfi -t 4",
    ["-i", `${MUSIC},volume=0.15dB`],
    "-c:v libx264 -g 12 -bf 2 -pix_fmt yuv420p -c:a aac -b:a 256k -movflags +faststart",
    [good],
  );
});

const pass = (path: string) => passGate({ path, demuxer: "mov" }, EXPECTED, directory, signal);

it("passes a file that is as it should be", async () => {
  const { loudness } = await pass(good);
  expect(loudness.integratedLufs).toBeCloseTo(-14, 0);
});

it("stops a file that ends before its last packet", async () => {
  const path = `${directory}/cut.mp4`;
  await copyFile(good, path);
  const { packets } = await probe({ path, demuxer: "mov" }, "gate_undecodable", signal, true);
  await truncate(path, Math.max(...packets.map(({ position }) => position)));
  await expect(pass(path)).rejects.toMatchObject({ code: "gate_undecodable" });
});

it("stops a file with a picture that does not decode", async () => {
  const path = `${directory}/damaged.mp4`;
  await copyFile(good, path);
  const { packets, video } = await probe({ path, demuxer: "mov" }, "gate_undecodable", signal, true);
  const keyframes = packets.filter(({ stream, isKey }) => isKey && stream === video?.index);
  const { position = 0, bytes = 0 } = keyframes[3] ?? {};
  const handle = await open(path, "r+");
  await handle.write(Buffer.alloc(bytes >> 1, 0xa5), 0, bytes >> 1, position + (bytes >> 2));
  await handle.close();
  await expect(pass(path)).rejects.toMatchObject({ code: "gate_undecodable" });
});
