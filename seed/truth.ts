/** What is true of a song because it was written so: what whoever listens to it should find. */
import { timedWords, type Word } from "./music/lyrics.ts";
import { beatTime } from "./music/meter.ts";
import { type Section, type Song, songSeconds } from "./music/song.ts";

/** Times are seconds from the start of the song. */
export interface SongTruth {
  beats: number[];
  downbeats: number[];
  beatsPerBar: number;
  sections: { name: Section["name"]; start: number; end: number }[];
  /** Empty for an instrumental. */
  words: Word[];
}

export function truthOf(song: Song): SongTruth {
  const { meter, sections, lyrics } = song;
  const bar = (number: number): number => beatTime(meter, number * meter.beatsPerBar);
  return {
    beats: Array.from({ length: meter.bars * meter.beatsPerBar }, (_, beat) => beatTime(meter, beat)),
    downbeats: Array.from({ length: meter.bars }, (_, number) => bar(number)),
    beatsPerBar: meter.beatsPerBar,
    sections: sections.map((section, index) => {
      const next = sections[index + 1];
      return { name: section.name, start: bar(section.bar), end: next ? bar(next.bar) : songSeconds(song) };
    }),
    words: timedWords(lyrics, meter),
  };
}
