/** Keeps the files of finished runs. */
import { mkdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { parse } from "content-disposition";
import { interrupted } from "./api.ts";
import { EXIT, Failure } from "./failure.ts";
import { keepFile, shown } from "./keep-file.ts";
import type { Run } from "./runs.ts";
import { clean } from "./text.ts";

export interface Kept {
  runId: string;
  kind: string;
  /** Where it lies, from the folder that the command was typed in. */
  file: string;
  bytes: number;
}

/** How many files are fetched at a time. */
const AT_ONCE = 4;

/**
 * Puts video and poster of each completed run into a folder, which is made where there is none. What lies there whole is not
 * fetched again, and nothing that is broken off has a file's name. Throws a Failure that names the file.
 */
export async function download(runs: Run[], folder: string, signal: AbortSignal): Promise<Kept[]> {
  const to = resolve(folder);
  await mkdir(to, { recursive: true }).catch((error: Error) => {
    throw new Failure(EXIT.usage, `${folder} cannot be written to: ${error.message}`);
  });
  const wanted = runs.flatMap((run) => filesOf(run).map((file) => ({ runId: run.id, ...file })));
  const kept: Kept[] = [];
  const waiting = wanted.map((file, at) => ({ file, at }));
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { runId, kind, url, bytes } = next.file;
      kept[next.at] = { runId, kind, ...(await fetchInto(to, runId, url, bytes, signal)) };
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return kept;
}

/** What a run left. */
const filesOf = ({ output }: Run): { kind: string; url: string; bytes?: number }[] =>
  output
    ? [
        { kind: "video", url: output.videoSourceUrl, bytes: output.renderedVideoBytes },
        { kind: "poster", url: output.posterUrl },
      ]
    : [];

async function fetchInto(folder: string, runId: string, url: string, bytes: number | undefined, signal: AbortSignal) {
  const response = await fetch(url, { signal }).catch((error: Error) => {
    throw signal.aborted ? interrupted() : new Failure(EXIT.noAnswer, `${url} was not reached: ${error.message}`);
  });
  if (!response.ok || !response.body) throw new Failure(EXIT.noAnswer, `${url} answered ${response.status}.`);
  const announced = Number(response.headers.get("content-length") ?? Number.NaN);
  const path = join(folder, fileName(response.headers.get("content-disposition"), runId, url));
  const file = shown(path);
  const size = bytes ?? announced;
  if ((await stat(path).catch(() => undefined))?.size === size) {
    await response.body.cancel();
    return { file, bytes: size };
  }
  return {
    file,
    bytes: await keepFile(response.body, path, { signal }, async (part) => {
      const written = (await stat(part)).size;
      if (!Number.isNaN(size) && written !== size) throw new Error(`${written} bytes of ${size} came`);
      return written;
    }),
  };
}

/** What a file may not be called, on any system. */
const NO_NAME = /[<>:"/\\|?*\ufffd]/g;

/** The name that the file is served with, as far as it is one; else the run's. Nothing in it leads anywhere. */
export function fileName(disposition: string | null, runId: string, url: string): string {
  const extension = /\.[a-z0-9]{1,5}$/.exec(new URL(url).pathname)?.[0] ?? "";
  const own = `${runId.replaceAll(/\W/g, "")}${extension}`;
  if (disposition === null) return own;
  try {
    const served = clean(basename(parse(disposition).parameters.filename ?? ""));
    const name = served
      .replaceAll(NO_NAME, "-")
      .replace(/^[.\s]+/, "")
      .slice(-180);
    // Two runs never have one name: a served name that says whose it is stays, another is told apart.
    if (name === "" || !name.endsWith(extension)) return own;
    return name.includes(runId) ? name : `${runId}_${name}`;
  } catch {
    // Not a header that anybody can read.
    return own;
  }
}
