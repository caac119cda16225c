/** How a song counts, and when its beats fall. */
export interface Meter {
  /** Beats per minute. */
  tempo: number;
  beatsPerBar: number;
  bars: number;
  /** How late the off-beat sixteenths come: 0 straight, 0.33 triplets. */
  swing: number;
  /** The players keep time by ear. Absent: everything is quantised. */
  live?: Live;
}

/** Time as people keep it. */
export interface Live {
  /** How far the tempo wanders to either side, as a part of it. */
  drift: number;
  /** How far a stroke lies before or after its beat, seconds at most. */
  imprecision: number;
}

/** Two slow waves of the tempo that never meet again: their length in beats, and where they begin. */
const WAVES = [
  { beats: 61, phase: 0.4, share: 0.6 },
  { beats: 157, phase: 2.1, share: 0.4 },
] as const;

/** When a beat falls, seconds from the first bar; `beats` counts from there and need not be whole. */
export function beatTime({ tempo, live }: Meter, beats: number): number {
  let at = beats;
  // The time of a beat is the integral of the beats' lengths, each a little longer or shorter than the nominal one.
  for (const wave of live ? WAVES : []) {
    const turn = (2 * Math.PI) / wave.beats;
    at += (((live?.drift ?? 0) * wave.share) / turn) * (Math.sin(turn * beats + wave.phase) - Math.sin(wave.phase));
  }
  return (at * 60) / tempo;
}

/** The beat that falls at `seconds`: the inverse of `beatTime`. */
export function beatAt(meter: Meter, seconds: number): number {
  let beats = (seconds * meter.tempo) / 60;
  if (!meter.live) return beats;
  for (let round = 0; round < 6; round++) beats += ((seconds - beatTime(meter, beats)) * meter.tempo) / 60;
  return beats;
}
