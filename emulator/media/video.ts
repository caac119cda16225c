/** Makes videos: a move over a picture, an enlarged copy, a plain one in no time. */
import { rm } from "node:fs/promises";
import type { View } from "./camera.ts";
import { MAX_ZOOM } from "./camera.ts";
import { frames } from "./frames.ts";
import { ffmpeg } from "./process.ts";
import { yuvBytes } from "./resample.ts";

export interface Size {
  width: number;
  height: number;
}

/** Where the sound of a video comes from. */
export type Sound =
  | { kind: "none" }
  /** A room: low noise, hardly more than silence. */
  | { kind: "ambience" }
  | { kind: "file"; path: string };

const H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];
const BT709 = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"];
const MP4 = ["-movflags", "+faststart", "-f", "mp4"];
const AAC = ["-c:a", "aac", "-b:a", "160k", "-ar", "48000"];

/** The nearest even number, as yuv420p needs it. */
export const even = (value: number): number => Math.max(2, Math.round(value / 2) * 2);

function soundInput(sound: Sound, seconds: number): string[] {
  if (sound.kind === "file") return ["-i", sound.path];
  if (sound.kind === "ambience") {
    return ["-f", "lavfi", "-i", `anoisesrc=color=brown:sample_rate=48000:amplitude=0.05:seed=7:duration=${seconds}`];
  }
  return [];
}

function soundOutput(sound: Sound, seconds: number): string[] {
  if (sound.kind === "none") return ["-an"];
  return ["-map", "0:v", "-map", "1:a", "-af", "apad", "-t", seconds.toFixed(6), ...AAC];
}

/** Writes to `output` the frames that `views` describe, over the picture at `image`. */
export async function moveOverPicture(
  shot: { image: string; output: string; size: Size; fps: number; views: View[]; sound: Sound },
  signal: AbortSignal,
): Promise<void> {
  const { size, fps, views, sound } = shot;
  const seconds = views.length / fps;
  const picture = await largerPicture(shot.image, size, signal);
  await ffmpeg(
    [
      ...[
        "-f",
        "rawvideo",
        "-pix_fmt",
        "yuv420p",
        "-s",
        `${size.width}x${size.height}`,
        "-r",
        String(fps),
        "-i",
        "pipe:0",
      ],
      ...soundInput(sound, seconds),
      ...H264,
      // One thread: another makes the frames, and threads that wait for each other cost a tenth.
      ...["-threads", "1", "-crf", "24", "-r", String(fps)],
      ...BT709,
      ...soundOutput(sound, seconds),
      ...MP4,
      shot.output,
    ],
    { signal, input: frames({ picture, size, views }, signal) },
  );
}

/** The picture without its grain, filling the frame with the margin that the camera moves in. */
async function largerPicture(image: string, size: Size, signal: AbortSignal) {
  // In steps of 8, as YuvPicture asks.
  const width = Math.ceil((size.width * MAX_ZOOM) / 8) * 8;
  const height = even(size.height * MAX_ZOOM);
  // Grain that moves with the camera looks like dirt on the lens, and costs bits and time.
  const fill = `scale=${width}:${height}:force_original_aspect_ratio=increase:flags=bicubic:out_color_matrix=bt709`;
  const data = await ffmpeg(
    [
      "-i",
      image,
      "-frames:v",
      "1",
      "-vf",
      `${fill},crop=${width}:${height},hqdn3d=8:6:0:0,format=yuv420p`,
      "-f",
      "rawvideo",
      "-",
    ],
    { signal },
  );
  if (data.length !== yuvBytes(width, height)) throw new Error(`The picture decoded to ${data.length} bytes.`);
  // A Buffer of its own memory, from its very start.
  return { width, height, data: Uint8Array.from(data) };
}

/** Writes an enlarged copy; the sound is kept as it is. */
export async function enlargeVideo(
  copy: { input: string; output: string; size: Size; crf: number },
  signal: AbortSignal,
): Promise<void> {
  await ffmpeg(
    [
      ...["-i", copy.input, "-map", "0:v", "-map", "0:a?"],
      ...["-vf", `scale=${copy.size.width}:${copy.size.height}:flags=bilinear`, "-c:a", "copy"],
      ...[...H264, "-crf", String(copy.crf), ...BT709, ...MP4, copy.output],
    ],
    { signal },
  );
}

/** Comes and goes each second, so that the picture is not one that never moves. */
const BLINK = "drawbox=x=iw/3:y=ih/3:w=iw/3:h=ih/6:c=0x9080b0:t=fill:enable='lt(mod(t\\,1)\\,0.5)'";

/**
 * A video of one colour in which a box blinks: right in size, length and sound, and made in a moment, because one second
 * of it is encoded and then repeated as it is.
 */
export async function plainVideo(
  plain: { output: string; size: Size; fps: number; frames: number; sound: boolean },
  signal: AbortSignal,
): Promise<void> {
  const { output, size, fps, frames } = plain;
  const seconds = frames / fps;
  const sound = plain.sound ? ["-f", "lavfi", "-i", "sine=frequency=220:sample_rate=48000"] : [];
  await withTemporary(`${output}.second.mp4`, async (second) => {
    await ffmpeg(
      [
        ...["-f", "lavfi", "-i", `color=c=0x40305a:s=${size.width}x${size.height}:r=${fps}`, "-vf", BLINK],
        ...["-frames:v", String(Math.ceil(fps)), ...H264, ...BT709, "-f", "mp4", second],
      ],
      { signal },
    );
    await ffmpeg(
      [
        ...["-stream_loop", "-1", "-i", second, ...sound, "-map", "0:v", "-c:v", "copy", "-frames:v", String(frames)],
        ...(plain.sound ? ["-map", "1:a", "-t", seconds.toFixed(6), ...AAC] : []),
        ...[...MP4, output],
      ],
      { signal },
    );
  });
}

/** Runs `write` on a path that is removed whatever happens. */
export async function withTemporary<Made>(path: string, write: (path: string) => Promise<Made>): Promise<Made> {
  try {
    return await write(path);
  } finally {
    await rm(path, { force: true });
  }
}
