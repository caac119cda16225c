/** Where what was measured is kept: out/, as JSON. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { ROOT } from "../local/paths.ts";

/** Writes out/bench-NAME.json: the figures, and on what and when they were taken. */
export function writeResult(name: string, figures: object): void {
  const [load] = loadavg();
  const taken = { at: new Date().toISOString(), commit: commit(), cores: availableParallelism(), load };
  mkdirSync(join(ROOT, "out"), { recursive: true });
  writeFileSync(join(ROOT, "out", `bench-${name}.json`), `${JSON.stringify({ taken, ...figures }, null, 2)}\n`);
}

/** The commit that is checked out, with a mark when files differ from it; nothing outside of a repository. */
function commit(): string | null {
  try {
    return execFileSync("git", ["describe", "--always", "--dirty", "--abbrev=12"], {
      cwd: ROOT,
      encoding: "utf8",
    }).trim();
  } catch {
    return null;
  }
}
