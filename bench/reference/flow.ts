/**
 * A video as one would first have it made: a function that asks one model after the other, each by `fal.subscribe`, which
 * polls every half second, and ends with one ffmpeg command. What it is told of a song it forgets.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFalClient, type FalClient } from "@fal-ai/client";
import { z } from "zod";
import { runFfmpeg } from "../../renderer/src/ffmpeg.ts";
import type { SeedManifestArtist } from "../../seed/manifest.ts";
import { moveHost } from "../../worker/fal/client.ts";
import { images, text, transcript, video as videoOutput } from "../../worker/fal/model-io.ts";
import { MODELS } from "../../worker/fal/models.ts";
import { firstCommand } from "./command.ts";

const POLL_MS = 500;
const SECONDS = 8;
const FRAME = { width: 720, height: 1280 };
/** What its video model is asked for: it knows no upright one. */
const LANDSCAPE = { width: 1280, height: 720 };

export interface Reference {
  /** Makes one video, the `number`th. */
  makeVideo(number: number): Promise<void>;
}

export interface ReferenceOptions {
  /** The emulator's. */
  falOrigin: string;
  /** Of all times. */
  scale: number;
  /** Whether the file is made, or only asked for. */
  renders: boolean;
  artist: SeedManifestArtist;
  /** A picture of the template's scene. */
  scene: string;
}

const moments = z.object({ moments: z.array(z.object({ startSeconds: z.number() })).min(1) });

/** Puts the artist's files on fal.ai's storage, from where the models read them. */
export async function openReference({
  falOrigin,
  scale,
  renders,
  artist,
  scene,
}: ReferenceOptions): Promise<Reference> {
  const fal = createFalClient({
    credentials: "reference",
    requestMiddleware: async (request) => ({ ...request, url: moveHost(request.url, falOrigin) }),
  });
  const upload = async (path: string, type: string) => fal.storage.upload(new Blob([await readFile(path)], { type }));
  const face = await upload(artist.faceGuide.path, artist.faceGuide.contentType);
  const sceneUrl = await upload(scene, "image/jpeg");
  const songs = await Promise.all(
    artist.songs.map(async (song) => ({ ...song, url: await upload(song.path, song.contentType) })),
  );
  const ask = asker(fal, POLL_MS * scale);
  const write = async (prompt: string, temperature: number) =>
    (await ask("write", text, { prompt, temperature, model: MODELS.write.candidates[0].name })).output;

  async function makeVideo(number: number): Promise<void> {
    const song = songs[number % songs.length];
    if (!song) throw new Error("The artist has no songs");
    const heard = await ask("transcribe", transcript, { audio_url: song.url, task: "transcribe", chunk_level: "word" });
    const answer = await write(
      `Choose 3 to 5 stretches of the song worth hearing. Answer with JSON: {"moments":[{"startSeconds":number}]}\n<transcript>\n${heard.text}\n</transcript>`,
      0.3,
    );
    const [moment] = moments.parse(JSON.parse(answer)).moments;
    const { images: made } = await ask("image", images, {
      ...{ prompt: "The person in the scene, calm.", image_urls: [face, sceneUrl], aspect_ratio: "16:9" },
      ...{ resolution: "1K", output_format: "png", num_images: 1, seed: number },
    });
    const { video } = await ask("imageToVideo", videoOutput, {
      ...{ prompt: "The camera drifts closer.", image_url: made[0]?.url, aspect_ratio: "16:9" },
      ...{ duration: `${SECONDS}s`, resolution: "720p", generate_audio: false },
    });
    const caption = await write("Write a caption for the video, at most 10 words.", 1);
    if (renders) await render(video.url, song.path, moment?.startSeconds ?? 0, caption);
  }

  /** What comes of it goes to fal.ai's storage, where the models' files are. */
  async function render(url: string, songPath: string, startSeconds: number, caption: string): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), "backline-reference-"));
    try {
      const [path, finished] = [join(folder, "made.mp4"), join(folder, "finished.mp4")];
      await writeFile(path, new Uint8Array(await (await fetch(url)).arrayBuffer()));
      const { input, output } = firstCommand({
        ...{ video: { path, ...LANDSCAPE }, song: { path: songPath, startSeconds }, caption },
        ...{ frame: FRAME, seconds: SECONDS },
      });
      const { signal } = new AbortController();
      await runFfmpeg(["-v", "error", ...input, ...output, finished], { signal, blame: "internal" });
      await upload(finished, "video/mp4");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  return { makeVideo };
}

type Asked = "transcribe" | "write" | "image" | "imageToVideo";

/** Asks our model table's first candidate, and waits for its answer as fal.ai's client does. */
const asker =
  (fal: FalClient, pollInterval: number) =>
  async <Output>(model: Asked, output: z.ZodType<Output>, input: Record<string, unknown>): Promise<Output> => {
    const { endpoint } = MODELS[model].candidates[0];
    const { data } = await fal.subscribe(endpoint, { input, mode: "polling", pollInterval });
    return output.parse(data);
  };
