/** How a song counts. */
export interface Meter {
  /** Beats per minute. */
  tempo: number;
  beatsPerBar: number;
  bars: number;
  /** How late the off-beat sixteenths come: 0 straight, 0.33 triplets. */
  swing: number;
}
