/** What the two SeedVR2 upscalers share. */
import { z } from "zod";
import type { Size } from "../media/video.ts";

export const USD_PER_MEGAPIXEL = 0.001;

export const upscaleInput = z.strictObject({
  upscale_mode: z.enum(["target", "factor"]).default("factor"),
  upscale_factor: z.number().min(1).max(10).default(2),
  target_resolution: z.enum(["720p", "1080p", "1440p", "2160p"]).default("1080p"),
  noise_scale: z.number().min(0).max(1).default(0.1),
  seed: z.int().nullable().default(null),
  sync_mode: z.literal(false, { error: "The emulator does not return media as data URIs" }).default(false),
});

type UpscaleInput = Pick<z.output<typeof upscaleInput>, "upscale_mode" | "upscale_factor" | "target_resolution">;

/** A factor, or the length of the shorter side: `1080p` makes an upright video 1080 wide. */
export const enlargement = (input: UpscaleInput): { factor: number } | { shorterSide: number } =>
  input.upscale_mode === "factor"
    ? { factor: input.upscale_factor }
    : { shorterSide: Number.parseInt(input.target_resolution, 10) };

/** The size of a picture after it was enlarged. */
export function enlarged(size: Size, input: UpscaleInput): Size {
  const to = enlargement(input);
  const factor = "factor" in to ? to.factor : to.shorterSide / Math.min(size.width, size.height);
  return { width: Math.round(size.width * factor), height: Math.round(size.height * factor) };
}

/** Pixels of a picture, in millions. */
export const megapixels = ({ width, height }: Size): number => (width * height) / 1e6;
