/** A type above. */
export type High = "high";
