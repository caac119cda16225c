/**
 * Pictures that lie on the video one after the other, in one place: an input of the single pass, and the filters that
 * bring each in at its frame. As bare pixels in one file, because to compress them costs more than to draw them, and
 * nothing but numbers gets into a filter graph.
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

/** States that were written to a file. */
export interface Overlay extends Place {
  /** The first frame of each state. */
  from: number[];
  path: string;
}

/** Writes states to the file `path`. */
export async function writeOverlay(
  path: string,
  { x, y, width, height }: Place,
  states: readonly OverlayState[],
): Promise<Overlay> {
  const file = await open(path, "w");
  try {
    for (const { pixels } of states) await file.write(pixels);
  } finally {
    await file.close();
  }
  return { x, y, width, height, from: states.map(({ fromFrame }) => fromFrame), path };
}

/** The arguments that open an overlay as an input. */
export const overlayInput = ({ path, width, height }: Overlay): string[] =>
  // biome-ignore format: an option and its value belong on one line
  input({ path, demuxer: "rawvideo" }, "-pixel_format", "rgba", "-video_size", `${width}x${height}`, "-framerate", "1");

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
