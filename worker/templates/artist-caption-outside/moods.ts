import type { Variation } from "../../domain/template.ts";

export const moods: Variation[] = [
  {
    name: "missed the last bus",
    prompt:
      "stranded and oddly free, nothing to hurry for any more, loose shoulders, looking down the empty street before looking at the lens",
  },
  {
    name: "walked out",
    prompt: "just left a loud room without saying goodbye, adrenaline still high, jaw set, breath visible",
  },
  {
    name: "main character",
    prompt: "unashamed confidence, chin up, weight on the back foot, the city arranged around one person",
  },
  {
    name: "cold and fine",
    prompt: "shivering slightly and refusing to go in, stubborn calm, hands deep in pockets, eyes clear",
  },
  {
    name: "waiting",
    prompt: "someone is late and probably not coming; patience wearing thin, glancing past the camera, weight shifting",
  },
  {
    name: "small victory",
    prompt: "tired and quietly triumphant, the good ending of a bad day, warmth rising under the exhaustion",
  },
  {
    name: "old street",
    prompt: "back where they grew up and no longer from here, tender and slightly out of place",
  },
  {
    name: "looking for trouble",
    prompt: "mischievous and wide awake, pacing energy held in a still body, a spark in the eyes",
  },
  {
    name: "rain on purpose",
    prompt: "letting the drizzle fall on an upturned face, surrender rather than sadness, eyes half closed",
  },
  {
    name: "last one awake",
    prompt: "alone with the street lamps, unhurried, contemplative, at peace with being nowhere",
  },
];
