/** Copies of the product's configuration that differ from it in one thing. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../local/paths.ts";

/** Writes what `change` makes of wrangler.toml into `folder`, and returns its path. */
export function copyConfig(folder: string, change: (toml: string) => string): string {
  const path = join(folder, "wrangler.toml");
  const written = change(readFileSync(join(ROOT, "wrangler.toml"), "utf8"))
    // Relative to where it now lies.
    .replace(/"\.\/(worker\/(?:zod|unused)\/\w+\.ts)"/g, (_, path: string) => JSON.stringify(join(ROOT, path)))
    .replace('watch_dir = "studio"', `watch_dir = ${JSON.stringify(join(ROOT, "studio"))}`)
    .replace('directory = "public"', `directory = ${JSON.stringify(join(ROOT, "public"))}`)
    .replace('"./renderer/Dockerfile"', JSON.stringify(join(ROOT, "renderer", "Dockerfile")));
  writeFileSync(path, written);
  return path;
}

/**
 * For a local stack under load. Local queues run one consumer after the other, where production runs many at once: so each
 * consumer gets many messages, and one that is asked for again comes back soon.
 */
export const writeWideQueues = (folder: string): string =>
  copyConfig(folder, (toml) =>
    toml
      .replaceAll(/^max_batch_size = \d+$/gm, "max_batch_size = 100")
      .replaceAll(/^retry_delay = \d+$/gm, "retry_delay = 1"),
  );

/** Whose messages nobody handles: what the API alone costs. */
export const writeWithoutConsumers = (folder: string): string =>
  copyConfig(folder, (toml) => toml.replaceAll(/^\[\[queues\.consumers\]\]\n(?:\w.*\n)+/gm, ""));
