/**
 * Pictures that lie on the video one after the other, in one place: an input of the single pass, and the filters that
 * bring each in at its frame. They are bare pixels in one file, because to compress them costs more than to draw them; where
 * that file would be large, a compressed one each. Nothing but numbers gets into a filter graph.
 */
import { open } from "node:fs/promises";
import { input } from "./ffmpeg.ts";
import type { Rate } from "./probe.ts";

/** Where pictures lie, and how large they are. */
export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A picture with transparency. It stays until the next one, the last to the end. */
export interface OverlayState {
  /** Red, green, blue, alpha of each pixel, row by row, as large as its place. */
  pixels: Uint8Array;
  /** The first frame that it lies on. That of the first state is 0. */
  fromFrame: number;
}

/** States that were written to files. */
export interface Overlay {
  /** Where the top left pixel belongs. */
  x: number;
  y: number;
  /** The first frame of each state. */
  from: number[];
  /** The arguments that open them as an input of ffmpeg. */
  input: string[];
}

/** Writes states to the file `path`, one after the other as they are asked for. */
export async function writeOverlay(
  path: string,
  { x, y, width, height }: Place,
  states: Iterable<OverlayState>,
): Promise<Overlay> {
  const file = await open(path, "w");
  const from: number[] = [];
  try {
    for (const { pixels, fromFrame } of states) {
      await file.writeFile(pixels);
      from.push(fromFrame);
    }
  } finally {
    await file.close();
  }
  const size = ["-pixel_format", "rgba", "-video_size", `${width}x${height}`, "-framerate", "1"];
  return { x, y, from, input: input({ path, demuxer: "rawvideo" }, ...size) };
}

/** Pictures that lie in files which are called `prefix` and a number, counted from 0, and `.png`: one for each of `from`. */
export const pngOverlay = (prefix: string, { x, y }: { x: number; y: number }, from: number[]): Overlay => ({
  ...{ x, y, from },
  input:
    from.length === 1
      ? input({ path: `${prefix}0.png`, demuxer: "png_pipe" }, "-threads", "1")
      : input({ path: `${prefix}%d.png`, demuxer: "image2" }, "-threads", "1", "-framerate", "1", "-start_number", "0"),
});

/** The filters that lay the input `[index:v]` on `[under]`, which has `rate`, and give `[over]`. */
export function overlayFilters(
  { x, y, from }: Overlay,
  index: number,
  [frames, seconds]: Rate,
  under: string,
  over: string,
): string {
  // In units of one frame, the N-th picture's time is the frame that it comes at: nothing is rounded.
  const times = from.length === 1 ? "" : `settb=expr=${seconds}/${frames},setpts='${turns(from)}',`;
  return [
    `[${index}:v]${times}scale=out_color_matrix=bt709:out_range=tv,format=yuva420p[${over}-image]`,
    `[${under}][${over}-image]overlay=x=${x}:y=${y}:eval=init:format=yuv420[${over}]`,
  ].join(";");
}

/** Which of `from` belongs to picture N, as an expression: halved again and again, so that many states nest little. */
function turns(from: readonly number[], first = 0): string {
  if (from.length === 1) return String(from[0]);
  const half = from.length >> 1;
  return `if(lt(N,${first + half}),${turns(from.slice(0, half), first)},${turns(from.slice(half), first + half)})`;
}
