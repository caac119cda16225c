import { z } from "zod";
import { PermanentError } from "../domain/failure.ts";
import type { Moment } from "../domain/moment.ts";
import { DURATIONS } from "../domain/run.ts";
import { MODELS } from "../fal/models.ts";
import { chooseMoments, MAX_MOMENTS } from "./music/choose.ts";
import { type HeardSong, textOf } from "./music/heard-song.ts";
import { heardSongOf } from "./music/heard-song-of.ts";
import {
  type Answer,
  type Ask,
  ask,
  type Chosen,
  dataOf,
  done,
  ONCE_PER_SONG,
  outputOf,
  type Step,
  type StepAction,
  type StepContext,
} from "./step.ts";

const [SHORTEST] = DURATIONS;
/** Fewer words than this, and the song counts as instrumental. */
const SUNG_FROM_WORDS = 8;
/** With fewer sung moments there is nothing to choose between. */
const ASKED_FROM_MOMENTS = 3;
/** The model is asked for so many at most. */
const MAX_JUDGED = 12;
/** Characters of what is sung in a moment, in a prompt. */
const MAX_SUNG_LENGTH = 160;
/** Characters of the mood and the reason that the model finds; the mood goes into other prompts. */
export const MAX_MOOD_LENGTH = 60;
const MAX_REASON_LENGTH = 200;
/** How much the model's judgement counts against the music's; it says nothing of those that it leaves out. */
const JUDGEMENT_WEIGHT = 0.5;

/** The stretches worth hearing, best first. The same song asks the same, so this is paid for once, too. */
export const moments: Step<"moments"> = {
  name: "moments",
  title: "Finding the moments worth hearing",
  typicalSeconds: MODELS.write.typicalSeconds,
  queue: "steps",
  readUntil: "clip",
  needs: ["listen"],
  hears: true,
  // Nothing is to be found where the caller has named a second.
  when: ({ clip }) => clip === undefined || clip.moment !== undefined,
  sharedBySong: true,
  paid: {
    calls: () => {
      const longest = Array.from({ length: MAX_MOMENTS }, () => "x".repeat(MAX_SUNG_LENGTH + 20));
      return [question(longest, "first"), question(longest, "again")];
    },
    note: () => ONCE_PER_SONG,
  },
  next(context, answers) {
    const action = findMoments(context, answers);
    if (action.kind === "done" && action.output.moments.length === 0) {
      throw new PermanentError({
        code: "song_silent",
        message: `Nowhere in the song can ${SHORTEST} seconds be heard.`,
        retryable: false,
      });
    }
    return action;
  },
};

/** What of a context moments are made from: nothing of the run. */
export type MomentsContext = Pick<StepContext, "song" | "analysis" | "outputs">;

/** The moments of a song, for whoever has no run: none where nothing can be heard. */
export function findMoments(context: MomentsContext, answers: readonly Answer[]): StepAction<Chosen> {
  const song = heardSongOf(context, outputOf(context, "listen").words);
  const chosen = chooseMoments(song);
  if (song.words.length < SUNG_FROM_WORDS) return done(chosen, "instrumental: ranked by the music alone");
  // In the order of their starts, as the song is sung.
  const sung = chosen.moments
    .filter(({ hasLyrics }) => hasLyrics)
    .sort((one, other) => one.startSeconds - other.startSeconds);
  if (sung.length < ASKED_FROM_MOMENTS)
    return done(chosen, "too few moments to choose between: ranked by the music alone");
  for (const answer of answers) {
    const judgements = readJudgements(dataOf("write", answer).output);
    if (judgements.size > 0) return done({ ...chosen, moments: ranked(chosen.moments, sung, judgements) });
  }
  if (answers.length >= 2) return done(chosen, "the model's answers could not be read: ranked by the music alone");
  return question(
    sung.map((moment) => sungIn(song, moment)),
    answers.length === 0 ? "first" : "again",
  );
}

/** "[12.35] the words that are heard". */
function sungIn(song: HeardSong, { startSeconds, lengths: [shortest] }: Moment): string {
  const words = textOf(song.wordsBetween(startSeconds, startSeconds + (shortest?.soundSeconds ?? SHORTEST)));
  return `[${startSeconds.toFixed(2)}] ${words.slice(0, MAX_SUNG_LENGTH)}`;
}

function question(sung: readonly string[], time: "first" | "again"): Ask {
  const lines = [
    `Choose ${ASKED_FROM_MOMENTS} to ${Math.min(MAX_JUDGED, sung.length)} stretches of a song for short videos, of the ${sung.length} below.`,
    "",
    "Look for a line that stands on its own, a confession, a turn, a hook, or the words right before the song opens up.",
    "",
    "Answer with this JSON object:",
    '{"moments":[{"number":integer,"reason":string,"mood":string,"relatability":number}]}',
    "- number: which of the stretches.",
    "- reason: why people stop for it, in a few words.",
    "- mood: how it feels, in one or two words.",
    "- relatability: from 1, which only the singer has felt, to 10, which everybody has.",
    "",
    "What is sung in each, after its number and the second at which it starts:",
    "<transcript>",
    ...sung.map((line, position) => `${position + 1}. ${line}`),
    "</transcript>",
  ];
  if (time === "again") {
    lines.push("", "Your last answer could not be used. Answer with the JSON object and nothing else.");
  }
  return ask("write", {
    system_prompt:
      "You choose the parts of a song that stop people from scrolling on. You answer with one JSON object and no other text.",
    prompt: lines.join("\n"),
    temperature: 0.3,
    max_tokens: 1000,
  });
}

const text = (most: number) =>
  z
    .string()
    .trim()
    .catch("")
    .transform((value) => value.slice(0, most));
const judgement = z.object({
  number: z.coerce.number().int().min(1),
  reason: text(MAX_REASON_LENGTH),
  mood: text(MAX_MOOD_LENGTH),
  relatability: z.coerce
    .number()
    .catch(5)
    .transform((value) => Math.min(10, Math.max(1, Math.round(value)))),
});
type Judgement = z.infer<typeof judgement>;

/**
 * What a model says of stretches, by their numbers. Each is read by itself, whatever is around it, so one that is wrong
 * costs no other; none when nothing can be read.
 */
export function readJudgements(answer: string): Map<number, Judgement> {
  const read = new Map<number, Judgement>();
  for (const [item] of answer.matchAll(/\{[^{}]*\}/g)) {
    const { data } = judgement.safeParse(parsed(item));
    if (data && !read.has(data.number)) read.set(data.number, data);
  }
  return read;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // No object is an answer, too: that of none.
  }
}

/** The moments, ranked by music and judgement. `sung`: those that were asked about, in the order of their numbers. */
function ranked(all: readonly Moment[], sung: readonly Moment[], judgements: ReadonlyMap<number, Judgement>): Moment[] {
  const numbers = new Map(sung.map(({ id }, position) => [id, position + 1]));
  return all
    .map((moment): Moment => {
      const judged = judgements.get(numbers.get(moment.id) ?? 0);
      const score =
        moment.score * (1 - JUDGEMENT_WEIGHT) + (judged ? (judged.relatability / 10) * JUDGEMENT_WEIGHT : 0);
      const rest = { ...moment, score: Math.round(score * 1000) / 1000 };
      if (!judged) return rest;
      const { reason, mood, relatability } = judged;
      return { ...rest, reason: reason || moment.reason, mood: mood || moment.mood, relatability };
    })
    .sort((one, other) => other.score - one.score);
}
