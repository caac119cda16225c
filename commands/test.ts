/**
 * `npm test`: everything. Four vitest processes side by side, because the tests of the running stack mostly wait while
 * the others compute. With arguments: one vitest with these, such as `npm test -- tests/keys`.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT, SEED } from "../local/paths.ts";
import { buildSeed } from "../seed/build.ts";

const GROUPS = [["contract"], ["e2e", "faults"], ["parts"], ["crashes"]];

const vitest = (args: string[]) => [join(ROOT, "node_modules", "vitest", "vitest.mjs"), "run", ...args];

function run(args: string[], stdio: "inherit" | "pipe"): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(process.execPath, vitest(args), { cwd: ROOT, stdio: ["ignore", stdio, stdio] });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        output += chunk;
      });
    }
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => child.kill(signal));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

// Once, before two stacks want it at the same time.
await buildSeed(SEED);

const args = process.argv.slice(2);
if (args.length > 0) {
  process.exitCode = (await run(args, "inherit")).code;
} else {
  const results = await Promise.all(
    GROUPS.map(async (projects) => {
      const started = Date.now();
      const result = await run(
        projects.flatMap((project) => ["--project", project]),
        "pipe",
      );
      console.log(`=== ${projects.join(", ")}: ${((Date.now() - started) / 1000).toFixed(0)} s\n${result.output}`);
      return result;
    }),
  );
  process.exitCode = results.every(({ code }) => code === 0) ? 0 : 1;
}
