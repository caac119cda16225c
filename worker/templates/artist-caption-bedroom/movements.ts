import type { Variation } from "../../domain/template.ts";

/** None of them moves the mouth: with lipsync the singing is added on top. */
export const movements: Variation[] = [
  {
    name: "held breath",
    prompt:
      "handheld selfie, almost still: the frame drifts a finger's width with the artist's breathing, eyes on the lens, one slow blink, the LED glow pulsing very faintly on the wall",
  },
  {
    name: "look away and back",
    prompt:
      "the artist holds the lens for two seconds, turns the head a quarter towards the window, rests there, then comes back to the lens; the camera does not follow",
  },
  {
    name: "lean in",
    prompt:
      "the artist leans slowly towards the phone until the face fills the width, violet light sliding from cheek to forehead, then settles back against the pillow",
  },
  {
    name: "arm gets tired",
    prompt:
      "the phone sinks a little and tilts as the arm tires, is lifted and straightened again; small natural wrist shake, focus breathing once",
  },
  {
    name: "hair out of the eyes",
    prompt:
      "the free hand pushes hair off the forehead in one unhurried move and drops out of frame; the head stays level and the light stays constant",
  },
  {
    name: "back to the headboard",
    prompt:
      "the phone is propped and perfectly still; the artist lets the back of the head come to rest against the headboard and looks up at the ceiling, then down at the lens",
  },
  {
    name: "passing headlights",
    prompt:
      "locked frame; a car outside throws one soft bar of white light across wall and face from left to right, and the room returns to violet",
  },
  {
    name: "slow nod",
    prompt:
      "the artist nods almost invisibly in time with slow music, shoulders following half a beat later, eyes closing on the downbeats; camera locked",
  },
  {
    name: "roll to the side",
    prompt:
      "the artist shifts weight and lets the head tip onto one shoulder; the handheld frame rolls a few degrees the same way and stays there",
  },
  {
    name: "screen glow",
    prompt:
      "very slow push in while a cool light from a screen off frame dims and brightens on the shadow side of the face; hair moves slightly in the air of a fan",
  },
];
