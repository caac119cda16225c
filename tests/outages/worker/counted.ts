/** Bindings that count each statement which the database is sent. */
import type { Env } from "../../../worker/env.ts";
import { interceptedD1 } from "../../chaos/worker/intercepted-d1.ts";
import type { Counts, Source } from "../counts.ts";

export const counts: Counts = { fetch: 0, queue: 0, scheduled: 0, objects: 0, watcher: 0 };

/** Services are kept for each env, so it has to be the same one again. */
const known = new Map<Source, { of: Env; counted: Env }>();

/** `env` with its statements counted as those of `source`. */
export function countedEnv(env: Env, source: Source): Env {
  const before = known.get(source);
  if (before?.of === env) return before.counted;
  const DB = interceptedD1(env.DB, ({ queries }, make) => {
    counts[source] += queries.length;
    return make();
  });
  const counted = { ...env, DB };
  known.set(source, { of: env, counted });
  return counted;
}
