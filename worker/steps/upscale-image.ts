import { mediaInput } from "../domain/media.ts";
import { ask, done, mediaOf, outputOf, type Step } from "./step.ts";

/** SeedVR2 on the image, so that the video starts from more detail. */
export const upscaleImage: Step<"upscale-image"> = {
  name: "upscale-image",
  title: "Upscaling the image",
  weight: 6,
  queue: "steps",
  needs: ["image"],
  when: ({ upscale }) => upscale,
  next(context, [upscaled]) {
    if (upscaled) return done({ image: mediaOf(upscaled, "image") });
    return ask("upscaleImage", {
      image_url: mediaInput(outputOf(context, "image").image.ref),
      upscale_mode: "factor",
      upscale_factor: 2,
      output_format: "png",
    });
  },
};
