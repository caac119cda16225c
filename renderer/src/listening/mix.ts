/** Whether one loudspeaker, such as a phone's, can play a song, and how its channels must be mixed so that it can. */
import type { Mix } from "../../contract/song-analysis.ts";
import type { Channels } from "./spectra.ts";

/** A channel this much weaker than the other, dB, is as good as empty. */
const ONE_SIDED_DB = 20;
/** From this loss on, dB, what the channels have in common is less than a tenth: inverting one of them loses less. */
const OUT_OF_PHASE_DB = 10;
/** The most that is told, dB: nothing is left. */
const MAX_LOSS_DB = 60;

const decibels = (ratio: number): number => 10 * Math.log10(Math.max(ratio, 1e-12));

/** What the plain sum of the channels loses against each of them played by a loudspeaker of its own, dB, and the mix. */
export function chooseMix({ left, right, phone }: Channels): { mix: Mix; monoLossDb: number } {
  const kept = phone.both > 0 ? (phone.both + 2 * phone.common) / (2 * phone.both) : 1;
  const monoLossDb = Math.round(10 * Math.min(MAX_LOSS_DB, Math.max(0, -decibels(kept)))) / 10;
  const balance = left + right > 0 ? decibels(left / Math.max(right, Number.MIN_VALUE)) : 0;
  if (balance > ONE_SIDED_DB) return { mix: "left", monoLossDb };
  if (balance < -ONE_SIDED_DB) return { mix: "right", monoLossDb };
  return { mix: monoLossDb >= OUT_OF_PHASE_DB ? "inverted" : "as is", monoLossDb };
}

/** ffmpeg's filter that mixes stereo so. Undefined: nothing has to be done. */
export const mixFilter = (mix: Mix): string | undefined => MIXES[mix];

const MIXES: Record<Mix, string | undefined> = {
  "as is": undefined,
  left: "pan=stereo|c0=c0|c1=c0",
  right: "pan=stereo|c0=c1|c1=c1",
  inverted: "pan=stereo|c0=c0|c1=-1*c1",
};

/** How much louder the mix is than the channels as they were, dB: a channel that is played twice has twice the power. */
export const mixGainDb = (mix: Mix): number => (mix === "left" || mix === "right" ? decibels(2) : 0);
