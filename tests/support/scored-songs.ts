/** The songs of the seed as their scores have them. */
import type { SongAnalysis } from "../../renderer/contract/song-analysis.ts";
import { timedWords } from "../../seed/music/lyrics.ts";
import { type Song, songSeconds } from "../../seed/music/song.ts";
import type { Truth } from "./clip-judge.ts";

const barSeconds = ({ meter }: Song): number => (meter.beatsPerBar * 60) / meter.tempo;
const barsOf = (song: Song): number[] => Array.from({ length: song.meter.bars }, (_, bar) => bar * barSeconds(song));

/** What is true of the song, by its score. */
export const truthOfSong = (song: Song): Truth => ({
  words: timedWords(song.lyrics, song.meter),
  downbeats: barsOf(song),
  sections: song.sections.map(({ bar }) => bar * barSeconds(song)),
});

/** An analysis with the beats and the parts of the score. */
export function scored(measured: SongAnalysis, song: Song): SongAnalysis {
  const { tempo, beatsPerBar, bars } = song.meter;
  const beats = Array.from({ length: bars * beatsPerBar }, (_, beat) => (beat * 60) / tempo);
  const starts = song.sections.map(({ bar }) => bar * barSeconds(song));
  return {
    ...measured,
    grid: { bpm: tempo, beats, downbeats: barsOf(song), beatsPerBar, confidence: 1 },
    sections: starts.map((start, at) => ({
      start,
      end: starts[at + 1] ?? songSeconds(song),
      energy: 0.5,
      change: at === 0 ? 0 : 0.5,
    })),
  };
}
