import { mediaInput } from "../domain/media.ts";
import { MODELS } from "../fal/models.ts";
import {
  type Answer,
  type Ask,
  ask,
  dataOf,
  done,
  ONCE_PER_SONG,
  type Step,
  type StepAction,
  type StepContext,
  type Word,
} from "./step.ts";

/** Words with times for the whole song. The same song asks the same, so it is transcribed once. */
export const listen: Step<"listen"> = {
  name: "listen",
  title: "Listening to the song",
  typicalSeconds: MODELS.transcribe.typicalSeconds,
  queue: "steps",
  readUntil: "clip",
  needs: [],
  when: () => true,
  sharedBySong: true,
  paid: { calls: (context) => [transcription(context)], note: () => ONCE_PER_SONG },
  next: listenTo,
};

/** The step's `next`, for whoever has a song and no run. */
export function listenTo(
  context: Pick<StepContext, "song">,
  [transcript]: readonly Answer[],
): StepAction<{ words: Word[] }> {
  if (!transcript) return transcription(context);
  return done({ words: wordsIn(dataOf("transcribe", transcript).chunks ?? [], context.song.durationSeconds) });
}

/** Asks for the words of a song. */
export const transcription = ({ song }: Pick<StepContext, "song">): Ask =>
  ask("transcribe", { audio_url: mediaInput(song.audio), task: "transcribe", chunk_level: "word" });

/**
 * The words with their times. Whisper sometimes omits times, which are filled in, and hears words in the silence after
 * the end, which are dropped.
 */
export function wordsIn(
  chunks: readonly { text: string; timestamp: readonly [number | null, number | null] }[],
  durationSeconds: number,
): Word[] {
  const words: Word[] = [];
  for (const { text, timestamp } of chunks) {
    const start = timestamp[0] ?? words.at(-1)?.end ?? 0;
    const end = Math.min(timestamp[1] ?? start + 0.4, durationSeconds);
    if (text.trim() !== "" && start < durationSeconds && end >= start) words.push({ text: text.trim(), start, end });
  }
  return words;
}
