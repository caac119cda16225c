import { z } from "zod";
import { ProgramFailure } from "../media/process.ts";
import { unsupportedFormat } from "../protocol/model-errors.ts";
import type { JsonObject } from "../protocol/outcome.ts";
import { inventedTranscript } from "../text/lyrics.ts";
import type { Transcript } from "../text/transcripts.ts";
import { defineModel, type Made, usd, type Work } from "./model.ts";

const LANGUAGES =
  "af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy id is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo zh".split(
    " ",
  );

const SLICES_PER_SECOND = 10;
const USD_PER_COMPUTE_SECOND = 0.00111;
/** Seconds of sound that one second of computing gets through. */
const SPEED = 40;

export const whisper = defineModel({
  id: "fal-ai/whisper",
  demoSeconds: 1.5,
  mediaFields: [],
  input: z.strictObject({
    audio_url: z.string().min(1),
    task: z.enum(["transcribe", "translate"]).default("transcribe"),
    language: z.enum(LANGUAGES).nullable().default(null),
    diarize: z.boolean().default(false),
    chunk_level: z.enum(["none", "segment", "word"]).default("segment"),
    version: z.literal("3").default("3"),
    batch_size: z.int().min(1).max(64).default(64),
    prompt: z.string().default(""),
    num_speakers: z.int().min(1).nullable().default(null),
  }),
  make: transcribe,
});

/** Whisper, faster: it tells the times of segments only. */
export const wizper = defineModel({
  id: "fal-ai/wizper",
  demoSeconds: 1,
  mediaFields: [],
  input: z.strictObject({
    audio_url: z.string().min(1),
    task: z.enum(["transcribe", "translate"]).default("transcribe"),
    language: z.enum(LANGUAGES).nullable().default("en"),
    chunk_level: z.literal("segment").default("segment"),
    max_segment_len: z.int().min(10).max(29).default(29),
    merge_chunks: z.boolean().default(true),
    version: z.literal("3").default("3"),
  }),
  make: transcribe,
});

async function transcribe(
  input: { audio_url: string; language: string | null; chunk_level: "none" | "segment" | "word" },
  work: Work,
): Promise<Made> {
  const audio = await work.fetch(["body", "audio_url"], input.audio_url);
  const seconds = await soundSeconds(audio.path, input.audio_url, work.signal, (path) =>
    work.studio.probe(path, work.signal),
  );
  work.log(`Transcribing ${seconds.toFixed(1)} s of audio`);
  const transcript =
    (await work.transcripts.find(audio.sha256)) ??
    inventedTranscript(
      audio.sha256,
      seconds,
      await work.studio.loudness(audio.path, SLICES_PER_SECOND, work.signal),
      SLICES_PER_SECOND,
    );
  const computeSeconds = Math.max(1, Math.round((seconds / SPEED) * 10) / 10);
  return {
    output: {
      text: transcript.text,
      ...(input.chunk_level === "none" ? {} : { chunks: chunks(transcript, input.chunk_level) }),
      inferred_languages: transcript.words.length > 0 ? [input.language ?? transcript.language] : [],
      diarization_segments: [],
    },
    billing: { units: computeSeconds, unit: "compute second", usd: usd(computeSeconds * USD_PER_COMPUTE_SECOND) },
  };
}

/** The length of a sound, or the error for what is none. */
export async function soundSeconds(
  path: string,
  url: string,
  signal: AbortSignal,
  probe: (path: string) => Promise<{ duration: number; audio: unknown }>,
): Promise<number> {
  let found: Awaited<ReturnType<typeof probe>>;
  try {
    found = await probe(path);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ProgramFailure) throw unsupportedFormat("audio", ["body", "audio_url"], url);
    throw error;
  }
  if (!found.audio || found.duration <= 0) throw unsupportedFormat("audio", ["body", "audio_url"], url);
  return found.duration;
}

/** A pause that ends a segment, seconds. */
const PAUSE = 0.6;

function chunks(transcript: Transcript, level: "segment" | "word"): JsonObject[] {
  const segments: { text: string; start: number; end: number }[] = [];
  for (const word of transcript.words) {
    const last = segments.at(-1);
    if (level === "segment" && last && word.start - last.end < PAUSE) {
      last.text += ` ${word.text}`;
      last.end = word.end;
    } else segments.push({ ...word });
  }
  // Whisper's tokens carry the space before the word.
  return segments.map(({ text, start, end }) => ({ timestamp: [start, end], text: ` ${text}`, speaker: null }));
}
