/** Draws what a job has over the picture, the caption and the sung words, so that they leave heads and each other alone. */
import type { z } from "zod";
import type { renderJob } from "../contract/job.ts";
import { type DrawnPages, drawPages } from "./captions/draw.ts";
import type { Box } from "./captions/layout.ts";
import { headBox } from "./captions/place.ts";
import type { Part } from "./heads/faces.ts";
import { captionsBottom, lyricsBand } from "./lyrics/band.ts";
import { drawLyrics } from "./lyrics/draw.ts";
import { type Overlay, writeOverlay } from "./overlay.ts";
import { type Frame, framesOf } from "./picture.ts";
import type { Rate } from "./probe.ts";

type Job = Pick<z.output<typeof renderJob>, "caption" | "lyrics"> & { frame: Frame; seconds: number };

/** What it is drawn over. */
interface Under {
  rate: Rate;
  /** Where heads are, in parts of the picture. */
  heads: readonly Part[];
  /** Lips move in time with the sound. */
  lipsync: boolean;
}

export interface Drawn {
  caption: DrawnPages | undefined;
  overlays: Overlay[];
  /** What each of them covers, in the picture. */
  places: Box[];
  /** What a person should know, in whole sentences. */
  warnings: string[];
}

/** Draws into files whose names begin with `prefix`: `-caption`, and `-lyrics-states`, or `-lyrics-0.png` and so on. */
export async function drawOver(
  { caption, lyrics, frame, seconds }: Job,
  { rate, heads, lipsync }: Under,
  prefix: string,
  signal: AbortSignal,
): Promise<Drawn> {
  const boxes = heads.map((head) => headBox(head, frame));
  const around = { seconds, heads, lipsync };
  let pages = caption ? drawPages(caption, frame, around) : undefined;
  if (caption && lyrics && !lyricsBand(frame.width, placesOf(pages), boxes)) {
    pages = drawPages({ ...caption, bottom: captionsBottom(frame.width) }, frame, around);
  }
  const places = placesOf(pages);
  const captionOverlay = pages && (await overlayOf(pages, rate, `${prefix}-caption`));
  const timeline = { rate, frames: framesOf(seconds, rate) };
  const room = { frame, timeline, taken: places, heads: boxes };
  const sung = lyrics ? await drawLyrics(lyrics, room, `${prefix}-lyrics-`, signal) : undefined;
  return {
    caption: pages,
    overlays: [captionOverlay, sung?.drawn?.overlay].flatMap((overlay) => overlay ?? []),
    places: [...places, ...(sung?.drawn ? [sung.drawn.place] : [])],
    warnings: [...(pages?.warnings ?? []), ...(sung?.warnings ?? [])],
  };
}

/** What a caption's pages take of the picture: all are of the same corner and size. */
function placesOf(caption: DrawnPages | undefined): Box[] {
  const [page] = caption?.pages ?? [];
  if (!page) return [];
  const { x, y, width, height } = page.image;
  return [{ left: x, right: x + width, top: y, bottom: y + height }];
}

/** The pages as a file, each from its first frame on. */
function overlayOf({ pages }: DrawnPages, rate: Rate, path: string): Promise<Overlay | undefined> {
  const states = pages.map(({ image, from }) => ({
    pixels: image.pixels,
    fromFrame: Math.round((from * rate[0]) / rate[1]),
  }));
  const [first] = pages;
  return first ? writeOverlay(path, first.image, states) : Promise.resolve(undefined);
}
