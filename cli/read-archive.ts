/** What is in the zip of a batch. */
import { text } from "node:stream/consumers";
import { openPromise } from "yauzl";

/** What says of which runs no video is in the archive, and why. */
const MISSING = "missing.txt";

/** The names of its videos, and a line for each run without one. Throws an Error where the archive is broken off. */
export async function readArchive(path: string): Promise<{ videos: string[]; missing: string[] }> {
  const zip = await openPromise(path);
  const videos: string[] = [];
  let missing: string[] = [];
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== MISSING) videos.push(entry.fileName);
    else missing = (await text(await zip.openReadStreamPromise(entry))).trim().split("\n");
  }
  return { videos, missing };
}
