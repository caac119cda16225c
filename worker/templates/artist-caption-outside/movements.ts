import type { Variation } from "../../domain/template.ts";

/** None of them moves the mouth: with lipsync the singing is added on top. */
export const movements: Variation[] = [
  {
    name: "phone on the ground",
    prompt:
      "the camera lies perfectly still on the asphalt; only the artist's weight shifts from foot to foot, the jacket moves in the wind and reflections tremble in the puddle",
  },
  {
    name: "walk up",
    prompt:
      "locked low camera; the artist takes two unhurried steps towards the lens, shoes splashing softly, stops and stays, head still in the upper third",
  },
  {
    name: "crouch down",
    prompt:
      "locked low camera; the artist slowly crouches until the face is closer to the lens, forearms on knees, and holds there",
  },
  {
    name: "car goes by",
    prompt:
      "locked low camera; a car passes behind, its headlights flare across the wet street and rim the artist's hair, the spray settles, the artist does not turn round",
  },
  {
    name: "look down the street",
    prompt:
      "locked low camera; the artist looks along the street to the left, waits, and brings the eyes back to the lens without moving the shoulders",
  },
  {
    name: "slow lift",
    prompt:
      "the camera rises smoothly from the asphalt to knee height while it keeps tilting up at the artist, reflections sliding out of the bottom of the frame",
  },
  {
    name: "sway",
    prompt:
      "locked low camera; the artist sways from the hips in slow time, head following last, neon sliding over the wet jacket",
  },
  {
    name: "hood back",
    prompt:
      "locked low camera; one hand pushes the hood back from the hair and drops to the side, drizzle catching the street lamp",
  },
  {
    name: "signal change",
    prompt:
      "locked low camera; a traffic light out of frame turns from red to green, and the colour on the wet ground and one side of the face changes with it",
  },
  {
    name: "creep in",
    prompt:
      "the camera glides forward a hand's breadth above the wet asphalt towards the artist, puddle streaks passing beneath, ending in a medium shot",
  },
];
