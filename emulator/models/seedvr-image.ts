import { z } from "zod";
import { UnreadablePicture } from "../media/paint/task.ts";
import { imageLoadError } from "../protocol/model-errors.ts";
import { defineModel, imageFile, usd } from "./model.ts";
import { enlargement, megapixels, USD_PER_MEGAPIXEL, upscaleInput } from "./seedvr.ts";

export const seedvrImage = defineModel({
  id: "fal-ai/seedvr/upscale/image",
  demoSeconds: 1.5,
  mediaFields: ["image"],
  input: upscaleInput.extend({
    image_url: z.string().min(1),
    output_format: z.enum(["png", "jpg", "webp"]).default("jpg"),
  }),
  async make(input, work) {
    const loc = ["body", "image_url"];
    const source = await work.fetch(loc, input.image_url);
    const task = {
      picture: source.path,
      format: input.output_format === "jpg" ? ("jpeg" as const) : input.output_format,
      to: enlargement(input),
    };
    const file = await work.studio.enlarge("seedvr-output", task, work.signal).catch((error: unknown) => {
      throw error instanceof UnreadablePicture ? imageLoadError(loc, input.image_url) : error;
    });
    const size = { width: file.width, height: file.height };
    const units = Math.round(megapixels(size) * 1000) / 1000;
    return {
      output: {
        image: imageFile(work.publish(file), size),
        seed: input.seed ?? Math.floor(work.dice.between(0, 2 ** 31)),
      },
      billing: { units, unit: "megapixel", usd: usd(units * USD_PER_MEGAPIXEL) },
    };
  },
});
