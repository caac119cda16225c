/** A real D1 of its own, empty and migrated, for tests of what the code that writes runs does to its rows. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate, openLocalBindings } from "../../local/database.ts";
import { ROOT } from "../../local/paths.ts";
import { type Database, openDatabase } from "../../worker/db/database.ts";
import type { Services } from "../../worker/services.ts";

export async function openLocalDatabase() {
  const state = mkdtempSync(join(tmpdir(), "backline-d1-"));
  migrate(ROOT, state);
  const proxy = await openLocalBindings(ROOT, state);
  return {
    d1: proxy.env.DB,
    env: proxy.env,
    db: openDatabase(proxy.env.DB),
    async close() {
      await proxy.dispose();
      rmSync(state, { recursive: true, force: true });
    },
  };
}

/** The parts of the services that writing rows needs; messages go nowhere, so nothing goes on by itself. */
export const rowServices = (db: Database, now: () => number): Services =>
  ({
    db,
    now,
    settings: { TIME_SCALE: 1, FAL_ORIGIN: "http://localhost" },
    queues: { send: async () => {} },
    log: { info() {}, warn() {}, error() {} },
  }) as unknown as Services;
