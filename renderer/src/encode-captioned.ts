/** The pass over the picture with a caption that leaves heads alone, wherever these go while the video runs. */
import type { z } from "zod";
import type { renderJob } from "../contract/job.ts";
import { type DrawnPages, drawPages } from "./captions/draw.ts";
import { faceOf, headBox, mouthBox, overlap } from "./captions/place.ts";
import { encodeVideo, hasFrequentKeyframes, type Take } from "./encode.ts";
import type { Face, Part } from "./heads/faces.ts";
import { glance, headsFrom, type Watcher, watch } from "./heads/watch.ts";
import type { MediaFile } from "./media.ts";
import { type Overlay, writeOverlay } from "./overlay.ts";
import { type Frame, outputRate, type PicturePlan, planPicture, planShots } from "./picture.ts";
import type { Rate } from "./probe.ts";

interface Pass {
  /** One, or as many as there are shots. */
  takes: readonly Take[];
  shots: { fps: number; shots: { frames: number }[] } | undefined;
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
  const { takes, sound, caption, seconds, directory } = pass;
  const encode = async (overlay: Overlay | undefined, watcher?: Watcher): Promise<PicturePlan> => {
    const plan = await planFor(pass, overlay, signal);
    await encodeVideo({ takes, sound, overlay, plan, onGlances: watcher?.take }, path, signal, onFraction);
    return plan;
  };
  if (!caption) return { plan: await encode(undefined), warnings: [] };

  const { frame } = pass;
  const { head, lipsync } = caption;
  const draw = (heads: Part[]) => drawPages(caption, frame, { seconds, heads, lipsync });
  const write = (drawn: DrawnPages, name: string) => overlayOf(drawn, pass, `${directory}/${name}`);

  const seen = head === null ? [] : await glanceAt(pass, signal);
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

async function planFor(
  { takes, shots, frame, seconds }: Pass,
  overlay: Overlay | undefined,
  signal: AbortSignal,
): Promise<PicturePlan> {
  if (shots) {
    const shown = takes.map(({ picture }, at) => ({ video: picture, frames: shots.shots[at]?.frames ?? 0 }));
    return planShots(shown, frame, [shots.fps, 1], overlay);
  }
  const { file, picture } = onlyOne(takes);
  const drafted = planPicture(picture, frame, seconds, overlay);
  return { ...drafted, copy: drafted.copy && (await hasFrequentKeyframes(file, picture, drafted.rate, signal)) };
}

/** Of the finished video. */
const rateOf = ({ takes, shots }: Pass): Rate => (shots ? [shots.fps, 1] : outputRate(onlyOne(takes).picture));

/** Throws when there are more or fewer. */
function onlyOne(takes: readonly Take[]): Take {
  const [take] = takes;
  if (take === undefined || takes.length > 1) throw new Error(`There are ${takes.length}, not one`);
  return take;
}

/** The faces at the keyframes of all takes, one after the other. */
async function glanceAt({ takes, frame }: Pass, signal: AbortSignal): Promise<Face[][]> {
  const seen: Face[][] = [];
  for (const { file, picture } of takes) seen.push(...(await glance(file, picture, frame, signal)));
  return seen;
}

/** How much of faces a caption covers, square pixels; of mouths that sing, a hundred times as much. */
function faults({ pages }: DrawnPages, heads: readonly Part[], frame: Frame, lipsync: boolean): number {
  const covers = pages.flatMap((page) => page.covers);
  const boxes = heads.map((head) => headBox(head, frame));
  return overlap(covers, boxes.map(faceOf)) + (lipsync ? 100 * overlap(covers, boxes.map(mouthBox)) : 0);
}

/** The pages as a file, each from its first frame on. */
function overlayOf({ pages }: DrawnPages, pass: Pass, path: string): Promise<Overlay | undefined> {
  const rate = rateOf(pass);
  const states = pages.map(({ image, from }) => ({
    pixels: image.pixels,
    fromFrame: Math.round((from * rate[0]) / rate[1]),
  }));
  const [first] = pages;
  return first ? writeOverlay(path, first.image, states) : Promise.resolve(undefined);
}
