/**
 * GET /api/tasks/runs/stream: runs as they change. Every event's id says which version of each run the reader has, so
 * that a reader who reconnects is sent exactly what has changed, whatever the clocks say.
 */
import { createRoute, z } from "@hono/zod-openapi";
import type { AccountId } from "../../accounts/entry.ts";
import {
  type FoundRun,
  hasBatch,
  isOpen,
  markOf,
  markReading,
  type RunMark,
  readMarks,
  readRuns,
  type Selection,
} from "../../runs/read-runs.ts";
import type { Services } from "../../services.ts";
import { FirstRead, queryOf } from "../first-read.ts";
import { errors, security } from "../responses.ts";
import { newRouter, ReadAgain } from "../router.ts";
import { batchNotFound, runNotFound, showInFull } from "../run-answers.ts";
import { MAX_RUNS, type WatchQuery, watchQuery } from "../run-query.ts";
import { lastEventHeaders, type WatchedStream, watchedStream } from "../watched-stream.ts";

/** Which runs are watched, and their versions: what a stream begins with. */
export const watchedRuns = new FirstRead((c) => async (account) => {
  const query = watchQuery.safeParse(queryOf(c));
  return query.success ? markReading(c.get("services").db, watched(account, query.data)) : undefined;
});

export const runStream = newRouter();

runStream.openapi(
  createRoute({
    method: "get",
    path: "/",
    operationId: "streamRuns",
    summary: "Watch runs",
    description: [
      "Server-sent events for `runId`, `runIds` or `batchId` (one of the three). Event `run`: a run in full, as it is now, when the stream begins and whenever it changed; states between two looks may be skipped. Event `end`: all are over, and `runs` says how many; nothing follows.",
      "The server ends the stream after ten minutes, and within 30 seconds when the key is revoked or expires: connect again with the last event's id as `Last-Event-ID` (an EventSource does), and only what changed since is sent. One that comes back after `end` while nothing changed is answered 204, which tells an EventSource to stop.",
    ].join(" "),
    tags: ["Runs"],
    security,
    request: {
      query: watchQuery,
      headers: lastEventHeaders,
    },
    responses: {
      200: {
        description: "The events.",
        content: {
          "text/event-stream": {
            schema: z.string().openapi({
              example: 'event: run\ndata: {"id":"run_…","status":"EXECUTING",…}\nid: 1k2j3h.4\n\n',
            }),
          },
        },
      },
      204: { description: "All runs are over, and nothing changed since the `end` whose id was sent." },
      ...errors("run_not_found", "batch_not_found"),
    },
  }),
  async (c) => {
    const services = c.get("services");
    const selection = watched(c.get("caller").accountId, c.req.valid("query"));
    const marks = watchedRuns.take(c) ?? (await readMarks(services, selection));
    await requireAll(services, c.get("caller").accountId, c.req.valid("query"), marks);
    if (await c.get("settle")(false)) throw new ReadAgain();
    const reader = readEventId(c.req.header("last-event-id"), marks);
    if (reader.ended && isEnd(marks, reader.versions)) return c.body(null, 204);

    return watchedStream(c, (stream) => follow(services, stream, selection, marks, reader.versions));
  },
);

/** The account's runs that the query names. */
const watched = (accountId: AccountId, { runId, runIds, batchId }: WatchQuery): Selection => ({
  accountId,
  ids: runId === undefined ? runIds : [runId],
  batchId,
  limit: MAX_RUNS,
});

/** Throws 404 when a run or batch that was named does not exist: a stream for it would never end. */
async function requireAll(
  services: Services,
  accountId: string,
  { runId, runIds, batchId }: WatchQuery,
  marks: RunMark[],
): Promise<void> {
  // All of its runs may have been deleted.
  if (batchId !== undefined && marks.length === 0 && !(await hasBatch(services, accountId, batchId))) {
    throw batchNotFound();
  }
  const known = new Set(marks.map(({ id }) => id));
  const missing = (runIds ?? []).filter((id) => !known.has(id));
  if (missing.length > 0) throw runNotFound(`There are no such runs: ${missing.join(", ")}.`);
  if (runId !== undefined && marks.length === 0) throw runNotFound();
}

/** Versions that the reader has, by run. */
type Versions = ReadonlyMap<string, number>;

const isEnd = (marks: RunMark[], has: Versions): boolean =>
  marks.every((mark) => !isOpen(mark) && has.get(mark.id) === mark.version);

async function follow(
  services: Services,
  { events, news }: WatchedStream,
  selection: Selection,
  firstMarks: RunMark[],
  resumed: Versions,
): Promise<Record<string, unknown>> {
  const has = new Map(resumed);
  let marks = firstMarks;

  /** Sent oldest first. */
  const show = async (found: FoundRun[]) => {
    const newer = found.filter(({ run }) => run.version > (has.get(run.id) ?? 0)).reverse();
    const shown = new Map(newer.map(({ run }) => [run.id, markOf(run)]));
    marks = marks.map((mark) => shown.get(mark.id) ?? mark);
    for (const each of newer) {
      has.set(each.run.id, each.run.version);
      const data = JSON.stringify(showInFull(services, each));
      await events.writeSSE({ event: "run", data, id: eventId(marks, has, false) });
    }
  };
  const told = () => ({ runs: marks.length });
  /** Whether all are over, which the reader is told. */
  const end = async (): Promise<boolean> => {
    if (events.aborted || !isEnd(marks, has)) return false;
    await events.writeSSE({ event: "end", data: JSON.stringify(told()), id: eventId(marks, has, true) });
    return true;
  };

  const changed = marks.filter(({ id, version }) => has.get(id) !== version).map(({ id }) => id);
  // Runs may be newer than their marks by now, never older.
  if (changed.length > 0) await show(await readRuns(services, { ...selection, ids: changed }));
  if (await end()) return told();
  const versions = () => marks.map(({ id }): [string, number] => [id, has.get(id) ?? 0]);
  for await (const seen of news(() => ({ versions: versions() }))) {
    if (seen.kind === "changed") await show(seen.runs);
    if (await end()) break;
  }
  return told();
}

/** A fingerprint of the runs, then the version of each in the order of the list; 0 where none was sent yet. */
function eventId(marks: RunMark[], has: Versions, ended: boolean): string {
  const versions = marks.map(({ id }) => (has.get(id) ?? 0).toString(36));
  return [fingerprint(marks), ...versions, ...(ended ? ["end"] : [])].join(".");
}

function readEventId(given: string | undefined, marks: RunMark[]): { versions: Versions; ended: boolean } {
  const [runs, ...rest] = (given ?? "").split(".");
  const ended = rest.at(-1) === "end";
  const versions = ended ? rest.slice(0, -1) : rest;
  const readable = versions.length === marks.length && versions.every((text) => /^[0-9a-z]{1,8}$/.test(text));
  if (!readable || runs !== fingerprint(marks)) return { versions: new Map(), ended: false };
  return { versions: new Map(marks.map(({ id }, position) => [id, parseInt(versions[position] ?? "", 36)])), ended };
}

/**
 * Recognises an id from a stream of other runs. FNV-1a is enough: with one chance in four billion such an id is taken
 * for this stream's own, and a run whose version happens to be the same is not sent until it changes.
 */
function fingerprint(marks: RunMark[]): string {
  let hash = 0x811c9dc5;
  for (const character of marks.map(({ id }) => id).join()) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
