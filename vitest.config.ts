import { defineConfig } from "vitest/config";

const onOneStack = {
  globalSetup: ["tests/support/global-setup.ts"],
  fileParallelism: false,
  testTimeout: 180_000,
  hookTimeout: 180_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "parts",
          include: [
            "tests/{commands,db,docs,http,webhooks,domain,steps,runs,accounts,net,library,emulator,renderer,templates,seed,media,local}/**/*.test.ts",
            "tests/chaos/{invariants,injections}.test.ts",
          ],
          // Generous, for machines that are busy with the other projects.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      // Files of a project share one running stack and look at what it did, so they take turns.
      { test: { name: "contract", include: ["tests/{contract,document}/**/*.test.ts"], ...onOneStack } },
      { test: { name: "e2e", include: ["tests/e2e/**/*.test.ts"], ...onOneStack } },
      { test: { name: "faults", include: ["tests/faults/**/*.test.ts"], ...onOneStack } },
      // Each starts what it kills.
      {
        test: {
          name: "crashes",
          include: ["tests/crashes/**/*.test.ts", "tests/chaos/slice.test.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
