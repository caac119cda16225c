/** `npm run demo`: one batch from request to finished videos, with the whole stack started for it and stopped after. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Schemas } from "../../client/index.ts";
import { checkWritable, sentenceOf } from "../../local/disk-trouble.ts";
import { describeStack, findRunningStack } from "../../local/local-file.ts";
import { ROOT, STATE } from "../../local/paths.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { type Api, openApi } from "./api.ts";
import { readOptions, USAGE } from "./options.ts";
import { openBars } from "./progress.ts";

const POLL_MS = 500;
/** Longer than any batch of 30 takes on two cores. */
const GIVE_UP_MS = 30 * 60 * 1000;
const OVER = ["COMPLETED", "FAILED", "CANCELED", "TIMED_OUT"];
const OUT = join(ROOT, "out");
/** A song of the seed's that has words. */
const SUNG = { songs: ["porchlight"] };

let options: ReturnType<typeof readOptions>;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  process.exit(2);
}

let stack: Stack | undefined;
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const) {
  process.on(signal, () => void (stack ? stack.stop() : Promise.resolve()).then(() => process.exit(code)));
}

try {
  // Before the work, whose result would have no place.
  checkWritable(OUT);
  const local = (await findRunningStack()) ?? describeStack(await startOwnStack());
  const runs = await makeBatch(openApi(local.url, local.api_key), local.artist_account_id);
  process.exitCode = await save(runs);
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
} finally {
  await stack?.stop();
}

async function startOwnStack(): Promise<Stack> {
  stack = await startStack({
    state: STATE,
    port: Number(process.env.PORT ?? 8787),
    onProgress: (what) => console.log(`… ${what}`),
  });
  return stack;
}

/** Creates the batch and watches it until every run is over. */
async function makeBatch(api: Api, artistId: string): Promise<Schemas["RunDetail"][]> {
  const create = (batch: number, more: Partial<Schemas["CreateContent"]> = {}) =>
    api.create({ artist_account_id: artistId, batch, ...options.parameters, ...more });
  // Where there are several, one of them shows what is sung.
  const runIds =
    options.batch === 1
      ? await create(1)
      : [...(await create(options.batch - 1)), ...(await create(1, { lyrics: "highlight", ...SUNG }))];
  console.log(`\nMaking ${runIds.length} ${runIds.length === 1 ? "video" : "videos"}\n`);
  const bars = openBars(runIds);
  const giveUpAt = Date.now() + GIVE_UP_MS;
  for (;;) {
    const listed = (await api.runs(Math.min(100, runIds.length))).filter(({ id }) => runIds.includes(id));
    for (const run of listed) bars.show(run);
    if (listed.length === runIds.length && listed.every(({ status }) => OVER.includes(status))) break;
    if (Date.now() > giveUpAt) throw new Error("The batch did not finish in time: see .wrangler/state/logs");
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  bars.close();
  return Promise.all(runIds.map((runId) => api.run(runId)));
}

/** Keeps the files and the figures in out/, and prints them. Returns the exit code. */
async function save(runs: Schemas["RunDetail"][]): Promise<number> {
  mkdirSync(OUT, { recursive: true });
  const report = [];
  for (const { id, output, error, durationMs, costInCents } of runs) {
    if (!output) {
      console.log(`\n${id}  failed at ${error?.step ?? "the start"}: ${error?.message}`);
      report.push({ runId: id, status: "failed", error });
      continue;
    }
    await download(output.videoSourceUrl, join(OUT, `${id}.mp4`));
    await download(output.posterUrl, join(OUT, `${id}.jpg`));
    console.log(
      [
        `\n${output.videoSourceUrl}`,
        `  out/${id}.mp4  ${output.width}x${output.height}  ${(output.renderedVideoBytes / 1e6).toFixed(1)} MB`,
        `  ${output.durationSeconds.toFixed(2)} s long, made in ${(durationMs / 1000).toFixed(1)} s, for ${(costInCents / 100).toFixed(3)} USD at fal.ai's prices`,
        `  “${output.captionText}” over ${output.audio.songTitle} from ${output.audio.startSeconds.toFixed(1)} s`,
        ...(output.lyrics ? [`  with ${output.lyrics.lines.length} sung lines on it, in time`] : []),
      ].join("\n"),
    );
    report.push({
      runId: id,
      status: "completed",
      url: output.videoSourceUrl,
      file: `out/${id}.mp4`,
      poster: `out/${id}.jpg`,
      bytes: output.renderedVideoBytes,
      width: output.width,
      height: output.height,
      durationSeconds: output.durationSeconds,
      secondsTaken: durationMs / 1000,
      costInCents,
      caption: output.captionText,
      audio: output.audio,
    });
  }
  writeFileSync(join(OUT, "demo.json"), `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\n${stack ? "The URLs are served again by `npm start`. " : ""}Figures are in out/demo.json.`);
  return report.every(({ status }) => status === "completed") ? 0 : 1;
}

async function download(url: string, path: string): Promise<void> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  writeFileSync(path, new Uint8Array(await response.arrayBuffer()));
}
