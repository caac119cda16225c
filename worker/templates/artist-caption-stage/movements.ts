import type { Variation } from "../../domain/template.ts";

/** None of them moves the mouth: with lipsync the singing is added on top. */
export const movements: Variation[] = [
  {
    name: "fan camera",
    prompt:
      "handheld from the crowd with small shakes and one correction of the framing, heads bobbing at the bottom edge, the artist swaying at the stand",
  },
  {
    name: "zoom too late",
    prompt:
      "handheld from the crowd; after two seconds the phone zooms in unevenly from full figure to chest, overshoots, settles, noise growing with it",
  },
  {
    name: "light sweep",
    prompt:
      "nearly still frame; a beam sweeps from left to right behind the artist, drawing a bright rim around hair and shoulders, haze rolling through it",
  },
  {
    name: "blackout and back",
    prompt:
      "nearly still frame; the stage drops to darkness for half a second and returns in red from behind, the artist in the same place, head lifted",
  },
  {
    name: "hands go up",
    prompt:
      "handheld from the crowd; two arms rise in the foreground and sink again, the artist leans towards the front row on one foot",
  },
  {
    name: "grip the stand",
    prompt:
      "the artist closes one hand around the stand and pulls it a little closer, shoulders rising with a breath, the other arm loose; slow drift to the right",
  },
  {
    name: "step back from the light",
    prompt:
      "the artist takes half a step back into haze until the beams turn the figure to an outline, then returns to the stand; camera steady",
  },
  {
    name: "pulse",
    prompt:
      "lamps pulse in slow time; the artist nods with them from the neck, hair following, the crowd in the foreground moving as one",
  },
  {
    name: "jostled",
    prompt:
      "somebody bumps the phone: a short swing to the left with motion blur, the frame finds the artist again and holds steady",
  },
  {
    name: "slow rise",
    prompt:
      "the phone is lifted smoothly over the heads in front until the artist is clear of the crowd, lens flare sliding down the frame",
  },
];
