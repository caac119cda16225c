/** The command line that one would first write to make a vertical video of what a model made. Pure. */
import { createRequire } from "node:module";
import type { Frame } from "../../renderer/src/picture.ts";

const FONT = createRequire(import.meta.url).resolve("@fontsource/anton/files/anton-latin-400-normal.woff");

export interface FirstVideo {
  video: Frame & { path: string };
  song: { path: string; startSeconds: number };
  caption: string | undefined;
  frame: Frame;
  seconds: number;
}

/** ffmpeg's arguments: the picture cropped to a column, scaled, with drawtext, as libx264 makes it by itself. */
export function firstCommand({ video, song, caption, frame, seconds }: FirstVideo) {
  const column = Math.round((video.height * 9) / 16 / 2) * 2;
  // Characters that mean something to the filter are what such a command drops.
  const text = caption?.replace(/[^\p{L}\p{N} .,!?-]/gu, "").trim();
  const filters = [
    column < video.width ? `crop=${column}:${video.height}` : "",
    `scale=${frame.width}:${frame.height}`,
    text
      ? `drawtext=fontfile='${FONT}':text='${text}':fontsize=${frame.width / 20}:fontcolor=white:borderw=3:x=(w-text_w)/2:y=h*0.6`
      : "",
  ];
  const input = ["-i", video.path, "-ss", String(song.startSeconds), "-i", song.path];
  const picture = ["-vf", filters.filter(Boolean).join(",")];
  const streams = ["-map", "0:v", "-map", "1:a"];
  /** Everything behind the inputs, but the file that is written. */
  const output = [...streams, ...picture, "-c:v", "libx264", "-c:a", "aac", "-t", String(seconds)];
  return { input, picture, output };
}
