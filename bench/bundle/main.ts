/**
 * How large the bundle is that a deployment uploads, and what its largest parts are. Writes out/bench-bundle.json.
 * Usage: npm run bench:bundle
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleWorker, bytesByFile, sizeOf } from "../../local/bundle.ts";
import { ROOT } from "../../local/paths.ts";
import { writeResult } from "../result.ts";

const LARGEST = 10;

/** A package, or a room of the Worker. */
function partOf(file: string): string {
  const [, packageName] = /.*node_modules\/(@[^/]+\/[^/]+|[^/]+)\//.exec(file) ?? [];
  return packageName ?? file.split("/").slice(0, 2).join("/");
}

function largestParts(bundle: string): Record<string, number> {
  const parts = new Map<string, number>();
  for (const [file, bytes] of bytesByFile(bundle)) parts.set(partOf(file), (parts.get(partOf(file)) ?? 0) + bytes);
  return Object.fromEntries([...parts].toSorted(([, a], [, b]) => b - a).slice(0, LARGEST));
}

const folder = mkdtempSync(join(tmpdir(), "backline-bundle-"));
try {
  const bundle = await bundleWorker(join(ROOT, "worker", "index.ts"), join(ROOT, "wrangler.toml"), folder);
  const result = { ...sizeOf(bundle), largestParts: largestParts(bundle) };
  console.log(JSON.stringify(result, null, 2));
  writeResult("bundle", result);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
