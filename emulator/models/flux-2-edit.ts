import { z } from "zod";
import { defineModel, usd } from "./model.ts";
import { drawImages } from "./nano-banana.ts";
import { megapixels } from "./seedvr.ts";

const USD_PER_MEGAPIXEL = 0.012;
const side = z.int().min(512).max(2048);

export const flux2Edit = defineModel({
  id: "fal-ai/flux-2/edit",
  demoSeconds: 2,
  mediaFields: ["images"],
  input: z.strictObject({
    prompt: z.string().min(1),
    // fal takes more, and leaves out those after the fourth.
    image_urls: z.array(z.string().min(1)).min(1).max(4),
    // fal knows names of sizes as well; nothing here asks for them.
    image_size: z.strictObject({ width: side, height: side }),
    num_images: z.int().min(1).max(4).default(1),
    output_format: z.enum(["jpeg", "png", "webp"]).default("png"),
    guidance_scale: z.number().min(0).max(20).default(2.5),
    num_inference_steps: z.int().min(4).max(50).default(28),
    acceleration: z.enum(["none", "regular", "high"]).default("regular"),
    enable_prompt_expansion: z.boolean().default(false),
    enable_safety_checker: z.boolean().default(true),
    seed: z.int().nullable().default(null),
  }),
  async make({ image_urls, ...input }, work) {
    const references = await Promise.all(
      image_urls.map((url, index) => work.fetch(["body", "image_urls", index], url)),
    );
    const asked = { ...input, size: input.image_size, aspectOfReference: false };
    const images = await drawImages("flux-2-edit", asked, references, work);
    const units = Math.ceil(megapixels(input.image_size)) * input.num_images + references.length;
    return {
      output: { images, seed: input.seed ?? 0, prompt: input.prompt },
      billing: { units, unit: "megapixel", usd: usd(units * USD_PER_MEGAPIXEL) },
    };
  },
});
