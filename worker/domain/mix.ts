/** What callers should know about how the channels of a song are mixed. */
import type { Mix } from "../../renderer/contract/song-analysis.ts";

/** A sentence where the song is not played as it is. */
export const mixWarnings = (mix: Mix): string[] => WARNINGS[mix];

const WARNINGS: Record<Mix, string[]> = {
  "as is": [],
  left: ["The song's right channel is empty: its left one is played on both sides."],
  right: ["The song's left channel is empty: its right one is played on both sides."],
  inverted: [
    "The song's channels are out of phase, and one loudspeaker would play next to nothing of them: the right one is inverted.",
  ],
};

/** The part of a job that says it: only where there is something to do, which a renderer of an older release refuses. */
export const mixOf = (mix: Mix | undefined): { mix?: Mix } => (mix === undefined || mix === "as is" ? {} : { mix });
