import type { Size } from "../media/video.ts";

/** 16:9, lying or upright. */
export function videoSize(shorterSide: number, upright: boolean): Size {
  const longer = (shorterSide * 16) / 9;
  return upright ? { width: shorterSide, height: longer } : { width: longer, height: shorterSide };
}
