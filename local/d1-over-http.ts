/**
 * A D1 in another process, by one request for each call. Miniflare's own stand-ins for bindings make several requests of
 * every statement, which is most of what a test of rows would cost.
 */
import type { Miniflare } from "miniflare";

/** The Worker that the requests go to: POST /{binding}/{method} with statements. */
export const D1_WORKER = `export default {
  async fetch(request, env) {
    const [, binding, method] = new URL(request.url).pathname.split("/");
    try {
      const statements = (await request.json()).map(({ sql, params }) => env[binding].prepare(sql).bind(...params));
      return Response.json(method === "batch" ? await env[binding].batch(statements) : await statements[0][method]());
    } catch (error) {
      return Response.json({ message: error.message, cause: error.cause?.message }, { status: 500 });
    }
  },
};`;

interface Statement {
  sql: string;
  params: unknown[];
}

/** The database that `miniflare` binds as `binding`. Its Worker must be D1_WORKER. */
export function d1OverHttp(miniflare: Miniflare, binding: string): D1Database {
  async function send<Answer>(method: "batch" | "all" | "raw" | "first", statements: Statement[]): Promise<Answer> {
    const response = await miniflare.dispatchFetch(`http://d1/${binding}/${method}`, {
      method: "POST",
      body: JSON.stringify(statements),
    });
    // By D1 itself.
    if (response.ok) return (await response.json()) as Answer;
    const { message, cause } = (await response.json()) as { message: string; cause?: string };
    throw new Error(message, cause === undefined ? undefined : { cause: new Error(cause) });
  }
  function prepare(sql: string, params: unknown[] = []) {
    const statement = { sql, params };
    return {
      ...statement,
      bind(...given: unknown[]) {
        // As D1 does: JSON would make a null of it.
        if (given.includes(undefined)) throw new Error("D1_TYPE_ERROR: Type 'undefined' not supported");
        return prepare(sql, given);
      },
      all: () => send("all", [statement]),
      run: () => send("all", [statement]),
      raw: () => send("raw", [statement]),
      first: () => send("first", [statement]),
    };
  }
  const database = {
    prepare: (sql: string) => prepare(sql),
    batch: (statements: Statement[]) =>
      send(
        "batch",
        statements.map(({ sql, params }) => ({ sql, params })),
      ),
    // There is one database, so every session reads what is newest.
    withSession: () => ({ ...database, getBookmark: () => null }),
  };
  return database as unknown as D1Database;
}
