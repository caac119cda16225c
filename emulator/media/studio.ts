/** Makes and stores the media that models ask for: real, or of the right size only (`instant`). */

import { readFile } from "node:fs/promises";
import { imageSize } from "image-size";
import { Semaphore } from "../semaphore.ts";
import type { Settings } from "../settings.ts";
import type { FileStore, StoredFile } from "../store/files.ts";
import type { View } from "./camera.ts";
import { loudness } from "./loudness.ts";
import { once } from "./once.ts";
import { plainPicture } from "./paint/plain.ts";
import {
  type ComposeTask,
  type EnlargeTask,
  type PaintAnswer,
  type PaintTask,
  type Picture,
  UnreadablePicture,
} from "./paint/task.ts";
import { type Probe, probe } from "./probe.ts";
import { ProgramFailure } from "./process.ts";
import { enlargeVideo, moveOverPicture, plainVideo, type Size, type Sound, withTemporary } from "./video.ts";
import { voiceOf } from "./voice.ts";
import { inThread } from "./worker.ts";

const MIME = { png: "image/png", jpeg: "image/jpeg", webp: "image/webp" } as const;
const EXTENSION = { png: "png", jpeg: "jpg", webp: "webp" } as const;

/** Before the SHA-256 of the song, in the comment of a voice. */
export const VOICE_OF = "voice of ";

/** As many drawing threads as ffmpeg processes. */
const painters = new Semaphore(2);

/** Where models have their media made; the settings say whether really. */
export class Studio {
  readonly #files: FileStore;
  readonly #media: () => Settings["media"];

  constructor(parts: { files: FileStore; media: () => Settings["media"] }) {
    this.#files = parts.files;
    this.#media = parts.media;
  }

  get instant(): boolean {
    return this.#media() === "instant";
  }

  probe(path: string, signal: AbortSignal): Promise<Probe> {
    return probe(path, signal);
  }

  /** Absolute path of a stored file's bytes. */
  blob(file: StoredFile): string {
    return this.#files.blob(file);
  }

  /** The pixels of a picture; undefined for what is none. */
  async picture(path: string, signal: AbortSignal): Promise<Size | undefined> {
    try {
      // ffmpeg will have to read it, so ffprobe is asked and not the file's header alone.
      return this.instant ? imageSize(await readFile(path)) : (await probe(path, signal)).video;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ProgramFailure || this.instant) return undefined;
      throw error;
    }
  }

  /** Loudness, 0..1, of every slice of a sound; flat when media are instant. */
  async loudness(path: string, perSecond: number, signal: AbortSignal): Promise<Float32Array> {
    return this.instant ? new Float32Array() : loudness(path, perSecond, signal);
  }

  /** Draws a picture from the references it was sent. Rejects with UnreadablePicture. */
  async compose(name: string, task: Omit<ComposeTask, "kind">, signal: AbortSignal): Promise<StoredFile & Size> {
    return this.#paint(name, { kind: "compose", ...task }, signal);
  }

  async enlarge(name: string, task: Omit<EnlargeTask, "kind">, signal: AbortSignal): Promise<StoredFile & Size> {
    return this.#paint(name, { kind: "enlarge", ...task }, signal);
  }

  async #paint(name: string, task: PaintTask, signal: AbortSignal): Promise<StoredFile & Size> {
    const picture = this.instant ? await plainPicture(task) : await this.#inPainter(task, signal);
    const file = await this.#files.put(picture.bytes, `${name}.${EXTENSION[task.format]}`, MIME[task.format]);
    return { ...file, width: picture.width, height: picture.height };
  }

  async #inPainter(task: PaintTask, signal: AbortSignal): Promise<Picture> {
    const leave = await painters.enter("painter", signal);
    try {
      const answer = await inThread<PaintAnswer>(new URL("./paint/thread.ts", import.meta.url), task, signal);
      if ("unreadable" in answer) throw new UnreadablePicture(answer.unreadable);
      return answer.picture;
    } finally {
      leave();
    }
  }

  /** A move over a picture, as an MP4 of `views.length` frames. */
  async video(
    name: string,
    shot: { image: string; size: Size; fps: number; views: View[]; sound: Sound },
    signal: AbortSignal,
  ): Promise<StoredFile> {
    const { size, fps, views } = shot;
    if (this.instant) return this.#plain(name, { size, fps, frames: views.length, sound: shot.sound.kind !== "none" });
    return withTemporary(this.#files.temporary(".mp4"), async (output) => {
      await moveOverPicture({ ...shot, output }, signal);
      return this.#files.putFile(output, name, "video/mp4");
    });
  }

  /** An enlarged copy of a video. `crf`: 18 (best) to 28. */
  async enlargeVideo(
    name: string,
    copy: { input: string; size: Size; crf: number; like: { fps: number; frames: number; sound: boolean } },
    signal: AbortSignal,
  ): Promise<StoredFile> {
    if (this.instant) return this.#plain(name, { size: copy.size, ...copy.like });
    return withTemporary(this.#files.temporary(".mp4"), async (output) => {
      await enlargeVideo({ input: copy.input, output, size: copy.size, crf: copy.crf }, signal);
      return this.#files.putFile(output, name, "video/mp4");
    });
  }

  /** The voice of a song: what stands in the middle, without the lowest and highest sounds. Its comment names the song. */
  async voice(name: string, song: { path: string; sha256: string }, signal: AbortSignal): Promise<StoredFile> {
    if (this.instant) return this.#files.putFile(song.path, name, "audio/mpeg");
    return withTemporary(this.#files.temporary(".mp3"), async (output) => {
      await voiceOf({ input: song.path, output, comment: `${VOICE_OF}${song.sha256}` }, signal);
      return this.#files.putFile(output, name, "audio/mpeg");
    });
  }

  async #plain(name: string, plain: { size: Size; fps: number; frames: number; sound: boolean }): Promise<StoredFile> {
    const bytes = await once(`video ${JSON.stringify(plain)}`, () =>
      withTemporary(this.#files.temporary(".mp4"), async (output) => {
        // Not the request's signal: others may wait for the same video.
        await plainVideo({ ...plain, output }, AbortSignal.timeout(60_000));
        return readFile(output);
      }),
    );
    return this.#files.put(bytes, name, "video/mp4");
  }
}
