/** The archive of a batch, against a real D1 and a real R2. */
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runs } from "../../worker/db/schema.ts";
import type { MediaRef } from "../../worker/domain/media.ts";
import type { RunOutput } from "../../worker/domain/run.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { openBatchArchive } from "../../worker/runs/batch-archive.ts";
import { deleteRuns } from "../../worker/runs/delete-runs.ts";
import { videoFile } from "../../worker/runs/object-keys.ts";
import { type FilesDriver, openDriverWithFiles } from "../support/deleting.ts";
import { openLocalDatabase } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";
import { readZip } from "../support/read-zip.ts";

const TIME = Date.parse("2026-11-10T12:00:00Z");

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
let driver: FilesDriver;
beforeAll(async () => {
  local = await openLocalDatabase();
  driver = openDriverWithFiles(local, TIME);
});
afterAll(() => local.close());

const contentOf = (runId: string) => `the video of ${runId}`.repeat(1000);

/** A batch of which so many runs have a video. */
async function batchOf(size: number, completed: number) {
  const admission = await newAdmission(local.db, TIME, {});
  const request = { ...admission.request, batch: size };
  const admitted = await admitBatch(driver.services, { ...admission, request });
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  const { runIds, batchId } = admitted;
  for (const runId of runIds.slice(0, completed)) {
    const video = videoFile(runId, 1, 1);
    const { bucket, key } = driver.services.media.bucket(video);
    await bucket.put(key, contentOf(runId));
    // What the archive reads of it.
    const output = {
      ...{ artistSlug: "mara-vale", captionText: "Ça va? – hör auf, 夜 is over", videoSourceUrl: video },
      audio: { songTitle: "Night Drive (Live)" },
    } as RunOutput;
    await local.db.update(runs).set({ status: "COMPLETED", output, finishedAt: TIME }).where(eq(runs.id, runId));
  }
  return { accountId: admission.accountId, batchId, runIds };
}

async function whole(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  return Buffer.from(await new Response(stream as never).arrayBuffer());
}

test("has every finished video under a name that a person can read, and says which run has none", async () => {
  const { accountId, batchId, runIds } = await batchOf(3, 2);
  const entries = readZip(await whole((await openBatchArchive(driver.services, accountId, batchId)).stream()));
  const finished = runIds.slice(0, 2).toSorted();
  expect(entries.map(({ name }) => name)).toEqual([
    ...finished.map((id) => `mara-vale_night-drive-live_ça-va-hör-auf-夜-is_${id}.mp4`),
    "missing.txt",
  ]);
  expect(entries.slice(0, 2).map(({ content }) => content.toString())).toEqual(finished.map(contentOf));
  expect(entries.at(-1)?.content.toString()).toBe(`${runIds[2]}: it has no video (QUEUED).\n`);
});

test("a video that is deleted while the archive is read is named in missing.txt, and the archive is valid", async () => {
  const { accountId, batchId, runIds } = await batchOf(3, 3);
  const [first = "", second = "", third = ""] = runIds.toSorted();
  const reader = (await openBatchArchive(driver.services, accountId, batchId)).stream().getReader();
  const { value } = await reader.read();
  await deleteRuns(driver.services, accountId, [second]);
  const parts = [value ?? new Uint8Array()];
  for (;;) {
    const { value: part } = await reader.read();
    if (!part) break;
    parts.push(part);
  }
  const entries = readZip(Buffer.concat(parts));
  expect(entries.map(({ name }) => /run_\w+|missing/.exec(name)?.[0].replace(/_?mp4$/, ""))).toEqual([
    first,
    third,
    "missing",
  ]);
  expect(entries.at(-1)?.content.toString()).toContain(second);
});

test("leaves deleted runs out, and knows no batch of another account", async () => {
  const { accountId, batchId, runIds } = await batchOf(2, 2);
  await deleteRuns(driver.services, accountId, [runIds[0] ?? ""]);
  const entries = readZip(await whole((await openBatchArchive(driver.services, accountId, batchId)).stream()));
  expect(entries.map(({ name }) => name)).toEqual([expect.stringContaining(runIds[1] ?? "?")]);
  expect(await openBatchArchive(driver.services, "somebody-else", batchId)).toMatchObject({ runs: 0 });
});

test("reads one video at a time, as fast as it is taken", async () => {
  const { accountId, batchId } = await batchOf(3, 3);
  const { media } = driver.services;
  const opened: MediaRef[] = [];
  const services = {
    ...driver.services,
    media: {
      ...media,
      bucket: (ref: MediaRef) => {
        opened.push(ref);
        return media.bucket(ref);
      },
    },
  };
  const reader = (await openBatchArchive(services, accountId, batchId)).stream().getReader();
  await reader.read();
  expect(opened).toHaveLength(1);
  await reader.cancel();
});
