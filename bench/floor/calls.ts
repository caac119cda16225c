/** What the floor Worker can be asked. */

/** Makes rows, as many as `count` in the query says. */
export const ROWS_PATH = "/rows";
/** GET: one of them is read, by `id` in the query. POST: besides, some are written, and a message is sent. */
export const ROW_PATH = "/row";

export const rowId = (number: number): string => `row_${number}`;

/** In the query: the call is counted, and reads in a session. */
export const COUNTED = "counted";
