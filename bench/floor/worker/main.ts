/**
 * A Worker that does nothing but what a call cannot do without: a read of one row by its key; and for one that begins
 * something, a batch of rows written in one transaction, and a message sent. No key to check, no limit, no schema. Where it is
 * asked to, it reads in a session, and has an object count the call meanwhile, as a service must that has a limit.
 */
import { DurableObject } from "cloudflare:workers";
import { COUNTED, ROW_PATH, ROWS_PATH, rowId } from "../calls.ts";

interface Env {
  DB: D1Database;
  STEPS: Queue<{ id: string }>;
  COUNTERS: DurableObjectNamespace<Counter>;
}

/** Counts its calls. */
export class Counter extends DurableObject<Env> {
  #count = 0;
  async count(): Promise<number> {
    this.#count += 1;
    return this.#count;
  }
}

/** Of the size of a run as it is answered. */
const BODY = JSON.stringify({ text: "x".repeat(2000) });

export default {
  async fetch(request, { DB: d1, STEPS, COUNTERS }) {
    const { pathname, searchParams } = new URL(request.url);
    const isCounted = searchParams.has(COUNTED);
    const DB = isCounted ? d1.withSession("first-unconstrained") : d1;
    const counting = isCounted ? COUNTERS.get(COUNTERS.idFromName("caller")).count() : undefined;
    const insert = DB.prepare("INSERT INTO rows (id, body) VALUES (?, ?)");
    const read = () =>
      DB.prepare("SELECT body FROM rows WHERE id = ?").bind(searchParams.get("id")).first<{ body: string }>();
    switch (`${request.method} ${pathname}`) {
      case "GET /health":
        return new Response();
      case `PUT ${ROWS_PATH}`: {
        await DB.prepare("CREATE TABLE rows (id TEXT PRIMARY KEY, body TEXT NOT NULL)").run();
        const numbers = Array.from({ length: Number(searchParams.get("count")) }, (_, number) => number);
        await DB.batch(numbers.map((number) => insert.bind(rowId(number), BODY)));
        return new Response();
      }
      case `GET ${ROW_PATH}`: {
        const found = await read();
        await counting;
        return new Response(found?.body, { headers: { "content-type": "application/json" } });
      }
      case `POST ${ROW_PATH}`: {
        await request.json();
        await read();
        // As many as there are tables that a new run is in: batches, runs, steps.
        const ids = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()] as const;
        await DB.batch(ids.map((id) => insert.bind(id, BODY)));
        await STEPS.sendBatch([{ body: { id: ids[0] } }]);
        await counting;
        return Response.json({ id: ids[0] }, { status: 202 });
      }
      default:
        return new Response(null, { status: 404 });
    }
  },
} satisfies ExportedHandler<Env>;
