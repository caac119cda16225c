/**
 * Descriptions of the seed's files, each beside its file: they say that it is whole, and for which version of the seed
 * it was made. They name it by where it lies in the seed's folder, so that they hold in a folder that was moved or copied.
 */
import { readFile, rename, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** A file that was made. `path` is absolute. */
interface Made {
  path: string;
  bytes: number;
}

/** What `writeDescription` wrote for this version of the seed, when the file that it describes is there, and whole. */
export async function readDescription<Kind extends Made>(
  root: string,
  file: string,
  version: string,
): Promise<Kind | undefined> {
  try {
    // Only `writeDescription` writes the file, and the version says that it had the same types.
    const { version: found, made } = JSON.parse(await readFile(file, "utf8")) as { version: string; made: Kind };
    if (found !== version) return undefined;
    const path = join(root, made.path);
    return (await stat(path)).size === made.bytes ? { ...made, path } : undefined;
  } catch {
    return undefined; // None, or of another kind, or without its file: it is made anew.
  }
}

/** Renamed into place last: a description that exists is whole, and so is the file that it describes. */
export async function writeDescription<Kind extends Made>(
  root: string,
  file: string,
  version: string,
  made: Kind,
): Promise<Kind> {
  const draft = `${file}.${process.pid}`;
  const written = { version, made: { ...made, path: relative(root, made.path) } };
  await writeFile(draft, `${JSON.stringify(written, null, 2)}\n`);
  await rename(draft, file);
  return made;
}
