import { z } from "zod";
import { cameraPath, moveFor } from "../media/camera.ts";
import { imageLoadError } from "../protocol/model-errors.ts";
import { defineModel, usd } from "./model.ts";
import { videoSize } from "./video-size.ts";

const FPS = 24;

const SHORTER_SIDE = { "720p": 720, "1080p": 1080, "4k": 2160 } as const;

const anyInput = z.strictObject({
  prompt: z.string().min(1).max(20_000),
  image_url: z.string().min(1),
  aspect_ratio: z.enum(["auto", "16:9", "9:16"]).default("auto"),
  duration: z.enum(["4s", "6s", "8s"]).default("8s"),
  negative_prompt: z.string().nullable().default(null),
  resolution: z.enum(["720p", "1080p", "4k"]).default("720p"),
  generate_audio: z.boolean().default(true),
  seed: z.int().nullable().default(null),
  auto_fix: z.boolean().default(false),
  safety_tolerance: z.enum(["1", "2", "3", "4", "5", "6"]).default("4"),
});

type Input = z.output<typeof anyInput>;

/** The tiers differ in price, and in what they can do at most. */
const tier = (id: string, input: z.ZodType<Input>, price: (asked: Input) => number) =>
  defineModel({
    id,
    demoSeconds: 6,
    mediaFields: ["video"],
    input,
    async make(input, work) {
      const loc = ["body", "image_url"];
      const image = await work.fetch(loc, input.image_url);
      const picture = await work.studio.picture(image.path, work.signal);
      if (!picture) throw imageLoadError(loc, input.image_url);
      const upright = input.aspect_ratio === "auto" ? picture.height > picture.width : input.aspect_ratio === "9:16";
      const size = videoSize(SHORTER_SIDE[input.resolution], upright);
      const seconds = Number.parseInt(input.duration, 10);
      const move = moveFor(input.prompt, work.dice);
      work.log(`Camera: ${move}`);
      const views = cameraPath({ move, frames: seconds * FPS, fps: FPS, seed: String(work.dice.roll()) });
      const sound = input.generate_audio ? ({ kind: "ambience" } as const) : ({ kind: "none" } as const);
      const file = await work.studio.video(
        "veo-output.mp4",
        { image: image.path, size, fps: FPS, views, sound },
        work.signal,
      );
      return {
        output: { video: work.publish(file) },
        billing: { units: seconds, unit: "second", usd: usd(seconds * price(input)) },
      };
    },
  });

const FAST = { silent: 0.1, sound: 0.15 };
const USD_PER_SECOND = {
  fast: { "720p": FAST, "1080p": FAST, "4k": { silent: 0.3, sound: 0.35 } },
  lite: { "720p": { silent: 0.03, sound: 0.05 }, "1080p": { silent: 0.05, sound: 0.08 } },
} as const;

const withSound = ({ generate_audio }: Input) => (generate_audio ? "sound" : "silent");

export const veoImageToVideo = tier(
  "fal-ai/veo3.1/fast/image-to-video",
  anyInput,
  (asked) => USD_PER_SECOND.fast[asked.resolution][withSound(asked)],
);

export const veoLiteImageToVideo = tier(
  "fal-ai/veo3.1/lite/image-to-video",
  anyInput.extend({ resolution: z.enum(["720p", "1080p"]).default("720p") }),
  (asked) => USD_PER_SECOND.lite[asked.resolution === "720p" ? "720p" : "1080p"][withSound(asked)],
);
