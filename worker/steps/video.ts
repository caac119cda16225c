import { mediaInput } from "../domain/media.ts";
import { seedFrom } from "../random.ts";
import { ask, done, mediaOf, outputOf, type Step, type StepContext } from "./step.ts";
import { moodOf, movementOf } from "./variation.ts";

/** Motion from the image; with lip-sync the clip drives the lips. */
export const video: Step<"video"> = {
  name: "video",
  title: "Making the video",
  weight: 40,
  queue: "steps",
  needs: ["image", "upscale-image", "cut"],
  when: () => true,
  next(context, [moving]) {
    if (moving) return done({ video: mediaOf(moving, "video") });
    const { run } = context;
    const image = (context.outputs["upscale-image"] ?? outputOf(context, "image")).image;
    const common = {
      prompt: videoPrompt(context),
      image_url: mediaInput(image.ref),
      seed: seedFrom(run.seed, "video"),
    };
    if (run.request.lipsync) {
      return ask("audioToVideo", {
        ...common,
        audio_url: mediaInput(outputOf(context, "cut").audio),
        match_audio_length: true,
        fps: 25,
        video_size: { width: 720, height: 1280 },
      });
    }
    return ask("imageToVideo", {
      ...common,
      aspect_ratio: "9:16",
      duration: "8s",
      resolution: "720p",
      generate_audio: false,
    });
  },
};

export function videoPrompt(context: StepContext): string {
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
