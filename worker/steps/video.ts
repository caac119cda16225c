import { mediaInput } from "../domain/media.ts";
import { type RunRequest, VIDEO_SECONDS } from "../domain/run.ts";
import { audioToVideoFrames, audioToVideoSeconds, imageToVideoFrames } from "../fal/frames.ts";
import { MODELS } from "../fal/models.ts";
import { seedFrom } from "../random.ts";
import { type Ask, ask, done, mediaOf, outputOf, type Step, type StepContext } from "./step.ts";
import { moodOf, movementOf } from "./variation.ts";

/** Motion from the image; with lip-sync the clip drives the lips. */
export const video: Step<"video"> = {
  name: "video",
  title: "Making the video",
  typicalSeconds: MODELS.imageToVideo.typicalSeconds,
  queue: "steps",
  needs: ["image", "upscale-image", "cut"],
  when: () => true,
  paid: {
    calls: (context) => [motion(context)],
    note: ({ lipsync }) => (lipsync ? `${VIDEO_SECONDS} seconds, moved by the clip.` : `${VIDEO_SECONDS} seconds.`),
  },
  next(context, [moving]) {
    return moving ? done({ video: mediaOf(moving, "video") }) : motion(context);
  },
};

const LIPSYNC = { match_audio_length: true, fps: 25, video_size: { width: 720, height: 1280 } } as const;
const SILENT = {
  aspect_ratio: "9:16",
  duration: `${VIDEO_SECONDS}s`,
  resolution: "720p",
  generate_audio: false,
} as const;

function motion(context: StepContext): Ask {
  const { run } = context;
  const image = (context.outputs["upscale-image"] ?? outputOf(context, "image")).image;
  const common = {
    prompt: videoPrompt(context),
    image_url: mediaInput(image.ref),
    seed: seedFrom(run.seed, "video"),
  };
  return run.request.lipsync
    ? ask("audioToVideo", { ...common, ...LIPSYNC, audio_url: mediaInput(outputOf(context, "cut").audio) })
    : ask("imageToVideo", { ...common, ...SILENT });
}

/** Seconds of sound that a lip-sync video is asked for with: more than the video's, so that it is never too short. */
export const LIPSYNC_SOUND_SECONDS = audioToVideoSeconds(LIPSYNC);

/** The maximum number of frames in the video of a run with this request. */
export const videoFrames = ({ lipsync }: RunRequest): number =>
  lipsync ? audioToVideoFrames(LIPSYNC) : imageToVideoFrames(SILENT);

function videoPrompt(context: StepContext): string {
  const { template, run } = context;
  const sings = "They sing along to the audio; lips, jaw and breath follow every word.";
  const still = "They do not speak or sing.";
  return [
    `${movementOf(context).prompt}.`,
    `Mood: ${moodOf(context).prompt}.`,
    ...(template.usesFace ? [run.request.lipsync ? sings : still] : []),
    "One continuous handheld take on a phone, natural motion, no cuts, no text on screen.",
  ].join("\n");
}
