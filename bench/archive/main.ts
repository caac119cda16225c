/**
 * `npm run bench:archive`: how much memory the Worker's isolate takes while the archive of thirty videos is read, by one who
 * takes it as fast as it comes and by one who is slow; and whether an archive past the 4 GB of the format's plain fields is
 * valid. Writes out/bench-archive.json, and ends with an error when the archive is not.
 *   --megabytes 4,10 (of each video)   --slow 20 (megabytes a second)   --gigabytes 4.5 (of the long archive)
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { openLocalBindings } from "../../local/bindings.ts";
import { ROOT } from "../../local/paths.ts";
import { freePort } from "../../local/ports.ts";
import { runs } from "../../worker/db/schema.ts";
import type { RunOutput } from "../../worker/domain/run.ts";
import { openConnections } from "../connections.ts";
import { writeResult } from "../result.ts";
import { startQuietStack } from "../stack/quiet-stack.ts";
import { openHeap, type Usage } from "../start/heap.ts";
import { longArchive } from "./long.ts";

const { values } = parseArgs({
  options: {
    megabytes: { type: "string", default: "4,10" },
    slow: { type: "string", default: "20" },
    gigabytes: { type: "string", default: "4.5" },
  },
});
const MIB = 1024 * 1024;
const BATCH = 30;
const LOOK_EVERY_MS = 50;

const state = mkdtempSync(join(tmpdir(), "backline-bench-archive-"));

/** Makes a batch, of which nothing is done; gives the ids of its runs, and a key. */
async function prepareBatch(): Promise<{ apiKey: string; runIds: string[] }> {
  const { stack, accounts } = await startQuietStack(state, 1, {});
  const [account] = accounts;
  const connections = openConnections(stack.url, 1);
  const answer = await connections.ask({
    ...{ method: "POST", path: "/api/content/create", headers: { "x-api-key": account?.apiKey ?? "" } },
    body: { artist_account_id: account?.artistId, batch: BATCH },
  });
  connections.close();
  await stack.stop();
  const { runIds } = JSON.parse(answer.body.toString()) as { runIds: string[] };
  return { apiKey: account?.apiKey ?? "", runIds };
}

/** Gives every run a video of so many bytes; gives the id of their batch. */
async function storeVideos(runIds: string[], bytes: number): Promise<string> {
  const bindings = await openLocalBindings(ROOT, state);
  const db = drizzle(bindings.env.DB);
  const [found] = await db
    .select({ batchId: runs.batchId })
    .from(runs)
    .where(eq(runs.id, runIds[0] ?? ""));
  for (const id of runIds) {
    const key = `videos/${id}/1-1.mp4`;
    await bindings.env.MEDIA.put(key, randomBytes(bytes));
    // What the archive reads of it.
    const output = {
      ...{
        artistSlug: "tansy-okoro",
        captionText: "keep it",
        videoSourceUrl: `media:${key}`,
        renderedVideoBytes: bytes,
      },
      audio: { songTitle: "Porchlight" },
    } as RunOutput;
    await db.update(runs).set({ status: "COMPLETED", output, finishedAt: Date.now() }).where(eq(runs.id, id));
  }
  await bindings.dispose();
  return found?.batchId ?? "";
}

interface Taken {
  archiveMiB: number;
  seconds: number;
  /** What the isolate held before, and in the middle of the archive after garbage was collected, so far into it; MiB. */
  before: Shown;
  live: Record<string, Shown>;
  /** At most, with garbage that V8 had not collected yet. */
  most: Shown;
}
type Shown = { heapMiB: number; externalMiB: number };

/** Where in the archive its reader waits until garbage is collected. */
const STOPS = [0.1, 0.5, 0.9];

const mib = (bytes: number) => Number((bytes / MIB).toFixed(1));
const most = (usages: Usage[]): Shown => ({
  heapMiB: mib(Math.max(...usages.map(({ heapBytes }) => heapBytes))),
  externalMiB: mib(Math.max(...usages.map(({ externalBytes }) => externalBytes))),
});

/** `bytesPerSecond`: how fast it is read, at most. */
async function readArchive(
  { apiKey, batchId }: { apiKey: string; batchId: string },
  bytesPerSecond: number,
  expectedBytes: number,
): Promise<Taken> {
  const inspectorPort = await freePort();
  const { stack } = await startQuietStack(state, 1, {}, { inspectorPort });
  const connections = openConnections(stack.url, 1);
  const wake = () => connections.ask({ path: "/health" });
  const heap = await openHeap(inspectorPort, wake);
  try {
    const read = () =>
      fetch(`${stack.url}/api/tasks/batches/${batchId}/archive.zip`, { headers: { "x-api-key": apiKey } });
    // Once before, so that what is measured is what the archive takes.
    await (await read()).body?.cancel();
    await heap.read();
    const before = most([await heap.usage()]);
    const seen: Usage[] = [];
    const live: Taken["live"] = {};
    const stops = [...STOPS];
    let bytes = 0;
    let lookAt = 0;
    const begun = performance.now();
    let waitedMs = 0;
    const { body } = await read();
    if (!body) throw new Error("The archive has no body");
    for await (const chunk of body) {
      bytes += chunk.length;
      const earlyMs = (bytes / bytesPerSecond) * 1000 - (performance.now() - begun - waitedMs);
      if (earlyMs > 5) await sleep(earlyMs);
      const stoppedAt = performance.now();
      if (stoppedAt > lookAt) {
        const [usage] = await Promise.all([heap.usage(), wake()]);
        seen.push(usage);
        lookAt = performance.now() + LOOK_EVERY_MS;
      }
      const [stop] = stops;
      if (stop !== undefined && bytes >= expectedBytes * stop) {
        stops.shift();
        await heap.read();
        live[`${stop * 100} %`] = most([await heap.usage()]);
      }
      waitedMs += performance.now() - stoppedAt;
    }
    const seconds = Number(((performance.now() - begun - waitedMs) / 1000).toFixed(1));
    return { archiveMiB: mib(bytes), seconds, before, live, most: most(seen) };
  } finally {
    heap.close();
    connections.close();
    await stack.stop();
  }
}

try {
  const { apiKey, runIds } = await prepareBatch();
  const archives: Record<string, Taken> = {};
  for (const megabytes of values.megabytes.split(",").map(Number)) {
    const batch = { apiKey, batchId: await storeVideos(runIds, megabytes * MIB) };
    archives[`${BATCH} videos of ${megabytes} MiB, fast`] = await readArchive(
      batch,
      Number.POSITIVE_INFINITY,
      BATCH * megabytes * MIB,
    );
    archives[`${BATCH} videos of ${megabytes} MiB, slowly`] = await readArchive(
      batch,
      Number(values.slow) * MIB,
      BATCH * megabytes * MIB,
    );
  }
  console.log(JSON.stringify(archives, null, 2));
  const long = await longArchive(Number(values.gigabytes) * 1e9);
  console.log("An archive of zeros:");
  console.table(long);
  writeResult("archive", { archives, long });
} finally {
  rmSync(state, { recursive: true, force: true });
}
process.exit(0);
