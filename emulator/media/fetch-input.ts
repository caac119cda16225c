/** Downloads what an input's URL points at, as fal does before a model starts. */
import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Fetched, Loc } from "../models/model.ts";
import { fileDownloadError, fileTooLarge } from "../protocol/model-errors.ts";

const LIMIT_BYTES = 500 * 1024 * 1024;
const TIMEOUT_MS = 60_000;

class TooLarge extends Error {}

/** Downloads into `folder`. http, https and data URLs; anything that fails is a `file_download_error`. */
export async function fetchInput(wanted: {
  loc: Loc;
  url: string;
  folder: string;
  signal: AbortSignal;
}): Promise<Fetched> {
  const { loc, url, folder, signal } = wanted;
  const path = join(folder, randomUUID());
  const hash = createHash("sha256");
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      done(bytes > LIMIT_BYTES ? new TooLarge() : null, chunk);
    },
  });
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
    // The DOM's and Node's ReadableStream are the same class with two declarations.
    await pipeline(Readable.fromWeb(response.body as never), meter, createWriteStream(path));
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof TooLarge ? fileTooLarge(loc, url, LIMIT_BYTES) : fileDownloadError(loc, url);
  }
  return { url, path, sha256: hash.digest("hex") };
}
