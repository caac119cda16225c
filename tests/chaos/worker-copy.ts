/** The Worker that a campaign attacks: a copy of the code. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../local/paths.ts";
import { apply, type Mutation } from "./mutations.ts";

/**
 * The Worker's code as it is now, with a mutation or without: edits made meanwhile must not reach a campaign. The local
 * queues run one consumer after the other, so they hand over many messages at once, which the faulty Worker then gives
 * to as many consumers as there would be in production.
 */
export function copyWorker(state: string, mutation: Mutation | undefined): { script: string; config: string } {
  const code = join(state, "code");
  for (const path of ["worker", "renderer/contract", "tests/chaos/worker", "tests/chaos/rates.ts"]) {
    cpSync(join(ROOT, path), join(code, path), { recursive: true });
  }
  for (const edit of mutation?.edits ?? []) {
    const path = join(code, edit.file);
    writeFileSync(path, apply(edit, readFileSync(path, "utf8")));
  }
  const config = join(code, "wrangler.toml");
  const written = readFileSync(join(ROOT, "wrangler.toml"), "utf8")
    .replaceAll(/^max_batch_size = \d+$/gm, "max_batch_size = 100")
    .replaceAll(/^retry_delay = \d+$/gm, "retry_delay = 1")
    .replace('directory = "public"', `directory = ${JSON.stringify(join(ROOT, "public"))}`)
    .replace('"./renderer/Dockerfile"', JSON.stringify(join(ROOT, "renderer", "Dockerfile")));
  writeFileSync(config, written);
  return { script: join(code, "tests", "chaos", "worker", "main.ts"), config };
}
