/** A position in a list that is ordered by time and id, newest first: rows that arrive later do not move it. */
export interface PagePosition {
  /** Unix milliseconds. */
  createdAt: number;
  id: string;
}
