/** Rows of the tables that more than one room reads. */
import type { runs, steps } from "./schema.ts";

export type RunRow = typeof runs.$inferSelect;
export type StepRow = typeof steps.$inferSelect;
