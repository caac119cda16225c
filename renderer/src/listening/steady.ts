/** The beats of a song that keeps its tempo, also where nothing is played on them. */

/** A beat so near to where it would be with an even tempo is on time, seconds. */
const ON_TIME = 0.025;
/** With so many beats on time, the song is played to a click. */
const MOSTLY = 0.75;
/** Where the distance of beats differs more from the usual one, somebody plays freely. As parts of it. */
const FREE = 0.06;
/** What is within a hundredth of a second, as beats are told, is no difference. */
const TOLD = 0.011;

/**
 * Beats that strayed from an even tempo put back on it. A tracker follows what is struck: in an intro whose chords are
 * off the beat, it slides over to these, though the song was played to a click. Beats of a song that keeps no even tempo, and
 * those of a passage in which it is left on purpose, stay as they are. `beats`: seconds, in order.
 */
export function steadied(beats: readonly number[]): number[] {
  if (beats.length < 16) return [...beats];
  const drafted = lineOf(beats, medianLine(beats), 2 * ON_TIME);
  const { period, first } = lineOf(beats, drafted, ON_TIME);
  const due = (beat: number) => first + beat * period;
  const off = beats.map((time, beat) => Math.abs(time - due(beat)));
  const isOnTime = off.map((seconds) => seconds <= ON_TIME);
  if (isOnTime.filter(Boolean).length < MOSTLY * beats.length) return [...beats];
  const steady = [...beats];
  for (let from = 0; from < beats.length; from++) {
    if (isOnTime[from]) continue;
    let to = from;
    while (to < beats.length && !isOnTime[to]) to++;
    const strayed = beats.slice(Math.max(0, from - 1), to + 1);
    const isEven = strayed
      .slice(1)
      .every((time, at) => Math.abs(time - (strayed[at] ?? 0) - period) <= FREE * period + TOLD);
    if (isEven) {
      // What is less off at its edges has strayed with it.
      let [begin, end] = [from, to];
      while (begin > 0 && (off[begin - 1] ?? 0) > TOLD) begin--;
      while (end < beats.length && (off[end] ?? 0) > TOLD) end++;
      for (let beat = begin; beat < end; beat++) steady[beat] = Math.round(1000 * due(beat)) / 1000;
    }
    from = to;
  }
  return steady.filter((time) => time >= 0);
}

interface Line {
  period: number;
  /** When its first beat is due. */
  first: number;
}

/** The even tempo that half of the beats agree on. */
function medianLine(beats: readonly number[]): Line {
  const apart = Math.floor(beats.length / 2);
  const period = median(beats.slice(apart).map((time, beat) => (time - (beats[beat] ?? 0)) / apart));
  return { period, first: median(beats.map((time, beat) => time - beat * period)) };
}

/** The even tempo that fits best to the beats which are within `seconds` of `line`. */
function lineOf(beats: readonly number[], line: Line, seconds: number): Line {
  const fit = beats.flatMap((time, beat) =>
    Math.abs(time - line.first - beat * line.period) <= seconds ? [{ beat, time }] : [],
  );
  const mean = (of: (point: (typeof fit)[number]) => number) =>
    fit.reduce((sum, point) => sum + of(point), 0) / Math.max(1, fit.length);
  const [beat, time] = [mean((point) => point.beat), mean((point) => point.time)];
  const spread = mean((point) => (point.beat - beat) ** 2);
  if (spread === 0) return line;
  const period = mean((point) => (point.beat - beat) * (point.time - time)) / spread;
  return { period, first: time - beat * period };
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
