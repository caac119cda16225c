/** A small venue, filmed from the crowd by somebody who knows every word. */
import type { BuiltInTemplate } from "../../domain/template.ts";
import { captionGuide } from "./caption-guide.ts";
import { moods } from "./moods.ts";
import { movements } from "./movements.ts";
import { references } from "./references.ts";

export const stage: BuiltInTemplate = {
  name: "artist-caption-stage",
  description: "A small, sweaty venue filmed by a fan near the front: haze, hard beams, the artist at the microphone.",
  defaultLipsync: false,
  usesFace: true,
  image: {
    scene: [
      "A vertical phone photo taken by a fan three rows from the stage of a two-hundred-capacity venue, low ceiling, black",
      "walls, haze in the air. The artist stands at the edge of the stage behind a microphone on a straight stand that",
      "reaches to just below the chin and leaves the face free.",
      "Two or three hard beams come from behind and above, amber and red or cold blue, and draw the edges of hair and",
      "shoulders; a weak warm front light keeps eyes and mouth readable. Dust and haze make the beams visible, lamps bloom",
      "and flare across the lens.",
      "The bottom third is the dark crowd from behind, out of focus: heads, a raised arm, the small bright rectangle of",
      "another phone. Behind the artist, barely there, an amplifier, a drum kit, cables.",
      "About 50 mm equivalent with digital zoom, shot slightly from below, a touch of motion blur on the edges, coarse",
      "noise, blacks crushed, one channel of the light clipping. It looks like the clip that a fan sends to a friend",
      "who could not come.",
    ].join(" "),
    rules: [
      "Vertical 9:16, composed for a phone screen; nothing important in the top eighth or the bottom quarter, where an app puts its buttons.",
      "The artist is the person in the portrait given as the first image: keep bone structure, eye shape, nose, skin tone, hair colour, hairline and every visible mark exactly; do not beautify, slim, age or de-age them.",
      "Take framing, pose, light direction and palette from the scene reference, which is a painted sketch: the result is a photograph and keeps none of its brushwork.",
      "The artist is the only recognisable person; the crowd is anonymous, dark, seen from behind and out of focus.",
      "The microphone does not cover the mouth, and no beam, hand or hair crosses the eyes.",
      "A hand on the stand or at the side has five natural fingers; instruments have plausible strings, keys and proportions.",
      "A small room: no arena screens, no pyrotechnics, no choreography, no stage barrier with security.",
      "No text, banners, band logos, watermarks, app interface or date stamps.",
    ],
  },
  moods,
  movements,
  captionGuide,
  captionStyle: "poster",
  references,
};
