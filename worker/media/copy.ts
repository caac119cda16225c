/** Copies a file from fal.ai's storage into our bucket, and makes sure that it is what it should be. */
import { readAtMost } from "../bytes.ts";
import { PermanentError, TransientError } from "../domain/failure.ts";
import type { MediaRef, StoredMedia } from "../domain/media.ts";
import { inspect } from "./inspect.ts";
import { type MediaStore, metadataOf } from "./store.ts";

const MAX_BYTES = 500 * 1024 * 1024;
/** Files that come without a length are held in memory, so they must be small. */
const MAX_BYTES_UNKNOWN = 32 * 1024 * 1024;

const unreadable = (what: string, retryable: boolean) => ({
  code: "media_unreadable" as const,
  message: `The file fal.ai made cannot be used: ${what}.`,
  retryable,
});

/** The file itself may be fine: the transfer failed, or our own storage did. */
const notCopied = (what: string) => ({
  code: "media_not_copied" as const,
  message: `The file fal.ai made could not be copied: ${what}.`,
  retryable: true,
});

/**
 * Stores the file at `url` as `ref`, called `name`, within `timeoutMs`. Throws TransientError or PermanentError. Idempotent: repeating it overwrites the
 * file with the same bytes.
 */
export async function copyMedia(
  store: MediaStore,
  url: string,
  ref: MediaRef,
  { kind, name, timeoutMs }: { kind: "image" | "video"; name: string; timeoutMs: number },
): Promise<StoredMedia> {
  const { bucket, key } = store.bucket(ref);
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  } catch (cause) {
    throw new TransientError(notCopied("it cannot be downloaded"), { cause });
  }
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    const what = `its storage answered ${response.status}`;
    // A file that is gone will not come back; any other answer may be transient.
    const gone = response.status === 404 || response.status === 410;
    throw new TransientError(gone ? unreadable(what, true) : notCopied(what));
  }
  const announced = response.headers.get("content-length");
  const length = announced === null ? undefined : Number(announced);
  if (length !== undefined && length > MAX_BYTES) {
    await response.body.cancel();
    throw new PermanentError(unreadable(`it has ${length} bytes`, false));
  }
  let stored: R2Object | null;
  try {
    const body = length === undefined ? await readWhole(response.body) : response.body;
    stored = await bucket.put(key, body, {
      httpMetadata: metadataOf(ref, { contentType: kind === "image" ? "image/png" : "video/mp4", name }),
    });
  } catch (cause) {
    if (cause instanceof PermanentError) throw cause;
    throw new TransientError(notCopied("the transfer broke off"), { cause });
  }
  const result = await inspect(bucket, key, kind).catch((cause: unknown) => {
    throw new TransientError(notCopied("our storage failed"), { cause });
  });
  if ("wrong" in result) throw new TransientError(unreadable(result.wrong, true));
  return { ref, bytes: stored.size, ...result.found };
}

async function readWhole(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const { bytes, more } = await readAtMost(body, MAX_BYTES_UNKNOWN);
  if (more) throw new PermanentError(unreadable(`it has more than ${MAX_BYTES_UNKNOWN} bytes`, false));
  return bytes;
}
