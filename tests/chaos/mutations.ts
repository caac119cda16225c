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
  /** Invariants of which at least one must break. */
  breaks: string[];
}

export const MUTATIONS: Mutation[] = [
  {
    name: "claim-guard",
    edits: [
      {
        file: "worker/runs/generations.ts",
        find: `        lte(generations.leaseUntil, time),
        isItsTurn
          ? or(eq(generations.status, "pending"), lte(generations.dueAt, time + earlyMs(services)))
          : lte(generations.dueAt, time + earlyMs(services)),
`,
        replace: "",
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
];

/** Throws unless the text to replace stands there exactly once: a protection that moved must not seem untouched. */
export function apply({ file, find, replace }: Edit, text: string): string {
  const times = text.split(find).length - 1;
  if (times !== 1) throw new Error(`The text to replace stands ${times} times in ${file}: ${find}`);
  return text.replace(find, () => replace);
}
