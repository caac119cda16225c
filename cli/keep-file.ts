/** Keeps what comes over the network as a file, which has its name only once it is whole. */
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { relative } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { interrupted } from "./api.ts";
import { EXIT, Failure } from "./failure.ts";

/** A path as it is told: from the folder that the command was typed in. */
export const shown = (path: string): string => relative(process.cwd(), path) || path;

interface Keeping {
  signal: AbortSignal;
  /** Hears how many bytes more are here. */
  onBytes?(count: number): void;
}

/**
 * Writes `body` to a file, and takes the place of what had its name. `whole` looks at the file before it has the name: it
 * throws where something is missing, and what it gives is given back. Throws a Failure that names the file.
 */
export async function keepFile<Found>(
  body: ReadableStream<Uint8Array>,
  path: string,
  { signal, onBytes }: Keeping,
  whole: (part: string) => Promise<Found>,
): Promise<Found> {
  // Two commands may fetch the same.
  const part = `${path}.${process.pid}.part`;
  try {
    const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        onBytes?.(chunk.length);
        yield chunk;
      }
    };
    await pipeline(Readable.fromWeb(body as never), counted, createWriteStream(part), { signal });
    const found = await whole(part);
    await rename(part, path);
    return found;
  } catch (error) {
    if (signal.aborted) throw interrupted();
    throw new Failure(EXIT.noAnswer, `${shown(path)} was not kept: ${(error as Error).message}.`);
  } finally {
    await rm(part, { force: true });
  }
}
