/** The faults by group, so that each can be switched on alone, and how likely each is at a rate of one. */
import type { Fault } from "../../dev/fal/faults.ts";
import { WORKER_FAULTS, type WorkerFault } from "./rates.ts";
import type { RendererFault } from "./renderer.ts";

export const GROUPS = [
  "d1",
  "r2",
  "queue",
  "kill",
  "stall",
  "submit",
  "callback",
  "job",
  "poll",
  "media",
  "renderer",
  "forged",
] as const;
export type Group = (typeof GROUPS)[number];

/** Of the faults inside the Worker: the group, and the share of the rate. A message makes some ten calls. */
const WORKER: Record<WorkerFault, { group: Group; share: number }> = {
  "d1-refused": { group: "d1", share: 0.3 },
  "d1-reply-lost": { group: "d1", share: 0.3 },
  "r2-refused": { group: "r2", share: 0.5 },
  "r2-reply-lost": { group: "r2", share: 0.5 },
  "queue-lost": { group: "queue", share: 1 },
  "queue-twice": { group: "queue", share: 1 },
  "queue-delayed": { group: "queue", share: 1 },
  "queue-shuffled": { group: "queue", share: 5 },
  "queue-send-refused": { group: "queue", share: 0.5 },
  "ack-lost": { group: "queue", share: 0.5 },
  "killed-before": { group: "kill", share: 0.1 },
  "killed-after": { group: "kill", share: 0.1 },
  stalled: { group: "stall", share: 0.05 },
};

/** Of the emulator. Seconds are production's, scaled like all of the Worker's times. */
const FAL: { group: Group; share: number; fault: Fault }[] = [
  { group: "submit", share: 0.3, fault: { kind: "submit-status", status: 429, accepted: false } },
  { group: "submit", share: 0.1, fault: { kind: "submit-status", status: 500, accepted: false } },
  { group: "submit", share: 0.1, fault: { kind: "submit-status", status: 502, accepted: false } },
  { group: "submit", share: 0.1, fault: { kind: "submit-status", status: 503, accepted: false } },
  { group: "submit", share: 0.1, fault: { kind: "submit-status", status: 504, accepted: false } },
  { group: "submit", share: 0.3, fault: { kind: "submit-status", status: 503, accepted: true } },
  { group: "submit", share: 0.4, fault: { kind: "submit-dropped", accepted: true } },
  { group: "submit", share: 0.1, fault: { kind: "submit-dropped", accepted: false } },
  // Past the 30 seconds the Worker waits for an answer.
  { group: "submit", share: 0.3, fault: { kind: "submit-delayed", seconds: 40 } },
  { group: "callback", share: 1, fault: { kind: "callback-twice" } },
  { group: "callback", share: 0.5, fault: { kind: "callback-early" } },
  { group: "callback", share: 0.5, fault: { kind: "callback-late", seconds: 120 } },
  { group: "callback", share: 0.5, fault: { kind: "callback-never" } },
  { group: "callback", share: 0.3, fault: { kind: "callback-bad-signature" } },
  { group: "callback", share: 0.3, fault: { kind: "callback-old-timestamp" } },
  { group: "callback", share: 0.3, fault: { kind: "callback-unknown-request" } },
  { group: "job", share: 0.05, fault: { kind: "stuck" } },
  { group: "job", share: 0.3, fault: { kind: "fail", error: "internal_server_error" } },
  { group: "job", share: 0.2, fault: { kind: "fail", error: "generation_timeout" } },
  { group: "job", share: 0.05, fault: { kind: "fail", error: "content_policy_violation" } },
  { group: "job", share: 0.3, fault: { kind: "cancel-ignored" } },
  { group: "poll", share: 1, fault: { kind: "poll-status", status: 500 } },
  { group: "poll", share: 0.5, fault: { kind: "result-status", status: 503 } },
  { group: "poll", share: 0.1, fault: { kind: "result-expired" } },
  { group: "media", share: 0.05, fault: { kind: "result-without-media" } },
  { group: "media", share: 0.05, fault: { kind: "media-missing" } },
  { group: "media", share: 0.5, fault: { kind: "media-unavailable", times: 2 } },
  { group: "media", share: 0.05, fault: { kind: "media-truncated" } },
  { group: "media", share: 0.05, fault: { kind: "media-cut-off" } },
  { group: "media", share: 0.05, fault: { kind: "media-wrong-type" } },
];

const RENDERER: Record<RendererFault, number> = {
  busy: 1,
  reset: 0.5,
  hang: 0.2,
  vanish: 0.5,
  lie: 0.5,
  "disk-full": 0.3,
  "bad-input": 0.05,
  "put-twice": 1,
  "put-late": 0.5,
};

/** Which faults a campaign injects, each with its probability. */
export interface Profile {
  worker: Partial<Record<WorkerFault, number>>;
  fal: Fault[];
  renderer: Partial<Record<RendererFault, number>>;
  /** How many of the requests that fal.ai takes get a forged callback. */
  forged: number;
}

export const CALM: Profile = { worker: {}, fal: [], renderer: {}, forged: 0 };

export function profileOf(groups: readonly Group[], rate: number, timeScale: number): Profile {
  const chance = (share: number) => Math.min(1, share * rate);
  return {
    worker: Object.fromEntries(
      WORKER_FAULTS.filter((fault) => groups.includes(WORKER[fault].group)).map((fault) => [
        fault,
        chance(WORKER[fault].share),
      ]),
    ),
    fal: FAL.filter(({ group }) => groups.includes(group)).map(({ share, fault }) => ({
      ...fault,
      ...("seconds" in fault ? { seconds: fault.seconds * timeScale } : {}),
      chance: chance(share),
    })),
    renderer: groups.includes("renderer")
      ? Object.fromEntries(Object.entries(RENDERER).map(([fault, share]) => [fault, chance(share)]))
      : {},
    forged: groups.includes("forged") ? chance(5) : 0,
  };
}
