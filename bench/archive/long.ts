/**
 * A batch's archive past 4 GB, of zeros that nobody stores, made by the product's own code and checked while it is read: by its
 * own directory, and every entry by its header, its size and its checksum.
 */

import { openBatchArchive } from "../../worker/runs/batch-archive.ts";
import type { Services } from "../../worker/services.ts";
import { readZipStream, type StreamedEntry } from "./read-zip-stream.ts";

/** As many as a batch has. The last begin where the format's plain fields cannot tell. No video is that long by itself. */
const VIDEOS = 30;
const CHUNK = new Uint8Array(1024 * 1024);

/** Throws an Error that says what is wrong with the archive. `bytes`: of its videos together. */
export async function longArchive(bytes: number) {
  const sizes = Array.from({ length: VIDEOS }, (_, at) => Math.floor(bytes / VIDEOS) + at);
  const found = sizes.map((size, at) => ({
    ...{ id: `run_${at}`, status: "COMPLETED", finishedAt: Date.UTC(2026, 10, 26) },
    output: {
      ...{ artistSlug: "tansy-okoro", captionText: "keep it", videoSourceUrl: `media:${size}` },
      audio: { songTitle: "Porchlight" },
    },
  }));
  const begun = performance.now();
  const { stream } = await openBatchArchive(servicesWith(found), "account", "batch");
  const entries = await readZipStream(stream);
  const wrong = entries.find(({ size }, at) => size !== sizes[at]);
  if (wrong || entries.length !== sizes.length) throw new Error(`Its entries are ${JSON.stringify(entries)}`);
  const end = entries.at(-1) as StreamedEntry;
  return { entries: entries.length, bytes: end.at + end.size, seconds: Math.round((performance.now() - begun) / 1000) };
}

/** The rows that the archive asks for, and a bucket of zeros: a key is how many. */
function servicesWith(rows: unknown[]): Services {
  const query = { from: () => query, innerJoin: () => query, where: () => query, orderBy: async () => rows };
  const bucket = { get: async (key: string) => ({ body: zeros(Number(key)) }) };
  return {
    db: { select: () => query },
    media: { bucket: (ref: string) => ({ bucket, key: ref.slice(ref.indexOf(":") + 1) }) },
    now: () => Date.UTC(2026, 10, 26),
    // All that the archive uses.
  } as unknown as Services;
}

function zeros(bytes: number): ReadableStream<Uint8Array> {
  let left = bytes;
  return new ReadableStream({
    pull(controller) {
      if (left === 0) return controller.close();
      const chunk = CHUNK.subarray(0, Math.min(left, CHUNK.length));
      left -= chunk.length;
      controller.enqueue(chunk);
    },
  });
}
