/** The record itself, in a shop full of records. Nobody is there, and no prompt may suggest otherwise. */
import type { BuiltInTemplate } from "../../domain/template.ts";
import { captionGuide } from "./caption-guide.ts";
import { moods } from "./moods.ts";
import { movements } from "./movements.ts";
import { references } from "./references.ts";

export const recordStore: BuiltInTemplate = {
  name: "album-record-store",
  description: "A vinyl record in an empty record shop: turntable, crates, sleeves, late light.",
  defaultLipsync: false,
  usesFace: false,
  image: {
    scene: [
      "A vertical phone photo of a vinyl record in a small, crowded, independent record shop, empty after closing time.",
      "One record is the subject: spinning on the listening-post turntable, leaning out of its sleeve on the counter, or",
      "standing at the front of a wooden crate. Black vinyl with fine concentric grooves that catch a bright wedge of",
      "light, a plain coloured centre label, a worn card sleeve with abstract cover art of simple shapes.",
      "Around it the shop: rows of crates with hundreds of thin sleeve edges, a wall of covers out of focus, dust in the",
      "air, a scratched wooden counter, a pair of headphones on a hook, a tangle of cable.",
      "Light is warm and low: one pendant bulb over the counter, the last orange sun or a neon glow from the street",
      "through the window, deep brown shadows. Close and tactile, about 26 mm equivalent from very near or a slow",
      "view down the aisle, shallow depth behind, a little dust on the lens, mild noise, natural colour.",
    ].join(" "),
    rules: [
      "Vertical 9:16, composed for a phone screen; nothing important in the top eighth or the bottom quarter, where an app puts its buttons.",
      "The record is the only subject, and the shop is empty and still: an object picture from edge to edge.",
      "Take framing, light direction and palette from the scene reference, which is a painted sketch: the result is a photograph and keeps none of its brushwork.",
      "When cover art is given as a further picture, print it unchanged on the sleeve, in correct perspective, once.",
      "Covers, labels, posters and dividers carry abstract shapes and colours only: no letters, numbers or logos.",
      "One turntable with one platter and one tonearm whose needle rests in the groove; the record is a perfect circle in perspective and its hole is in the centre.",
      "No text, price stickers, watermarks, app interface or borders.",
      "Real phone optics and real wear: dust, ring wear, scuffed wood; no product-shot sheen, no floating objects.",
    ],
  },
  moods,
  movements,
  captionGuide,
  captionStyle: "clean",
  references,
};
