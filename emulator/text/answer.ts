/** What the language model says: a caption or the moments of a song where it is asked for them, and else a sentence. */
import { dice } from "../dice.ts";
import { captionAnswer } from "./caption.ts";
import { momentsAnswer } from "./moments.ts";
import { readPrompt, wantedBy } from "./prompt.ts";

/** The same prompt with the same seed has the same answer. */
export function answer(text: string, seed: string): string {
  const prompt = readPrompt(text);
  switch (wantedBy(prompt)) {
    case "moments":
      return momentsAnswer(prompt, dice(seed, "moments", text)) ?? sentenceAbout(text, seed);
    case "caption":
      return captionAnswer(prompt, dice(seed, "caption", text));
    case "anything":
      return sentenceAbout(text, seed);
  }
}

function sentenceAbout(text: string, seed: string): string {
  const opening = dice(seed, text).pick(["In short", "Put simply", "The way I hear it", "At its heart"]);
  const subject = text
    .trim()
    .split(/\s+/)
    .slice(0, 12)
    .join(" ")
    .replace(/[.?!,;:]+$/, "");
  return `${opening}, this comes down to one thing worth saying well: ${subject}.`;
}
