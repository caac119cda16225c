import { z } from "zod";
import { UnreadablePicture } from "../media/paint/task.ts";
import { imageLoadError } from "../protocol/model-errors.ts";
import { defineModel, imageFile, usd } from "./model.ts";
import { megapixels } from "./seedvr.ts";

const USD_PER_MEGAPIXEL = 0.0025;

export const esrgan = defineModel({
  id: "fal-ai/esrgan",
  demoSeconds: 1,
  mediaFields: ["image"],
  input: z.strictObject({
    image_url: z.string().min(1),
    scale: z.number().min(1).max(8).default(2),
    output_format: z.enum(["png", "jpeg"]).default("png"),
  }),
  async make(input, work) {
    const loc = ["body", "image_url"];
    const source = await work.fetch(loc, input.image_url);
    const task = { picture: source.path, format: input.output_format, to: { factor: input.scale } };
    const file = await work.studio.enlarge("esrgan-output", task, work.signal).catch((error: unknown) => {
      throw error instanceof UnreadablePicture ? imageLoadError(loc, input.image_url) : error;
    });
    const size = { width: file.width, height: file.height };
    const units = Math.round(megapixels(size) * 1000) / 1000;
    return {
      output: { image: imageFile(work.publish(file), size) },
      billing: { units, unit: "megapixel", usd: usd(units * USD_PER_MEGAPIXEL) },
    };
  },
});
