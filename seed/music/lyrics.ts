/** Words on notes, and when each word is heard. */

import { beatTime, type Meter } from "./meter.ts";
import { type Language, pronounce } from "./pronunciation.ts";
import { note } from "./sound.ts";
import { type SungSyllable, segments } from "./voice.ts";

export interface Line {
  bar: number;
  /** Beat of the bar on which the first vowel falls. */
  beat: number;
  text: string;
  /** One note with its beats per syllable, as in a melody: `A4 .5, C5 1`; rests between words are allowed. */
  notes: string;
  /** English where nothing is said. */
  language?: Language;
}

export interface Word {
  text: string;
  /** Seconds from the start of the song. */
  start: number;
  end: number;
}

/** A line as the voice sings it. Throws when notes and syllables do not match. */
export function singable(line: Line, meter: Meter): SungSyllable[] {
  const syllables = line.text.split(" ").flatMap((word) => pronounce(word, line.language));
  let at = line.bar * meter.beatsPerBar + line.beat;
  const sung: SungSyllable[] = [];
  for (const token of line.notes.trim().split(/\s*,\s*/)) {
    const [name = "", beats = ""] = token.split(/\s+/);
    const start = beatTime(meter, at);
    at += Number(beats);
    if (name !== "-") {
      const syllable = syllables[sung.length];
      if (!syllable) throw new Error(`"${line.text}" has ${syllables.length} syllables and more notes.`);
      sung.push({ ...syllable, start, duration: beatTime(meter, at) - start, note: note(name) });
    }
  }
  if (sung.length !== syllables.length) {
    throw new Error(`"${line.text}" has ${syllables.length} syllables and ${sung.length} notes.`);
  }
  return sung;
}

/** The words of a song with the times at which they sound. */
export function timedWords(lines: readonly Line[], meter: Meter): Word[] {
  return lines.flatMap((line) => {
    const sung = singable(line, meter);
    let first = 0;
    return line.text.split(" ").map((text) => {
      const last = first + pronounce(text, line.language).length - 1;
      const span = segments(sung);
      const parts = sung.slice(0, last + 1).map((each) => each.onset.length + 1 + each.coda.length);
      const before = parts.slice(0, first).reduce((sum, count) => sum + count, 0);
      const through = parts.reduce((sum, count) => sum + count, 0);
      first = last + 1;
      return {
        text,
        start: Math.round((span[before]?.start ?? 0) * 100) / 100,
        end: Math.round((span[through - 1]?.end ?? 0) * 100) / 100,
      };
    });
  });
}
