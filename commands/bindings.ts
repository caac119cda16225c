/**
 * `npm run bindings` writes the names and types of wrangler.toml's bindings to worker/bindings.ts. With --check it
 * writes nothing, and fails if the file is out of date.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../local/paths.ts";
import { wranglerEnv, wranglerScript } from "../local/wrangler.ts";

const FILE = join(ROOT, "worker", "bindings.ts");

/**
 * The declarations that wrangler generates. They are global, and would change what Node's own types mean in the tests.
 */
function generated(): string {
  const folder = mkdtempSync(join(tmpdir(), "backline-bindings-"));
  const file = join(folder, "bindings.d.ts");
  try {
    execFileSync(
      process.execPath,
      [
        ...[wranglerScript(ROOT), "types", file, "--include-runtime=false", "--strict-vars=false"],
        // Instead of the developer's own .dev.vars, so that everybody gets the same.
        ...["--env-file", join(ROOT, ".dev.vars.example")],
      ],
      { cwd: ROOT, env: { ...process.env, ...wranglerEnv }, stdio: "pipe" },
    );
    return readFileSync(file, "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The name and type of each binding. Settings are left out: they are text, and worker/env.ts has their names. */
function bindingsIn(declarations: string): string[] {
  const [, members] = /^interface \w+ \{\n(.*?)^\}/ms.exec(declarations) ?? [];
  if (members === undefined) throw new Error("wrangler declares no bindings in a form that is known");
  return [...members.matchAll(/^\t(\w+): ([^\n]+);$/gm)]
    .filter(([, , type]) => type !== "string")
    .map(
      ([, name, type = ""]) =>
        `  ${name}: ${type === "Queue" ? "Queue<unknown>" : type.replace(/<import\(.*\)\.\w+>$/, "")};`,
    );
}

const text = [
  "/** What wrangler.toml binds. Made by `npm run bindings`. */",
  "export interface Bindings {",
  ...bindingsIn(generated()),
  "}\n",
].join("\n");
if (!process.argv.includes("--check")) writeFileSync(FILE, text);
else if (readFileSync(FILE, "utf8") !== text) {
  console.log("worker/bindings.ts is not what wrangler.toml says: npm run bindings");
  process.exitCode = 1;
}
