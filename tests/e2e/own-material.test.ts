/** From nothing to a finished video: an artist, a song, a face guide, a template and images that a caller brought. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ffmpegPath, ffprobePath } from "../../renderer/src/binaries.ts";
import { callerOrigin, calm, fal, renderer } from "../support/client.ts";
import { picture, soundOf } from "../support/files.ts";
import {
  answer,
  createRuns,
  newSong,
  readyArtist,
  seeEnd,
  send,
  templateDefinition,
  upload,
} from "../support/library.ts";

const folder = mkdtempSync(join(tmpdir(), "backline-own-"));
const extra = picture("image/webp", 540, 960);
const site = createServer((_, outgoing) => outgoing.end(extra));
let artist = "";

beforeAll(async () => {
  await calm();
  await renderer.set({ render: "real", cut: "real" });
  await fal.set({ media: "real" });
  await new Promise<void>((resolve) => site.listen(Number(new URL(callerOrigin).port), "localhost", resolve));
  artist = (await readyArtist({ name: "深夜 Émile", notes: "Says little." })).account_id;
});
afterAll(async () => {
  site.closeAllConnections();
  site.close();
  await calm();
  await fal.set({ media: "instant" });
  rmSync(folder, { recursive: true, force: true });
});

async function probe(videoUrl: string): Promise<{ codec_type: string; width?: number; duration?: string }[]> {
  const path = join(folder, "video.mp4");
  writeFileSync(path, new Uint8Array(await (await fetch(videoUrl)).arrayBuffer()));
  const text = execFileSync(ffprobePath(), ["-v", "error", "-show_streams", "-of", "json", path]).toString();
  return (JSON.parse(text) as { streams: { codec_type: string; width?: number; duration?: string }[] }).streams;
}

/** How loud the file is that was probed last, by EBU R 128, all of its channels mixed into one: as a phone plays it. */
function monoLufs(): number {
  const mono = ["-af", "pan=mono|c0=0.5*c0+0.5*c1,ebur128", "-f", "null", "-"];
  const { stderr } = spawnSync(ffmpegPath(), ["-nostats", "-i", join(folder, "video.mp4"), ...mono]);
  return Number(/I:\s+(-?[\d.]+) LUFS\s+Threshold/.exec(stderr.toString())?.[1]);
}

test("a new artist's uploaded song and face guide become a video", async () => {
  const [run] = await seeEnd(await createRuns({ artist_account_id: artist }), 150);
  expect(run?.status, JSON.stringify(run?.error)).toBe("COMPLETED");
  expect(run?.output?.audio.songFilename).toBe("first-song.mp3");
  const streams = await probe(run?.output?.videoSourceUrl ?? "");
  expect(streams.map(({ codec_type }) => codec_type).sort()).toEqual(["audio", "video"]);
  expect(streams.find(({ width }) => width !== undefined)).toMatchObject({ width: 720 });
});

test("so do an own template, a song that is out of phase and more images, without a caption", async () => {
  // What is drawn from own material shows in the other video.
  await fal.set({ media: "instant" });
  const name = `own-material-${process.pid}`;
  await answer(await send("POST", "/api/content/templates", { name, ...templateDefinition() }), 201);
  await answer(await upload(`/api/content/templates/${name}/references/ledge`, picture("image/jpeg", 540, 960)), 200);
  // One channel is the other, upside down: of both together, nothing is left.
  const wave = "0.4*sin(2*PI*330*t)*(0.2+0.8*abs(sin(t/4)))";
  await newSong(artist, "夜のバス.wav", soundOf(`aevalsrc='${wave}|-${wave}':s=44100`, 12));
  const runIds = await createRuns({
    artist_account_id: artist,
    template: name,
    songs: ["夜のバス"],
    images: [`${callerOrigin}/scene.webp`],
    caption_length: "none",
    batch: 2,
  });
  for (const run of await seeEnd(runIds, 150)) {
    expect(run.status, JSON.stringify(run.error)).toBe("COMPLETED");
    expect(run.output).toMatchObject({ template: name, captionText: "", audio: { songFilename: "夜のバス.wav" } });
    expect(run.output?.warnings.join(" ")).toContain("out of phase");
    expect(await probe(run.output?.videoSourceUrl ?? "")).toHaveLength(2);
    // Of one channel of two that are alike there is half the power: 3 LU less.
    expect(monoLufs()).toBeGreaterThan(-18);
  }
});
