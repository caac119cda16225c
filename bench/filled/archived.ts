/** Has the product archive all that is over in a stack's database, as it would some days later. */
import { DatabaseSync } from "node:sqlite";
import { openLocalBindings } from "../../local/bindings.ts";
import { ROOT } from "../../local/paths.ts";
import { rowServices } from "../../tests/support/local-database.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { type MediaRef, parseRef } from "../../worker/domain/media.ts";
import type { MediaStore } from "../../worker/media/store.ts";
import { archiveRuns } from "../../worker/runs/archive-runs.ts";

const MONTH_MS = 30 * 24 * 3_600_000;
/** As many as one message of the product is for. */
const AT_ONCE = 20;

/** `state`: a stack's folder that no Worker has; `path`: the file of its database. Throws when a run is left. */
export async function archiveAll(state: string, path: string): Promise<void> {
  const runIds = inDatabase(path, (db) => {
    // What frees objects that nothing needs, which copies of these rows do not have.
    db.exec("UPDATE runs SET cleaned_up_at = finished_at WHERE cleaned_up_at IS NULL");
    // What canceled runs were waiting for is not made any more by then.
    db.exec(`UPDATE generations SET status = 'failed', finished_at = updated_at
      WHERE finished_at IS NULL AND run_id IN (SELECT id FROM runs WHERE finished_at IS NOT NULL)`);
    return idsOfOver(db, "");
  });
  const { env, dispose } = await openLocalBindings(ROOT, state);
  try {
    const rows = rowServices(openDatabase(env.DB), () => Date.now() + MONTH_MS);
    // All that archiving asks of it.
    const media = { bucket: (ref: MediaRef) => ({ bucket: env.LIBRARY, key: parseRef(ref).key }) } as MediaStore;
    const services = { ...rows, media };
    for (let from = 0; from < runIds.length; from += AT_ONCE) {
      await archiveRuns(services, runIds.slice(from, from + AT_ONCE));
    }
  } finally {
    await dispose();
  }
  const left = inDatabase(path, (db) => idsOfOver(db, "AND archived IS NULL"));
  if (left.length > 0) throw new Error(`${left.length} of ${runIds.length} runs were not archived: ${left[0]}`);
}

function inDatabase<Result>(path: string, act: (db: DatabaseSync) => Result): Result {
  const db = new DatabaseSync(path);
  try {
    return act(db);
  } finally {
    db.close();
  }
}

const idsOfOver = (db: DatabaseSync, condition: string): string[] =>
  db
    .prepare(`SELECT id FROM runs WHERE finished_at IS NOT NULL ${condition}`)
    .all()
    .map(({ id }) => String(id));
