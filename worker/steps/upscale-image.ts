import { mediaInput } from "../domain/media.ts";
import { MODELS } from "../fal/models.ts";
import { type Ask, ask, done, mediaOf, outputOf, type Step, type StepContext } from "./step.ts";

/** SeedVR2 on the image, so that the video starts from more detail. */
export const upscaleImage: Step<"upscale-image"> = {
  name: "upscale-image",
  title: "Upscaling the image",
  typicalSeconds: MODELS.upscaleImage.typicalSeconds,
  queue: "steps",
  needs: ["image"],
  when: ({ upscale }) => upscale,
  paid: { calls: (context) => [upscaling(context)], note: () => "Twice the width and height." },
  next(context, [upscaled]) {
    return upscaled ? done({ image: mediaOf(upscaled, "image") }) : upscaling(context);
  },
};

const upscaling = (context: StepContext): Ask =>
  ask("upscaleImage", {
    image_url: mediaInput(outputOf(context, "image").image.ref),
    upscale_mode: "factor",
    upscale_factor: 2,
    output_format: "png",
  });
