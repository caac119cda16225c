import type { RenderJob } from "../../renderer/contract/job.ts";
import { fileStem } from "../domain/file-names.ts";
import { type MediaInput, mediaInput, type ShotsInput } from "../domain/media.ts";
import { mixOf } from "../domain/mix.ts";
import { durationOf, SHOT_NUMBERS, type ShotNumber, stepOfShot } from "../domain/run.ts";
import type { Head } from "../domain/template.ts";
import { IMAGE_TO_VIDEO_FPS } from "../fal/frames.ts";
import { CAPTION_BOUNDS } from "./caption-rules.ts";
import { hasShots } from "./shots.ts";
import { outputOf, type Step, type StepContext } from "./step.ts";
import { referenceOf } from "./variation.ts";

/** A head is so much narrower than it is high. */
const HEAD_WIDTH = 0.8;
/** Width of a vertical picture over its height. */
const SHAPE = 9 / 16;

/** The place of a head as the renderer takes it. */
function placeOf({ x, y, radius }: Head) {
  const [width, height] = [2 * radius * HEAD_WIDTH, 2 * radius * SHAPE];
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/**
 * Where the artist's head should be: where the reference has it, of which the image takes its framing. Nobody is in those
 * of our own that show no face; what is in a caller's pictures nobody knows.
 */
function headIn(context: StepContext) {
  const { head, image } = referenceOf(context);
  // Each shot has a framing of its own, where the artist is elsewhere.
  if (head) return hasShots(context.run.request) ? {} : { head: placeOf(head) };
  return !context.template.usesFace && image.startsWith("builtin:") ? { head: null } : {};
}

const ofAllShots = (kind: "image" | "video" | "upscale-video") => SHOT_NUMBERS.map((shot) => stepOfShot(kind, shot));

/** Caption, sound and picture become the file that is published. */
export const render: Step<"render"> = {
  name: "render",
  title: "Rendering",
  typicalSeconds: 10,
  growsWithDuration: true,
  // The pool is asked, and not waited for.
  queue: "steps",
  needs: [
    "clip",
    "caption",
    "lyrics",
    "shots",
    ...ofAllShots("image"),
    ...ofAllShots("video"),
    ...ofAllShots("upscale-video"),
  ],
  when: () => true,
  next(context) {
    const { song, run } = context;
    const { request } = run;
    const { startSeconds, durationSeconds, fadeIn, fadeOut } = outputOf(context, "clip");
    const { caption } = context.outputs;
    const maxLines = request.caption_length === "none" ? undefined : CAPTION_BOUNDS[request.caption_length].maxLines;
    return {
      kind: "render",
      video: pictureOf(context),
      // With lip-sync the clip is baked in, in time with the lips: laying it over again could only shift it.
      audio: request.lipsync ? null : { song: mediaInput(song.audio), startSeconds, ...mixOf(song.mix) },
      caption:
        caption && request.caption_length !== "none"
          ? {
              text: caption.text,
              style: context.template.captionStyle,
              placement: request.caption_length === "long" ? "center" : "lower",
              ...(maxLines === undefined ? {} : { maxLines }),
              ...headIn(context),
              lipsync: request.lipsync,
            }
          : null,
      ...(fadeIn === undefined || fadeOut === undefined
        ? {}
        : { sound: { seconds: durationSeconds, fadeIn, fadeOut } }),
      lyrics: lyricsOf(context),
      fileStem: fileStem({
        ...{ artist: context.artist.slug, song: song.title, caption: caption?.text ?? "", runId: run.id },
      }),
      output: request.upscale
        ? { width: 1080, height: 1920, durationSeconds: durationOf(request) }
        : { width: 720, height: 1280, durationSeconds: durationOf(request) },
    };
  },
};

/** The take that is shown, or the shots in their order. */
function pictureOf(context: StepContext): MediaInput | ShotsInput {
  if (!hasShots(context.run.request)) return takeOf(context, 1);
  const { shots } = outputOf(context, "shots");
  return {
    fps: IMAGE_TO_VIDEO_FPS,
    shots: shots.map(({ startFrame, frames }, at) => ({
      ...takeOf(context, (at + 1) as ShotNumber),
      ...{ startFrame, frames },
    })),
  };
}

const takeOf = (context: StepContext, shot: ShotNumber): MediaInput => {
  const { video } = context.outputs[stepOfShot("upscale-video", shot)] ?? outputOf(context, stepOfShot("video", shot));
  return mediaInput(video.ref);
};

/** The sung words of the clip, as the renderer draws them. */
function lyricsOf({ run: { request }, outputs }: StepContext): RenderJob["lyrics"] {
  const { lyrics: style = "off" } = request;
  const lines = outputs.lyrics?.lines ?? [];
  if (style === "off" || lines.length === 0) return null;
  return { style, lines: lines.map(({ start, end, words, timed }) => ({ start, end, words, timed })) };
}
