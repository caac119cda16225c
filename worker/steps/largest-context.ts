import { MAX_ARTIST_NAME_LENGTH, MAX_NOTES_LENGTH, MAX_SONG_SECONDS, MAX_TITLE_LENGTH } from "../domain/limits.ts";
import type { StoredMedia } from "../domain/media.ts";
import { durationOf, type RunRequest, SHOT_STEPS, stepOfShot } from "../domain/run.ts";
import { largestTemplate } from "../domain/template.ts";
import { MAX_LYRICS_BYTES } from "../lyrics/file.ts";
import { MAX_QUOTE_LENGTH } from "./caption.ts";
import { MAX_MOOD_LENGTH } from "./moments.ts";
import { longestTake, type Shot } from "./shot-plan.ts";
import { shotsOf } from "./shots.ts";
import type { StepContext, StepOutputs } from "./step.ts";

/** The largest context that a run of this request can have, with all of its steps done. For estimates. */
export function largestContext(request: RunRequest): StepContext {
  const template = largestTemplate();
  const filled = (length: number) => "x".repeat(length);
  const image: StoredMedia = { ref: "media:largest.png", contentType: "image/png", bytes: 0 };
  const video: StoredMedia = { ref: "media:largest.mp4", contentType: "video/mp4", bytes: 0 };
  return {
    run: {
      id: "run_largest",
      seed: 0,
      request,
      choices: {
        reference: 0,
        songId: "song_largest",
        clip: 0,
        clipSeed: 0,
        mood: template.moods[0]?.name ?? "",
        movement: template.movements[0]?.name ?? "",
      },
    },
    artist: {
      name: filled(MAX_ARTIST_NAME_LENGTH),
      slug: "largest",
      notes: filled(MAX_NOTES_LENGTH),
      faceGuide: "library:largest",
    },
    song: {
      title: filled(MAX_TITLE_LENGTH),
      audio: "library:largest",
      durationSeconds: MAX_SONG_SECONDS,
      loudness: [],
      mix: "as is",
    },
    analysis: null,
    template,
    lyrics: { wordsHash: "", source: "artist", lines: [{ text: filled(MAX_LYRICS_BYTES) }], corrections: {} },
    outputs: {
      clip: {
        startSeconds: 0,
        durationSeconds: durationOf(request),
        lyrics: filled(MAX_QUOTE_LENGTH),
        mood: filled(MAX_MOOD_LENGTH),
      },
      shots: { shots: longestShots(request) },
      separate: { voiceUrl: null },
      cut: { audio: "media:largest.wav" },
      ...ofEachShot(request, { image, video }),
    },
  };
}

/** Every file of every shot. */
function ofEachShot(request: RunRequest, files: { image: StoredMedia; video: StoredMedia }): Partial<StepOutputs> {
  const names = SHOT_STEPS.flatMap((kind) => shotsOf(request).map((shot) => stepOfShot(kind, shot)));
  return Object.fromEntries(names.map((name) => [name, files]));
}

/** Shots that need the longest takes that may be bought. */
const longestShots = (request: RunRequest): Shot[] =>
  shotsOf(request).map((shot) => ({
    ...{ startFrame: 0, frames: 0, startsOn: "none" },
    takeSeconds: longestTake(durationOf(request), shot),
  }));
