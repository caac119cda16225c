/** What models that draw from references share, and the two endpoints of nano-banana-2 among them. */
import { z } from "zod";
import { UnreadablePicture } from "../media/paint/task.ts";
import type { Size } from "../media/video.ts";
import { imageLoadError } from "../protocol/model-errors.ts";
import type { JsonObject } from "../protocol/outcome.ts";
import { type Fetched, type Made, usd, type Work } from "./model.ts";

const USD_PER_IMAGE = 0.08;
const USD_PER_SEARCH = 0.015;
const PRICE_FACTOR = { "0.5K": 0.75, "1K": 1, "2K": 1.5, "4K": 2 } as const;
const PIXEL_FACTOR = { "0.5K": 0.5, "1K": 1, "2K": 2, "4K": 4 } as const;

/** Pixels at 1K: what the model delivers for each aspect ratio. */
const SIZES = {
  "21:9": [1584, 672],
  "16:9": [1376, 768],
  "3:2": [1264, 848],
  "4:3": [1200, 896],
  "5:4": [1152, 928],
  "1:1": [1024, 1024],
  "4:5": [928, 1152],
  "3:4": [896, 1200],
  "2:3": [848, 1264],
  "9:16": [768, 1376],
  "4:1": [2064, 512],
  "1:4": [512, 2064],
  "8:1": [2928, 352],
  "1:8": [352, 2928],
} as const;

// The keys of a literal object are exactly its type's keys.
const ASPECT_RATIOS = ["auto", ...(Object.keys(SIZES) as (keyof typeof SIZES)[])] as const;

export const imageInput = z.strictObject({
  prompt: z.string().min(3).max(50_000),
  num_images: z.int().min(1).max(4).default(1),
  seed: z.int().nullable().default(null),
  aspect_ratio: z.enum(ASPECT_RATIOS).default("auto"),
  output_format: z.enum(["jpeg", "png", "webp"]).default("png"),
  safety_tolerance: z.enum(["1", "2", "3", "4", "5", "6"]).default("4"),
  sync_mode: z.literal(false, { error: "The emulator does not return media as data URIs" }).default(false),
  resolution: z.enum(["0.5K", "1K", "2K", "4K"]).default("1K"),
  limit_generations: z.boolean().default(true),
  enable_web_search: z.boolean().default(false),
  thinking_level: z.enum(["minimal", "high"]).nullable().default(null),
});

export type ImageInput = z.output<typeof imageInput>;

const sizeOf = (input: ImageInput): Size => {
  const [width, height] = SIZES[input.aspect_ratio === "auto" ? "1:1" : input.aspect_ratio];
  const factor = PIXEL_FACTOR[input.resolution];
  return { width: width * factor, height: height * factor };
};

/** Draws the asked number of images at nano-banana's sizes and price. `references` in the order they were sent. */
export async function makeImages(name: string, input: ImageInput, references: Fetched[], work: Work): Promise<Made> {
  const asked = { ...input, size: sizeOf(input), aspectOfReference: input.aspect_ratio === "auto" };
  const images = await drawImages(name, asked, references, work);
  const each = USD_PER_IMAGE * PRICE_FACTOR[input.resolution];
  const searches = input.enable_web_search ? USD_PER_SEARCH : 0;
  return {
    output: { images, description: "" },
    billing: {
      units: PRICE_FACTOR[input.resolution] * input.num_images,
      unit: "image",
      usd: usd(each * input.num_images + searches),
    },
  };
}

/** Draws the asked number of images, and publishes them. `references` in the order they were sent. */
export async function drawImages(
  name: string,
  input: Pick<ImageInput, "num_images" | "prompt" | "output_format"> & { size: Size; aspectOfReference: boolean },
  references: Fetched[],
  work: Work,
): Promise<JsonObject[]> {
  const images: JsonObject[] = [];
  for (let number = 0; number < input.num_images; number++) {
    work.log(`Drawing image ${number + 1} of ${input.num_images}`);
    const task = {
      size: input.size,
      aspectOfReference: input.aspectOfReference,
      format: input.output_format,
      prompt: input.prompt,
      seed: String(work.dice.roll()),
      references: references.map(({ path }) => path),
      heads: references.map(({ sha256 }) => work.heads.get(sha256) ?? null),
    };
    const file = await work.studio.compose(`${name}-output`, task, work.signal).catch((error: unknown) => {
      if (!(error instanceof UnreadablePicture)) throw error;
      const { index } = error;
      throw imageLoadError(["body", "image_urls", index], references[index]?.url ?? "");
    });
    // These models do not say how large their images are.
    const { url, content_type, file_name } = work.publish(file);
    images.push({ url, content_type, file_name });
  }
  return images;
}
