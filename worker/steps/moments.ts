import { z } from "zod";
import { VIDEO_SECONDS } from "../domain/run.ts";
import { MODELS } from "../fal/models.ts";
import {
  type Ask,
  ask,
  dataOf,
  done,
  type Moment,
  ONCE_PER_SONG,
  outputOf,
  type Step,
  type StepContext,
  type Word,
} from "./step.ts";

/** Fewer words than this, and the song counts as instrumental. */
const SUNG_FROM_WORDS = 8;
const MIN_MOMENTS = 3;
const MAX_MOMENTS = 5;
/** Characters of the transcript in a prompt: a quarter of an hour of the fastest singing. */
export const MAX_TRANSCRIPT_LENGTH = 24_000;
/** Characters of the mood that the model finds, which goes into other prompts. */
export const MAX_MOOD_LENGTH = 60;

/** Three to five stretches worth hearing. The same song asks the same, so this is paid for once, too. */
export const moments: Step<"moments"> = {
  name: "moments",
  title: "Finding the moments worth hearing",
  typicalSeconds: MODELS.write.typicalSeconds,
  queue: "steps",
  readUntil: "clip",
  needs: ["listen"],
  when: () => true,
  sharedBySong: true,
  paid: { calls: (context) => [question(context, "first"), question(context, "again")], note: () => ONCE_PER_SONG },
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
    if (answers.length >= 2) return byLoudness("the model's answers could not be read: chosen by loudness");
    return question(context, answers.length === 0 ? "first" : "again");
  },
};

function question(context: StepContext, time: "first" | "again"): Ask {
  const { song } = context;
  const lines = [
    `Choose ${MIN_MOMENTS} to ${MAX_MOMENTS} different stretches of a song for short videos. Each stretch is ${VIDEO_SECONDS} seconds long, and the song lasts ${song.durationSeconds.toFixed(2)} seconds.`,
    "",
    "Look for a line that stands on its own, a confession, a turn, a hook, or the words right before the song opens up. Spread the stretches over the song: no two may overlap.",
    "",
    "Answer with this JSON object:",
    '{"moments":[{"startSeconds":number,"reason":string,"mood":string,"relatability":number}]}',
    `- startSeconds: when the first word that should be heard is sung, at least ${VIDEO_SECONDS} seconds before the song ends.`,
    "- reason: why people stop for it, in a few words.",
    "- mood: how it feels, in one or two words.",
    "- relatability: from 1, which only the singer has felt, to 10, which everybody has.",
    "",
    "What is sung, line by line, each after the second at which it starts:",
    "<transcript>",
    ...fitting(transcriptLines(outputOf(context, "listen").words), MAX_TRANSCRIPT_LENGTH),
    "</transcript>",
  ];
  if (time === "again") {
    lines.push(
      "",
      `Your last answer could not be used. Answer with the JSON object and nothing else, with at least ${MIN_MOMENTS} stretches that start within the song.`,
    );
  }
  return ask("write", {
    system_prompt:
      "You choose the parts of a song that stop people from scrolling on. You answer with one JSON object and no other text.",
    prompt: lines.join("\n"),
    temperature: 0.3,
    max_tokens: 1000,
  });
}

/** The first lines that fit into `most` characters, line ends included. */
function fitting(lines: readonly string[], most: number): string[] {
  let length = 0;
  const end = lines.findIndex((line) => {
    length += line.length + 1;
    return length > most;
  });
  return lines.slice(0, end === -1 ? lines.length : end);
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

/**
 * The moments in a model's answer, checked against the song: starts are snapped to real words, and lyrics come from the
 * transcript. None when the answer cannot be read.
 */
export function readMoments(text: string, words: readonly Word[], durationSeconds: number): Moment[] {
  // Models sometimes wrap JSON in a code fence or a sentence.
  const json = text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1);
  let parsed: z.infer<typeof modelMoments>;
  try {
    parsed = modelMoments.parse(JSON.parse(json));
  } catch {
    return []; // Unreadable is an answer, too: the caller asks again.
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
      mood: mood.slice(0, MAX_MOOD_LENGTH),
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

/** The words that are sung between two times, seconds, with a little tolerance at either end. */
export const lyricsBetween = (words: readonly Word[], from: number, to: number): string =>
  words
    .filter(({ start, end }) => start >= from - 0.05 && end <= to + 0.3)
    .map(({ text }) => text)
    .join(" ");

/**
 * The loudest stretches that do not overlap, loudest first: power is averaged, as the ear does. Of equally loud ones,
 * the one nearer the middle comes first, because a song's first seconds are rarely what it is heard for.
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
