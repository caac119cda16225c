import { mediaInput } from "../domain/media.ts";
import { type NameOfShots, type ShotNumber, stepOfShot } from "../domain/run.ts";
import { MODELS } from "../fal/models.ts";
import { seedFrom } from "../random.ts";
import { hasShot } from "./shots.ts";
import { type Ask, ask, done, mediaOf, type Step, type StepContext } from "./step.ts";
import { framingOf, moodOf, referenceOf } from "./variation.ts";

/** The artist in the template's scene, vertical from the start, for the shot with this number. */
export const image = (shot: ShotNumber): Step<NameOfShots<"image">> => ({
  name: stepOfShot("image", shot),
  title: shot === 1 ? "Making the image" : `Making image ${shot}`,
  typicalSeconds: MODELS.image.typicalSeconds,
  queue: "steps",
  needs: [],
  when: (request) => hasShot(request, shot),
  paid: { calls: (context) => [picture(context, shot)], note: () => "One 9:16 image." },
  next(context, [made]) {
    return made ? done({ image: mediaOf(made, "image") }) : picture(context, shot);
  },
});

function picture(context: StepContext, shot: ShotNumber): Ask {
  const { template, artist, run } = context;
  const scene = mediaInput(referenceOf(context).image);
  const face = template.usesFace && artist.faceGuide ? [mediaInput(artist.faceGuide)] : [];
  return ask("image", {
    prompt: imagePrompt(context, shot),
    image_urls: [...face, scene],
    aspect_ratio: "9:16",
    resolution: "1K",
    output_format: "png",
    num_images: 1,
    seed: seedFrom(run.seed, stepOfShot("image", shot)),
  });
}

function imagePrompt(context: StepContext, shot: ShotNumber): string {
  const { template } = context;
  const { description } = referenceOf(context);
  const framing = framingOf(context, shot);
  const guide = template.usesFace
    ? [
        "The first image shows the person: keep their identity, face and hair exactly.",
        "The second image shows the scene: take its framing, light, colours and pose.",
      ]
    : ["The image shows the scene: take its framing, light and colours."];
  return [
    ...guide,
    template.image.scene,
    ...(description === "" ? [] : [`In this picture: ${description}.`]),
    `Mood: ${moodOf(context).prompt}.`,
    ...template.image.rules,
    ...(framing === ""
      ? []
      : [
          `Only the framing differs from the scene: ${framing}.`,
          "It is one of several pictures of the same hour: place, light, colours, clothes and hair are those of the scene.",
        ]),
  ].join("\n");
}
