/**
 * `npm run trace`: reads log lines of the deployed Worker, or bare stack traces, and writes each stack trace with its
 * positions in the source. The code that is checked out, and what is installed, must be those of the deployment.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleWorker } from "../local/bundle.ts";
import { ROOT } from "../local/paths.ts";
import { openSourceMap } from "../local/source-map.ts";

/** The stack trace of a log line, or the line itself. `wrangler tail` writes the level before the Worker's own line. */
function traceOf(line: string): string {
  const fields = fieldsOf(line.slice(Math.max(0, line.indexOf("{"))));
  return typeof fields === "object" && fields !== null && "stack" in fields ? String(fields.stack) : line;
}

function fieldsOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null; // A line of a bare stack trace.
  }
}

const folder = mkdtempSync(join(tmpdir(), "backline-trace-"));
try {
  const text = readFileSync(process.stdin.fd, "utf8").split("\n").map(traceOf).join("\n");
  const bundle = await bundleWorker(join(ROOT, "worker", "index.ts"), join(ROOT, "wrangler.toml"), folder);
  process.stdout.write(openSourceMap(bundle)(text));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
