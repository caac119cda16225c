import { mediaInput } from "../domain/media.ts";
import { type NameOfShots, type ShotNumber, stepOfShot } from "../domain/run.ts";
import { MODELS } from "../fal/models.ts";
import { hasShot } from "./shots.ts";
import { type Ask, ask, done, mediaOf, outputOf, type Step, type StepContext } from "./step.ts";

/** SeedVR2 on a shot's image, so that its take starts from more detail. */
export const upscaleImage = (shot: ShotNumber): Step<NameOfShots<"upscale-image">> => ({
  name: stepOfShot("upscale-image", shot),
  title: shot === 1 ? "Upscaling the image" : `Upscaling image ${shot}`,
  typicalSeconds: MODELS.upscaleImage.typicalSeconds,
  queue: "steps",
  needs: [stepOfShot("image", shot)],
  when: (request) => request.upscale && hasShot(request, shot),
  paid: { calls: (context) => [upscaling(context, shot)], note: () => "Twice the width and height." },
  next(context, [upscaled]) {
    return upscaled ? done({ image: mediaOf(upscaled, "image") }) : upscaling(context, shot);
  },
});

const upscaling = (context: StepContext, shot: ShotNumber): Ask =>
  ask("upscaleImage", {
    image_url: mediaInput(outputOf(context, stepOfShot("image", shot)).image.ref),
    upscale_mode: "factor",
    upscale_factor: 2,
    output_format: "png",
  });
