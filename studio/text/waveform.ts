/** Heights of a waveform's bars. */

/** Quieter than this is drawn as silence. LUFS. */
const QUIETEST = -45;

/** `count` bars, 0..1, from momentary loudness in LUFS: of each stretch the loudest value, against the song's loudest. */
export function barsOf(loudness: readonly number[], count: number): number[] {
  if (loudness.length === 0 || count <= 0) return [];
  const loudest = Math.max(QUIETEST + 1, ...loudness);
  return Array.from({ length: count }, (_, bar) => {
    const from = Math.floor((bar * loudness.length) / count);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * loudness.length) / count));
    const peak = Math.max(...loudness.slice(from, to));
    return Math.min(1, Math.max(0, (peak - QUIETEST) / (loudest - QUIETEST)));
  });
}
