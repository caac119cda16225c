/** GET /api/tasks/runs/stream: runs as they change, over a connection that may break at any time. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import type { RunDetailBody } from "../../worker/contract/run.ts";
import { call, calm, create, finish, readRun, renderer, stranger } from "../support/client.ts";
import { fingerprint, refusal } from "./expectations.ts";
import { completedRunShape } from "./shapes.ts";

beforeAll(calm);
afterEach(calm);

const STREAM = "/api/tasks/runs/stream";
const UNKNOWN = "run_123456789abcdefghijkm";
const fast = { template: "album-record-store" };

interface Event {
  event?: string;
  data?: string;
  id?: string;
  retry?: string;
  comment?: string;
}

/** The stream's events, as any client of the standard reads them. */
async function* events(response: Response): AsyncGenerator<Event> {
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      yield Object.fromEntries(
        lines.map((line) => {
          const [, name, value] = /^([^:]*): ?(.*)$/.exec(line) ?? [];
          return [name === "" ? "comment" : name, value];
        }),
      ) as Event;
    }
  }
}
async function collect(all: AsyncIterable<Event>): Promise<Event[]> {
  const collected: Event[] = [];
  for await (const event of all) collected.push(event);
  return collected;
}
const open = (query: string, headers: Record<string, string> = {}) => call(`${STREAM}?${query}`, { headers });
const watch = async (query: string, lastEventId?: string): Promise<Event[]> =>
  collect(events(await open(query, lastEventId === undefined ? {} : { "last-event-id": lastEventId })));
const runsOf = (all: Event[]) =>
  all.filter(({ event }) => event === "run").map(({ data = "" }) => JSON.parse(data) as RunDetailBody);
const lastId = (all: Event[]) => all.findLast(({ id }) => id !== undefined)?.id ?? "";

describe("a stream", () => {
  test("tells of every run as it is at first, and whenever it changed, and ends when all are over", async () => {
    const runIds = await create({ ...fast, batch: 2 });
    const { batchId } = await readRun(runIds[0] ?? "");
    const response = await open(`batchId=${batchId}`);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
    expect(response.headers.get("cache-control")).toBe("private, no-cache");
    expect(response.headers.get("x-request-id")).toMatch(/^req_/);
    const all = await collect(events(response));
    expect(all[0]).toEqual({ retry: expect.stringMatching(/^\d+$/) });
    expect(all.at(-1)).toEqual({ event: "end", data: '{"runs":2}', id: expect.any(String) });
    for (const runId of runIds) {
      const versions = runsOf(all).filter(({ id }) => id === runId);
      expect(versions.length).toBeGreaterThan(1);
      const numbers = versions.map(({ metadata }) => metadata.version);
      expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
      expect(completedRunShape.parse(versions.at(-1))).toEqual(await readRun(runId));
    }
    expect(all.every(({ event, id }) => (event === undefined) === (id === undefined))).toBe(true);
  });

  test("of runs that are over tells of them once and ends", async () => {
    const [runId = ""] = await create(fast);
    await finish([runId]);
    for (const query of [`runId=${runId}`, `runIds=${runId},${runId}`]) {
      const all = await watch(query);
      expect(all.map(({ event }) => event)).toEqual([undefined, "run", "end"]);
      expect(runsOf(all)).toEqual([await readRun(runId)]);
    }
  });

  test("that is resumed tells what changed since, and nothing else", async () => {
    const [done = ""] = await create(fast);
    await finish([done]);
    await renderer.set({ render: "busy" });
    const [late = ""] = await create(fast);
    const query = `runIds=${done},${late}`;
    const first: Event[] = [];
    for await (const event of events(await open(query))) {
      first.push(event);
      if (runsOf(first).some(({ id }) => id === late) && runsOf(first).some(({ id }) => id === done)) break;
    }
    await renderer.set({ render: "instant" });
    const [over] = await finish([late]);
    const second = await watch(query, lastId(first));
    expect(runsOf(second)).toEqual([over]);
    expect(second.at(-1)?.event).toBe("end");
    // Of other runs it says nothing, and nor does what was never an id.
    for (const foreign of [lastId(first), "garbage", "1.2.3", `${lastId(first)}.1`]) {
      expect(runsOf(await watch(`runId=${late}`, foreign))).toEqual([over]);
    }
  });

  test("that has ended is 204 when asked for again, until a run goes on", async () => {
    await renderer.set({ render: "busy" });
    const [runId = ""] = await create(fast);
    // With nothing left under way at fal.ai, whose answer would change what the run cost after its end.
    await expect.poll(async () => (await readRun(runId)).metadata.currentStep, { timeout: 60_000 }).toBe("render");
    await call(`/api/tasks/runs/${runId}/cancel`, { method: "POST" });
    const ended = lastId(await watch(`runId=${runId}`));
    const again = await open(`runId=${runId}`, { "last-event-id": ended });
    expect([again.status, await again.text()]).toEqual([204, ""]);
    await renderer.set({ render: "instant" });
    await call(`/api/tasks/runs/${runId}/retry`, { method: "POST" });
    const all = await watch(`runId=${runId}`, ended);
    expect(runsOf(all).at(-1)?.status).toBe("COMPLETED");
  });

  test("keeps the connection alive while nothing happens, and stops when the reader leaves", async () => {
    await renderer.set({ render: "hang" });
    const [runId = ""] = await create(fast);
    await expect.poll(async () => (await readRun(runId)).metadata.currentStep, { timeout: 60_000 }).toBe("render");
    const log = () => readFileSync(join(inject("stack").state, "logs", "worker.log"), "utf8");
    const ended = () =>
      log()
        .split("\n")
        .filter((line) => line.includes('"stream_ended"') && line.includes('"left":true')).length;
    const before = ended();
    const leaving = new AbortController();
    const left = await call(`${STREAM}?runId=${runId}`, { signal: leaving.signal });
    await left.body?.getReader().read();
    leaving.abort();
    await expect.poll(ended, { timeout: 60_000, interval: 100 }).toBe(before + 1);

    const comments: string[] = [];
    for await (const { comment, event } of events(await open(`runId=${runId}`))) {
      expect(event).not.toBe("end");
      if (comment !== undefined && comments.push(comment) === 3) break;
    }
    await call(`/api/tasks/runs/${runId}/cancel`, { method: "POST" });
  });
});

describe("a stream is refused", () => {
  test("for runs that the account has not, as for those that never were", async () => {
    const [runId = ""] = await create(fast);
    const { batchId } = await readRun(runId);
    const as = (query: string) => call(`${STREAM}?${query}`, { headers: { "x-api-key": stranger.apiKey } });
    const unknown = await fingerprint(await as(`runId=${UNKNOWN}`));
    await refusal(await as(`runId=${UNKNOWN}`), 404, "run_not_found");
    expect(await fingerprint(await as(`runId=${runId}`))).toEqual(unknown);
    const named = await refusal(await open(`runIds=${runId},${UNKNOWN}`), 404, "run_not_found");
    expect(named.error).toContain(UNKNOWN);
    expect(named.error).not.toContain(runId);
    await refusal(await as(`batchId=${batchId}`), 404, "batch_not_found");
  });

  test.each([
    ["", [["runId"]]],
    ["runId=a&runIds=b", [["runIds"]]],
    ["runIds=a&batchId=b", [["batchId"]]],
    ["runId=a&limit=5", [["limit"]]],
  ])("for ?%s", async (query, paths) => {
    const body = await refusal(await open(query), 400, "validation_failed");
    expect(body.issues?.map(({ path }) => path)).toEqual(paths);
  });

  test("without a key", async () => {
    await refusal(await call(`${STREAM}?runId=a`, { headers: { "x-api-key": "" } }), 401, "unauthorized");
  });
});
