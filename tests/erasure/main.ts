/**
 * `npm run erasure`: runs are deleted while they are rendered and while a message about one is under way, a batch of thirty
 * is downloaded, one of its videos deleted in the middle, and its artist is erased in the middle of another batch. Then the
 * whole state is searched by who knows nothing of the code: every row of every table, every object in every bucket, and
 * every other SQLite file. Ends with an error when something is left. Writes out/erasure.json.
 *   --batch <number>   --megabytes <number>   of each downloaded video
 */
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { openLocalBindings } from "../../local/bindings.ts";
import { ROOT } from "../../local/paths.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { startChaosRenderer } from "../chaos/renderer.ts";
import { writeWideQueues } from "../support/copied-config.ts";
import { readZip } from "../support/read-zip.ts";
import { type Traces, tracesOf } from "../support/traces.ts";

const { values } = parseArgs({
  options: { batch: { type: "string", default: "30" }, megabytes: { type: "string", default: "10" } },
});
const BATCH = Number(values.batch);
const MEGABYTE = 1024 * 1024;
const VIDEO_BYTES = Number(values.megabytes) * MEGABYTE;
/** An hour is so many seconds. */
const TIME_SCALE = 0.02;
const PATIENCE_MS = 600_000;

interface Run {
  id: string;
  batchId: string;
  status: string;
  output: { videoSourceUrl: string; files: { url: string }[] } | null;
  metadata: { currentStep: string | null };
}

const state = mkdtempSync(join(tmpdir(), "backline-erasure-"));
const renderer = await startChaosRenderer(1, TIME_SCALE);
const receiver = await startReceiver();
let stack = await start();
const report: Record<string, unknown> = {};
const faults: string[] = [];
try {
  const artist = await firstArtist();
  const done = await untilOver(await create(artist.id, BATCH), BATCH);
  await deleteUnderWay(artist.id);
  await download(done);
  const under = await create(artist.id, BATCH, { webhook_url: receiver.url });
  await untilOver(under, Math.ceil(BATCH / 6));
  await erase(artist, [...new Set([...done, ...(await read(under))].flatMap(({ id, batchId }) => [id, batchId]))]);
} finally {
  await stack.stop();
  await renderer.stop();
  receiver.stop();
  rmSync(state, { recursive: true, force: true });
}
mkdirSync(join(ROOT, "out"), { recursive: true });
writeFileSync(join(ROOT, "out", "erasure.json"), `${JSON.stringify({ ...report, faults }, null, 2)}\n`);
say(JSON.stringify(report, null, 2));
say(faults.length === 0 ? "Nothing is left." : `${faults.length} faults:\n${faults.join("\n")}`);
process.exitCode = faults.length === 0 ? 0 : 1;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function start(): Promise<Stack> {
  return startStack({
    ...{ state, runtime: "workerd", ignoreDevVars: true, seedExtent: "small", rendererUrl: renderer.url },
    ...{ config: writeWideQueues(state), sweepEveryMs: 60_000 * TIME_SCALE },
    fal: { latency: "instant", media: "instant" },
    settings: { TIME_SCALE: String(TIME_SCALE), RATE_LIMIT: "1000000", LOOPBACK_ORIGINS: receiver.url },
  });
}

/** Takes its time to answer, so that a message is under way for a while. */
async function startReceiver() {
  const seen = new Set<string>();
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const { data } = JSON.parse(Buffer.concat(chunks).toString()) as { data: { id?: string } };
    if (data.id) seen.add(data.id);
    await sleep(100);
    response.writeHead(500).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, seen, stop: () => server.close() };
}

async function api<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await call(path, init);
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

function call(path: string, init: RequestInit = {}): Promise<Response> {
  const key = stack.accounts[0]?.apiKey ?? "";
  return fetch(`${stack.url}${path}`, { ...init, headers: { "x-api-key": key, "content-type": "application/json" } });
}

async function firstArtist(): Promise<{ id: string; name: string }> {
  const id = stack.accounts[0]?.artistIds[0] ?? "";
  const { artist } = await api<{ artist: { name: string } }>(`/api/artists/${id}`);
  return { id, name: artist.name };
}

async function create(artistId: string, batch: number, options: Record<string, unknown> = {}): Promise<string[]> {
  const body = JSON.stringify({ artist_account_id: artistId, batch, lipsync: true, ...options });
  return (await api<{ runIds: string[] }>("/api/content/create", { method: "POST", body })).runIds;
}

async function read(runIds: readonly string[]): Promise<Run[]> {
  return (await api<{ runs: Run[] }>(`/api/tasks/runs?runIds=${runIds.join(",")}`)).runs;
}

/** Looks again and again until it holds. */
async function until<Value>(what: string, look: () => Promise<Value | undefined>): Promise<Value> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    if (Date.now() > giveUpAt) throw new Error(`In vain was waited for: ${what}`);
    await sleep(100);
  }
}

function isOver({ status }: Run): boolean {
  return ["COMPLETED", "FAILED", "CANCELED", "TIMED_OUT"].includes(status);
}

function untilOver(runIds: readonly string[], count: number): Promise<Run[]> {
  return until(`${count} runs that are over`, async () => {
    const runs = await read(runIds);
    return runs.filter(isOver).length >= count ? runs : undefined;
  });
}

function remove(runId: string): Promise<{ run: Run }> {
  return api(`/api/tasks/runs/${runId}`, { method: "DELETE" });
}

/** The id of a run that is being rendered. A render may be over before anybody looks, so more are made until one is seen. */
async function oneThatRenders(artistId: string): Promise<string> {
  let watched = await create(artistId, BATCH);
  return until("a run that is rendered", async () => {
    const runs = await read(watched);
    if (runs.every(isOver)) watched = await create(artistId, BATCH);
    return runs.find((run) => !isOver(run) && run.metadata.currentStep === "render")?.id;
  });
}

/** One while it is rendered, one while a receiver is about to answer a message about it. */
async function deleteUnderWay(artistId: string): Promise<void> {
  const rendering = await oneThatRenders(artistId);
  const canceled = await remove(rendering);
  const [telling = ""] = await create(artistId, 1, { webhook_url: receiver.url });
  await until("a message under way", async () => (receiver.seen.has(telling) ? true : undefined));
  const [told] = await read([telling]);
  const at = Date.now();
  await remove(telling);
  const goneMs = Date.now() - at;
  const left = await Promise.all((told?.output?.files ?? []).map(async ({ url }) => (await fetch(url)).status));
  if (left.length === 0 || left.some((status) => status !== 404)) faults.push(`Files of ${telling}: ${left.join()}`);
  report.deletedWhileRendering = canceled.run.status;
  report.deletedWhileTelling = { files: left, answeredAfterMs: goneMs };
  await settle();
  const words = [rendering, telling];
  const { traces } = await search(words);
  for (const bucket of ["library", "media"]) {
    for (const found of traces[bucket] ?? []) faults.push(`A deleted run's file is left: ${found}`);
  }
}

/** Long enough for every URL to expire, and for a sweep. */
function settle(): Promise<void> {
  return sleep((900 + 180 + 120) * 1000 * TIME_SCALE);
}

/** Stops the stack, looks, and starts it again. */
async function search(words: readonly string[]): Promise<{ traces: Traces; elsewhere: string[] }> {
  await stack.stop();
  const bindings = await openLocalBindings(ROOT, state);
  try {
    const { DB, LIBRARY, MEDIA } = bindings.env;
    const traces = await tracesOf(words, { database: DB as never, buckets: { library: LIBRARY, media: MEDIA } });
    return { traces, elsewhere: otherFiles(words) };
  } finally {
    await bindings.dispose();
    stack = await start();
  }
}

/** Every row of every other SQLite file: what objects and queues keep. */
function otherFiles(words: readonly string[]): string[] {
  const folder = join(state, "v3");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".sqlite"));
  return files.flatMap((name) => {
    const database = new DatabaseSync(join(folder, name), { readOnly: true });
    try {
      const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
      return tables.flatMap(({ name: table }) =>
        database
          .prepare(`SELECT * FROM "${table}"`)
          .all()
          .map((row) => JSON.stringify(row))
          .filter((row) => words.some((word) => row.includes(word)))
          .map((row) => `${name.split("/").slice(0, 2).join("/")} ${table}: ${row.slice(0, 200)}`),
      );
    } finally {
      database.close();
    }
  });
}

/** Makes the videos as large as asked for, and has them as one archive, one of them deleted while it is read. */
async function download(done: readonly Run[]): Promise<void> {
  await stack.stop();
  const bindings = await openLocalBindings(ROOT, state);
  for (const { output } of done) {
    const key = /videos\/.*/.exec(output?.videoSourceUrl ?? "")?.[0];
    if (key) await bindings.env.MEDIA.put(key, randomBytes(VIDEO_BYTES));
  }
  await bindings.dispose();
  stack = await start();
  const path = `/api/tasks/batches/${done[0]?.batchId}/archive.zip`;
  const chunks: Uint8Array[] = [];
  const startedAt = Date.now();
  // The last one by its id is the last in the archive.
  const victim =
    done
      .map(({ id }) => id)
      .toSorted()
      .at(-1) ?? "";
  let isDeleted = false;
  const body = (await call(path)).body;
  if (!body) throw new Error("The archive has no body");
  for await (const chunk of body) {
    chunks.push(chunk);
    if (!isDeleted) {
      isDeleted = true;
      await remove(victim);
    }
  }
  const zip = Buffer.concat(chunks);
  const seconds = (Date.now() - startedAt) / 1000;
  const entries = readZip(zip);
  const missing = entries.find(({ name }) => name === "missing.txt")?.content.toString() ?? "";
  if (!missing.includes(victim)) faults.push("The deleted video is not named in missing.txt");
  if (entries.length !== done.length) faults.push(`The archive has ${entries.length} entries`);
  report.archive = {
    ...{ entries: entries.length, megabytes: Math.round(zip.length / MEGABYTE), seconds, missing },
    first: entries[0]?.name,
  };
}

/** Erases the artist, and looks for what is left. */
async function erase({ id, name }: { id: string; name: string }, ids: readonly string[]): Promise<void> {
  const startedAt = Date.now();
  const path = `/api/artists/${id}/erase`;
  await api(path, { method: "POST" });
  const { erasure } = await until("the erasure", async () => {
    const answer = await api<{ erasure: { status: string } }>(path);
    return answer.erasure.status === "COMPLETED" ? answer : undefined;
  });
  const { traces, elsewhere } = await search([id, name, ...ids]);
  const { erasures = [], ...others } = traces;
  report.erasure = { ...erasure, scaledSeconds: (Date.now() - startedAt) / 1000 / TIME_SCALE, left: erasures };
  for (const [place, found] of Object.entries(others)) {
    for (const each of found) faults.push(`Left in ${place}: ${each}`);
  }
  // The database is among them: its record of the erasure may be there.
  for (const each of elsewhere.filter((row) => !/ erasures: /.test(row))) faults.push(`Left in ${each}`);
}
