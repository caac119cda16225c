import type { CaptionGuide } from "../../domain/template.ts";

export const captionGuide: CaptionGuide = {
  tone: "Something said on the walk home to the friend who stayed: funny first, honest a second later. Present tense, quick, at street level.",
  rules: [
    "Start from the feeling of the clip's lyrics, never quote or paraphrase a line of them: the song says it already.",
    "Put it somewhere: a corner shop, a night bus, a street lamp, the wrong side of the road.",
    "Lower case, ordinary punctuation, no exclamation marks.",
    "No hashtags, no emoji, no song title, no artist name, no request to listen, follow, stream or save.",
    "The turn comes in the last few words; whatever follows the turn is cut.",
    "Write as the artist speaks in their notes, and keep to what the notes say they never say.",
    "A paragraph moves through the street as it goes, without a moral at the end.",
  ],
  formats: [
    "an excuse that gives itself away",
    "directions to a place that is really a memory",
    "what was said against what was meant",
    "a rule that is broken in the same sentence",
    "a running count of something silly",
    "an overheard line and who it was about",
    "a promise with a loophole",
  ],
  examples: {
    short: [
      "took the long way past your lights",
      "left the party to miss it properly",
      "not lost, just avoiding one street",
      "cold is easier than going in",
      "four stops early, on purpose",
    ],
    medium: [
      "i said i needed air and then i needed the next street too, and now i live here, under this lamp.",
      "the man in the corner shop asked where you were. i bought two of everything so i wouldn't have to answer.",
      "every night i promise to walk home the quick way, and every night your window is on the slow one.",
    ],
    long: [
      "so i go out for milk, and the shop is shut, so i go to the next shop, which is the one by the bridge, and since i'm at the bridge i may as well look at the river, and since i'm looking at the river i may as well think about it, and that is how it took me two hours to come home without milk and with all of it still to say.",
      "there is a crossing on this road where the green man waits for nobody, i have counted, it is always exactly long enough to decide to ring you and exactly too short to do it, and i have crossed it so many times tonight that the taxi driver on the corner lifted his hand, the way you greet a neighbour, the way you greet a ghost.",
    ],
  },
};
