/**
 * How long a song's upload takes while a batch of thirty is rendered, against an idle stack: measuring a song must not wait
 * for renders. Writes out/bench-uploads.json. Uploads follow one another; both kinds run on the same stack, with the real
 * renderer and ready-made pictures.
 * Usage: npm run bench:uploads [-- --uploads=20]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { startStack } from "../../local/stack.ts";
import { openApi } from "../../tests/support/few-calls.ts";
import { song } from "../../tests/support/files.ts";
import { writeResult } from "../result.ts";

const UPLOADS = Number(process.argv.find((one) => one.startsWith("--uploads="))?.slice(10) ?? 20);
const BATCH = 30;
const SONG_SECONDS = 120;

const state = mkdtempSync(join(tmpdir(), "backline-bench-"));
const stack = await startStack({
  ...{ state, ignoreDevVars: true, runtime: "workerd", seedExtent: "small" },
  fal: { latency: "instant", media: "instant" },
  settings: { RATE_LIMIT: "1000000" },
});
const [account] = stack.accounts;
const [artistId = ""] = account?.artistIds ?? [];
const api = openApi(stack.url, account?.apiKey ?? "");

let uploads = 0;

/** Milliseconds, and whether it was taken. */
async function upload(): Promise<{ ms: number; status: number }> {
  uploads += 1;
  // Unlike any other: songs with the same content are stored once.
  const body = song("mp3", SONG_SECONDS);
  const begun = performance.now();
  const response = await fetch(`${stack.url}/api/artists/${artistId}/songs/bench-${uploads}.mp3`, {
    method: "PUT",
    headers: { "x-api-key": account?.apiKey ?? "", "content-type": "audio/mpeg" },
    body,
  });
  await response.arrayBuffer();
  return { ms: performance.now() - begun, status: response.status };
}

type Uploads = Awaited<ReturnType<typeof upload>>[];
const summarize = (made: Uploads) => {
  const times = made.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0);
  const refused = made.filter(({ status }) => status >= 400).length;
  return { uploads: made.length, p50Ms: at(0.5), worstMs: at(1), refused };
};

try {
  await upload();
  const idle: Uploads = [];
  while (idle.length < UPLOADS) idle.push(await upload());

  const runIds = await api.create({ artist_account_id: artistId, batch: BATCH });
  const runs = () => Promise.all(runIds.map((runId) => api.run(runId)));
  const isRendering = async () => (await runs()).some(({ metadata }) => metadata.currentStep === "render");
  while (!(await isRendering())) await new Promise((resolve) => setTimeout(resolve, 200));
  const during: Uploads = [];
  while (during.length < UPLOADS && (await isRendering())) during.push(await upload());
  const wereRendered = (await runs()).filter(({ status }) => status === "COMPLETED").length;

  const result = { cores: availableParallelism(), idle: summarize(idle), during: summarize(during), wereRendered };
  console.table({ idle: result.idle, during: result.during });
  console.log(
    `p50 during a batch of ${BATCH}: ${(result.during.p50Ms / result.idle.p50Ms).toFixed(2)} of an idle stack's`,
  );
  writeResult("uploads", result);
} finally {
  await stack.stop();
  rmSync(state, { recursive: true, force: true });
}
process.exit(0);
