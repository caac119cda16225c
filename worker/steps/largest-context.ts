import { MAX_ARTIST_NAME_LENGTH, MAX_NOTES_LENGTH, MAX_SONG_SECONDS, MAX_TITLE_LENGTH } from "../domain/limits.ts";
import type { StoredMedia } from "../domain/media.ts";
import { type RunRequest, VIDEO_SECONDS } from "../domain/run.ts";
import { largestTemplate } from "../domain/template.ts";
import { MAX_QUOTE_LENGTH } from "./caption.ts";
import { MAX_MOOD_LENGTH, MAX_TRANSCRIPT_LENGTH } from "./moments.ts";
import type { StepContext, Word } from "./step.ts";

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
    template,
    outputs: {
      listen: { words: longestTranscript() },
      clip: {
        startSeconds: 0,
        durationSeconds: VIDEO_SECONDS,
        lyrics: filled(MAX_QUOTE_LENGTH),
        mood: filled(MAX_MOOD_LENGTH),
      },
      image: { image },
      "upscale-image": { image },
      cut: { audio: "media:largest.wav" },
      video: { video },
      "upscale-video": { video },
    },
  };
}

/**
 * Words that fill the transcript of a prompt to its last character: each makes a line of 100 characters, its time
 * included.
 */
function longestTranscript(): Word[] {
  const lineLength = 100;
  return Array.from({ length: MAX_TRANSCRIPT_LENGTH / lineLength }, (_, line) => {
    const start = line * 3;
    const end = start + 1;
    const time = `[${start.toFixed(2)}] `;
    return { text: "x".repeat(lineLength - time.length - 1), start, end };
  });
}
