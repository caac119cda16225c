import type { Variation } from "../../domain/template.ts";

export const moods: Variation[] = [
  {
    name: "almost sent it",
    prompt:
      "restless and wide awake, someone who typed the message, deleted it and is still thinking about it; attention keeps slipping off the lens and coming back",
  },
  {
    name: "quiet ache",
    prompt:
      "a dull, private sadness, heavy lids, brow barely drawn together, holding still so that it does not spill over",
  },
  {
    name: "after crying",
    prompt:
      "calm on the far side of tears, slightly swollen eyes catching the violet light, breathing slow and even, emptied out",
  },
  {
    name: "stubborn",
    prompt: "done apologising, chin level, steady unblinking look straight into the lens, a decision already made",
  },
  {
    name: "soft crush",
    prompt: "warm and a little embarrassed, thinking of one person, looking down and then up again, lit from inside",
  },
  {
    name: "three in the morning",
    prompt: "sleepless and far away, unfocused eyes, head heavy, the numb calm of having been up too long",
  },
  {
    name: "homesick",
    prompt:
      "tender and distant, remembering a house that is no longer theirs, gaze resting on something outside the frame",
  },
  {
    name: "private joke",
    prompt: "dry amusement at their own misery, one eyebrow slightly up, warmth at the corners of the eyes",
  },
  {
    name: "bracing",
    prompt: "nervous the night before something big, shoulders a little high, short breaths, eyes bright",
  },
  {
    name: "letting go",
    prompt:
      "relief arriving slowly, shoulders dropping, forehead smoothing, eyes closing for a moment longer than a blink",
  },
];
