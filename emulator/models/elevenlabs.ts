import { z } from "zod";
import { VOICE_OF } from "../media/studio.ts";
import { placeWords } from "../text/forced-alignment.ts";
import { inventedTranscript } from "../text/lyrics.ts";
import type { Transcript } from "../text/transcripts.ts";
import { defineModel, type Fetched, usd, type Work } from "./model.ts";
import { soundSeconds } from "./whisper.ts";

const USD_PER_STARTED_HOUR = 0.22;
const USD_PER_STARTED_MINUTE = 0.008;
const SLICES_PER_SECOND = 10;

/** Finds a place for every word of a text, whether it is sung there or not. */
export const forcedAlignment = defineModel({
  id: "fal-ai/elevenlabs/forced-alignment",
  demoSeconds: 1.5,
  mediaFields: [],
  input: z.strictObject({ audio_url: z.string().min(1), text: z.string().min(1).max(675_000) }),
  async make(input, work) {
    const { seconds, transcript } = await listen(input.audio_url, work);
    work.log(`Aligning ${input.text.length} characters with ${seconds.toFixed(1)} s of audio`);
    const placed = placeWords(
      input.text.split(/\s+/).filter((word) => word !== ""),
      transcript.words,
      seconds,
    );
    const words = placed.flatMap(({ text, start, end, isHeard }, at) => {
      const next = placed[at + 1];
      const word = { text, start, end, loss: isHeard ? 0.1 : 4 };
      // What is between two words is a word of its own.
      return next ? [word, { text: " ", start: end, end: Math.max(end, next.start), loss: 0 }] : [word];
    });
    const characters = words.flatMap(({ text, start, end }) =>
      [...text].map((character, at, { length }) => {
        const each = (end - start) / length;
        return { text: character, start: start + at * each, end: start + (at + 1) * each };
      }),
    );
    const loss = words.reduce((sum, word) => sum + word.loss, 0) / words.length;
    const units = Math.ceil(seconds / 3600);
    return {
      output: { words, characters, loss },
      billing: { units, unit: "started hour", usd: usd(units * USD_PER_STARTED_HOUR) },
    };
  },
});

/** Transcribes with a time for each word, and says what is not a word. */
export const scribe = defineModel({
  id: "fal-ai/elevenlabs/speech-to-text/scribe-v2",
  demoSeconds: 1.5,
  mediaFields: [],
  input: z.strictObject({
    audio_url: z.string().min(1),
    language_code: z.string().nullable().default(null),
    tag_audio_events: z.boolean().default(true),
    diarize: z.boolean().default(true),
    keyterms: z.array(z.string()).max(100).default([]),
  }),
  async make(input, work) {
    const { seconds, transcript } = await listen(input.audio_url, work);
    const words = transcript.words.flatMap((word, at) => {
      const speaker_id = input.diarize ? "speaker_0" : null;
      const next = transcript.words[at + 1];
      const own = { ...word, type: "word", speaker_id };
      return next ? [own, { text: " ", start: word.end, end: next.start, type: "spacing", speaker_id }] : [own];
    });
    const units = Math.ceil(seconds / 60);
    return {
      output: {
        text: transcript.text,
        language_code: input.language_code ?? threeLetters(transcript.language),
        language_probability: words.length > 0 ? 0.98 : 0,
        words,
      },
      billing: { units, unit: "started minute", usd: usd(units * USD_PER_STARTED_MINUTE) },
    };
  },
});

/** The same language by ISO 639-3, which this model speaks in. */
const threeLetters = (language: string): string => ({ en: "eng", es: "spa" })[language] ?? language;

/** What is sung in a song, or in the voice that was taken out of it. */
async function listen(url: string, work: Work): Promise<{ seconds: number; transcript: Transcript }> {
  const audio = await work.fetch(["body", "audio_url"], url);
  const probe = (path: string) => work.studio.probe(path, work.signal);
  const seconds = await soundSeconds(audio.path, url, work.signal, probe);
  const song = await songOf(audio, work);
  const known = await work.transcripts.find(song);
  if (known) return { seconds, transcript: known };
  const loudness = await work.studio.loudness(audio.path, SLICES_PER_SECOND, work.signal);
  return { seconds, transcript: inventedTranscript(song, seconds, loudness, SLICES_PER_SECOND) };
}

/** The SHA-256 of the song that a sound is, or is the voice of. */
async function songOf({ path, sha256 }: Fetched, work: Work): Promise<string> {
  const { comment } = await work.studio.probe(path, work.signal);
  return comment?.startsWith(VOICE_OF) ? comment.slice(VOICE_OF.length) : sha256;
}
