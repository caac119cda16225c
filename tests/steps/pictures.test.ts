/** What the image and video models are told, for every template, mood and movement. */
import { describe, expect, test } from "vitest";
import type { StoredMedia } from "../../worker/domain/media.ts";
import type { Template } from "../../worker/domain/template.ts";
import { image as imageOf } from "../../worker/steps/image.ts";
import { render } from "../../worker/steps/render.ts";
import { upscaleImage as upscaleImageOf } from "../../worker/steps/upscale-image.ts";
import { upscaleVideo as upscaleVideoOf } from "../../worker/steps/upscale-video.ts";
import { video as videoOf } from "../../worker/steps/video.ts";
import { BUILT_IN } from "../../worker/templates/index.ts";
import { answer, asked, contextOf, outcome } from "./contexts.ts";

const [image, upscaleImage, video, upscaleVideo] = [imageOf(1), upscaleImageOf(1), videoOf(1), upscaleVideoOf(1)];

const picture: StoredMedia = { ref: "media:generations/1/1-image.png", contentType: "image/png", bytes: 1 };
const larger: StoredMedia = { ref: "media:generations/2/1-image.png", contentType: "image/png", bytes: 2 };
const moving: StoredMedia = { ref: "media:generations/3/1-video.mp4", contentType: "video/mp4", bytes: 3 };
const sharper: StoredMedia = { ref: "media:generations/4/1-video.mp4", contentType: "video/mp4", bytes: 4 };

const PERSON =
  /\b(person|people|human|man|woman|men|women|boy|girl|he|she|his|her|him|they|their|them|face|faces|gaze|stare|eyes?|lips?|mouth|jaw|breath|skin|hair|hands?|fingers?|arms?|singer|sing|sings|singing|speak|speaks|artist|musician|performer|crowd|somebody|someone|figure|silhouette|selfie|body|smile)\b/i;

/** A context for every reference, mood and movement of a template, each at least once. */
const variations = (template: Template, lipsync: boolean) =>
  Array.from(
    { length: Math.max(template.references.length, template.moods.length, template.movements.length) },
    (_, at) =>
      contextOf({
        request: { template: template.name, lipsync },
        seed: at,
        choices: {
          reference: at % template.references.length,
          mood: template.moods[at % template.moods.length]?.name ?? "",
          movement: template.movements[at % template.movements.length]?.name ?? "",
        },
        outputs: { image: { image: picture }, cut: { audio: "media:clips/1.wav" } },
      }),
  );

describe.each(BUILT_IN)("$name", (template) => {
  test("image: the face first, then the scene; only the scene where no face is used", () => {
    for (const [at, context] of variations(template, false).entries()) {
      const { input } = asked(image.next(context, []), "image");
      const { file = "", description = "" } = template.references[at % template.references.length] ?? {};
      const scene = { media: `builtin:templates/${template.name}/${file}` };
      const face = { media: "library:artists/1/face-guide" };
      expect(input.image_urls).toEqual(template.usesFace ? [face, scene] : [scene]);
      expect(input).toMatchObject({ aspect_ratio: "9:16", resolution: "1K", num_images: 1, output_format: "png" });
      expect(input.prompt).toContain(description);
      expect(input.prompt).toContain(template.moods[at % template.moods.length]?.prompt);
      expect(input.prompt).toContain(template.image.scene);
    }
  });

  test("video: the movement, the mood, and singing exactly where lips are moved", () => {
    for (const lipsync of [false, true]) {
      for (const [at, context] of variations(template, lipsync).entries()) {
        const { input } = asked(video.next(context, []), lipsync ? "audioToVideo" : "imageToVideo");
        expect(input.prompt).toContain(template.movements[at % template.movements.length]?.prompt);
        expect(input.prompt).toContain(template.moods[at % template.moods.length]?.prompt);
        expect(input.prompt.includes("sing along")).toBe(template.usesFace && lipsync);
        expect(input.prompt.includes("do not speak or sing")).toBe(template.usesFace && !lipsync);
      }
    }
  });
});

describe("a template without a person", () => {
  const empty = BUILT_IN.filter(({ usesFace }) => !usesFace);
  test.each([false, true])("speaks of nobody, lipsync %s", (lipsync) => {
    expect(empty.length).toBeGreaterThan(0);
    for (const context of empty.flatMap((template) => variations(template, lipsync))) {
      const prompts = [
        asked(image.next(context, []), "image").input.prompt,
        asked(video.next(context, []), lipsync ? "audioToVideo" : "imageToVideo").input.prompt,
      ];
      // "handheld" is about the phone.
      for (const prompt of prompts) expect(prompt.replaceAll("handheld", "")).not.toMatch(PERSON);
    }
  });
});

describe("video", () => {
  const withImages = { image: { image: picture }, "upscale-image": { image: larger } };

  test("starts from the image, or from the upscaled one where there is one", () => {
    const from = (outputs: object) => asked(video.next(contextOf({ outputs }), []), "imageToVideo").input.image_url;
    expect(from({ image: { image: picture } })).toEqual({ media: picture.ref });
    expect(from(withImages)).toEqual({ media: larger.ref });
  });

  test("without lip-sync is silent and vertical", () => {
    const { input } = asked(video.next(contextOf({ outputs: withImages }), []), "imageToVideo");
    expect(input).toMatchObject({ aspect_ratio: "9:16", duration: "8s", resolution: "720p", generate_audio: false });
    expect(input).not.toHaveProperty("audio_url");
  });

  test("with lip-sync hears the cut clip, never the song", () => {
    const outputs = { ...withImages, cut: { audio: "media:clips/1.wav" as const } };
    const { input } = asked(video.next(contextOf({ request: { lipsync: true }, outputs }), []), "audioToVideo");
    expect(input).toMatchObject({
      audio_url: { media: "media:clips/1.wav" },
      match_audio_length: true,
      video_size: { width: 720, height: 1280 },
    });
  });
});

test("runs with other seeds ask for other pictures, the same seed for the same", () => {
  const seedOf = (seed: number) => asked(image.next(contextOf({ seed }), []), "image").input.seed;
  expect(seedOf(1)).toBe(seedOf(1));
  const seeds = Array.from({ length: 100 }, (_, seed) => seedOf(seed));
  expect(new Set(seeds).size).toBe(100);
  for (const seed of seeds) expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31).toBe(true);
});

test("upscaling doubles the image and brings the video to 1080p", () => {
  const context = contextOf({
    request: { upscale: true },
    outputs: { image: { image: picture }, video: { video: moving } },
  });
  expect(asked(upscaleImage.next(context, []), "upscaleImage").input).toEqual({
    image_url: { media: picture.ref },
    upscale_mode: "factor",
    upscale_factor: 2,
    output_format: "png",
  });
  expect(asked(upscaleVideo.next(context, []), "upscaleVideo").input).toEqual({
    video_url: { media: moving.ref, frames: 192 },
    upscale_mode: "target",
    target_resolution: "1080p",
    output_format: "X264 (.mp4)",
    output_quality: "high",
  });
});

test("what a model made is what the step gives; an answer without it is an error", () => {
  expect(outcome(image.next(contextOf(), [answer("image", {}, { image: picture })]))).toEqual({ image: picture });
  expect(outcome(video.next(contextOf(), [answer("imageToVideo", {}, { video: moving })]))).toEqual({ video: moving });
  expect(() => video.next(contextOf(), [answer("imageToVideo", {})])).toThrow("no video");
});

describe("render", () => {
  const outputs = {
    clip: { startSeconds: 12.35, durationSeconds: 8, lyrics: "", mood: "" },
    caption: { text: "don't wait up 🌙" },
    image: { image: picture },
    video: { video: moving },
  };
  const task = (request: Parameters<typeof contextOf>[0], more = {}) =>
    render.next(contextOf({ ...request, outputs: { ...outputs, ...more } }), []);

  test("lays the clip under a silent video, and leaves the sound of a lip-synced one alone", () => {
    expect(task({})).toMatchObject({
      kind: "render",
      video: { media: moving.ref },
      audio: { song: { media: "library:songs/1/abc" }, startSeconds: 12.35 },
      output: { width: 720, height: 1280, durationSeconds: 8 },
    });
    expect(task({ request: { lipsync: true } })).toMatchObject({ audio: null });
  });

  test("lets of the sound be heard what the clip says", () => {
    const clip = { ...outputs.clip, durationSeconds: 7.8, fadeIn: 0.01, fadeOut: 0.3 };
    for (const lipsync of [true, false]) {
      expect(task({ request: { lipsync } }, { clip })).toMatchObject({
        sound: { seconds: 7.8, fadeIn: 0.01, fadeOut: 0.3 },
      });
    }
    expect(task({})).not.toHaveProperty("sound");
  });

  test("keeps the upscaled size", () => {
    expect(task({ request: { upscale: true } }, { "upscale-video": { video: sharper } })).toMatchObject({
      video: { media: sharper.ref },
      output: { width: 1080, height: 1920, durationSeconds: 8 },
    });
  });

  test("says where the head is in the reference, that nobody is there, or nothing where nobody knows", () => {
    const stage = BUILT_IN.find(({ name }) => name === "artist-caption-stage");
    const { x, y, radius } = stage?.references[2]?.head ?? { x: 0, y: 0, radius: 0 };
    const captionOf = (context: Parameters<typeof contextOf>[0]) => {
      const asked = task(context);
      return "caption" in asked ? asked.caption : undefined;
    };
    const found = captionOf({ request: { template: "artist-caption-stage" }, choices: { reference: 2 } })?.head;
    expect(found?.x).toBeCloseTo(x - radius * 0.8);
    expect(found?.y).toBeCloseTo(y - (radius * 9) / 16);
    expect(found?.height).toBeCloseTo((2 * radius * 9) / 16);
    expect(captionOf({ request: { template: "album-record-store" } })?.head).toBeNull();
    const own = { id: "extra-1", description: "", image: "library:batches/1/1" } as const;
    for (const name of ["artist-caption-stage", "album-record-store"]) {
      expect(captionOf({ request: { template: name }, references: [own] })).not.toHaveProperty("head");
    }
    expect(captionOf({ request: { lipsync: true } })).toMatchObject({ lipsync: true });
  });

  test("places a punch line low and a paragraph in the middle, in the template's style", () => {
    for (const { name, captionStyle } of BUILT_IN) {
      expect(task({ request: { template: name } })).toMatchObject({
        caption: { text: "don't wait up 🌙", style: captionStyle, placement: "lower" },
      });
    }
    expect(task({ request: { caption_length: "long" } })).toMatchObject({ caption: { placement: "center" } });
  });
});
