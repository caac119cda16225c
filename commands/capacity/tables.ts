/** The tables of docs/capacity.md, made from prices, limits, what was counted, and what was simulated. Pure. */
import {
  ALL_LIMITS,
  COST_LINES,
  cloudflareCost,
  costOf,
  falCost,
  type Limit,
  SLOT_SECONDS_FROM,
  VOLUMES,
} from "./arithmetic.ts";
import { ASSUMED, MONTHLY_FEE, PRICES, READ_ON } from "./prices.ts";
import { heldAgainst, type Outcome, outcomes, SLOTS_BENCHES } from "./scenarios.ts";

/** Four digits, and as many zeros as it takes: 1,234,000. */
const number = (value: number): string =>
  Number(value.toPrecision(4)).toLocaleString("en-US", { maximumFractionDigits: 8 });
const dollars = (value: number): string =>
  value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const seconds = (value: number): string =>
  value < 100 ? `${Number(value.toPrecision(2))} s` : `${number(Math.round(value / 6) / 10)} min`;

const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const videosAMonth = VOLUMES.map((volume) => `${number(volume)} videos`);

const prices = (): string =>
  `Read on ${READ_ON}, in copies of Cloudflare's pages, some of them months older. The first ${dollars(MONTHLY_FEE)} USD of each month are the plan's.\n\n${table(
    ["Cloudflare", "included each month", "then, USD"],
    Object.values(PRICES).map(({ name, unit, included, price, per }) => [
      name,
      `${number(included)} ${unit}`,
      per === 1 ? `${number(price)} each` : `${number(price)} for ${number(per)}`,
    ]),
  )}`;

const assumed = (): string =>
  table(
    ["for a video", "what"],
    Object.values(ASSUMED).map(({ value, says }) => [number(value), says]),
  );

function costs(): string {
  const fal = falCost();
  const lines = COST_LINES.map((line) => [
    line.price.name,
    line.from,
    ...VOLUMES.map((videos) => `${number(line.used(videos))} ${line.price.unit}: ${dollars(costOf(line, videos))}`),
  ]);
  const total = (name: string, from: string, of: (videos: number) => number) => [
    ...[name, from],
    ...VOLUMES.map((videos) => dollars(of(videos))),
  ];
  const cheaper = falCost(1);
  return table(
    ["what", "of a video", ...videosAMonth],
    [
      ...lines,
      total("the plan", "", () => MONTHLY_FEE),
      total("**Cloudflare**", "", cloudflareCost),
      total(`**fal.ai**, with \`${fal.name}\``, fal.from, (videos) => fal.dollars * videos),
      total(`fal.ai, with \`${cheaper.name}\``, cheaper.from, (videos) => cheaper.dollars * videos),
      ["Cloudflare for one video", "", ...VOLUMES.map((videos) => number(cloudflareCost(videos) / videos))],
    ],
  );
}

const videosOf = ({ videos, isStored }: Limit): string => `${number(videos)}${isStored ? " in all" : ""}`;

const limits = (): string =>
  `A video takes a slot for ${SLOT_SECONDS_FROM}.\n\n${table(
    ["limit", "how", "videos a month", "then"],
    ALL_LIMITS.map((limit) => [limit.name, limit.from, videosOf(limit), limit.change]),
  )}`;

/** What is full later is not told. */
const FORESEEN_MONTHS = 120;

/** Of each volume, what it is above, in the order in which that is met. */
const met = (): string =>
  table(
    ["videos a month", "limits met, the first one first"],
    VOLUMES.map((volume) => {
      const below = ALL_LIMITS.filter(({ videos, isStored }) => !isStored && videos < volume).map(({ name }) => name);
      const stored = ALL_LIMITS.filter(({ isStored, videos }) => isStored && videos / volume < FORESEEN_MONTHS).map(
        ({ name, videos }) => `${name} after ${Number((videos / volume).toPrecision(2))} months`,
      );
      return [number(volume), [...below, ...stored].join("; ") || "none"];
    }),
  );

function simulated(all: Outcome[]): string {
  const waits = (outcome: Outcome, of: keyof Outcome["seconds"]) => {
    const { p50, p95 } = outcome.seconds[of];
    return outcome.keepsUp || p95 < 100 ? `${seconds(p50)}; ${seconds(p95)}` : "grows";
  };
  return table(
    [
      ...["videos a month", "slots", "places", "done of what comes", "slots busy", "places busy"],
      ...["wait for a slot", "wait for a place", "a run takes", "of a hundred, the slowest"],
    ],
    all.map((outcome) => [
      ...[number(outcome.videosPerMonth), `${outcome.slots}`, `${outcome.places}`, percent(outcome.done)],
      ...[percent(outcome.busy.slots), percent(outcome.busy.places)],
      ...[waits(outcome, "slot"), waits(outcome, "place"), waits(outcome, "run")],
      outcome.keepsUp ? seconds(outcome.seconds.run.p99) : "grows",
    ]),
  );
}

/** Against the benches that were run: what is fitted, and what follows. */
const held = (): string =>
  table(
    [
      ...[
        "runs beside",
        "all took (measured)",
        "so a slot, beyond the model",
        "3 alone (measured)",
        "so a run, beyond slots",
      ],
      ...["3 beside, simulated", "measured", "ratio"],
    ],
    SLOTS_BENCHES.map((bench) => {
      const { overheadSeconds, ownSeconds, besideSeconds } = heldAgainst(bench);
      return [
        ...[number(bench.runs), `${number(bench.lastedSeconds)} s`, `${overheadSeconds.toFixed(2)} s`],
        ...[`${bench.aloneSeconds.toFixed(2)} s`, `${ownSeconds.toFixed(2)} s`, `${besideSeconds.toFixed(2)} s`],
        ...[`${bench.besideSeconds.toFixed(2)} s`, (besideSeconds / bench.besideSeconds).toFixed(2)],
      ];
    }),
  );

/** By the name of the place in the page. */
export const tables = (): Record<string, string> => ({
  ...{ prices: prices(), assumed: assumed(), costs: costs(), limits: limits(), met: met() },
  ...{ simulated: simulated(outcomes()), held: held() },
});

/** The page with the tables in their places. Throws when a table has no place. */
export function withTables(page: string): string {
  let written = page;
  for (const [name, text] of Object.entries(tables())) {
    const [begin, end] = [`<!-- capacity:${name} -->\n`, `<!-- capacity:${name}:end -->`];
    const [from, to] = [written.indexOf(begin), written.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`There is no place for the table ${name}`);
    written = `${written.slice(0, from + begin.length)}\n${text}\n\n${written.slice(to)}`;
  }
  return written;
}
