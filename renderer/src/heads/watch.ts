/** Watches a video for heads: first at its keyframes, which cost little, then once a second while it is encoded. */
import { setImmediate } from "node:timers/promises";
import { input, runFfmpeg } from "../ffmpeg.ts";
import type { MediaFile } from "../media.ts";
import { type Frame, GLANCE, glanceFilters } from "../picture.ts";
import type { VideoStream } from "../probe.ts";
import { type Face, findFaces, loadDetector, type Part, shared } from "./faces.ts";

/** Of a face's height: how much of the head is above what the network frames, and how far hair reaches at the sides. */
const ABOVE = 0.35;
const ASIDE = 0.08;
/** A face that is seen once, and not even as sure as this, is a mistake. */
const SURE_ALONE = 0.5;
/** Smaller heads, in widths of the picture, are of people far behind. */
const SMALLEST = 0.06;

const PICTURE_BYTES = GLANCE.width * GLANCE.height * 3;

export interface Watcher {
  /** Takes pictures as they come from ffmpeg, in whatever pieces. */
  take(chunk: Buffer): void;
  /** The faces in each picture so far. */
  seen(): Promise<Face[][]>;
}

/** Watches pictures for faces, one after the other, and leaves the event loop free in between. */
export function watch(signal: AbortSignal): Watcher {
  const pieces: Buffer[] = [];
  let held = 0;
  const seen: Face[][] = [];
  const look = async (rgb: Buffer) => {
    await setImmediate();
    if (signal.aborted) return;
    seen.push(findFaces({ ...GLANCE, rgb }, await loadDetector()));
  };
  let work = Promise.resolve();
  return {
    take(chunk) {
      pieces.push(chunk);
      held += chunk.length;
      if (held < PICTURE_BYTES) return;
      const all = Buffer.concat(pieces.splice(0));
      const whole = Math.floor(all.length / PICTURE_BYTES) * PICTURE_BYTES;
      for (let at = 0; at < whole; at += PICTURE_BYTES) {
        const picture = all.subarray(at, at + PICTURE_BYTES);
        work = work.then(() => look(picture));
      }
      pieces.push(all.subarray(whole));
      held = all.length - whole;
    },
    async seen() {
      await work;
      return seen;
    },
  };
}

/** Looks at the keyframes of a video, at most one a second: the first frame at least, because it is one. */
export async function glance(
  video: MediaFile,
  picture: VideoStream,
  frame: Frame,
  signal: AbortSignal,
): Promise<Face[][]> {
  const watcher = watch(signal);
  await runFfmpeg(
    // biome-ignore format: an option and its value belong on one line
    ["-v", "error", ...input(video, "-threads", "1", "-discard", "nokey", "-skip_frame", "nokey"),
      "-filter_complex", `[0:${picture.index}]${glanceFilters(picture, frame)}[glances]`,
      "-map", "[glances]", "-vsync", "0", "-f", "rawvideo", "pipe:1"],
    { signal, blame: "video_unreadable", onStdout: watcher.take },
  );
  return watcher.seen();
}

/**
 * The heads that a caption has to leave alone, from what was seen. What was found counts more than where a head should
 * be (`known`), which stands in where nothing, or little, was found.
 */
export function headsFrom(seen: readonly (readonly Face[])[], known: Part | undefined): Part[] {
  const kept = seen.map((faces, at) => faces.filter((face) => face.sure >= SURE_ALONE || isSeenElse(face, seen, at)));
  const found = kept.flatMap((faces) => faces.map(headOf)).filter(({ width }) => width >= SMALLEST);
  const without = kept.filter((faces) => faces.length === 0).length;
  return known && without * 2 >= seen.length ? [...found, known] : found;
}

/** Whether there is a face about there in another picture, too. Of a single picture nothing can be said. */
const isSeenElse = (face: Face, seen: readonly (readonly Face[])[], at: number): boolean =>
  seen.length < 3 || seen.some((faces, other) => other !== at && faces.some((each) => shared(each, face) > 0));

/** The head of a face, with its hair. */
export const headOf = ({ x, y, width, height }: Part): Part => ({
  x: x - width * ASIDE,
  y: y - height * ABOVE,
  width: width * (1 + 2 * ASIDE),
  height: height * (1 + ABOVE),
});
