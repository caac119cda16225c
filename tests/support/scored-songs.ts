/** The songs of the seed as their scores have them. */
import type { SongAnalysis } from "../../renderer/contract/song-analysis.ts";
import type { Song } from "../../seed/music/song.ts";
import { truthOf } from "../../seed/truth.ts";
import type { Truth } from "./clip-judge.ts";

/** What is true of the song, by its score. */
export function truthOfSong(song: Song): Truth {
  const { words, downbeats, sections } = truthOf(song);
  return { words, downbeats, sections: sections.map(({ start }) => start) };
}

/** An analysis with the beats and the parts of the score. */
export function scored(measured: SongAnalysis, song: Song): SongAnalysis {
  const { beats, downbeats, beatsPerBar, sections } = truthOf(song);
  return {
    ...measured,
    grid: { bpm: song.meter.tempo, beats, downbeats, beatsPerBar, confidence: 1 },
    sections: sections.map(({ start, end }, at) => ({ start, end, energy: 0.5, change: at === 0 ? 0 : 0.5 })),
  };
}
