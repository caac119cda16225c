/** What is known of a song that was stored before songs were analyzed: how loud each of its seconds is. */
import type { SongAnalysis, Span } from "../../../renderer/contract/song-analysis.ts";

/** A second that is quieter counts as silent. */
const SILENT_LUFS = -60;
const PER_SECOND = 10;

/** That of a song whose loudness nobody knows: it counts as one that can be heard. */
const USUAL_LUFS = -14;

/** That, as an analysis without beats. `measured`: LUFS of every whole second. */
export function analysisOfSeconds(durationSeconds: number, measured: readonly number[]): SongAnalysis {
  const loudness =
    measured.length > 0 ? measured : Array.from({ length: Math.ceil(durationSeconds) }, () => USUAL_LUFS);
  const silences: Span[] = [];
  for (const [second, lufs] of loudness.entries()) {
    if (lufs > SILENT_LUFS) continue;
    const last = silences.at(-1);
    if (last?.end === second) last.end = second + 1;
    else silences.push({ start: second, end: second + 1 });
  }
  const power = loudness.reduce((sum, lufs) => sum + 10 ** (lufs / 10), 0) / Math.max(1, loudness.length);
  return {
    durationSeconds,
    sampleRate: 0,
    channels: 0,
    integratedLufs: power > 0 ? 10 * Math.log10(power) : SILENT_LUFS,
    loudness: loudness.flatMap((lufs) => Array.from({ length: PER_SECOND }, () => lufs)),
    silences,
    mix: "as is",
    monoLossDb: 0,
    grid: null,
    sections: [{ start: 0, end: durationSeconds, energy: 1, change: 0 }],
  };
}
