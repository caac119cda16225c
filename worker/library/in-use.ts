import { type SQL, sql } from "drizzle-orm";
import { ACTIVE } from "../db/active.ts";

/** A condition: no run that is not over has this artist, or this song. */
export const noActiveRunOf = (column: "artist_id" | "song_id", id: string): SQL =>
  sql`NOT EXISTS (SELECT 1 FROM runs WHERE ${sql.raw(column)} = ${id}
    AND status IN ${ACTIVE})`;
