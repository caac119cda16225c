/**
 * `npm run check`: types, lint and formatting, the API's description, the documentation, dead code, unused dependencies
 * and missing ones. Runs all of them, then gives the verdict.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../local/paths.ts";

const bin = (name: string) => join(ROOT, "node_modules", ".bin", name);

/**
 * Checks the types of a folder. With one checker, because several would each work out the types that they share; and
 * incrementally.
 */
const typesOf = (name: string, folder: string) => ({
  name: `types of ${name}`,
  command: bin("tsc"),
  args: [
    ...["-p", folder, "--checkers", "1", "--incremental"],
    ...["--tsBuildInfoFile", join(ROOT, "node_modules", ".cache", "tsc", `${name.replaceAll(" ", "-")}.json`)],
  ],
});

interface Check {
  name: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
}

const CHECKS: Check[] = [
  typesOf("the rest", "."),
  typesOf("the Worker", "worker"),
  typesOf("the studio", "studio"),
  typesOf("the tests' Workers", "tests/chaos/worker"),
  {
    name: "bindings up to date",
    command: process.execPath,
    args: ["--disable-warning=ExperimentalWarning", join(ROOT, "commands", "bindings.ts"), "--check"],
  },
  {
    name: "WebAssembly up to date",
    command: process.execPath,
    args: ["--disable-warning=ExperimentalWarning", join(ROOT, "commands", "wasm.ts"), "--check"],
  },
  { name: "lint and format", command: bin("biome"), args: ["check", "--error-on-warnings"] },
  {
    name: "API description and client up to date",
    command: process.execPath,
    args: ["--disable-warning=ExperimentalWarning", join(ROOT, "commands", "document.ts"), "--check"],
  },
  {
    name: "imports point one way, and are drawn",
    command: process.execPath,
    args: ["--disable-warning=ExperimentalWarning", join(ROOT, "commands", "graph", "main.ts"), "--check"],
  },
  {
    name: "lint of the API description",
    command: process.execPath,
    args: [bin("redocly"), "lint", "openapi.json", "--format=stylish"],
  },
  {
    name: "documentation",
    command: process.execPath,
    args: ["--disable-warning=ExperimentalWarning", join(ROOT, "commands", "check-docs", "main.ts")],
  },
  { name: "dead code", command: bin("knip"), args: ["--no-progress"] },
  {
    name: "the renderer's image runs with what npm installs there",
    command: bin("vitest"),
    args: ["run", "--project", "renderer", "tests/renderer/server.test.ts"],
    env: { INSTALL_IMAGE: "npm" },
  },
];

const results = await Promise.all(
  CHECKS.map(
    ({ name, command, args, env = {} }: Check) =>
      new Promise<{ name: string; ok: boolean; output: string }>((resolve) => {
        let output = "";
        const child = spawn(command, args, {
          cwd: ROOT,
          env: { ...process.env, ...env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
        });
        child.stdout.on("data", (chunk) => {
          output += chunk;
        });
        child.stderr.on("data", (chunk) => {
          output += chunk;
        });
        child.on("close", (code) => resolve({ name, ok: code === 0, output }));
      }),
  ),
);
for (const { name, ok, output } of results) {
  console.log(`${ok ? "ok  " : "FAIL"} ${name}`);
  if (!ok) console.log(output);
}
const bad = results.filter(({ ok }) => !ok).map(({ name }) => name);
console.log(bad.length === 0 ? `all ${results.length} checks passed` : `${bad.length} failed: ${bad.join("; ")}`);
process.exitCode = bad.length === 0 ? 0 : 1;
