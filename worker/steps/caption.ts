import { type CaptionLength, durationOf } from "../domain/run.ts";
import { MODELS } from "../fal/models.ts";
import { seeded, shuffled } from "../random.ts";
import { brokenRule, cleanCaption, lengthRule, trimCaption } from "./caption-rules.ts";
import { type Ask, ask, dataOf, done, outputOf, type Step, type StepContext } from "./step.ts";
import { moodOf } from "./variation.ts";

/** Characters of a quotation in a prompt: the clip's lyrics, or an answer that cannot be used. */
export const MAX_QUOTE_LENGTH = 1200;

/** The words on the video: asked for, checked, asked for once more with the broken rule named, then trimmed. */
export const caption: Step<"caption"> = {
  name: "caption",
  title: "Writing the caption",
  typicalSeconds: MODELS.write.typicalSeconds,
  queue: "steps",
  needs: ["clip"],
  when: ({ caption_length }) => caption_length !== "none",
  paid: {
    calls(context) {
      const longest = "x".repeat(MAX_QUOTE_LENGTH);
      return [question(context), question(context, longest)];
    },
    note: () => "At most: a second answer is paid for when the first breaks the length rule.",
  },
  next(context, answers) {
    const length = lengthOf(context);
    const texts = answers.map((answer) => cleanCaption(dataOf("write", answer).output));
    const good = texts.find((text) => brokenRule(text, length) === undefined);
    if (good !== undefined) return done({ text: good });
    if (texts.length < 2) return question(context, texts.at(-1));
    const longest = texts.reduce((a, b) => (b.length > a.length ? b : a));
    if (longest === "") throw new Error("The model wrote no caption, twice");
    return done({ text: trimCaption(longest, length) }, "the model kept breaking the length rule: trimmed");
  },
};

function lengthOf({ run }: StepContext): CaptionLength {
  const length = run.request.caption_length;
  if (length === "none") throw new Error("A run without a caption has no such step");
  return length;
}

/** Asks for the caption. `broken`: an earlier answer that cannot be used. */
function question(context: StepContext, broken?: string): Ask {
  const { template, artist, song, run } = context;
  const length = lengthOf(context);
  const clip = outputOf(context, "clip");
  const guide = template.captionGuide;
  const random = seeded(run.seed, "caption");
  const [format = ""] = shuffled(guide.formats, random);
  const lines = [
    `Write the caption for a vertical video of ${durationOf(run.request)} seconds, in the voice of the artist ${artist.name}. It is shown over the picture while the song plays.`,
    "",
    `Length: ${lengthRule(length)}`,
    `Tone: ${guide.tone}`,
    `Shape: ${format}`,
    "",
    "Rules:",
    ...guide.rules.map((rule) => `- ${rule}`),
    "- Do not quote the lyrics, do not name the song, no hashtags, no quotation marks around it.",
    "- Write in the language of the lyrics.",
    "",
    `The song is "${song.title}".`,
    `The picture feels ${moodOf(context).name}; the clip feels ${clip.mood || "as it sounds"}.`,
    ...(clip.lyrics === ""
      ? ["Nothing is sung in the clip: it is instrumental."]
      : ["What is sung in the clip:", ...quoted("lyrics", clip.lyrics)]),
    ...(artist.notes === "" ? [] : ["", "About the artist:", "<notes>", artist.notes, "</notes>"]),
    "",
    "Captions in this voice, to learn from and never to repeat:",
    ...shuffled(guide.examples[length], random)
      .slice(0, 3)
      .map((example) => `- ${example}`),
  ];
  if (broken !== undefined) {
    lines.push(
      "",
      "Your last answer was:",
      ...quoted("answer", broken),
      `It cannot be used: ${brokenRule(broken, length) ?? "it breaks a rule"}. Write another.`,
    );
  }
  lines.push("", "Answer with the caption alone.");
  return ask(
    "write",
    {
      system_prompt: "You write captions for short music videos. They sound like a person, not like marketing.",
      prompt: lines.join("\n"),
      temperature: 1,
      max_tokens: 300,
    },
    run.id,
  );
}

const quoted = (name: string, text: string): string[] => [`<${name}>`, text.slice(0, MAX_QUOTE_LENGTH), `</${name}>`];
