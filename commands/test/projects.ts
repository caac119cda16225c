/**
 * The kinds of tests, told apart by their folders. Every test belongs to exactly one: `units` takes whatever no other
 * takes, so a test in a new folder runs without a line here.
 */
import type { TestProjectInlineConfiguration } from "vitest/config";

/**
 * Their files share one running stack and look at what it did, so they take turns. In one process: nothing that they load
 * keeps state from one file's tests to the next.
 */
const ON_ONE_STACK = {
  contract: ["tests/contract/*.test.ts"],
  library: ["tests/contract/library/*.test.ts"],
  document: ["tests/{document,cli}/**/*.test.ts"],
  e2e: ["tests/e2e/**/*.test.ts"],
  faults: ["tests/faults/**/*.test.ts"],
};
/** Each starts the stack that it kills. */
const CRASHES = ["tests/crashes/**/*.test.ts"];
/** The same; apart, because it spends nearly all of its time waiting for deadlines to pass. */
const CHAOS = ["tests/chaos/slice.test.ts"];
/** Classes of objects, which wait for alarms and containers. */
const OBJECTS = ["tests/objects/**/*.test.ts"];
/** Programs beside the Worker, with servers and encoders of their own. */
const PROGRAMS = ["tests/{emulator,local}/**/*.test.ts"];
/**
 * The same; a process per file, because they send the whole process to another temporary folder. Sharing one would spare
 * nothing that can be measured.
 */
const RENDERER = ["tests/renderer/**/*.test.ts"];

/** Long, for machines that are busy with the other projects. */
const SERVICE_MS = 120_000;
const STACK_MS = 180_000;
const CRASH_MS = 300_000;

/** What is polled for comes later on such a machine, too; and where it does not come, that is told before a test's own time is up. */
const POLLED_MS = 30_000;

const timeout = (milliseconds: number, poll: { interval?: number } = {}) => ({
  testTimeout: milliseconds,
  hookTimeout: milliseconds,
  expect: { poll: { timeout: POLLED_MS, ...poll } },
});

export const PROJECTS: TestProjectInlineConfiguration[] = [
  {
    test: {
      name: "units",
      include: ["tests/**/*.test.ts", "bench/**/*.test.ts"],
      exclude: [...Object.values(ON_ONE_STACK).flat(), ...CRASHES, ...CHAOS, ...OBJECTS, ...PROGRAMS, ...RENDERER],
      // Most of such a file's time is loading what it tests: one process loads it once for all files.
      isolate: false,
      // A process that ends takes its workerd along; a thread would leave it behind.
      pool: "forks",
      ...timeout(SERVICE_MS),
    },
  },
  { test: { name: "programs", include: PROGRAMS, isolate: false, pool: "forks", ...timeout(SERVICE_MS) } },
  // Two at a time on any machine: this is the longest of all, and encoders leave the other core free while they start.
  { test: { name: "renderer", include: RENDERER, maxWorkers: 2, ...timeout(SERVICE_MS) } },
  ...Object.entries(ON_ONE_STACK).map(([name, include]) => ({
    test: {
      ...{ name, include, fileParallelism: false, isolate: false },
      // Looking takes time from what is looked at.
      ...timeout(STACK_MS, { interval: 200 }),
      globalSetup: ["tests/support/global-setup.ts"],
    },
  })),
  ...Object.entries({ crashes: CRASHES, chaos: CHAOS, objects: OBJECTS }).map(([name, include]) => ({
    test: { name, include, fileParallelism: false, isolate: false, ...timeout(CRASH_MS) },
  })),
];
