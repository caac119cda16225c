/** From nothing to a finished video: an artist, a song, a face guide, a template and images that a caller brought. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ffprobePath } from "../../renderer/src/binaries.ts";
import { callerOrigin, calm, fal, renderer } from "../support/client.ts";
import { picture } from "../support/files.ts";
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

test("a new artist's uploaded song and face guide become a video", async () => {
  const [run] = await seeEnd(await createRuns({ artist_account_id: artist }), 150);
  expect(run?.status, JSON.stringify(run?.error)).toBe("COMPLETED");
  expect(run?.output?.audio.songFilename).toBe("first-song.mp3");
  const streams = await probe(run?.output?.videoSourceUrl ?? "");
  expect(streams.map(({ codec_type }) => codec_type).sort()).toEqual(["audio", "video"]);
  expect(streams.find(({ width }) => width !== undefined)).toMatchObject({ width: 720 });
});

test("so do an own template, chosen songs and more images, without a caption", async () => {
  // What is drawn from own material shows in the other video.
  await fal.set({ media: "instant" });
  const name = `own-material-${process.pid}`;
  await answer(await send("POST", "/api/content/templates", { name, ...templateDefinition() }), 201);
  await answer(await upload(`/api/content/templates/${name}/references/ledge`, picture("image/jpeg", 540, 960)), 200);
  await newSong(artist, "夜のバス.mp3");
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
    expect(run.output).toMatchObject({ template: name, captionText: "", audio: { songFilename: "夜のバス.mp3" } });
    expect(await probe(run.output?.videoSourceUrl ?? "")).toHaveLength(2);
  }
});
