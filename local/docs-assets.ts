/** Puts what /docs is drawn with among the Worker's assets: nothing of it is kept in the repository. */
import { copyFileSync, existsSync, renameSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const FILES = ["swagger-ui-bundle.js", "swagger-ui.css"];

/** Safe to run by several stacks at once. Leaves alone what is there, because wrangler watches the folder. */
export function copyDocsAssets(root: string): void {
  const from = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  for (const file of FILES) {
    const [source, target] = [join(from, file), join(root, "public", "docs", file)];
    if (existsSync(target) && statSync(target).size === statSync(source).size) continue;
    const half = `${target}.${process.pid}`;
    copyFileSync(source, half);
    renameSync(half, target);
  }
}
