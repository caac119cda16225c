/** Songs as the renderer hears them, made up. */
import type { SongAnalysis, SongSection, Span } from "../../renderer/contract/song-analysis.ts";

export interface AnalysisOptions {
  seconds?: number;
  /** null: without beats. */
  bpm?: number | null;
  beatsPerBar?: number;
  silences?: Span[];
  sections?: SongSection[];
  /** LUFS at that time, silences aside. */
  lufsAt?: (seconds: number) => number;
}

/** A song of -14 LUFS in 4/4 at 120 bpm: a bar lasts two seconds. */
export function analysisOf({
  seconds = 80,
  bpm = 120,
  beatsPerBar = 4,
  silences = [],
  sections = [{ start: 0, end: seconds, energy: 1, change: 0 }],
  lufsAt = () => -14,
}: AnalysisOptions = {}): SongAnalysis {
  const beats =
    bpm === null ? [] : Array.from({ length: Math.ceil((seconds * bpm) / 60) }, (_, beat) => (beat * 60) / bpm);
  const isSilent = (time: number) => silences.some(({ start, end }) => start <= time && time < end);
  return {
    durationSeconds: seconds,
    sampleRate: 44_100,
    channels: 2,
    integratedLufs: -14,
    loudness: Array.from({ length: Math.floor(seconds * 10) }, (_, at) => (isSilent(at / 10) ? -70 : lufsAt(at / 10))),
    silences,
    mix: "as is",
    monoLossDb: 0,
    grid:
      bpm === null
        ? null
        : { bpm, beats, downbeats: beats.filter((_, beat) => beat % beatsPerBar === 0), beatsPerBar, confidence: 1 },
    sections,
  };
}
