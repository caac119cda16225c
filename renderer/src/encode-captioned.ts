/** The pass over the picture with a caption that leaves heads alone, wherever these go while the video runs. */
import type { z } from "zod";
import type { renderJob } from "../contract/job.ts";
import { type DrawnPages, drawPages } from "./captions/draw.ts";
import { faceOf, headBox, mouthBox, overlap } from "./captions/place.ts";
import { encodeVideo, hasFrequentKeyframes } from "./encode.ts";
import type { Face, Part } from "./heads/faces.ts";
import { glance, headsFrom, type Watcher, watch } from "./heads/watch.ts";
import type { MediaFile } from "./media.ts";
import { type Overlay, writeOverlay } from "./overlay.ts";
import { type Frame, type PicturePlan, planPicture } from "./picture.ts";
import type { VideoStream } from "./probe.ts";

interface Pass {
  video: MediaFile;
  picture: VideoStream;
  sound: MediaFile;
  caption: z.output<typeof renderJob>["caption"];
  frame: Frame;
  seconds: number;
  directory: string;
}

/**
 * Writes the finished file to `path`. A caption is placed by the heads in the video's keyframes, and the video watched
 * while it is encoded: decoding it twice would cost more than it costs to start over for the few in which a face comes
 * under the caption. Throws as `encodeVideo` does.
 */
export async function encodeCaptioned(
  pass: Pass,
  path: string,
  signal: AbortSignal,
  onFraction: (fraction: number) => void,
): Promise<{ plan: PicturePlan; warnings: string[] }> {
  const { video, picture, sound, caption, frame, seconds, directory } = pass;
  const encode = async (overlay: Overlay | undefined, watcher?: Watcher): Promise<PicturePlan> => {
    const drafted = planPicture(picture, frame, seconds, overlay);
    const copy = drafted.copy && (await hasFrequentKeyframes(video, picture, drafted.rate, signal));
    const plan = { ...drafted, copy };
    await encodeVideo({ video, picture, sound, overlay, plan, onGlances: watcher?.take }, path, signal, onFraction);
    return plan;
  };
  if (!caption) return { plan: await encode(undefined), warnings: [] };

  const { head, lipsync } = caption;
  const draw = (heads: Part[]) => drawPages(caption, frame, { seconds, heads, lipsync });
  const write = (drawn: DrawnPages, name: string) => overlayOf(drawn, pass, `${directory}/${name}`);

  const seen = head === null ? [] : await glance(video, picture, frame, signal);
  const drawn = draw(headsFrom(seen, head ?? undefined));
  if (drawn.pages.length === 0) return { plan: await encode(undefined), warnings: drawn.warnings };

  const isUnknown = head !== null && seen.length < Math.floor(seconds);
  const watcher = isUnknown ? watch(signal) : undefined;
  const plan = await encode(await write(drawn, "caption"), watcher);
  const heads = headsFrom(await watched(watcher, seen), head ?? undefined);
  const first = faults(drawn, heads, frame, lipsync);
  if (first === 0) return { plan, warnings: drawn.warnings };

  const again = draw(heads);
  if (again.pages.length > 0 && faults(again, heads, frame, lipsync) >= first)
    return { plan, warnings: again.warnings };
  return { plan: await encode(await write(again, "caption-again")), warnings: again.warnings };
}

const watched = (watcher: Watcher | undefined, seen: Face[][]): Promise<Face[][]> | Face[][] => watcher?.seen() ?? seen;

/** How much of faces a caption covers, square pixels; of mouths that sing, a hundred times as much. */
function faults({ pages }: DrawnPages, heads: readonly Part[], frame: Frame, lipsync: boolean): number {
  const covers = pages.flatMap((page) => page.covers);
  const boxes = heads.map((head) => headBox(head, frame));
  return overlap(covers, boxes.map(faceOf)) + (lipsync ? 100 * overlap(covers, boxes.map(mouthBox)) : 0);
}

/** The pages as a file, each from its first frame on. */
function overlayOf(
  { pages }: DrawnPages,
  { picture, frame, seconds }: Pass,
  path: string,
): Promise<Overlay | undefined> {
  const { rate } = planPicture(picture, frame, seconds, undefined);
  const states = pages.map(({ image, from }) => ({
    pixels: image.pixels,
    fromFrame: Math.round((from * rate[0]) / rate[1]),
  }));
  const [first] = pages;
  return first ? writeOverlay(path, first.image, states) : Promise.resolve(undefined);
}
