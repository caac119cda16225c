/** Draws what a job has over the picture, the caption and the sung words, so that neither touches the other. */
import type { z } from "zod";
import type { renderJob } from "../contract/job.ts";
import { type DrawnCaption, drawCaption } from "./captions/draw.ts";
import type { Box } from "./captions/layout.ts";
import { captionsBottom, lyricsBand } from "./lyrics/band.ts";
import { drawLyrics } from "./lyrics/draw.ts";
import { type Overlay, writeOverlay } from "./overlay.ts";
import { framesOf } from "./picture.ts";
import type { Rate } from "./probe.ts";

type Job = Pick<z.output<typeof renderJob>, "caption" | "lyrics" | "output">;

export interface Drawn {
  overlays: Overlay[];
  /** What each of them covers, in the picture. */
  places: Box[];
  /** What a person should know, in whole sentences. */
  warnings: string[];
}

/** Draws the overlays of `job` into `directory`, for a picture of `rate` frames a second. */
export async function drawOver(
  { caption, lyrics, output }: Job,
  rate: Rate,
  directory: string,
  signal: AbortSignal,
): Promise<Drawn> {
  let drawn = caption && drawCaption(caption, output);
  if (caption && lyrics && !lyricsBand(output.width, boxesOf(drawn), [])) {
    drawn = drawCaption({ ...caption, bottom: captionsBottom(output.width) }, output);
  }
  const places = boxesOf(drawn);
  const warnings = [...(drawn?.warnings ?? [])];
  const overlays: Overlay[] = [];
  if (drawn?.image) {
    const { png, x, y } = drawn.image;
    overlays.push(await writeOverlay(`${directory}/caption-`, { x, y }, [{ png, fromFrame: 0 }]));
  }
  if (lyrics) {
    const timeline = { rate, frames: framesOf(output.durationSeconds, rate) };
    const room = { frame: output, timeline, taken: places, heads: [] };
    const sung = await drawLyrics(lyrics, room, `${directory}/lyrics-`, signal);
    if (sung.drawn) overlays.push(sung.drawn.overlay);
    if (sung.drawn) places.push(sung.drawn.place);
    warnings.push(...sung.warnings);
  }
  return { overlays, places, warnings };
}

function boxesOf(caption: DrawnCaption | null): Box[] {
  if (!caption?.image) return [];
  const { x, y, width, height } = caption.image;
  return [{ left: x, right: x + width, top: y, bottom: y + height }];
}
