import type { High } from "../high/high.ts";

/** Imports no more than a type, which counts as well. */
export const low = (high: High): string => high;
