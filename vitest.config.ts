import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "parts",
          include: [
            "tests/{domain,steps,runs,keys,fal,renderer,templates,seed,media,db}/**/*.test.ts",
            "tests/chaos/invariants.test.ts",
          ],
          testTimeout: 60_000,
        },
      },
      {
        // Files share one running stack and look at what it did, so they take turns.
        test: {
          name: "stack",
          include: ["tests/{contract,e2e}/**/*.test.ts"],
          globalSetup: ["tests/support/global-setup.ts"],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
