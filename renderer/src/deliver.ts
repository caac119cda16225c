/** Puts a finished file where the job's presigned URL says, and reports what was put. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { DeliveredFile } from "../contract/job.ts";
import { type EgressPolicy, PRIVATE_ADDRESS } from "./egress.ts";
import { checkAddress, exchange, ForbiddenAddress } from "./exchange.ts";
import { asJobError, JobError } from "./job-error.ts";

const ATTEMPTS = 4;
const BACKOFF_MS = 250;
/** A store may take a while to answer after a large file. */
const PUT_IDLE_MS = 60_000;
/** What is read of a file at once: in the usual 64 KiB, reading alone costs as much as sending. */
const CHUNK = { highWaterMark: 1024 * 1024 };

interface Delivery {
  url: string;
  headers: Record<string, string>;
}

/**
 * Throws `delivery_forbidden` when a delivery is outside the egress policy, before any work is spent on what cannot be
 * delivered.
 */
export function checkDeliveries(deliveries: Record<string, Delivery>, egress: EgressPolicy): void {
  for (const { url } of Object.values(deliveries)) {
    try {
      checkAddress(new URL(url), egress);
    } catch (error) {
      throw asDeliveryFailure(error);
    }
  }
}

/**
 * PUTs the file at `path`. Server errors and broken connections are retried. An object key belongs to one attempt of a
 * job and is guarded by `if-none-match: *`. So a 412 after a lost reply means that the lost PUT arrived: the same bytes
 * are there. A 412 on the first try means that somebody else's bytes are there: `already_delivered`. Throws a JobError
 * when the file cannot be delivered.
 */
export async function deliver(
  path: string,
  contentType: string,
  { url, headers }: Delivery,
  egress: EgressPolicy,
  signal: AbortSignal,
): Promise<DeliveredFile> {
  const { size } = await stat(path);
  const file: DeliveredFile = { bytes: size, md5: await md5(path, signal) };
  let mayHaveArrived = false;
  for (let attempt = 1; ; attempt++) {
    let trouble: string;
    try {
      const status = await put(path, size, contentType, new URL(url), headers, egress, signal);
      if (status >= 200 && status < 300) return file;
      if (status === 412 && mayHaveArrived) return file;
      if (status === 412) throw new JobError("already_delivered", "Another file is already at the delivery URL.");
      if (status < 500 && status !== 408 && status !== 429) {
        throw new JobError("delivery_refused", `The delivery URL answered ${status}.`);
      }
      trouble = `answered ${status}`;
      mayHaveArrived ||= status >= 500;
    } catch (error) {
      signal.throwIfAborted();
      const failure = asDeliveryFailure(error);
      if (failure.code !== "delivery_failed") throw failure;
      trouble = failure.message;
      mayHaveArrived = true;
    }
    if (attempt === ATTEMPTS) throw new JobError("delivery_failed", `The delivery URL ${trouble}, ${ATTEMPTS} times.`);
    await sleep(BACKOFF_MS * 2 ** attempt, undefined, { signal });
  }
}

async function put(
  path: string,
  size: number,
  contentType: string,
  url: URL,
  headers: Record<string, string>,
  egress: EgressPolicy,
  signal: AbortSignal,
): Promise<number> {
  const response = await exchange(url, egress, {
    method: "PUT",
    headers: { ...lowerCased(headers), "content-type": contentType, "content-length": String(size) },
    body: () => createReadStream(path, CHUNK),
    signal,
    idleMs: PUT_IDLE_MS,
  });
  response.resume();
  return response.statusCode ?? 0;
}

const lowerCased = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function asDeliveryFailure(error: unknown): JobError {
  if (error instanceof ForbiddenAddress) return new JobError("delivery_forbidden", error.message, { cause: error });
  const known = asJobError(error);
  if (known.code !== "internal") return known;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === PRIVATE_ADDRESS) return new JobError("delivery_forbidden", known.message, { cause: error });
  return new JobError("delivery_failed", `broke off (${known.message})`, { cause: error });
}

async function md5(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("md5");
  await pipeline(createReadStream(path, CHUNK), hash, { signal });
  return hash.digest("hex");
}
