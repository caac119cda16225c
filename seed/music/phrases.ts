/** Ways of turning chords into steps. */
import type { Step } from "./score.ts";

/** All notes at once. */
export const block = (notes: readonly number[], at: number, beats: number): Step[] =>
  notes.map((note) => ({ at, beats, note }));

/** Notes one after another by index; -1 rests; indices past the chord climb an octave. */
export const arpeggio = (notes: readonly number[], order: readonly number[], stepBeats: number, at = 0): Step[] =>
  order.flatMap((index, position) => {
    if (index < 0) return [];
    const note = (notes[index % notes.length] ?? 0) + 12 * Math.floor(index / notes.length);
    return [{ at: at + position * stepBeats, beats: stepBeats, note }];
  });

/** The same note wherever the pattern has a mark: `x` as long as one step, `=` holds on, `^` an octave up. */
export function pulse(note: number, pattern: string, beats: number): Step[] {
  const marks = [...pattern.replaceAll(" ", "")];
  const stepBeats = beats / marks.length;
  const steps: Step[] = [];
  for (const [index, mark] of marks.entries()) {
    const last = steps.at(-1);
    if (mark === "=" && last) steps[steps.length - 1] = { ...last, beats: last.beats + stepBeats };
    else if (mark === "x" || mark === "^") {
      steps.push({ at: index * stepBeats, beats: stepBeats, note: mark === "^" ? note + 12 : note });
    }
  }
  return steps;
}

/** The element of a list that repeats. */
export function cycle<Item>(items: readonly Item[], index: number): Item {
  const item = items[((index % items.length) + items.length) % items.length];
  if (item === undefined) throw new Error("Nothing to repeat.");
  return item;
}
