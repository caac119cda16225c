/**
 * Paid calls to models of batches of 1, 10 and 30, by the emulator's books, against those of the reference flow. Each batch
 * is the first of its account, so nothing was asked for it before. Writes out/bench-calls.json.
 * Usage: npm run bench:calls [-- --sizes 1,10,30]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openApi } from "../../tests/support/few-calls.ts";
import { makeBatch } from "../pipeline/batch.ts";
import { openSeedReference } from "../reference/seed.ts";
import { writeResult } from "../result.ts";
import { startBusyStack } from "../stack/busy-stack.ts";
import { readLedger } from "../stack/emulator.ts";
import { startInstantRenderer } from "../stack/instant-renderer.ts";
import { type Calls, countCalls, goalOf } from "./count.ts";

const { values } = parseArgs({ options: { sizes: { type: "string", default: "1,10,30" } } });
const SIZES = values.sizes.split(",").map(Number);
const LOOK_EVERY_MS = 200;

const state = mkdtempSync(join(tmpdir(), "backline-bench-calls-"));
const renderer = await startInstantRenderer();
const { stack, falOrigin, accounts } = await startBusyStack({
  ...{ state, timeScale: 1, rendererUrl: renderer.url, accounts: SIZES.length },
});
try {
  const { makeVideo } = await openSeedReference({ falOrigin, scale: 1, renders: false });
  const rows: Record<string, object> = {};
  const shown: Record<string, object> = {};
  /** What `work` was billed. */
  const during = async (work: () => Promise<unknown>): Promise<Calls> => {
    const { length: before } = await readLedger(falOrigin);
    await work();
    return countCalls((await readLedger(falOrigin)).slice(before));
  };
  for (const [at, size] of SIZES.entries()) {
    const account = accounts[at];
    const caller = { api: openApi(stack.url, account?.apiKey ?? ""), artistId: account?.artistId ?? "" };
    let runIds: string[] = [];
    const ours = await during(async () => {
      const { runs } = await makeBatch(caller, size, LOOK_EVERY_MS);
      runIds = runs.map(({ id }) => id);
    });
    const details = await Promise.all(runIds.map((runId) => caller.api.run(runId)));
    const songs = new Set(details.map(({ output }) => output?.audio.songFilename)).size;
    const reference = await during(() => Promise.all(Array.from({ length: size }, (_, number) => makeVideo(number))));
    rows[size] = { songs, ours, reference, goal: goalOf(size, songs) };
    shown[size] = { songs, ours: ours.total, goal: goalOf(size, songs), reference: reference.total };
  }
  console.table(shown);
  writeResult("calls", rows);
} finally {
  await stack.stop();
  await renderer.stop();
  rmSync(state, { recursive: true, force: true });
}
process.exit(0);
