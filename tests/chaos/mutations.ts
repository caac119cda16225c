/** The protections, each with the edit that takes it away, and the faults (or groups of them) under which that must show. */
export interface Edit {
  file: string;
  find: string;
  replace: string;
}

export interface Mutation {
  name: string;
  edits: Edit[];
  faults: string[];
  rate: number;
  /** Where deadlines have to pass sooner. */
  timeScale?: number;
  /** Where many have to be over before others begin. */
  atOnce?: number;
  /** The share of messages that receivers answer badly, where they have to be sent again and again. */
  failingReceiver?: number;
  /** Invariants of which at least one must break. */
  breaks: string[];
}

export const MUTATIONS: Mutation[] = [
  {
    name: "claim-guard",
    edits: [
      {
        file: "worker/runs/generations.ts",
        find: ', isItsTurn ? or(eq(generations.status, "pending"), isDue) : isDue',
        replace: "",
      },
      { file: "worker/runs/generations.ts", find: "lte(generations.leaseUntil, time), which", replace: "which" },
      // Who looks at a submit before its deadline sees that, too.
      {
        file: "worker/runs/advance-generation.ts",
        find: "if (now() < deadlineAt) return",
        replace: "if (now() < 0) return",
      },
    ],
    faults: ["queue", "submit"],
    rate: 0.15,
    timeScale: 0.01,
    breaks: ["not-paid-twice"],
  },
  {
    name: "adoption",
    edits: [
      {
        file: "worker/runs/fal-requests.ts",
        find: "or(isUnanswered, and(",
        replace: "or(and(isUnanswered, eq(generations.requestId, requestId)), and(",
      },
    ],
    faults: ["submit"],
    rate: 0.2,
    timeScale: 0.005,
    breaks: ["not-paid-twice"],
  },
  {
    name: "no-replay",
    edits: [
      {
        file: "worker/fal/client.ts",
        find: "throw new FalAnswer(response.status, parse(await response.text()), response.headers);",
        replace:
          "if (response.status !== 404) return response;\n          throw new FalAnswer(response.status, parse(await response.text()), response.headers);",
      },
    ],
    faults: ["submit"],
    rate: 0.2,
    timeScale: 0.01,
    breaks: ["not-paid-twice"],
  },
  {
    name: "fencing",
    edits: [
      {
        file: "worker/runs/generation-conditions.ts",
        find: "and(eq(generations.id, id), eq(generations.fence, fence))",
        replace: "and(eq(generations.id, id), gte(generations.fence, fence))",
      },
      {
        file: "worker/runs/generation-conditions.ts",
        find: "import { and, eq, isNull,",
        replace: "import { and, eq, gte, isNull,",
      },
    ],
    // Whoever was outpaced submits again only while the one who came after still waits to hear of his own submit: so
    // hardly anything is heard of any, and most runs fail.
    faults: ["stall", "submit-dropped-accepted", "callback-never"],
    rate: 0.9,
    breaks: ["not-paid-twice"],
  },
  {
    name: "sweeper",
    edits: [
      {
        file: "worker/index.ts",
        find: "scheduled: (_controller, env) => sweep(servicesOf(env)),",
        replace: "scheduled: async (_controller, env) => void (sweep && servicesOf(env)),",
      },
    ],
    faults: ["queue"],
    rate: 0.2,
    timeScale: 0.002,
    breaks: ["no-run-lost"],
  },
  {
    name: "signature",
    edits: [
      {
        file: "worker/fal/callback.ts",
        find: 'if (await crypto.subtle.verify("Ed25519", key, signature, message)) return true;',
        replace: 'if ((await crypto.subtle.verify("Ed25519", key, signature, message)) || true) return true;',
      },
    ],
    faults: ["submit", "forged"],
    rate: 0.1,
    timeScale: 0.01,
    breaks: ["not-paid-twice", "no-forgery-taken"],
  },
  {
    name: "settlement",
    edits: [
      {
        file: "worker/runs/charges.ts",
        find: `  ...touched(time),
  chargedMicros: spentByRun,
`,
        replace: `  ...touched(time),
`,
      },
    ],
    faults: ["submit"],
    rate: 0.1,
    timeScale: 0.01,
    breaks: ["charged-as-spent"],
  },
  {
    name: "gate-wait",
    edits: [{ file: "worker/runs/submit-generation.ts", find: "if (trouble) {", replace: "if (trouble && false) {" }],
    faults: ["state-no-balance", "state-key-revoked"],
    rate: 0.3,
    breaks: ["states-fail-nothing"],
  },
  {
    name: "passing-on",
    edits: [
      {
        file: "worker/runs/renderer-pool.ts",
        find: "if (breaks < MAX_BREAKS) {",
        replace: "if (breaks < MAX_BREAKS && false) {",
      },
    ],
    // A step has six lives, and no two of these are the same container's.
    faults: ["container-page", "container-mute"],
    rate: 0.5,
    breaks: ["states-fail-nothing"],
  },
  {
    name: "sending-again",
    edits: [
      {
        file: "worker/runs/renderer-pool.ts",
        find: "this.#renders.woken(seq, time + scaledMs(this.#services, seconds));",
        replace: "this.#renders.woken(seq, time + 1e12);",
      },
    ],
    faults: ["queue-lost"],
    rate: 0.2,
    breaks: ["renders-sent-for"],
  },
  {
    name: "gate-look",
    edits: [{ file: "worker/runs/fal-gate.ts", find: "for (const id of over) await this.leave(id);", replace: "" }],
    // So seldom that there are slots left, and it comes to an end.
    faults: ["object-refused"],
    rate: 0.03,
    breaks: ["no-place-held"],
  },
  {
    name: "waits-on-top",
    edits: [
      // The longest wait is taken off again, and what was waited is not put on.
      { file: "worker/runs/waits.ts", find: "time} - ${", replace: "runs.waitsSince} - ${" },
    ],
    faults: ["state-no-balance", "state-no-renderer"],
    rate: 0.3,
    breaks: ["waits-use-no-time"],
  },
  {
    name: "object-first",
    edits: [
      // What could not be stored is deleted all the same.
      {
        file: "worker/runs/archive-runs.ts",
        find: "{ runId: parts.run.id });\n      return [];",
        replace: "{ runId: parts.run.id });\n      return [parts];",
      },
    ],
    faults: ["r2-refused"],
    rate: 0.3,
    timeScale: 0.01,
    atOnce: 12,
    breaks: ["archived-whole"],
  },
  {
    name: "successor",
    edits: [
      {
        file: "worker/runs/generation-outcome.ts",
        find: "const successor = candidates.successor(name, retired.name, now());",
        replace: "const successor = candidates.successor(name, retired.name, now()) && undefined;",
      },
    ],
    faults: ["retired-gone"],
    rate: 0.05,
    breaks: ["successors-answer"],
  },
  {
    name: "sweep-of-files",
    edits: [
      { file: "worker/runs/sweep.ts", find: "sendArchivals, sweepOrphanedFiles },", replace: "sendArchivals }," },
    ],
    faults: ["r2-refused"],
    rate: 0.3,
    timeScale: 0.01,
    breaks: ["deleted-files-gone", "erased-whole"],
  },
  {
    name: "dropped-results",
    edits: [
      {
        file: "worker/runs/generations.ts",
        find: "if (settled[0] && isDiscarded(settled[0])) await",
        replace: "if (settled[0] && isDiscarded(settled[0]) && false) await",
      },
      // Who cleans up after the run sees it, too.
      { file: "worker/runs/cleanup.ts", find: "AND generations.finished_at >= (", replace: "AND FALSE = (" },
    ],
    // So that runs wait long for what is made already.
    faults: ["callback-late"],
    rate: 0.9,
    breaks: ["deleted-rows-empty", "deleted-files-gone"],
  },
  {
    name: "no-retry-of-deleted",
    edits: [
      {
        file: "worker/runs/retry.ts",
        find: 'if (run.deletedAt !== null) return { kind: "deleted" };',
        replace: "",
      },
      { file: "worker/runs/retry.ts", find: "            isNull(runs.deletedAt),\n", replace: "" },
    ],
    faults: ["job"],
    rate: 0.3,
    timeScale: 0.01,
    breaks: ["removed-as-asked"],
  },
  {
    name: "messages-anew",
    edits: [
      {
        file: "worker/runs/delete-runs.ts",
        find: "inArray(webhookEvents.runId, ids), isDeleted",
        replace: "inArray(webhookEvents.runId, []), isDeleted",
      },
    ],
    faults: [],
    rate: 0,
    failingReceiver: 0.9,
    breaks: ["messages-true"],
  },
  {
    name: "erasures-sent-for",
    edits: [{ file: "worker/runs/sweep.ts", find: "  sendErasures,\n};", replace: "};" }],
    faults: ["queue"],
    rate: 0.1,
    timeScale: 0.01,
    breaks: ["erased-whole"],
  },
];

/** Throws unless the text to replace stands there exactly once: a protection that moved must not seem untouched. */
export function apply({ file, find, replace }: Edit, text: string): string {
  const times = text.split(find).length - 1;
  if (times !== 1) throw new Error(`The text to replace stands ${times} times in ${file}: ${find}`);
  return text.replace(find, () => replace);
}
