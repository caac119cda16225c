/** A phone left on wet asphalt at night, looking up at the artist and the street. */
import type { BuiltInTemplate } from "../../domain/template.ts";
import { captionGuide } from "./caption-guide.ts";
import { moods } from "./moods.ts";
import { movements } from "./movements.ts";
import { references } from "./references.ts";

export const outside: BuiltInTemplate = {
  name: "artist-caption-outside",
  description: "A night street seen by a phone left on the ground: wet asphalt, neon, the artist above it.",
  defaultLipsync: false,
  usesFace: true,
  image: {
    scene: [
      "A vertical phone photo taken at night from ground level: the phone stands on the asphalt, leaning against a kerb",
      "or a bag, its wide lens tilted up at the artist, who stands or crouches a step or two away.",
      "It has rained. The lower third of the frame is wet street in raking perspective, long smeared reflections of",
      "neon, traffic lights and shop windows in the puddles, grit sharp in the first centimetres before the lens.",
      "Above it the artist, shoes and legs a little large from the low angle, the head in the upper-middle third against",
      "a strip of dark blue sky between buildings. Sodium orange from a street lamp on one side, teal or red neon on the",
      "other, breath or drizzle visible in the light, distant headlights out of focus.",
      "About 14 mm equivalent, horizon slightly crooked, highlights clipping a little, noise in the sky. Ordinary street",
      "clothes: jacket, hood, worn trainers. It looks like somebody put the phone down, pressed record and walked back.",
    ].join(" "),
    rules: [
      "Vertical 9:16, composed for a phone screen; nothing important in the top eighth or the bottom quarter, where an app puts its buttons.",
      "The artist is the person in the portrait given as the first image: keep bone structure, eye shape, nose, skin tone, hair colour, hairline and every visible mark exactly; do not beautify, slim, age or de-age them.",
      "Take camera height, pose, light direction and palette from the scene reference, which is a painted sketch: the result is a photograph and keeps none of its brushwork.",
      "Low camera: the lens is no higher than the artist's knee, and the ground leads into the picture.",
      "The face is lit enough to be recognised and is turned towards the camera; the wide lens does not distort it.",
      "Exactly one person in focus; passers-by, if any, are blurred shapes far away. Two arms, two legs, five natural fingers on each visible hand.",
      "No readable text: neon and shop signs are abstract shapes of light. No logos, number plates, watermarks or app interface.",
      "No umbrella, hood, scarf, hand or microphone in front of the mouth.",
    ],
  },
  moods,
  movements,
  captionGuide,
  captionStyle: "boxed",
  references,
};
