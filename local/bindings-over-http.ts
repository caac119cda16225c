/**
 * D1 and R2 in another process, by one request for each call. Miniflare's own stand-ins for bindings make several requests
 * of every call, and wait for some while nothing else can run, which is most of what a test of rows would cost.
 */
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import type { Miniflare } from "miniflare";

/** What is told of an object: its properties are getters, which JSON does not see. */
const FIELDS = [
  ...["key", "version", "size", "etag", "httpEtag", "uploaded", "httpMetadata", "customMetadata", "range"],
  "storageClass",
];

/**
 * The Worker that the requests go to: POST /{binding}/{method} with its arguments as JSON. Where a body is bytes, what goes
 * with it is in a header.
 */
export const BINDINGS_WORKER = `
const known = (object) => object && Object.fromEntries(${JSON.stringify(FIELDS)}.map((field) => [field, object[field]]));
const statements = (d1, given) => given.map(({ sql, params }) => d1.prepare(sql).bind(...params));
const METHODS = {
  batch: (d1, given) => d1.batch(statements(d1, given)),
  all: (d1, given) => statements(d1, given)[0].all(),
  raw: (d1, given) => statements(d1, given)[0].raw(),
  first: (d1, given) => statements(d1, given)[0].first(),
  head: async (r2, [key]) => known(await r2.head(key)),
  delete: async (r2, [keys]) => (await r2.delete(keys), null),
  list: async (r2, [options]) => {
    const page = await r2.list(options);
    return { ...page, objects: page.objects.map(known) };
  },
};
export default {
  async fetch(request, env) {
    const [, name, method] = new URL(request.url).pathname.split("/");
    const binding = env[name];
    try {
      if (method === "put") {
        const [key, options] = JSON.parse(decodeURIComponent(request.headers.get("arguments")));
        return Response.json(known(await binding.put(key, request.body ?? "", options ?? undefined)));
      }
      // Of what was left out, JSON makes a null.
      const given = (await request.json()).map((each) => each ?? undefined);
      if (method !== "get") return Response.json(await METHODS[method](binding, given));
      const object = await binding.get(...given);
      const headers = { object: encodeURIComponent(JSON.stringify(known(object))) };
      return new Response(object?.body, { headers });
    } catch (error) {
      return Response.json({ message: error.message, cause: error.cause?.message }, { status: 500 });
    }
  },
};`;

/** workerd closes a connection that is idle for five seconds. */
const IDLE_MS = 4000;

const agent = new Agent({ keepAlive: true, timeout: IDLE_MS });

interface Answer {
  headers: IncomingHttpHeaders;
  body: Buffer;
}

type Call = (method: string, body: string | Uint8Array, headers?: Record<string, string>) => Promise<Answer>;

/** Calls methods of what `miniflare` binds as `binding`. Its Worker must be BINDINGS_WORKER. */
function callsOf(miniflare: Miniflare, binding: string): Call {
  let address: Promise<URL> | undefined;
  return async (method, body, headers = {}) => {
    address ??= miniflare.unsafeGetDirectURL();
    const { isOk, ...answer } = await post(new URL(`/${binding}/${method}`, await address), body, headers);
    if (isOk) return answer;
    // By D1 or R2 itself.
    const { message, cause } = JSON.parse(answer.body.toString()) as { message: string; cause?: string };
    throw new Error(message, cause === undefined ? undefined : { cause: new Error(cause) });
  };
}

/** Posts `body`, without fetch: that takes three times as long for a statement. */
function post(url: URL, body: string | Uint8Array, given: Record<string, string>): Promise<Answer & { isOk: boolean }> {
  return new Promise((resolve, reject) => {
    const headers = { ...given, "content-length": Buffer.byteLength(body) };
    const asked = request(url, { agent, method: "POST", headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.once("end", () =>
        resolve({ isOk: response.statusCode === 200, headers: response.headers, body: Buffer.concat(parts) }),
      );
      response.once("error", reject);
    });
    asked.once("error", (error: NodeJS.ErrnoException) => {
      // The other end closed an idle connection while this one was busy with something else.
      if (asked.reusedSocket && error.code === "ECONNRESET") resolve(post(url, body, given));
      else reject(error);
    });
    asked.end(body);
  });
}

const parsed = ({ body }: Answer) => JSON.parse(body.toString());

export interface Statement {
  sql: string;
  params: unknown[];
}

/** The database that `miniflare` binds as `binding`. Its Worker must be BINDINGS_WORKER. */
export function d1OverHttp(miniflare: Miniflare, binding: string): D1Database {
  const call = callsOf(miniflare, binding);
  const send = async (method: "batch" | "all" | "raw" | "first", statements: Statement[]) =>
    parsed(await call(method, JSON.stringify(statements)));
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

/** What the Worker tells of an object, as JSON makes it. */
type Known = { uploaded: string; httpMetadata?: { contentType?: string } } | null;

const objectOf = (known: Known) => known && { ...known, uploaded: new Date(known.uploaded) };

/**
 * The bucket that `miniflare` binds as `binding`: its methods but for uploads in parts. Its Worker must be BINDINGS_WORKER.
 * Bodies are in memory as a whole.
 */
export function r2OverHttp(miniflare: Miniflare, binding: string): R2Bucket {
  const call = callsOf(miniflare, binding);
  const bucket = {
    async put(key: string, value: ConstructorParameters<typeof Response>[0], options?: object) {
      const bytes = new Uint8Array(await new Response(value).arrayBuffer());
      const answer = await call("put", bytes, { arguments: encodeURIComponent(JSON.stringify([key, options])) });
      return objectOf(parsed(answer));
    },
    async get(key: string, options?: object) {
      const { headers, body } = await call("get", JSON.stringify([key, options]));
      const known: Known = JSON.parse(decodeURIComponent(String(headers.object)));
      if (!known) return null;
      const type = known.httpMetadata?.contentType;
      const content = new Response(
        new Uint8Array(body),
        type === undefined ? {} : { headers: { "content-type": type } },
      );
      return {
        ...objectOf(known),
        get body() {
          return content.body;
        },
        ...{ arrayBuffer: () => content.arrayBuffer(), blob: () => content.blob() },
        ...{ json: () => content.json(), text: () => content.text() },
      };
    },
    head: async (key: string) => objectOf(parsed(await call("head", JSON.stringify([key])))),
    list: async (options?: object) => {
      const page = parsed(await call("list", JSON.stringify([options])));
      return { ...page, objects: page.objects.map(objectOf) };
    },
    delete: async (keys: string | string[]) => void (await call("delete", JSON.stringify([keys]))),
  };
  return bucket as unknown as R2Bucket;
}
