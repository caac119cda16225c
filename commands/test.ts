/**
 * `npm test`: everything, in a few vitest processes side by side, because tests of a running stack mostly wait while
 * others compute. With arguments: one vitest with these, such as `npm test -- tests/steps`. The last line says how many
 * tests passed and failed; none at all is a failure.
 */
import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { availableParallelism, freemem, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pLimit from "p-limit";
import { bundleWorker } from "../local/bundle.ts";
import { HUGE_PAGES } from "../local/huge-pages.ts";
import { ROOT } from "../local/paths.ts";
import { PROJECTS } from "./test/projects.ts";
import { type Outcome, verdict } from "./test/verdict.ts";

/** Which projects share a vitest, and in which order these start: those that wait the most first, which others fill in. */
const GROUPS = [
  ["contract"],
  ["chaos", "objects", "library"],
  ["faults"],
  ["e2e", "programs"],
  ["crashes", "document"],
  ["units"],
  ["renderer"],
];
/** Tests of a stack wait half of their time, so a few for each core keep it busy; with more they get in each other's way. */
const AT_ONCE = Math.max(4, 3 * availableParallelism());

/** Those that need no stack, and so neither its data nor the Worker's bundle. */
const WITHOUT_STACK = ["units", "programs", "renderer"];

const GIB = 2 ** 30;

const REPORTER = join(ROOT, "commands", "test", "counts.ts");

const temporary = mkdtempSync(join(temporaryRoot(), "backline-tests-"));
process.once("exit", () => rmSync(temporary, { recursive: true, force: true }));

/** In memory, where there is plenty of it: databases of tests need not outlast them, and wait for no disk. */
function temporaryRoot(): string {
  const memory = "/dev/shm";
  // Containers often have a small one.
  if (!existsSync(memory) || freemem() < 8 * GIB) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize < 4 * GIB ? tmpdir() : memory;
}

/** Runs one vitest; its output is shown as it comes, or for "pipe" all at once with its name and time above it. */
function run(
  name: string,
  args: string[],
  stdio: "inherit" | "pipe",
  env: Record<string, string> = {},
): Promise<Outcome> {
  const report = join(temporary, `${name}.json`);
  const startedAt = Date.now();
  const reporters = ["--reporter=default", `--reporter=${REPORTER}`];
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(
      process.execPath,
      [join(ROOT, "node_modules", "vitest", "vitest.mjs"), "run", ...reporters, ...args],
      {
        ...{ cwd: ROOT, stdio: ["ignore", stdio, stdio] },
        env: { ...process.env, ...HUGE_PAGES, TMPDIR: temporary, ...env, COUNTS_FILE: report },
      },
    );
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        output += chunk;
      });
    }
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => child.kill(signal));
    child.on("close", (code) => {
      if (stdio === "pipe") console.log(`=== ${name}: ${((Date.now() - startedAt) / 1000).toFixed(0)} s\n${output}`);
      resolve({ name, code: code ?? 1, ...countsIn(report) });
    });
  });
}

/** What vitest counted; zeros when it ended before it could report. */
function countsIn(report: string): Pick<Outcome, "passed" | "failed"> {
  try {
    // As our own reporter writes it.
    return JSON.parse(readFileSync(report, "utf8")) as Pick<Outcome, "passed" | "failed">;
  } catch {
    return { passed: 0, failed: 0 };
  }
}

async function runAll(): Promise<Outcome[]> {
  const names = PROJECTS.map(({ test }) => String(test?.name));
  const groups = [...GROUPS, ...names.filter((name) => !GROUPS.flat().includes(name)).map((name) => [name])];
  const limit = pLimit(AT_ONCE);
  // Once, for all stacks.
  const data = join(temporary, "prepared");
  const prepared = promisify(execFile)(process.execPath, [
    ...["--disable-warning=ExperimentalWarning", join(ROOT, "tests", "support", "prepare-data.ts"), data],
  ]);
  const entry = join(ROOT, "worker", "index.ts");
  const bundle = bundleWorker(entry, join(ROOT, "wrangler.toml"), join(temporary, "bundle"));
  return Promise.all(
    groups.map((group) =>
      limit(async () => {
        const args = group.flatMap((name) => ["--project", name]);
        if (group.every((name) => WITHOUT_STACK.includes(name))) return run(group.join("+"), args, "pipe");
        await prepared;
        return run(group.join("+"), args, "pipe", { WORKER_BUNDLE: await bundle, PREPARED_DATA: data });
      }),
    ),
  );
}

const args = process.argv.slice(2);
const { line, ok } = verdict(args.length > 0 ? [await run("vitest", args, "inherit")] : await runAll());
console.log(line);
process.exitCode = ok ? 0 : 1;
