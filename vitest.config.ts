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
            "tests/{webhooks,domain,steps,runs,keys,net,fal,renderer,templates,seed,media,db}/**/*.test.ts",
            "tests/chaos/invariants.test.ts",
          ],
          testTimeout: 60_000,
        },
      },
      // Files of a project share one running stack and look at what it did, so they take turns.
      { test: { name: "contract", include: ["tests/contract/**/*.test.ts"], ...onOneStack } },
      { test: { name: "e2e", include: ["tests/e2e/**/*.test.ts"], ...onOneStack } },
    ],
  },
});
