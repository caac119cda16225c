/** Words for a song nobody wrote down: plain English lines, placed where the song is loud. */
import { dice } from "../dice.ts";
import type { Transcript } from "./transcripts.ts";

const LINES = [
  "I left the light on in the hall",
  "you never said you would come home",
  "we were running out of summer",
  "and the radio was playing low",
  "tell me that it gets easier",
  "I keep your jacket on the chair",
  "every street still knows your name",
  "we could drive until the morning",
  "I don't want to go to sleep",
  "hold me like you mean it now",
  "nobody told us it was over",
  "I was dancing in the kitchen",
  "you were only passing through",
  "all my friends are getting older",
  "and I'm still here waiting for you",
  "the rain came in the window",
  "I said it twice and meant it once",
  "give me one more night to lose",
  "the city hums beneath the floor",
  "I'm learning how to be alone",
  "so don't look back don't look back",
  "there's a fire on the water",
  "I can hear it in your voice",
  "we were golden for a minute",
] as const;

const WORDS_PER_SECOND = 2.6;
const REST_SECONDS = 1.2;

/**
 * A transcript of a sound of `seconds`, made up from `seed`. `loudness` (0..1, `perSecond` slices) says where singing
 * is likely; when it is empty the lines are spread evenly. Every word ends inside the sound.
 */
export function inventedTranscript(
  seed: string,
  seconds: number,
  loudness: Float32Array,
  perSecond: number,
): Transcript {
  const chance = dice("lyrics", seed);
  const lines = chance.draw(LINES, LINES.length);
  // The second half of the song comes back to lines of the first, as choruses do.
  const chorus = lines.slice(0, 3);
  const words: Transcript["words"] = [];
  let time = Math.min(seconds * 0.06, 8) + chance.between(0, 0.4);
  for (let number = 0; time < seconds - 0.6; number++) {
    const line = (number % 7 >= 4 ? chorus[(number % 7) - 4] : lines[number % lines.length]) ?? LINES[0];
    time = nextLoud(time, seconds, loudness, perSecond);
    for (const text of line.split(" ")) {
      const length = (0.6 + text.length * 0.1) / WORDS_PER_SECOND;
      if (time + length > seconds - 0.05) break;
      words.push({ text, start: round(time), end: round(time + length * 0.92) });
      time += length * chance.between(0.95, 1.15);
    }
    time += REST_SECONDS * chance.between(0.4, 1.6);
  }
  return { text: words.map((word) => word.text).join(" "), language: "en", words };
}

/** From `time` on the next moment that is not quiet; `time` itself when none follows for a while. */
function nextLoud(time: number, seconds: number, loudness: Float32Array, perSecond: number): number {
  const limit = Math.min(seconds - 0.6, time + 12);
  for (let at = time; at < limit; at += 1 / perSecond) {
    if ((loudness[Math.floor(at * perSecond)] ?? 1) > 0.35) return at;
  }
  return time;
}

const round = (seconds: number): number => Math.round(seconds * 100) / 100;
