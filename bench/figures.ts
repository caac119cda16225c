/** What is made of many figures of the same thing. Pure. */
import { median } from "./median.ts";

export interface Spread {
  median: number;
  /** Nine of ten are at most this. */
  p90: number;
  least: number;
  most: number;
  count: number;
}

const rounded = (value: number): number => Number(value.toPrecision(4));

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { median: rounded(median(sorted)), p90: at(0.9), least: at(0), most: at(1), count: sorted.length };
}

/** A quarter of the values is less. */
const lowerQuartile = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 2] ?? 0;

export interface Ratio {
  /** Of the medians. */
  ratio: number;
  /** The same of every second round, and of the others: what differs between them is noise. Null of a single round. */
  halves: [number, number] | null;
  /** Of the lower quartiles: what it is when the machine leaves us alone. */
  quartiles: number;
}

/** How `values` compare with `base`, taken in the same rounds. */
export function ratioOf(values: readonly number[], base: readonly number[]): Ratio {
  const of = (isMine: (round: number) => boolean) =>
    rounded(median(values.filter((_, at) => isMine(at))) / median(base.filter((_, at) => isMine(at))));
  const halves: Ratio["halves"] = values.length < 2 ? null : [of((at) => at % 2 === 0), of((at) => at % 2 === 1)];
  const quartiles = rounded(lowerQuartile(values) / lowerQuartile(base));
  return { ratio: of(() => true), halves, quartiles };
}

/** A ratio on one line, beside what it should be at most. */
export function tell(name: string, { ratio, halves, quartiles }: Ratio, goal?: number): string {
  const against = goal === undefined ? "" : ` (goal ${goal}: ${ratio <= goal ? "met" : "missed"})`;
  const noise = halves ? `halves ${halves.map((half) => half.toFixed(2)).join(" and ")}` : "one round";
  return `${name}: ${ratio.toFixed(2)}${against}, ${noise}, quartiles ${quartiles.toFixed(2)}`;
}
