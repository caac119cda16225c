import type { CaptionGuide } from "../../domain/template.ts";

export const captionGuide: CaptionGuide = {
  tone: "What is shouted into a friend's ear between two songs: loud, brief, sincere. It may be the artist or the fan who speaks, but never a press release.",
  rules: [
    "Start from the feeling of the clip's lyrics, never quote or paraphrase a line of them: the song says it already.",
    "Size matters: one room, one night, one person in the third row; nothing about careers, charts or fans in general.",
    "Lower case, ordinary punctuation, at most one exclamation mark in a year.",
    "No hashtags, no emoji, no song title, no artist name, no venue name, no dates, no request to listen, follow, stream or buy.",
    "Strong verbs, few adjectives; nothing is epic, insane, unreal or magical.",
    "Write as the artist speaks in their notes, and keep to what the notes say they never say.",
    "A paragraph builds as the set does, without a moral at the end.",
  ],
  formats: [
    "a dare to the person it is about",
    "something true about the room",
    "the line before the chorus, in plain words",
    "a thank-you that turns into a confession",
    "what nobody in the front row knows",
    "a headcount",
    "a before and an after",
  ],
  examples: {
    short: [
      "you said nobody would come",
      "the quiet part is about you",
      "eleven people. every word.",
      "wrote this where you left me",
      "my mum is at the bar, crying",
    ],
    medium: [
      "i wrote this so quietly that the neighbours never knew, and now two hundred people are shouting it at the ceiling.",
      "there is one seat by the exit that i never look at. tonight somebody was sitting in it.",
      "we practised the ending forty times and then you walked in, so this is the forty-first.",
    ],
    long: [
      "the first time we played this there were six people and two of them were the other band, and i sang it to the fire exit because it was the only thing looking back, and tonight i couldn't hear myself over the third row, over a stranger with her arm in plaster who knew the bridge better than i do, and i thought, well, it isn't mine any more, and that is the best thing that ever happened to it.",
      "before we go on i always count the steps from the curtain to the stand, it is nine here, it was four in the last place, and somewhere around the fifth i remember what the song is about and want to turn round, and on the sixth the light hits, and on the seventh somebody shouts my name in your accent, and by nine it is too late to do anything but sing.",
    ],
  },
};
