/** archive: the videos of a batch as one file. */
import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import { type Api, answerOf } from "../api.ts";
import { openByteProgress } from "../byte-progress.ts";
import { type Acting, type Call, examples } from "../command.ts";
import { EXIT, Failure } from "../failure.ts";
import { keepFile, shown } from "../keep-file.ts";
import { readArchive } from "../read-archive.ts";
import type { Run } from "../runs.ts";
import { counted, dim, green, type Line, megabytes } from "../text.ts";

export function addArchive(program: Command, act: Acting): void {
  examples(
    program
      .command("archive")
      .description("keep the videos that a batch has so far, as one zip file")
      .argument("<batch>", "its id")
      .option("--output <file>", "the zip file, instead of one here that is named after the batch")
      .action(act(archive)),
    "archive batch_e67uxfposta3p9ore8xns",
    "archive batch_e67uxfposta3p9ore8xns --output out/launch.zip",
  );
}

async function archive({ output, options, api: open }: Call<{ output?: string }>, batchId: string): Promise<void> {
  const path = resolve(options.output ?? `${batchId.replaceAll(/\W/g, "")}.zip`);
  await writable(path);
  const api = await open();
  const total = await bytesOf(api, batchId);
  const { interrupted: signal } = output.io;
  const body = await answerOf(
    api.client.GET("/api/tasks/batches/{batchId}/archive.zip", {
      params: { path: { batchId } },
      parseAs: "stream",
      signal,
    }),
  );
  const progress = openByteProgress(output, total);
  const keeping = { signal, onBytes: progress.add };
  const found = await keepFile(body as ReadableStream<Uint8Array>, path, keeping, async (part) => ({
    ...(await readArchive(part)),
    bytes: (await stat(part)).size,
  })).finally(() => progress.close());
  const file = shown(path);
  output.answer({ status: "success", batchId, file, ...found }, () => [
    [green("✓ "), `${file}  `, dim(`${counted(found.videos.length, "video")}, ${megabytes(found.bytes)}`)],
    ...found.missing.map((line): Line => ["    ", dim(line)]),
  ]);
}

/** Throws a Failure for a file that cannot be made, before anything is fetched for it. */
async function writable(path: string): Promise<void> {
  const kind = async (at: string) => (await stat(at).catch(() => undefined))?.isDirectory();
  if (await kind(path)) throw new Failure(EXIT.usage, `${shown(path)} is a folder: name a file in it.`);
  if (!(await kind(dirname(path)))) throw new Failure(EXIT.usage, `There is no folder ${shown(dirname(path))}.`);
}

/** How large the videos of the batch are together, which is nearly all of the archive. */
async function bytesOf({ client }: Api, batchId: string): Promise<number> {
  const query = { batchId, limit: 100, fields: ["output"] };
  const { runs } = await answerOf(client.GET("/api/tasks/runs", { params: { query: query as never } }));
  return (runs as Pick<Run, "output">[]).reduce((sum, { output }) => sum + (output?.renderedVideoBytes ?? 0), 0);
}
