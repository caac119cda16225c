import type { CaptionGuide } from "../../domain/template.ts";

export const captionGuide: CaptionGuide = {
  tone: "A note typed in bed and not meant for anyone: plain, specific, a little ashamed of how true it is. First person, dry where another writer would be poetic.",
  rules: [
    "Start from the feeling of the clip's lyrics, never quote or paraphrase a line of them: the song says it already.",
    "Name one concrete thing (a charger, a voicemail, the second pillow) instead of an emotion.",
    "Lower case, ordinary punctuation, no exclamation marks.",
    "No hashtags, no emoji, no song title, no artist name, no request to listen, follow, stream or save.",
    "Never explain the joke or the hurt; stop one sentence earlier than feels safe.",
    "Write as the artist speaks in their notes, and keep to what the notes say they never say.",
    "A paragraph runs on like a thought at night, without a moral at the end.",
  ],
  formats: [
    "a confession cut short",
    "a text message that was never sent",
    "a small lie followed by its correction",
    "an inventory of what is still in the room",
    "advice to oneself that will not be taken",
    "a time of night and what happened then",
    "a bargain with somebody who is not there",
  ],
  examples: {
    short: [
      "i still sleep on my half",
      "told everyone it was mutual",
      "typed it, deleted it, typed it again",
      "your charger is still in the wall",
      "fine is a word i practise",
    ],
    medium: [
      "i moved the bed to the other wall so the room would stop being the room where you told me.",
      "my mother asked if i was eating and i described a dinner i had in march. it was a good dinner.",
      "i keep the voicemail about the dentist because it is the only one where you sound happy to call.",
    ],
    long: [
      "it's 3:12 and i have decided that tomorrow i will be a person who answers emails and owns a second towel and doesn't know what you had for lunch, and i almost believe it, because the light makes everything look like somebody else's room, and then the fridge starts humming in the key of that song and i'm back on the kitchen floor holding your side of the argument as well as mine.",
      "nobody tells you that the quiet afterwards has a schedule, that it comes at ten when the neighbours turn off their television and again at four when the pipes knock, and that in between you can be perfectly normal, you can fold things, you can laugh at a video, you can even say the name out loud as long as you are talking about another person who has it.",
    ],
  },
};
