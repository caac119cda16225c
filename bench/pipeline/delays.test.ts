import { expect, test } from "vitest";
import { MODELS } from "../../worker/fal/models.ts";
import { delaysOf } from "./delays.ts";

const SCALE = 0.1;
const at = (ms: number) => new Date(ms).toISOString();
const step = (name: string, from: number, to: number | null) =>
  ({ name, startedAt: at(from), finishedAt: to === null ? null : at(to) }) as never;

test("a step's delay is what came before it, and what it took beyond its model's time", () => {
  const imageMs = MODELS.image.typicalSeconds * 1000 * SCALE;
  const videoMs = MODELS.imageToVideo.typicalSeconds * 1000 * SCALE;
  const imageEnd = 20 + imageMs + 100;
  const videoEnd = imageEnd + 7 + videoMs + 300;
  const steps = [
    step("image", 20, imageEnd),
    step("video", imageEnd + 7, videoEnd),
    step("caption", 50, 60),
    step("render", videoEnd + 9, videoEnd + 49),
  ];
  const delays = delaysOf([{ createdAt: at(0), metadata: { steps } as never }], SCALE);
  expect(delays).toMatchObject({
    image: { before: 20, within: 100 },
    video: { before: 7, within: 300 },
    render: { before: 9, within: 40 },
  });
});

test("a step that is not over does not count", () => {
  const run = (to: number | null) => ({ createdAt: at(0), metadata: { steps: [step("image", 5, to)] } as never });
  const ended = 5 + MODELS.image.typicalSeconds * 1000 * SCALE;
  expect(delaysOf([run(ended), run(null), run(null)], SCALE).image).toEqual({ before: 5, within: 0 });
});
