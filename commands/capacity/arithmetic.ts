/** What so many videos a month cost, and how many a month each limit allows. Pure; every line says how it was computed. */
import { VIDEO_SECONDS } from "../../worker/domain/run.ts";
import { MODELS } from "../../worker/fal/models.ts";
import { stepNamed } from "../../worker/steps/index.ts";
import { COUNTED } from "./counted.ts";
import { ASSUMED, LIMITS, MONTHLY_FEE, PRICES, type Price, SETTINGS } from "./prices.ts";
import { MEAN_BATCH, plainSteps, SECONDS_OF_MONTH } from "./queueing.ts";

export const VOLUMES = [1000, 100_000, 10_000_000];

const slotted = plainSteps().filter(({ resource }) => resource === "slot");

/** Seconds that a video takes a slot, all its requests together, where each takes its typical time. */
const SLOT_SECONDS = slotted.reduce((all, { seconds }) => all + seconds + ASSUMED.slotSeconds.value, 0);

/** The same, as it was computed. */
export const SLOT_SECONDS_FROM = `${slotted.map(({ name, seconds }) => `${seconds} (${name})`).join(" + ")} + ${slotted.length} × ${ASSUMED.slotSeconds.value} = ${SLOT_SECONDS} s`;

const { calls, d1 } = COUNTED;
const gateCalls = calls["gate.enter"] + calls["gate.leave"];
const poolCalls = calls["pool.render"] + calls["pool.forgetRender"];
const renderSeconds = stepNamed("render").typicalSeconds;
const OBJECT_GB = 0.128;

/** Seconds that containers are there: while they render, and until they are stopped. */
function containerSeconds(videos: number): number {
  const rendering = videos * renderSeconds;
  // One that is always there is never idle for longer than the month has left.
  const idle = Math.min((videos / MEAN_BATCH) * ASSUMED.idleSeconds.value, Math.max(0, SECONDS_OF_MONTH - rendering));
  return rendering + idle;
}

/** Seconds that objects are at work: a container's while it is there, the gate's and the pool's while a video is made. */
const objectSeconds = (videos: number): number =>
  containerSeconds(videos) + 2 * Math.min(SECONDS_OF_MONTH, videos * SLOT_SECONDS);

export interface CostLine {
  price: Price;
  /** How much of it a video uses, as it was computed; undefined where it is not so much for each. */
  from: string;
  /** Units that so many videos use. */
  used(videos: number): number;
}

const each = (price: Price, from: string, ofOne: number): CostLine => ({
  ...{ price, from },
  used: (videos) => ofOne * videos,
});
const sum = (...values: number[]): number => values.reduce((all, one) => all + one, 0);
const summed = (values: number[]): string =>
  values.length === 1 ? values.join() : `${values.join(" + ")} = ${sum(...values)}`;
const added = (price: Price, ...values: number[]): CostLine => each(price, summed(values), sum(...values));

const [activeDays, monthDays] = [ASSUMED.archivedDays.value, SECONDS_OF_MONTH / 86_400];
/** Of D1, in the month that it is made in. */
const storedKb =
  (activeDays * ASSUMED.activeRowKb.value + (monthDays - activeDays) * ASSUMED.archivedRowKb.value) / monthDays;
const storedFrom = `(${activeDays} × ${ASSUMED.activeRowKb.value} + ${monthDays - activeDays} × ${ASSUMED.archivedRowKb.value}) / ${monthDays}`;

/** What Cloudflare bills. */
export const COST_LINES: CostLine[] = [
  // API calls, callbacks, and messages that are consumed.
  added(PRICES.requests, ASSUMED.apiCalls.value, calls["fal.submit"], calls["queue messages"]),
  added(PRICES.cpu, ASSUMED.cpuMs.value),
  // A line for each invocation, too.
  added(PRICES.logs, calls["log.info"], ASSUMED.apiCalls.value + calls["fal.submit"] + calls["queue messages"]),
  each(PRICES.messages, `3 × ${calls["queue messages"]}`, 3 * calls["queue messages"]),
  added(PRICES.rowsRead, d1.read),
  added(PRICES.rowsWritten, d1.written, ASSUMED.choreRows.value),
  each(PRICES.rowsStored, `${storedFrom} KB`, storedKb / 1e6),
  added(PRICES.objectCalls, gateCalls, poolCalls, ASSUMED.apiCalls.value),
  {
    price: PRICES.objectSeconds,
    from: `${OBJECT_GB} GB × (containers + 2 × ${SLOT_SECONDS} s, a month at most)`,
    used: (videos) => OBJECT_GB * objectSeconds(videos),
  },
  each(
    PRICES.objectRows,
    `${ASSUMED.objectRows.value} × (${gateCalls} + ${poolCalls})`,
    ASSUMED.objectRows.value * (gateCalls + poolCalls),
  ),
  added(PRICES.r2Writes, calls["r2.put"], ASSUMED.r2Writes.value),
  added(PRICES.r2Reads, calls["r2.head"], calls["r2.get"], ASSUMED.r2Reads.value),
  each(PRICES.r2Stored, `${ASSUMED.storedMb.value} MB`, ASSUMED.storedMb.value / 1000),
  {
    price: PRICES.memory,
    from: `${SETTINGS.memoryGib} GiB × containers`,
    used: (videos) => SETTINGS.memoryGib * containerSeconds(videos),
  },
  added(PRICES.vcpu, ASSUMED.renderCpuSeconds.value),
  {
    price: PRICES.disk,
    from: `${SETTINGS.diskGb} GB × containers`,
    used: (videos) => SETTINGS.diskGb * containerSeconds(videos),
  },
  each(PRICES.egress, `${ASSUMED.deliveredMb.value} MB`, ASSUMED.deliveredMb.value / 1000),
];

/** What the line costs in a month with so many videos, US dollars: what is beyond the included, by its price. */
export const costOf = ({ price, used }: CostLine, videos: number): number =>
  (Math.max(0, used(videos) - price.included) / price.per) * price.price;

/** What Cloudflare bills in such a month, US dollars, its storage for that month alone. */
export const cloudflareCost = (videos: number): number =>
  MONTHLY_FEE + sum(...COST_LINES.map((line) => costOf(line, videos)));

const VIDEO_MODELS = MODELS.imageToVideo.candidates;

/** What a video costs at fal.ai, US dollars: with the first candidate of the video's model, or another. */
export const falCost = (candidate = 0): { name: string; dollars: number; from: string } => {
  const image = MODELS.image.candidates[0].unitPrice;
  const chosen = VIDEO_MODELS[candidate] ?? VIDEO_MODELS[0];
  return {
    name: chosen.name,
    dollars: image + VIDEO_SECONDS * chosen.unitPrice + ASSUMED.writeDollars.value,
    from: `${image} + ${VIDEO_SECONDS} s × ${chosen.unitPrice} + ${ASSUMED.writeDollars.value}`,
  };
};

export interface Limit {
  name: string;
  from: string;
  /** Videos a month, where all come evenly and what is limited is never idle; or that can be stored at all. */
  videos: number;
  isStored?: boolean;
  change: string;
}

/** As it is written. */
const aMonth = SECONDS_OF_MONTH.toLocaleString("en-US");
const slotLimit = (slots: number, change: string): Limit => ({
  name: `${slots} slots at fal.ai`,
  from: `${slots} × ${aMonth} s / ${SLOT_SECONDS} s`,
  videos: (slots * SECONDS_OF_MONTH) / SLOT_SECONDS,
  change,
});
const perSecond = (name: string, rate: number, of: number, change: string): Limit => ({
  ...{ name, change },
  from: `${rate} / ${of} × ${aMonth} s`,
  videos: (rate / of) * SECONDS_OF_MONTH,
});

const stored = (gigabytes: number, where: string, change: string): Limit => ({
  name: `${gigabytes.toLocaleString("en-US")} GB ${where}`,
  from: `${gigabytes.toLocaleString("en-US")} GB / ${ASSUMED.archivedRowKb.value} KB`,
  videos: (gigabytes * 1e6) / ASSUMED.archivedRowKb.value,
  isStored: true,
  change,
});

const statements = d1.statements + ASSUMED.apiCalls.value * ASSUMED.apiStatements.value;
const renders = SETTINGS.instances * SETTINGS.placesEach;
const mostInstances = LIMITS.containerVcpu / SETTINGS.vcpu;

/** The lowest first. */
export const ALL_LIMITS: Limit[] = [
  slotLimit(LIMITS.falSlots, "pay fal.ai's invoices: the number rises by itself; then raise `FAL_SLOTS`"),
  slotLimit(LIMITS.falSlotsSelfServe, "agree on more with fal.ai, or a deployment for each account there"),
  {
    name: `${renders} places of renderers`,
    from: `${renders} × ${aMonth} s / ${renderSeconds} s`,
    videos: (renders * SECONDS_OF_MONTH) / renderSeconds,
    change: "raise `max_instances`",
  },
  {
    name: `${mostInstances} renderers: the vCPU of an account`,
    from: `${LIMITS.containerVcpu} / ${SETTINGS.vcpu} × ${aMonth} s / ${renderSeconds} s`,
    videos: (mostInstances * SETTINGS.placesEach * SECONDS_OF_MONTH) / renderSeconds,
    change: "ask Cloudflare for more",
  },
  {
    name: `${ASSUMED.choresPerMinute.value} runs archived by a sweep`,
    from: `${ASSUMED.choresPerMinute.value} × ${aMonth} s / 60 s`,
    videos: (ASSUMED.choresPerMinute.value * SECONDS_OF_MONTH) / 60,
    change: "send for more of them in a sweep",
  },
  {
    name: `${LIMITS.d1Gigabytes} GB of one D1 for ${activeDays} days of runs`,
    from: `${LIMITS.d1Gigabytes} GB / (${ASSUMED.activeRowKb.value} KB × ${activeDays}) × ${monthDays}`,
    videos: (LIMITS.d1Gigabytes * 1e6 * monthDays) / (ASSUMED.activeRowKb.value * activeDays),
    change: "lower `ARCHIVE_AFTER_DAYS`; a database for each shard of accounts",
  },
  stored(LIMITS.d1Gigabytes, "of one D1", "a database for each shard of accounts"),
  stored(LIMITS.d1AccountGigabytes, "of all D1 of an account", "ask Cloudflare for more"),
  perSecond(
    "D1 does one statement after another",
    1000 / ASSUMED.statementMs.value,
    statements,
    "a database for each shard of accounts, whose rows know of no others",
  ),
  perSecond("calls of the gate's object", LIMITS.objectCallsPerSecond, gateCalls, "a gate for each class of models"),
  perSecond("calls of the pool's object", LIMITS.objectCallsPerSecond, poolCalls, "a pool for each region"),
  perSecond(
    "messages of a queue",
    LIMITS.messagesPerSecond,
    calls["queue messages"],
    "a queue for each class of work, and for each shard",
  ),
].toSorted((one, other) => one.videos - other.videos);
