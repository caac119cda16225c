import { z } from "zod";
import { VIDEO_SECONDS } from "../domain/run.ts";
import { ask, dataOf, done, type Moment, outputOf, type Step, type StepContext, type Word } from "./step.ts";

/** Fewer words than this, and the song counts as instrumental. */
const SUNG_FROM_WORDS = 8;
const MIN_MOMENTS = 3;
const MAX_MOMENTS = 5;

/** Three to five stretches worth hearing. The same song asks the same, so this is paid for once, too. */
export const moments: Step<"moments"> = {
  name: "moments",
  title: "Finding the moments worth hearing",
  weight: 3,
  queue: "steps",
  needs: ["listen"],
  when: () => true,
  next(context, answers) {
    const { words } = outputOf(context, "listen");
    const { song } = context;
    const byLoudness = (note: string) =>
      done({ moments: loudestMoments(song.loudness, song.durationSeconds, words) }, note);
    if (words.length < SUNG_FROM_WORDS) return byLoudness("instrumental: chosen by loudness");

    for (const answer of answers) {
      const found = readMoments(dataOf("write", answer).output, words, song.durationSeconds);
      if (found.length >= MIN_MOMENTS) return done({ moments: found.slice(0, MAX_MOMENTS) });
    }
    const [first] = answers;
    if (answers.length >= 2) return byLoudness("the model's answers could not be read: chosen by loudness");
    return ask("write", prompt(context, words, first ? dataOf("write", first).output : undefined));
  },
};

function prompt({ song }: StepContext, words: readonly Word[], unreadable: string | undefined) {
  const again =
    unreadable === undefined
      ? []
      : [
          "",
          "Your last answer could not be used. Answer with the JSON object and nothing else, starts within the song.",
        ];
  return {
    model: "google/gemini-2.5-flash",
    system_prompt:
      "You choose the parts of a song that stop people from scrolling on. You answer with one JSON object and no other text.",
    prompt: [
      "TASK: moments",
      `SONG SECONDS: ${song.durationSeconds.toFixed(2)}`,
      `CLIP SECONDS: ${VIDEO_SECONDS}`,
      "",
      `Choose ${MIN_MOMENTS} to ${MAX_MOMENTS} different stretches of this song, each as long as the clip. Look for a line that`,
      "stands on its own, a confession, a turn, a hook, or the words right before the song opens up. Spread them over the song.",
      'Answer with {"moments":[{"startSeconds":number,"lyrics":string,"reason":string,"mood":string,"hasLyrics":boolean,"relatability":1-10}]}.',
      "startSeconds is the time of the first word you want to be heard. Keep lyrics in the language they are sung in.",
      "",
      "The words, with the second at which each line starts:",
      ...transcriptLines(words),
      ...again,
    ].join("\n"),
    temperature: 0.3,
    max_tokens: 2000,
  };
}

/** Lines of a few words, broken where the singer pauses. */
export function transcriptLines(words: readonly Word[]): string[] {
  const lines: Word[][] = [];
  for (const word of words) {
    const line = lines.at(-1);
    const last = line?.at(-1);
    if (line && last && word.start - last.end < 0.7 && line.length < 10) line.push(word);
    else lines.push([word]);
  }
  return lines.map((line) => `[${line[0]?.start.toFixed(2)}] ${line.map(({ text }) => text).join(" ")}`);
}

const modelMoments = z.object({
  moments: z.array(
    z.object({
      startSeconds: z.coerce.number().min(0),
      reason: z.string().default(""),
      mood: z.string().default(""),
      relatability: z.coerce.number().catch(5),
    }),
  ),
});

/** What a model's answer says, held against the song: starts snapped to real words, lyrics read off the transcript. */
export function readMoments(text: string, words: readonly Word[], durationSeconds: number): Moment[] {
  // Models wrap JSON in fences or a sentence now and then.
  const json = text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1);
  let parsed: z.infer<typeof modelMoments>;
  try {
    parsed = modelMoments.parse(JSON.parse(json));
  } catch {
    return []; // Unreadable is an answer too: the caller asks again.
  }
  const found = new Map<number, Moment>();
  for (const { startSeconds, reason, mood, relatability } of parsed.moments) {
    if (startSeconds >= durationSeconds) continue;
    const start = clipStart(nearestWordStart(startSeconds, words), durationSeconds);
    const lyrics = lyricsBetween(words, start, start + VIDEO_SECONDS);
    found.set(start, {
      startSeconds: start,
      lyrics,
      reason,
      mood,
      hasLyrics: lyrics !== "",
      relatability: Math.min(10, Math.max(1, Math.round(relatability))),
    });
  }
  return [...found.values()];
}

function nearestWordStart(seconds: number, words: readonly Word[]): number {
  let nearest = seconds;
  let distance = Number.POSITIVE_INFINITY;
  for (const { start } of words) {
    if (Math.abs(start - seconds) < distance) [nearest, distance] = [start, Math.abs(start - seconds)];
  }
  return nearest;
}

/** A breath before the first word, and never so late that the clip runs past the end. */
const clipStart = (seconds: number, durationSeconds: number): number =>
  Math.round(Math.max(0, Math.min(seconds - 0.15, durationSeconds - VIDEO_SECONDS)) * 100) / 100;

export const lyricsBetween = (words: readonly Word[], from: number, to: number): string =>
  words
    .filter(({ start, end }) => start >= from - 0.05 && end <= to + 0.3)
    .map(({ text }) => text)
    .join(" ");

/**
 * The loudest stretches that do not overlap, loudest first: power is averaged, as the ear does. Between equals the one
 * nearer the middle, because a song's first seconds are rarely what it is heard for.
 */
export function loudestMoments(loudness: readonly number[], durationSeconds: number, words: readonly Word[]): Moment[] {
  const power = loudness.map((lufs) => 10 ** (lufs / 10));
  const lastStart = Math.max(0, Math.floor(durationSeconds - VIDEO_SECONDS));
  const windows = Array.from({ length: lastStart + 1 }, (_, start) => ({
    start,
    power: power.slice(start, start + VIDEO_SECONDS).reduce((sum, value) => sum + value, 0),
  })).sort((a, b) => b.power - a.power || Math.abs(a.start - lastStart / 2) - Math.abs(b.start - lastStart / 2));
  const chosen: number[] = [];
  for (const { start } of windows) {
    if (chosen.length === MAX_MOMENTS) break;
    if (chosen.every((other) => Math.abs(other - start) >= VIDEO_SECONDS)) chosen.push(start);
  }
  return chosen.map((startSeconds, rank) => {
    const lyrics = lyricsBetween(words, startSeconds, startSeconds + VIDEO_SECONDS);
    return {
      startSeconds,
      lyrics,
      reason: rank === 0 ? "the loudest stretch" : "a loud stretch",
      mood: rank < 2 ? "the song at full height" : "driving",
      hasLyrics: lyrics !== "",
      relatability: 5,
    };
  });
}
