/** Row types of the tables that several modules read. */
import type { runs, steps } from "./schema.ts";

export type RunRow = typeof runs.$inferSelect;
export type StepRow = typeof steps.$inferSelect;
