/** A phone selfie in a dark bedroom: violet light, an unmade bed, nobody else awake. */
import type { BuiltInTemplate } from "../../domain/template.ts";
import { captionGuide } from "./caption-guide.ts";
import { moods } from "./moods.ts";
import { movements } from "./movements.ts";
import { references } from "./references.ts";

export const bedroom: BuiltInTemplate = {
  name: "artist-caption-bedroom",
  description: "A moody selfie in a purple-lit bedroom, filmed on a phone long after midnight.",
  defaultLipsync: false,
  usesFace: true,
  image: {
    scene: [
      "A candid vertical phone photo of the artist alone in their own bedroom, some time after two in the morning.",
      "The only light is practical: an LED strip behind the headboard that washes the wall in violet and magenta, a",
      "cool blue spill from a window or a screen on the shadow side of the face, one small warm lamp far behind.",
      "The light falls off quickly; the corners of the room are nearly black, but the near eye and cheek stay readable.",
      "An unmade bed with heavy creased sheets, a hoodie or a washed-out T-shirt, a glass of water, cables, a guitar or a",
      "small keyboard half out of frame: a room that somebody lives in, not a set.",
      "Front camera held at arm's length or propped against something, about 26 mm equivalent, slightly off level, the",
      "head in the upper-middle third with room beneath it. Natural skin with pores and a little shine, hair not",
      "done, sensor noise in the shadows, gentle bloom around the LEDs. It looks like the ninth take of a video that was",
      "never meant to be posted.",
    ].join(" "),
    rules: [
      "Vertical 9:16, composed for a phone screen; nothing important in the top eighth or the bottom quarter, where an app puts its buttons.",
      "The artist is the person in the portrait given as the first image: keep bone structure, eye shape, nose, skin tone, hair colour, hairline and every visible mark exactly; do not beautify, slim, age or de-age them.",
      "Take framing, pose, light direction and palette from the scene reference, which is a painted sketch: the result is a photograph and keeps none of its brushwork.",
      "Exactly one person, one head, two hands at most; every visible hand has five natural fingers.",
      "No text, captions, logos, watermarks, app interface, borders or picture frames with readable writing.",
      "Real phone optics: deep focus, mild noise, no studio softbox, no ring light in the eyes, no glamour retouching.",
      "Fully clothed, in everyday clothes without brands.",
      "The mouth is relaxed and clearly visible; no hand, hair, microphone or phone covers it.",
    ],
  },
  moods,
  movements,
  captionGuide,
  captionStyle: "clean",
  references,
};
