import { mediaInput } from "../domain/media.ts";
import {
  durationOf,
  type NameOfShots,
  type RunRequest,
  type ShotNumber,
  stepOfShot,
  VIDEO_SECONDS,
} from "../domain/run.ts";
import { audioToVideoFrames, audioToVideoSeconds, imageToVideoFrames } from "../fal/frames.ts";
import { MODELS } from "../fal/models.ts";
import { seedFrom } from "../random.ts";
import { longestTake, type Shot } from "./shot-plan.ts";
import { hasShot, hasShots } from "./shots.ts";
import { type Ask, ask, done, mediaOf, outputOf, type Step, type StepContext } from "./step.ts";
import { moodOf, movementOf } from "./variation.ts";

/** Motion from a shot's image; with lip-sync the clip drives the lips. */
export const video = (shot: ShotNumber): Step<NameOfShots<"video">> => ({
  name: stepOfShot("video", shot),
  title: shot === 1 ? "Making the video" : `Making video ${shot}`,
  typicalSeconds: MODELS.imageToVideo.typicalSeconds,
  queue: "steps",
  needs: [stepOfShot("image", shot), stepOfShot("upscale-image", shot), "cut", "shots"],
  when: (request) => hasShot(request, shot),
  paid: {
    calls: (context) => [motion(context, shot)],
    note: (request) => {
      if (request.lipsync) return `${durationOf(request)} seconds, moved by the clip.`;
      const seconds = longestTake(durationOf(request), shot);
      return hasShots(request) ? `At most ${seconds} seconds: as long as its shot is.` : `${seconds} seconds.`;
    },
  },
  next(context, [moving]) {
    return moving ? done({ video: mediaOf(moving, "video") }) : motion(context, shot);
  },
});

const LIPSYNC = { match_audio_length: true, fps: 25, video_size: { width: 720, height: 1280 } } as const;
const SILENT = { aspect_ratio: "9:16", resolution: "720p", generate_audio: false } as const;

function motion(context: StepContext, shot: ShotNumber): Ask {
  const { run } = context;
  const { image } = context.outputs[stepOfShot("upscale-image", shot)] ?? outputOf(context, stepOfShot("image", shot));
  const common = {
    prompt: videoPrompt(context, shot),
    image_url: mediaInput(image.ref),
    seed: seedFrom(run.seed, stepOfShot("video", shot)),
  };
  if (!run.request.lipsync) return ask("imageToVideo", { ...common, ...SILENT, duration: takeOf(context, shot) });
  const videoSeconds = durationOf(run.request);
  const clip = mediaInput(outputOf(context, "cut").audio);
  // Without its length where that is the usual one: what was asked before there was a choice stays asked.
  const sound = videoSeconds === VIDEO_SECONDS ? clip : { ...clip, videoSeconds };
  return ask("audioToVideo", { ...common, ...LIPSYNC, audio_url: sound });
}

/** The shot as it is planned, where there are several. */
const plannedOf = (context: StepContext, shot: ShotNumber): Shot | undefined =>
  hasShots(context.run.request) ? outputOf(context, "shots").shots[shot - 1] : undefined;

/** How long the shot's take is. */
const takeOf = (context: StepContext, shot: ShotNumber): "4s" | "6s" | "8s" => {
  const planned = plannedOf(context, shot);
  return `${planned?.takeSeconds ?? longestTake(durationOf(context.run.request), shot)}s`;
};

/** Seconds of sound that a lip-sync video is asked for with: more than the video's, so that it is never too short. */
export const lipsyncSoundSeconds = (request: Pick<RunRequest, "duration">): number =>
  audioToVideoSeconds(LIPSYNC, durationOf(request));

/** The maximum number of frames in a shot's take. */
export const videoFrames = (context: StepContext, shot: ShotNumber): number => {
  const { request } = context.run;
  return request.lipsync
    ? audioToVideoFrames(LIPSYNC, durationOf(request))
    : imageToVideoFrames({ duration: takeOf(context, shot) });
};

function videoPrompt(context: StepContext, shot: ShotNumber): string {
  const { template, run } = context;
  const sings = "They sing along to the audio; lips, jaw and breath follow every word.";
  const still = "They do not speak or sing.";
  return [
    `${movementOf(context, shot).prompt}.`,
    // The strongest change of a video is where the song changes most.
    ...(plannedOf(context, shot)?.startsOn === "section" ? ["It sets in with its strongest movement, at once."] : []),
    `Mood: ${moodOf(context).prompt}.`,
    ...(template.usesFace ? [run.request.lipsync ? sings : still] : []),
    "One continuous handheld take on a phone, natural motion, no cuts, no text on screen.",
  ].join("\n");
}
