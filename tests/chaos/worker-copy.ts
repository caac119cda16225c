/** The Worker that a campaign attacks: a copy of the code. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../local/paths.ts";
import { writeWideQueues } from "../support/copied-config.ts";
import { apply, type Mutation } from "./mutations.ts";

/**
 * The Worker's code as it is now, with a mutation or without: edits made meanwhile must not reach a campaign. Of the many
 * messages that its queues hand over at once, the faulty Worker gives each to a consumer of its own, as in production.
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
  const config = writeWideQueues(code);
  return { script: join(code, "tests", "chaos", "worker", "main.ts"), config };
}
