import { mediaInput } from "../domain/media.ts";
import { MODELS } from "../fal/models.ts";
import { seedFrom } from "../random.ts";
import { type Ask, ask, done, mediaOf, type Step, type StepContext } from "./step.ts";
import { moodOf, referenceOf } from "./variation.ts";

/** The artist in the template's scene, vertical from the start. */
export const image: Step<"image"> = {
  name: "image",
  title: "Making the image",
  typicalSeconds: MODELS.image.typicalSeconds,
  queue: "steps",
  needs: [],
  when: () => true,
  paid: { calls: (context) => [picture(context)], note: () => "One 9:16 image." },
  next(context, [made]) {
    return made ? done({ image: mediaOf(made, "image") }) : picture(context);
  },
};

function picture(context: StepContext): Ask {
  const { template, artist, run } = context;
  const scene = mediaInput(referenceOf(context).image);
  const face = template.usesFace && artist.faceGuide ? [mediaInput(artist.faceGuide)] : [];
  return ask("image", {
    prompt: imagePrompt(context),
    image_urls: [...face, scene],
    aspect_ratio: "9:16",
    resolution: "1K",
    output_format: "png",
    num_images: 1,
    seed: seedFrom(run.seed, "image"),
  });
}

function imagePrompt(context: StepContext): string {
  const { template } = context;
  const { description } = referenceOf(context);
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
  ].join("\n");
}
