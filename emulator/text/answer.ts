/** What the language model says: two tasks it knows by their marks, and a sentence for everything else. */
import { dice } from "../dice.ts";
import { captionAnswer } from "./caption.ts";
import { momentsAnswer } from "./moments.ts";

export function answer(prompt: string, seed: string): string {
  const task = /^TASK:\s*(\w+)/m.exec(prompt)?.[1];
  if (task === "moments") return momentsAnswer(prompt, seed);
  if (task === "caption") return captionAnswer(prompt, seed);
  const opening = dice(seed, prompt).pick(["In short", "Put simply", "The way I hear it", "At its heart"]);
  const subject = prompt
    .trim()
    .split(/\s+/)
    .slice(0, 12)
    .join(" ")
    .replace(/[.?!,;:]+$/, "");
  return `${opening}, this comes down to one thing worth saying well: ${subject}.`;
}
