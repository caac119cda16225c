/**
 * What five hundred open streams of running batches cost the database, and how soon they tell of a change; then the watcher
 * is replaced as a deploy does it, and they go on. The local stack, with models that take a good part of their typical time.
 * Writes out/bench-streams.json. Usage: npm run bench:streams [-- --streams=500 --seconds=30]
 */
import { setTimeout as sleep } from "node:timers/promises";
import { latencyOf } from "../../tests/outages/latency.ts";
import { openWorld } from "../../tests/outages/world.ts";
import type { RunDetailBody } from "../../worker/contract/run.ts";
import { median } from "../median.ts";
import { writeResult } from "../result.ts";

const option = (name: string, other: number) =>
  Number(process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3) ?? other);
const STREAMS = option("streams", 500);
const SECONDS = option("seconds", 30);
const BATCHES = 10;
const RUNS = 5;

/** An event that came. */
interface Told {
  at: number;
  runId: string;
  version: number;
  updatedAt: number;
}

// Few at a time, so that some are under way all the while.
const world = await openWorld({
  ...{ timeScale: 1, renderer: "instant", latency: latencyOf(0.2), sweepEveryMs: 10_000 },
  settings: { FAL_SLOTS: "3" },
});
const { api, artistId } = world.caller(0);
const { apiKey = "" } = world.stack.accounts[0] ?? {};

const told: Told[] = [];
const leaving = new AbortController();
let [open, broken] = [0, 0];

async function follow(batchId: string): Promise<void> {
  const response = await fetch(`${world.stack.url}/api/tasks/runs/stream?batchId=${batchId}`, {
    headers: { "x-api-key": apiKey },
    signal: leaving.signal,
  });
  if (!response.ok || !response.body) throw new Error(`A stream was answered ${response.status}`);
  open += 1;
  let text = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const data = /^event: run\ndata: (.*)$/m.exec(event)?.[1];
      if (data === undefined) continue;
      const { id, updatedAt, metadata } = JSON.parse(data) as RunDetailBody;
      told.push({ at: Date.now(), runId: id, version: metadata.version, updatedAt: Date.parse(updatedAt) });
    }
  }
}

/** What was sent, and told, while the time went by. */
async function measure(seconds: number) {
  const [before, from, begunAt] = [await world.counts(), told.length, Date.now()];
  await sleep(seconds * 1000);
  const [after, lasted] = [await world.counts(), (Date.now() - begunAt) / 1000];
  const some = told.slice(from);
  const delays = some.map(({ at, updatedAt }) => at - updatedAt).sort((a, b) => a - b);
  return {
    statementsPerSecond: (after.watcher - before.watcher) / lasted,
    events: some.length,
    changes: new Set(some.map(({ runId, version }) => `${runId} ${version}`)).size,
    delayMs: delays.length === 0 ? null : { median: median(delays), p99: delays[Math.floor(delays.length * 0.99)] },
  };
}

try {
  const batchIds: string[] = [];
  for (let at = 0; at < BATCHES; at++) {
    const [runId = ""] = await api.create({ artist_account_id: artistId, batch: RUNS });
    batchIds.push((await api.run(runId)).batchId);
  }
  const before = await world.counts();
  const streams = Array.from({ length: STREAMS }, (_, at) =>
    follow(batchIds[at % BATCHES] ?? "").catch((error: unknown) => {
      if (leaving.signal.aborted) return;
      broken += 1;
      console.error(`A stream broke: ${error}`);
    }),
  );
  while (open < STREAMS && broken === 0) await sleep(100);
  // The first events tell of what was there before.
  await sleep(5000);
  const opened = await world.counts();
  const followed = await measure(SECONDS);
  await world.deploy();
  const replaced = await measure(SECONDS);
  leaving.abort();
  await Promise.all(streams);
  const result = {
    ...{ streams: STREAMS, batches: BATCHES, seconds: SECONDS, broken },
    ...{ statementsWhileOpening: opened.fetch - before.fetch, followed, replaced },
  };
  for (const [name, { statementsPerSecond, events, changes, delayMs }] of Object.entries({ followed, replaced })) {
    console.log(
      `${name}: ${statementsPerSecond.toFixed(1)} statements a second; ${changes} changes told in ${events} events,` +
        ` ${delayMs?.median} ms after the change, 99 % within ${delayMs?.p99} ms`,
    );
  }
  console.log(`${broken} of ${STREAMS} streams broke.`);
  writeResult("streams", result);
} finally {
  await world.stop();
}
process.exit(0);
