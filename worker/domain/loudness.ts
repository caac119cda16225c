/** Figures about how loud a song is, from its momentary loudness: LUFS per tenth of a second. */

const PER_SECOND = 10;
/** Silence on the scale. */
const FLOOR = -70;

/** The mean power of the values from `from` up to `to`, LUFS. */
function meanLoudness(momentary: readonly number[], from: number, to: number): number {
  const values = momentary.slice(from, to);
  const power = values.reduce((sum, lufs) => sum + (lufs > FLOOR ? 10 ** (lufs / 10) : 0), 0);
  return power > 0 ? Math.max(FLOOR, Math.round(100 * Math.log10(power / values.length)) / 10) : FLOOR;
}

/** One value for each whole second. */
export const perSecond = (momentary: readonly number[], durationSeconds: number): number[] =>
  Array.from({ length: Math.max(1, Math.floor(durationSeconds)) }, (_, second) =>
    meanLoudness(momentary, second * PER_SECOND, (second + 1) * PER_SECOND),
  );

/** The level that `seconds` seconds in a row keep, wherever they keep it best: the quietest of those seconds, LUFS. */
export function sustainedLoudness(momentary: readonly number[], seconds: number): number {
  const levels = Array.from({ length: Math.max(0, momentary.length - PER_SECOND + 1) }, (_, start) =>
    meanLoudness(momentary, start, start + PER_SECOND),
  );
  let best = FLOOR;
  for (let start = 0; start + (seconds - 1) * PER_SECOND < levels.length; start++) {
    let quietest = Number.POSITIVE_INFINITY;
    for (let second = 0; second < seconds; second++) {
      quietest = Math.min(quietest, levels[start + second * PER_SECOND] ?? FLOOR);
    }
    best = Math.max(best, quietest);
  }
  return best;
}
