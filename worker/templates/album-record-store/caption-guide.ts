import type { CaptionGuide } from "../../domain/template.ts";

export const captionGuide: CaptionGuide = {
  tone: "The back of a record sleeve written by a friend: knowing, warm, a bit of a liar. It speaks of the record as if it had a life of its own.",
  rules: [
    "Start from the feeling of the clip's lyrics, never quote or paraphrase a line of them: the song says it already.",
    'Speak of the record, the sleeve, the crate, the needle, side A and side B; a listener may be "you", nobody else appears.',
    "Lower case, ordinary punctuation, no exclamation marks.",
    "No hashtags, no emoji, no prices, no release dates, no request to listen, follow, stream, pre-order or buy.",
    "No talk of quality: nothing is a classic, a masterpiece, timeless or a vibe.",
    "Keep to the voice of the notes, and to what the notes say is never said.",
    "A paragraph reads as on a sleeve that nobody edited, without a moral at the end.",
  ],
  formats: [
    "a filing mistake that makes sense",
    "instructions for playing it",
    "a warning from the sleeve",
    "where the record has been before",
    "side A against side B",
    "what is written in the dead wax",
    "a shelf it was never meant to stand on",
  ],
  examples: {
    short: [
      "file under: unfinished business",
      "side b is the apology",
      "worn out exactly where it hurts",
      "play it loud. mean it quietly.",
      "one owner, many nights",
    ],
    medium: [
      "we filed it under soul, then under weather, then we gave up and left it on the turntable.",
      "the scratch on track three is original. leave it in, it is the only honest second on side one.",
      "it came back to the shop twice with the same note in the sleeve: too soon, try again in autumn.",
    ],
    long: [
      "this copy has been on four continents and under one bed, it has been borrowed for a weekend and kept for nine years, it has held a door open and a window shut, and someone with very small writing has corrected the running order on the back, so that the sad one comes last, and having played it that way all afternoon we think they were right.",
      "start it after the dishes and before the news, lamp on, big light off, and don't skip the quiet part, the quiet part is where the rest of it was going, and if the needle jumps near the end let it jump, it has always jumped there, it jumped there for whoever had it before you, and they still kept it, and they still played it through.",
    ],
  },
};
