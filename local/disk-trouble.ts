/** A disk that is full, or a folder that cannot be written to: found before work begins, and told as what to do. */
import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a batch of videos takes on its way, with the seed and the database. */
const MIN_FREE_BYTES = 200 * 1024 * 1024;

const FULL = ["ENOSPC", "EDQUOT"];
const FORBIDDEN = ["EROFS", "EACCES", "EPERM"];
/** SQLite's own numbers: the disk is full; the database is read-only, or cannot be opened. */
const SQLITE_FULL = 13;
const SQLITE_FORBIDDEN = [8, 14];

/** What a system's or a database's error says of itself. */
type Coded = Error & { code?: unknown; errcode?: unknown; path?: unknown; syscall?: unknown };

/** Its message is what to do. */
class DiskTrouble extends Error {
  override name = "DiskTrouble";
}

/**
 * What to do about a disk that cannot be written to, in whole sentences. Undefined: the error, and what caused it, is
 * about something else. `folder`: what
 * could not be written to, where the error would name a file that means nothing to anybody.
 */
export function diskTrouble(error: unknown, folder?: string): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof DiskTrouble) return at.message;
    const { code, errcode, path, syscall, message }: Coded = at;
    const where = typeof path === "string" ? (folder ?? path) : undefined;
    if (
      FULL.includes(String(code)) ||
      errcode === SQLITE_FULL ||
      /no space left on device|disk is full/i.test(message)
    ) {
      return `The disk is full${where ? ` (${where})` : ""}. Make room and start again: what was finished is kept.`;
    }
    // Ports and programs can be forbidden, too.
    const isFile = where !== undefined && !String(syscall).startsWith("spawn");
    const isForbidden = isFile && FORBIDDEN.includes(String(code));
    if (
      isForbidden ||
      SQLITE_FORBIDDEN.includes(Number(errcode)) ||
      /read-?only (file system|database)/i.test(message)
    ) {
      return `${where ?? "A file"} cannot be written to. Give it to the user who runs this, or use a clone in another place.`;
    }
  }
  return undefined;
}

/** Makes the folder if it is missing. Throws a sentence when it cannot be written to, or too little room is left. */
export function checkWritable(folder: string): void {
  let free: number;
  try {
    mkdirSync(folder, { recursive: true });
    const probe = join(folder, `probe-${process.pid}`);
    writeFileSync(probe, Buffer.alloc(4096));
    rmSync(probe);
    const { bavail, bsize, blocks } = statfsSync(folder);
    // Some file systems do not tell.
    free = blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize;
  } catch (cause) {
    throw new DiskTrouble(diskTrouble(cause, folder) ?? `${folder} cannot be written to: ${String(cause)}`, { cause });
  }
  if (free >= MIN_FREE_BYTES) return;
  const [left, wanted] = [free, MIN_FREE_BYTES].map((bytes) => Math.floor(bytes / 1024 / 1024));
  throw new DiskTrouble(
    `The disk of ${folder} has ${left} MiB left, and ${wanted} are needed. Make room and start again.`,
  );
}

/** What went wrong, for the terminal: what to do, where the disk is at fault; else the error's own message. */
export const sentenceOf = (error: unknown): string =>
  diskTrouble(error) ?? (error instanceof Error ? error.message : String(error));

/** Where a service has ended: whether that may be the disk's fault, as a line for `say`. */
export function tellDiskTrouble(folder: string, say: (line: string) => void): void {
  try {
    checkWritable(folder);
  } catch (error) {
    say(sentenceOf(error));
  }
}
