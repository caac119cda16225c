/** Row types of the tables that several modules read. */
import type { runs } from "./schema.ts";

export type RunRow = typeof runs.$inferSelect;
