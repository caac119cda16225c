/** The faults by group, so that each can be switched on alone, and how likely each is at a rate of one. */
import type { Fault } from "../../emulator/faults.ts";
import { CONTAINER_FAULTS, type ContainerFault } from "./containers.ts";
import { WORKER_FAULTS, type WorkerFault } from "./rates.ts";
import { RENDERER_FAULTS, type RendererFault } from "./renderer.ts";
import { STATES, type State } from "./states.ts";

export const GROUPS = [
  "d1",
  "r2",
  "queue",
  "pool",
  "kill",
  "stall",
  "submit",
  "callback",
  "job",
  "retired",
  "poll",
  "media",
  "renderer",
  "container",
  "state",
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
  "object-refused": { group: "pool", share: 0.3 },
  "object-reply-lost": { group: "pool", share: 0.3 },
  "object-reset": { group: "pool", share: 0.05 },
  "object-killed": { group: "pool", share: 0.05 },
  "killed-before": { group: "kill", share: 0.1 },
  "killed-after": { group: "kill", share: 0.1 },
  stalled: { group: "stall", share: 0.05 },
};

/**
 * Of the emulator: such shares that at a rate of a tenth each fault strikes about a tenth of the runs, of which each
 * makes some four requests of its own. Seconds are production's, scaled like all of the Worker's times.
 */
const FAL: Record<string, { group: Group; share: number; fault: Fault }> = {
  "submit-status-429": { group: "submit", share: 0.35, fault: { kind: "submit-status", status: 429, accepted: false } },
  "submit-status-500": { group: "submit", share: 0.35, fault: { kind: "submit-status", status: 500, accepted: false } },
  "submit-status-502": { group: "submit", share: 0.35, fault: { kind: "submit-status", status: 502, accepted: false } },
  "submit-status-503": { group: "submit", share: 0.35, fault: { kind: "submit-status", status: 503, accepted: false } },
  "submit-status-504": { group: "submit", share: 0.35, fault: { kind: "submit-status", status: 504, accepted: false } },
  "submit-status-503-accepted": {
    group: "submit",
    share: 0.35,
    fault: { kind: "submit-status", status: 503, accepted: true },
  },
  "submit-dropped-accepted": { group: "submit", share: 0.4, fault: { kind: "submit-dropped", accepted: true } },
  "submit-dropped-unseen": { group: "submit", share: 0.35, fault: { kind: "submit-dropped", accepted: false } },
  // Past the 30 seconds the Worker waits for an answer.
  "submit-delayed": { group: "submit", share: 0.35, fault: { kind: "submit-delayed", seconds: 40 } },
  "callback-twice": { group: "callback", share: 1, fault: { kind: "callback-twice" } },
  "callback-early": { group: "callback", share: 0.5, fault: { kind: "callback-early" } },
  "callback-late": { group: "callback", share: 0.5, fault: { kind: "callback-late", seconds: 120 } },
  "callback-never": { group: "callback", share: 0.5, fault: { kind: "callback-never" } },
  "callback-bad-signature": { group: "callback", share: 0.35, fault: { kind: "callback-bad-signature" } },
  "callback-old-timestamp": { group: "callback", share: 0.35, fault: { kind: "callback-old-timestamp" } },
  "callback-unknown-request": { group: "callback", share: 0.35, fault: { kind: "callback-unknown-request" } },
  stuck: { group: "job", share: 0.35, fault: { kind: "stuck" } },
  "fail-internal-server-error": { group: "job", share: 0.35, fault: { kind: "fail", error: "internal_server_error" } },
  "fail-generation-timeout": { group: "job", share: 0.35, fault: { kind: "fail", error: "generation_timeout" } },
  "fail-content-policy-violation": {
    group: "job",
    share: 0.35,
    fault: { kind: "fail", error: "content_policy_violation" },
  },
  "retired-application-not-found": {
    group: "retired",
    share: 0.1,
    fault: { kind: "retired", as: "application-not-found" },
  },
  "retired-gone": { group: "retired", share: 0.1, fault: { kind: "retired", as: "gone" } },
  "retired-result-deprecated": { group: "retired", share: 0.1, fault: { kind: "retired", as: "result-deprecated" } },
  "retired-result-no-endpoints": {
    group: "retired",
    share: 0.1,
    fault: { kind: "retired", as: "result-no-endpoints" },
  },
  "retired-output-error": {
    group: "retired",
    share: 0.1,
    fault: { kind: "retired", as: "output-error", model: "openrouter/router" },
  },
  "cancel-ignored": { group: "job", share: 5, fault: { kind: "cancel-ignored" } },
  "poll-status-500": { group: "poll", share: 1, fault: { kind: "poll-status", status: 500 } },
  "result-status-503": { group: "poll", share: 0.5, fault: { kind: "result-status", status: 503 } },
  "result-expired": { group: "poll", share: 0.4, fault: { kind: "result-expired" } },
  "result-without-media": { group: "media", share: 0.6, fault: { kind: "result-without-media" } },
  "media-missing": { group: "media", share: 0.6, fault: { kind: "media-missing" } },
  "media-unavailable": { group: "media", share: 0.6, fault: { kind: "media-unavailable", times: 2 } },
  "media-truncated": { group: "media", share: 0.6, fault: { kind: "media-truncated" } },
  "media-cut-off": { group: "media", share: 0.6, fault: { kind: "media-cut-off" } },
  "media-wrong-type": { group: "media", share: 0.6, fault: { kind: "media-wrong-type" } },
  // Past what the Worker takes.
  "media-huge": { group: "media", share: 0.6, fault: { kind: "media-huge", bytes: 600_000_000 } },
};

/** Which faults a campaign injects, each with its probability. */
export interface Profile {
  worker: Partial<Record<WorkerFault, number>>;
  fal: Fault[];
  renderer: Partial<Record<RendererFault, number>>;
  /** Per start of a container, or per job. */
  containers: Partial<Record<ContainerFault, number>>;
  /** The share of the time. */
  states: Partial<Record<State, number>>;
  /** How many of the requests that fal.ai takes get a forged callback. */
  forged: number;
}

export const CALM: Profile = { worker: {}, fal: [], renderer: {}, containers: {}, states: {}, forged: 0 };

/** Forged callbacks cost their sender nothing, so several come for each request. */
const FORGED = 5;
/** At a rate of a tenth there is some state for a fifth of the time. */
const STATE = 0.5;
/** A container is started seldom, and struck in each of its jobs. */
const CONTAINER = 0.3;

/** Every fault there is, by name. */
export const FAULTS: string[] = [
  ...WORKER_FAULTS,
  ...Object.keys(FAL),
  ...RENDERER_FAULTS.map((fault) => `renderer-${fault}`),
  ...CONTAINER_FAULTS,
  ...STATES,
];

/**
 * What to inject: of a group each fault at its share of `rate`, of a fault that is named itself at `rate`. Both are
 * probabilities per call or per request: a run makes hundreds of the ones and some seven of the others.
 */
export function profileOf(names: readonly string[], rate: number, timeScale: number): Profile {
  const chance = (name: string, group: Group, share: number): number | undefined => {
    if (names.includes(name)) return Math.min(1, rate);
    return names.includes(group) ? Math.min(1, share * rate) : undefined;
  };
  return {
    worker: Object.fromEntries(
      WORKER_FAULTS.map((name) => [name, chance(name, WORKER[name].group, WORKER[name].share) ?? 0]),
    ),
    fal: Object.entries(FAL).flatMap(([name, { group, share, fault }]) => {
      const likely = chance(name, group, share);
      if (likely === undefined) return [];
      return [{ ...fault, ...("seconds" in fault ? { seconds: fault.seconds * timeScale } : {}), chance: likely }];
    }),
    renderer: Object.fromEntries(RENDERER_FAULTS.map((name) => [name, chance(`renderer-${name}`, "renderer", 1) ?? 0])),
    containers: Object.fromEntries(CONTAINER_FAULTS.map((name) => [name, chance(name, "container", CONTAINER) ?? 0])),
    states: Object.fromEntries(STATES.map((name) => [name, Math.min(0.5, chance(name, "state", STATE) ?? 0)])),
    forged: names.includes("forged") ? Math.min(1, FORGED * rate) : 0,
  };
}
