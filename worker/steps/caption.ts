import { type CaptionLength, VIDEO_SECONDS } from "../domain/run.ts";
import { seeded, shuffled } from "../random.ts";
import { brokenRule, CAPTION_BOUNDS, cleanCaption, trimCaption } from "./caption-rules.ts";
import { ask, dataOf, done, outputOf, type Step, type StepContext } from "./step.ts";
import { moodOf } from "./variation.ts";

/** The words on the video: asked for, checked, asked for once more with the broken rule named, then trimmed. */
export const caption: Step<"caption"> = {
  name: "caption",
  title: "Writing the caption",
  weight: 4,
  queue: "steps",
  needs: ["clip"],
  when: ({ caption_length }) => caption_length !== "none",
  next(context, answers) {
    const length = context.run.request.caption_length;
    if (length === "none") throw new Error("A run without a caption has no such step");
    const texts = answers.map((answer) => cleanCaption(dataOf("write", answer).output));
    const good = texts.find((text) => brokenRule(text, length) === undefined);
    if (good !== undefined) return done({ text: good });
    const last = texts.at(-1);
    if (texts.length < 2) {
      const broken = last === undefined ? undefined : { text: last, rule: brokenRule(last, length) ?? "" };
      return ask("write", prompt(context, length, broken), context.run.id);
    }
    const longest = texts.reduce((a, b) => (b.length > a.length ? b : a));
    if (longest === "") throw new Error("The model wrote no caption, twice");
    return done({ text: trimCaption(longest, length) }, "the model kept breaking the length rule: trimmed");
  },
};

function prompt(context: StepContext, length: CaptionLength, broken: { text: string; rule: string } | undefined) {
  const { template, artist, song, run } = context;
  const clip = outputOf(context, "clip");
  const guide = template.captionGuide;
  const random = seeded(run.seed, "caption");
  const [format = ""] = shuffled(guide.formats, random);
  const lines = [
    "TASK: caption",
    `LENGTH: ${length}: ${CAPTION_BOUNDS[length].words}`,
    `ARTIST: ${artist.name}`,
    `SONG: ${song.title}`,
    `MOOD: ${moodOf(context).name}; the clip feels ${clip.mood || "as it sounds"}`,
    `LYRICS: ${clip.lyrics || "(instrumental)"}`,
    "",
    `Write the caption shown on a vertical video of this artist, ${VIDEO_SECONDS} seconds long, in the artist's own voice.`,
    `Tone: ${guide.tone}`,
    `Shape: ${format}`,
    ...guide.rules.map((rule) => `- ${rule}`),
    "- Do not quote the lyrics, do not name the song, no hashtags, no quotation marks around it.",
    "- Write in the language of the lyrics.",
    "",
    "In this voice, never to be repeated:",
    ...shuffled(guide.examples[length], random).slice(0, 3),
  ];
  if (artist.notes !== "") lines.push("", "About the artist:", artist.notes);
  if (broken) lines.push("", `Your last answer was: ${broken.text}`, `It cannot be used: ${broken.rule}.`);
  lines.push("", "Answer with the caption alone.");
  return {
    model: "google/gemini-2.5-flash",
    system_prompt: "You write captions for short music videos. They sound like a person, not like marketing.",
    prompt: lines.join("\n"),
    temperature: 1,
    max_tokens: 300,
  };
}
