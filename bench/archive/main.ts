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

/** A batch whose videos are there; gives its id, and a key. */
async function prepareBatch(): Promise<{ apiKey: string; batchId: string }> {
  const { stack, accounts } = await startQuietStack(state, 1, {});
  const [account] = accounts;
  const connections = openConnections(stack.url, 1);
  const answer = await connections.ask({
    ...{ method: "POST", path: "/api/content/create", headers: { "x-api-key": account?.apiKey ?? "" } },
    body: { artist_account_id: account?.artistId, batch: BATCH },
  });
  connections.close();
  await stack.stop();
  const { batchId } = JSON.parse(answer.body.toString()) as { batchId: string };
  return { apiKey: account?.apiKey ?? "", batchId };
}

/** Gives every run of the batch a video of so many bytes. */
async function storeVideos(batchId: string, bytes: number): Promise<void> {
  const bindings = await openLocalBindings(ROOT, state);
  const db = drizzle(bindings.env.DB);
  const found = await db.select({ id: runs.id }).from(runs).where(eq(runs.batchId, batchId));
  for (const { id } of found) {
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
}

interface Peaks {
  archiveMiB: number;
  seconds: number;
  /** What the isolate held before, and at most in the first third of the archive and in the last, MiB. */
  before: Shown;
  early: Shown;
  late: Shown;
}
type Shown = { heapMiB: number; externalMiB: number };

const mib = (bytes: number) => Number((bytes / MIB).toFixed(1));
const most = (usages: Usage[]): Shown => ({
  heapMiB: mib(Math.max(...usages.map(({ heapBytes }) => heapBytes))),
  externalMiB: mib(Math.max(...usages.map(({ externalBytes }) => externalBytes))),
});

/** `bytesPerSecond`: how fast it is read, at most. */
async function readArchive(
  { apiKey, batchId }: { apiKey: string; batchId: string },
  bytesPerSecond: number,
): Promise<Peaks> {
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
    const seen: (Usage & { at: number })[] = [];
    let bytes = 0;
    let isRead = false;
    const watching = (async () => {
      while (!isRead) {
        const [usage] = await Promise.all([heap.usage(), wake()]);
        seen.push({ ...usage, at: bytes });
        await sleep(LOOK_EVERY_MS);
      }
    })();
    const begun = performance.now();
    const { body } = await read();
    if (!body) throw new Error("The archive has no body");
    for await (const chunk of body) {
      bytes += chunk.length;
      const earlyMs = (bytes / bytesPerSecond) * 1000 - (performance.now() - begun);
      if (earlyMs > 5) await sleep(earlyMs);
    }
    const seconds = Number(((performance.now() - begun) / 1000).toFixed(1));
    isRead = true;
    await watching;
    const part = (from: number, to: number) => seen.filter(({ at }) => at >= bytes * from && at <= bytes * to);
    return { archiveMiB: mib(bytes), seconds, before, early: most(part(0, 1 / 3)), late: most(part(2 / 3, 1)) };
  } finally {
    heap.close();
    connections.close();
    await stack.stop();
  }
}

try {
  const batch = await prepareBatch();
  const archives: Record<string, Peaks> = {};
  for (const megabytes of values.megabytes.split(",").map(Number)) {
    await storeVideos(batch.batchId, megabytes * MIB);
    archives[`${BATCH} videos of ${megabytes} MiB, fast`] = await readArchive(batch, Number.POSITIVE_INFINITY);
    archives[`${BATCH} videos of ${megabytes} MiB, slowly`] = await readArchive(batch, Number(values.slow) * MIB);
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
