/** Fetches a job's inputs into its workspace, so that ffmpeg only ever opens local files. */
import { createWriteStream } from "node:fs";
import type { IncomingMessage } from "node:http";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { type EgressPolicy, PRIVATE_ADDRESS } from "./egress.ts";
import { exchange, ForbiddenAddress } from "./exchange.ts";
import { asJobError, JobError } from "./job-error.ts";

export interface DownloadLimits {
  egress: EgressPolicy;
  maxBytes: number;
  /** For one whole file, all attempts together, milliseconds. */
  timeoutMs: number;
}

const REDIRECTS = 5;
const ATTEMPTS = 3;
const BACKOFF_MS = 300;
/** As much may wait to be written at once. */
const WRITE_BYTES = 1024 * 1024;

/** Downloads `url` to `path`. Throws a `JobError` with a `source_*` code. */
export async function download(
  url: string,
  path: string,
  limits: DownloadLimits,
  signal: AbortSignal,
  onFraction: (fraction: number) => void = () => {},
): Promise<void> {
  const timeout = AbortSignal.timeout(limits.timeoutMs);
  const either = AbortSignal.any([signal, timeout]);
  for (let attempt = 1; ; attempt++) {
    try {
      return await downloadOnce(new URL(url), path, limits, either, onFraction);
    } catch (error) {
      signal.throwIfAborted();
      if (timeout.aborted) throw new JobError("source_timeout", `${where(url)} took too long to download.`);
      const failure = asSourceFailure(error, url);
      if (!failure.retryable || attempt === ATTEMPTS || failure.code === "disk_full") throw failure;
      await sleep(BACKOFF_MS * 2 ** attempt, undefined, { signal: either }).catch(() => {});
    }
  }
}

async function downloadOnce(
  first: URL,
  path: string,
  limits: DownloadLimits,
  signal: AbortSignal,
  onFraction: (fraction: number) => void,
): Promise<void> {
  const response = await follow(first, limits.egress, signal);
  const announced = Number(response.headers["content-length"] ?? Number.NaN);
  const tooLarge = () => new JobError("source_too_large", `${where(first)} is larger than ${limits.maxBytes} bytes.`);
  if (announced > limits.maxBytes) {
    response.destroy();
    throw tooLarge();
  }
  let received = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      if (received > limits.maxBytes) return done(tooLarge());
      if (announced > 0) onFraction(received / announced);
      return done(null, chunk);
    },
  });
  await pipeline(response, meter, createWriteStream(path, { highWaterMark: WRITE_BYTES }), { signal });
  if (announced > received) throw new JobError("source_incomplete", `${where(first)} ended before its announced size.`);
  if (received === 0) throw new JobError("source_empty", `${where(first)} is empty.`);
}

/** The first response that is not a redirect. Every hop is checked against the egress policy. */
async function follow(first: URL, egress: EgressPolicy, signal: AbortSignal): Promise<IncomingMessage> {
  let url = first;
  for (let hop = 0; hop <= REDIRECTS; hop++) {
    const response = await exchange(url, egress, { method: "GET", headers: { "accept-encoding": "identity" }, signal });
    const status = response.statusCode ?? 0;
    if (status === 200) return response;
    response.destroy();
    const { location } = response.headers;
    if (status >= 300 && status < 400 && location !== undefined) {
      const next = URL.parse(location, url.href);
      if (!next) throw new JobError("source_refused", `${where(url)} redirects to something that is not a URL.`);
      url = next;
      continue;
    }
    const code = status >= 500 || status === 429 || status === 408 ? "source_unreachable" : "source_refused";
    throw new JobError(code, `${where(url)} answered ${status}.`);
  }
  throw new JobError("source_refused", `${where(first)} redirects too often.`);
}

function asSourceFailure(error: unknown, url: string): JobError {
  if (error instanceof JobError) return error;
  if (error instanceof ForbiddenAddress) return new JobError("source_forbidden", error.message, { cause: error });
  const { code } = error instanceof Error ? (error as NodeJS.ErrnoException) : { code: undefined };
  if (code === PRIVATE_ADDRESS) return new JobError("source_forbidden", String(error), { cause: error });
  if (code === "ECONNRESET" || code === "ERR_STREAM_PREMATURE_CLOSE") {
    return new JobError("source_incomplete", `${where(url)} broke off.`, { cause: error });
  }
  const known = asJobError(error);
  if (known.code !== "internal") return known;
  return new JobError("source_unreachable", `${where(url)} cannot be reached (${code ?? known.message}).`, {
    cause: error,
  });
}

/** A URL for messages: without its query, which may hold a signature. */
function where(url: string | URL): string {
  const { origin, pathname } = new URL(String(url));
  return `${origin}${pathname}`;
}
