export type LogFields = Record<string, string | number | boolean | null | undefined>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, error: unknown, fields?: LogFields): void;
}

/** Each line is one JSON object, as Cloudflare's log search reads them. */
export const consoleLog: Log = {
  info: (event, fields) => console.log(line(event, fields)),
  warn: (event, fields) => console.warn(line(event, fields)),
  error: (event, error, fields) =>
    console.error(line(event, { ...fields, error: describe(error), stack: stackOf(error) })),
};

/** `at` is for where nothing else says the time of a line, as under `wrangler dev`. */
const line = (event: string, fields: LogFields = {}): string =>
  JSON.stringify({ at: new Date().toISOString(), event, ...fields });

/** An error and its causes, in one line. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : ` (${describe(error.cause)})`;
  return `${error.name}: ${error.message}${cause}`;
}

const stackOf = (error: unknown) => (error instanceof Error ? error.stack : undefined);
