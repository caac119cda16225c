/** What songs are like, for tests that need no real ones. */
import type { SongAnalysis } from "../../renderer/contract/song-analysis.ts";

/** A minute at a steady level, at two beats a second, four to the bar. */
export function analysisOf(different: Partial<SongAnalysis> = {}): SongAnalysis {
  const durationSeconds = different.durationSeconds ?? 60;
  const beats = Array.from({ length: durationSeconds * 2 }, (_, beat) => beat / 2);
  return {
    durationSeconds,
    sampleRate: 44_100,
    channels: 2,
    integratedLufs: -14,
    loudness: Array.from({ length: durationSeconds * 10 + 1 }, () => -14),
    silences: [],
    mix: "as is",
    monoLossDb: 0.5,
    grid: { bpm: 120, beats, downbeats: beats.filter((_, beat) => beat % 4 === 0), beatsPerBar: 4, confidence: 1 },
    sections: [{ start: 0, end: durationSeconds, energy: 1, change: 0 }],
    ...different,
  };
}
