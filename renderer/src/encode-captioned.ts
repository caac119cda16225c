/**
 * The pass over the picture with a caption that leaves heads alone, wherever these go while the video runs, and with the sung
 * words, which share the picture with it without touching it.
 */
import type { z } from "zod";
import type { renderJob } from "../contract/job.ts";
import type { DrawnPages } from "./captions/draw.ts";
import type { Box } from "./captions/layout.ts";
import { faceOf, headBox, mouthBox, overlap } from "./captions/place.ts";
import { type Drawn, drawOver } from "./drawing.ts";
import { encodeVideo, hasFrequentKeyframes, type Take } from "./encode.ts";
import type { Face, Part } from "./heads/faces.ts";
import { glance, headsFrom, type Watcher, watch } from "./heads/watch.ts";
import type { MediaFile } from "./media.ts";
import type { Overlay } from "./overlay.ts";
import { type Frame, outputRate, type PicturePlan, planPicture, planShots } from "./picture.ts";
import type { Rate } from "./probe.ts";

type Job = z.output<typeof renderJob>;

interface Pass {
  /** One, or as many as there are shots. */
  takes: readonly Take[];
  shots: { fps: number; shots: { frames: number }[] } | undefined;
  sound: MediaFile;
  caption: Job["caption"];
  lyrics: Job["lyrics"];
  frame: Frame;
  seconds: number;
  directory: string;
}

/**
 * Writes the finished file to `path`. What is drawn is placed by the heads in the video's keyframes, and the video watched
 * while it is encoded: decoding it twice would cost more than it costs to start over for the few in which a face comes
 * under the caption. Throws as `encodeVideo` does. `places`: what is drawn over.
 */
export async function encodeCaptioned(
  pass: Pass,
  path: string,
  signal: AbortSignal,
  onFraction: (fraction: number) => void,
): Promise<{ plan: PicturePlan; places: Box[]; warnings: string[] }> {
  const { takes, sound, caption, lyrics, frame, seconds, directory } = pass;
  const encode = async ({ overlays, places, warnings }: Drawn, watcher?: Watcher) => {
    const plan = await planFor(pass, overlays, signal);
    await encodeVideo({ takes, sound, overlays, plan, onGlances: watcher?.take }, path, signal, onFraction);
    return { plan, places, warnings };
  };
  if (!caption && !lyrics) return encode({ caption: undefined, overlays: [], places: [], warnings: [] });

  const head = caption?.head;
  const lipsync = caption?.lipsync ?? false;
  const seen = head === null ? [] : await glanceAt(pass, signal);
  const draw = (heads: Part[], name: string) =>
    drawOver(pass, { rate: rateOf(pass), heads, lipsync }, `${directory}/${name}`, signal);
  const drawn = await draw(headsFrom(seen, head ?? undefined), "first");
  if (!drawn.caption || drawn.caption.pages.length === 0) return encode(drawn);

  const isUnknown = head !== null && seen.length < Math.floor(seconds);
  const watcher = isUnknown ? watch(signal) : undefined;
  const encoded = await encode(drawn, watcher);
  const heads = headsFrom(await watched(watcher, seen), head ?? undefined);
  const first = faults(drawn.caption, heads, frame, lipsync);
  if (first === 0) return encoded;

  const again = await draw(heads, "again");
  const isBetter = !again.caption?.pages.length || faults(again.caption, heads, frame, lipsync) < first;
  return isBetter ? encode(again) : { ...encoded, warnings: again.warnings };
}

const watched = (watcher: Watcher | undefined, seen: Face[][]): Promise<Face[][]> | Face[][] => watcher?.seen() ?? seen;

async function planFor(
  { takes, shots, frame, seconds }: Pass,
  overlays: readonly Overlay[],
  signal: AbortSignal,
): Promise<PicturePlan> {
  if (shots) {
    const shown = takes.map(({ picture }, at) => ({ video: picture, frames: shots.shots[at]?.frames ?? 0 }));
    return planShots(shown, frame, [shots.fps, 1], overlays);
  }
  const { file, picture } = onlyOne(takes);
  const drafted = planPicture(picture, frame, seconds, overlays);
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
