/**
 * Prices and limits that capacity is computed from, as published. Read in copies of the makers' pages, some of them months
 * older; to be checked with them before money depends on it. Models' prices are in worker/fal/models.ts.
 */

export const READ_ON = "26 November 2026";

export interface Price {
  name: string;
  unit: string;
  /** Of each month, without charge, in units. */
  included: number;
  /** US dollars for `per` units. */
  price: number;
  per: number;
}

const price = (name: string, unit: string, included: number, dollars: number, per: number): Price => ({
  ...{ name, unit, included, per },
  price: dollars,
});

const MILLION = 1e6;

/** US dollars of each month, whatever is used: Workers Paid. */
export const MONTHLY_FEE = 5;

/** Of Cloudflare, developers.cloudflare.com: the pricing page of each product. */
export const PRICES = {
  requests: price("Workers: requests", "requests", 10 * MILLION, 0.3, MILLION),
  cpu: price("Workers: CPU", "ms", 30 * MILLION, 0.02, MILLION),
  logs: price("Workers Logs", "events", 10 * MILLION, 0.6, MILLION),
  messages: price("Queues", "operations", MILLION, 0.4, MILLION),
  rowsRead: price("D1: rows read", "rows", 25_000 * MILLION, 0.001, MILLION),
  rowsWritten: price("D1: rows written", "rows", 50 * MILLION, 1, MILLION),
  rowsStored: price("D1: storage", "GB", 5, 0.75, 1),
  objectCalls: price("Durable Objects: calls", "calls", MILLION, 0.15, MILLION),
  objectSeconds: price("Durable Objects: time", "GB-s", 400_000, 12.5, MILLION),
  objectRows: price("Durable Objects: rows written", "rows", 50 * MILLION, 1, MILLION),
  r2Writes: price("R2: class A", "operations", MILLION, 4.5, MILLION),
  r2Reads: price("R2: class B", "operations", 10 * MILLION, 0.36, MILLION),
  r2Stored: price("R2: storage", "GB", 10, 0.015, 1),
  memory: price("Containers: memory", "GiB-s", 25 * 3600, 0.0000025, 1),
  vcpu: price("Containers: CPU", "vCPU-s", 375 * 60, 0.00002, 1),
  disk: price("Containers: disk", "GB-s", 200 * 3600, 0.00000007, 1),
  egress: price("Containers: egress", "GB", 1000, 0.025, 1),
};

/** As published by Cloudflare and fal.ai, unless it says otherwise. */
export const LIMITS = {
  /** Of a new account, and the most without asking for more. */
  falSlots: 2,
  falSlotsSelfServe: 40,
  d1Gigabytes: 10,
  /** Of all databases of an account; more on request. */
  d1AccountGigabytes: 1000,
  /** Of one object; a soft one. */
  objectCallsPerSecond: 1000,
  messagesPerSecond: 5000,
  containerVcpu: 1500,
};

/** wrangler.toml, and the defaults of worker/env.ts. */
export const SETTINGS = { instances: 20, placesEach: 1, vcpu: 2, memoryGib: 6, diskGb: 8 };

/** What was measured once (docs/measured.md), or is assumed, and not counted. */
export const ASSUMED = {
  /** Create, shared by a batch, and looks at the run until it is over. */
  apiCalls: { value: 5, says: "API calls: a share of its batch's, and looks at it until it is over" },
  slotSeconds: {
    value: 2,
    says: "seconds that a slot is taken on top of each request: its submit, its callback, the copy",
  },
  /** Of each such call: the key, and what it reads. */
  apiStatements: { value: 3, says: "D1 statements of each API call" },
  cpuMs: {
    value: 350,
    says: "ms of the Worker's CPU, as measured locally, emulation of D1 and queues included: the most",
  },
  statementMs: { value: 1, says: "ms that D1 is busy with a statement; it does one at a time" },
  activeRowKb: {
    value: 14.7,
    says: "KB of D1 until it is archived, measured over 120 runs, prompts and answers included",
  },
  archivedRowKb: { value: 1.8, says: "KB of D1 from then on, measured over 1,000 runs" },
  archivedDays: { value: 7, says: "days until it is archived: `ARCHIVE_AFTER_DAYS`" },
  choreRows: { value: 6, says: "D1 rows written to clean up after it and to archive it" },
  objectRows: { value: 2, says: "rows that an object writes in each call" },
  renderCpuSeconds: { value: 2.56, says: "CPU seconds of the whole render job, 720x1280, 8 s, measured" },
  idleSeconds: {
    value: 300,
    says: "seconds that a container stays after its last job; batches are rendered by one each",
  },
  r2Writes: {
    value: 4,
    says: "R2 class A beside the counted ones: video and poster delivered, a listing, and its archive",
  },
  r2Reads: { value: 5, says: "R2 class B beside the Worker's own: two of the renderer, three of fal.ai" },
  storedMb: { value: 15, says: "MB of R2: the image, the model's video, the finished one, the poster" },
  deliveredMb: {
    value: 6.5,
    says: "MB that the renderer delivers, as if its way to R2 were billed, which is not known",
  },
  writeDollars: { value: 0.0005, says: "US dollars at fal.ai for the caption's tokens" },
  choresPerMinute: {
    value: 1000,
    says: "runs of a backlog that are sure to be cleaned up after, and archived, each minute",
  },
};
