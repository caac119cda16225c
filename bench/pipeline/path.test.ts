import { expect, test } from "vitest";
import { MODELS } from "../../worker/fal/models.ts";
import { allStepsSeconds, longestPathSeconds, PLAIN } from "./path.ts";

const { transcribe, write, image, imageToVideo, upscaleImage, upscaleVideo } = MODELS;

test("a plain run's longest path is its image and its video", () => {
  expect(longestPathSeconds(PLAIN)).toBe(image.typicalSeconds + imageToVideo.typicalSeconds);
  expect(longestPathSeconds({ ...PLAIN, upscale: true })).toBe(
    longestPathSeconds(PLAIN) + upscaleImage.typicalSeconds + upscaleVideo.typicalSeconds,
  );
});

test("one step after the other, all count", () => {
  expect(allStepsSeconds(PLAIN)).toBe(
    transcribe.typicalSeconds + 2 * write.typicalSeconds + image.typicalSeconds + imageToVideo.typicalSeconds,
  );
});
