/**
 * A D1 in another process, by one request for each call. Miniflare's own stand-ins for bindings make several requests of
 * every statement, which is most of what a test of rows would cost.
 */
import { Agent, request } from "node:http";
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

/** workerd closes a connection that is idle for five seconds. */
const IDLE_MS = 4000;

const agent = new Agent({ keepAlive: true, timeout: IDLE_MS });

/** Posts `body`, without fetch: that takes three times as long for a statement. Gives the answer and whether it is one. */
function post(url: URL, body: string): Promise<{ isOk: boolean; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { "content-length": Buffer.byteLength(body) };
    const asked = request(url, { agent, method: "POST", headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
      });
      response.once("end", () => resolve({ isOk: response.statusCode === 200, text }));
      response.once("error", reject);
    });
    asked.once("error", (error: NodeJS.ErrnoException) => {
      // The other end closed an idle connection while this one was busy with something else.
      if (asked.reusedSocket && error.code === "ECONNRESET") resolve(post(url, body));
      else reject(error);
    });
    asked.end(body);
  });
}

/** The database that `miniflare` binds as `binding`. Its Worker must be D1_WORKER. */
export function d1OverHttp(miniflare: Miniflare, binding: string): D1Database {
  let address: Promise<URL> | undefined;
  async function send<Answer>(method: "batch" | "all" | "raw" | "first", statements: Statement[]): Promise<Answer> {
    address ??= miniflare.unsafeGetDirectURL();
    const { isOk, text } = await post(new URL(`/${binding}/${method}`, await address), JSON.stringify(statements));
    // By D1 itself.
    if (isOk) return JSON.parse(text) as Answer;
    const { message, cause } = JSON.parse(text) as { message: string; cause?: string };
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
