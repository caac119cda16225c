/**
 * How well the words of given lyrics are timed when what was heard is off: every sung song of the seed, of which the true
 * times are known, with noise of σ 120 ms, 5 % of the words missing, 5 % wrong, and one line three seconds off. Then with
 * another song's lyrics. Computed, not timed: the same every time. Writes out/bench-words.json.
 * Usage: npm run bench:words
 */
import { HARD, heardWith, SUNG_SONGS } from "../../tests/support/noisy-words.ts";
import { quantileMs, SOURCES, timingOf, type WordTiming } from "../../tests/support/word-timing.ts";
import { alignLyrics } from "../../worker/lyrics/align.ts";
import { writeResult } from "../result.ts";

const ROUNDS = 50;
const percent = (part: number, whole: number) => Math.round((1000 * part) / whole) / 10;

const row = ({ errors, words, lines, byWord, shifted, outOfOrder, tooShort }: WordTiming) => ({
  "median, ms": quantileMs(errors, 0.5),
  "p95, ms": quantileMs(errors, 0.95),
  "words shown, %": percent(errors.length, words),
  "other lines word by word, %": percent(byWord, lines),
  "shifted: as a line": shifted.line,
  "not at all": shifted.none,
  "word by word": shifted.words,
  "and wrong": shifted.wrong,
  "out of order": outOfOrder,
  "under 80 ms": tooShort,
});

/** Noise that nothing is done about. */
function untouched() {
  const errors = SUNG_SONGS.flatMap((song) =>
    Array.from({ length: ROUNDS }, (_, round) => {
      const { words } = heardWith({ ...song }, { ...HARD, missing: 0, wrong: 0, shift: 0 }, `${round}`);
      const sorted = song.truth.toSorted((a, b) => a.start - b.start);
      return words.map(({ start }, at) => Math.abs(start - (sorted[at]?.start ?? 0)));
    }).flat(),
  );
  return { "median, ms": quantileMs(errors, 0.5), "p95, ms": quantileMs(errors, 0.95) };
}

/** Words shown of a song's lyrics over another song that is heard without fault, and their forced alignment. */
function ofAnotherSong() {
  let [shown, words] = [0, 0];
  for (const song of SUNG_SONGS) {
    for (const other of SUNG_SONGS) {
      if (song === other) continue;
      const texts = other.lines.flatMap(({ text }) => text.split(" "));
      const each = song.durationSeconds / texts.length;
      const forced = texts.map((text, at) => ({ text, start: at * each, end: (at + 0.9) * each }));
      const { lines } = alignLyrics(other.lines, {
        ...{ durationSeconds: song.durationSeconds, heard: song.truth, forced, loudness: [], loudnessStep: 1 },
      });
      words += texts.length;
      shown += lines.reduce((sum, line) => sum + line.words.length, 0);
    }
  }
  return percent(shown, words);
}

const aligned = Object.fromEntries(SOURCES.map((sources) => [sources, row(timingOf(sources, ROUNDS))]));
const exact = { sd: 0, missing: 0, wrong: 0, shift: 0 };
const clean = Object.fromEntries(
  (["one source", "two sources"] as const).map((sources) => [`no noise, ${sources}`, row(timingOf(sources, 1, exact))]),
);
const table = { "as it was heard": untouched(), ...aligned, ...clean };
console.table(table);
const another = ofAnotherSong();
console.log(`With another song's lyrics: ${another} % of the words shown`);
writeResult("words", { rounds: ROUNDS, songs: SUNG_SONGS.length, table, shownOfAnotherSong: another });
