import type { Variation } from "../../domain/template.ts";

export const moods: Variation[] = [
  {
    name: "first night",
    prompt: "frightened and alight, gripping the moment, eyes wide, unable to believe that the room is full",
  },
  {
    name: "owning it",
    prompt: "total command without showing off, weight low, steady eyes over the heads of the crowd",
  },
  {
    name: "last song",
    prompt: "spent and open, sweat on the temples, giving what is left, brow lifted",
  },
  {
    name: "one person in the room",
    prompt: "performing to a single face in the dark, tender and dangerously direct",
  },
  {
    name: "eyes closed",
    prompt: "gone inside the sound, eyes shut, head tilted back a little, the crowd forgotten",
  },
  {
    name: "controlled burn",
    prompt: "anger held in a tight frame, jaw and shoulders locked, one spark away from letting it out",
  },
  {
    name: "joy",
    prompt: "helpless happiness, eyes creased, light on the feet, catching a friend in the front row",
  },
  {
    name: "hush",
    prompt: "the quiet verse, a room holding its breath, gentle concentration, hardly any movement",
  },
  {
    name: "homecoming",
    prompt: "playing to people who knew them before, grateful and a little shy, chest open",
  },
  {
    name: "defiant",
    prompt: "proving somebody wrong in public, chin raised into the light, a hard bright look",
  },
];
