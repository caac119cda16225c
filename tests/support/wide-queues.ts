/**
 * The product's configuration for a local stack under load. Local queues run one consumer after the other, where production
 * runs many at once: so each consumer gets many messages, and one that is asked for again comes back soon.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../local/paths.ts";

/** Writes it into `folder`, and returns its path. */
export function writeWideQueues(folder: string): string {
  const path = join(folder, "wrangler.toml");
  const written = readFileSync(join(ROOT, "wrangler.toml"), "utf8")
    .replaceAll(/^max_batch_size = \d+$/gm, "max_batch_size = 100")
    .replaceAll(/^retry_delay = \d+$/gm, "retry_delay = 1")
    // Relative to where it now lies.
    .replace('"./worker/zod/index.ts"', JSON.stringify(join(ROOT, "worker", "zod", "index.ts")))
    .replace('directory = "public"', `directory = ${JSON.stringify(join(ROOT, "public"))}`)
    .replace('"./renderer/Dockerfile"', JSON.stringify(join(ROOT, "renderer", "Dockerfile")));
  writeFileSync(path, written);
  return path;
}
