/**
 * GET /api/tasks/runs/stream: runs as they change. Every event's id says which version of each run the reader has, so
 * that a reader who reconnects is sent exactly what has changed, whatever the clocks say.
 */
import { createRoute, z } from "@hono/zod-openapi";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import { isOpen, type RunMark, readMarks, readRuns, type Selection } from "../../runs/read-runs.ts";
import type { Services } from "../../services.ts";
import { scaledMs } from "../../timing.ts";
import { errors, security } from "../responses.ts";
import { newRouter } from "../router.ts";
import { batchNotFound, runNotFound, showInFull } from "../run-answers.ts";
import { MAX_RUNS, type WatchQuery, watchQuery } from "../run-query.ts";

/** Seconds, times TIME_SCALE. */
const TIMES = {
  /** Between polls of the database: the shortest after a change, and the longest while nothing changes. */
  minWait: 1,
  maxWait: 5,
  heartbeat: 15,
  /**
   * Long enough to be worth a connection, short enough for D1's limit of 1,000 queries per request: a poll is one, and
   * four when it finds a change; the key is looked up again every 20 seconds.
   */
  life: 120,
  /** Before the client connects again. */
  reconnect: 1,
} as const;

export const runStream = newRouter();

runStream.openapi(
  createRoute({
    method: "get",
    path: "/",
    operationId: "streamRuns",
    summary: "Watch runs",
    description: [
      "Server-sent events for `runId`, `runIds` or `batchId` (one of the three). Event `run`: a run in full, as it is now, when the stream begins and whenever it changed; states between two looks may be skipped. Event `end`: all are over, and `runs` says how many; nothing follows.",
      "The server ends the stream after some minutes, and within 30 seconds when the key is revoked or expires: connect again with the last event's id as `Last-Event-ID` (an EventSource does), and only what changed since is sent. One that comes back after `end` while nothing changed is answered 204, which tells an EventSource to stop.",
    ].join(" "),
    tags: ["Runs"],
    security,
    request: {
      query: watchQuery,
      headers: z.object({
        "last-event-id": z
          .string()
          .optional()
          .openapi({ description: "The id of the last event received; what cannot be read counts as none." }),
      }),
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
    const marks = await readMarks(services, selection);
    requireAll(c.req.valid("query"), marks);
    const reader = readEventId(c.req.header("last-event-id"), marks);
    if (reader.ended && isEnd(marks, reader.versions)) return c.body(null, 204);

    const response = streamSSE(c, (stream) =>
      follow(services, stream, { selection, marks, has: reader.versions, isAllowed: c.get("isStillAllowed") }).catch(
        (error: unknown) => {
          // It ends like any other stream: the client reconnects.
          services.log.error("stream_failed", error, { requestId: c.get("requestId") });
        },
      ),
    );
    // Set afterwards, because streaming sets its own.
    c.header("cache-control", "private, no-cache");
    // Proxies that buffer would hold events back.
    c.header("x-accel-buffering", "no");
    return response;
  },
);

/** The account's runs that the query names. */
const watched = (accountId: string, { runId, runIds, batchId }: WatchQuery): Selection => ({
  accountId,
  ids: runId === undefined ? runIds : [runId],
  batchId,
  limit: MAX_RUNS,
});

/** Throws 404 when a run or batch that was named does not exist: a stream for it would never end. */
function requireAll({ runId, runIds, batchId }: WatchQuery, marks: RunMark[]): void {
  if (batchId !== undefined && marks.length === 0) {
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
  stream: SSEStreamingApi,
  {
    selection,
    marks: firstMarks,
    has: resumed,
    isAllowed,
  }: { selection: Selection; marks: RunMark[]; has: Versions; isAllowed: () => Promise<boolean> },
): Promise<void> {
  const { now, log } = services;
  const begunAt = now();
  const endsAt = begunAt + scaledMs(services, TIMES.life);
  const wakeUp = sleeper(stream);
  const has = new Map(resumed);
  let marks = firstMarks;
  let wait: number = TIMES.minWait;
  let spokeAt = begunAt;
  let looks = 1;

  // Also opens the stream for clients that wait for its first bytes.
  await stream.write(`retry: ${scaledMs(services, TIMES.reconnect)}\n\n`);
  while (!stream.aborted) {
    const changed = marks.filter(({ id, version }) => has.get(id) !== version).map(({ id }) => id);
    if (changed.length > 0) {
      // Sent oldest first. Runs may be newer than their marks by now, never older.
      const found = await readRuns(services, { ...selection, ids: changed });
      for (const each of found.reverse()) {
        has.set(each.run.id, each.run.version);
        const data = JSON.stringify(showInFull(services, each));
        await stream.writeSSE({ event: "run", data, id: eventId(marks, has, false) });
      }
    }
    if (isEnd(marks, has)) {
      const data = JSON.stringify({ runs: marks.length });
      await stream.writeSSE({ event: "end", data, id: eventId(marks, has, true) });
      break;
    }
    if (changed.length > 0) spokeAt = now();
    else if (now() - spokeAt >= scaledMs(services, TIMES.heartbeat)) {
      await stream.write(": still here\n\n");
      spokeAt = now();
    }
    if (now() >= endsAt) break;
    wait = changed.length > 0 ? TIMES.minWait : Math.min(TIMES.maxWait, wait * 1.5);
    await wakeUp(Math.min(scaledMs(services, wait), endsAt - now()));
    // Whoever lost the key meanwhile connects again, and is told so.
    if (stream.aborted || !(await isAllowed())) break;
    marks = await readMarks(services, selection);
    looks += 1;
  }
  log.info("stream_ended", { runs: marks.length, looks, left: stream.aborted, durationMs: now() - begunAt });
}

/** Sleeps, but wakes up when the reader leaves. */
function sleeper(stream: SSEStreamingApi): (ms: number) => Promise<void> {
  let leave = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  stream.onAbort(leave);
  return async (ms) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const slept = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([slept, left]);
    if (timer !== undefined) clearTimeout(timer);
  };
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
