/**
 * Videos of 15, 30 and 60 seconds: where their edit points fall in the seed's songs, as the renderer hears them, against
 * the beats that their scores have; whether frames and sound are where
 * they belong in finished files, what a render costs, that nothing is paid for twice wherever a consumer dies, and what is
 * charged against what was estimated. Fails where one of them is not as it must be. Writes out/bench-lengths.json.
 * Usage: npm run bench:lengths [-- --quick]
 */

import { SEED } from "../../local/paths.ts";
import { analyzeFile } from "../../renderer/src/analyze.ts";
import { ACCOUNTS } from "../../seed/accounts.ts";
import { buildSeed } from "../../seed/build.ts";
import { surviveDeaths } from "../../tests/support/deaths.ts";
import { openLocalDatabase } from "../../tests/support/local-database.ts";
import { durationOf, type RunRequest } from "../../worker/domain/run.ts";
import { estimate } from "../../worker/steps/pricing.ts";
import { writeResult } from "../result.ts";
import { type Edits, LONGER, measureEdits } from "./edits.ts";
import { measureRenders } from "./renders.ts";

const quick = process.argv.includes("--quick");
const SMALL = { width: 720, height: 1280 };
const LARGE = { width: 1080, height: 1920 };
const faults: string[] = [];
const demand = (holds: boolean, what: string) => {
  if (!holds) faults.push(what);
};
const percent = (part: number, whole: number) => Number(((100 * part) / whole).toFixed(1));

const seed = await buildSeed(SEED, (message) => console.log(message));
const files = new Map(
  seed.accounts.flatMap(({ artists }) => artists.flatMap(({ songs }) => songs)).map((song) => [song.slug, song.path]),
);
const edits: Edits[] = [];
for (const song of ACCOUNTS.flatMap(({ artists }) => artists.flatMap(({ songs }) => songs))) {
  edits.push(...measureEdits(song, await analyzeFile(files.get(song.slug) ?? ""), quick ? 8 : 1));
}
const perLength = LONGER.map((duration) => {
  const rows = edits.filter((row) => row.duration === duration);
  const sum = (figure: "clips" | "edits" | "nearBeat" | "nearDownbeat" | "onSection") =>
    rows.reduce((total, row) => total + row[figure], 0);
  const takes = rows.reduce((total, { bought, clips }) => total + bought * clips, 0) / sum("clips");
  return {
    ...{ duration, clips: sum("clips"), edits: sum("edits") },
    "% within 40 ms of a beat": percent(sum("nearBeat"), sum("edits")),
    "% of a downbeat": percent(sum("nearDownbeat"), sum("edits")),
    "at a section": sum("onSection"),
    "seconds bought": Number(takes.toFixed(1)),
  };
});
console.log("Edit points in the seed's songs");
console.table(perLength);
for (const { song, duration, edits: all, nearBeat, off } of edits) {
  const share = `${song}, ${duration} s: ${nearBeat} of ${all} edit points are near a beat`;
  if (off.length > 0) console.log(`${share}; not at ${off.join(", ")}`);
  demand(percent(nearBeat, all) >= 95, share);
}

const requestOf = (options: Partial<RunRequest>): RunRequest => ({
  ...{ artist_account_id: "", template: "", lipsync: false, caption_length: "short", upscale: false, batch: 1 },
  ...options,
});
const prices = [false, true].flatMap((upscale) =>
  LONGER.map((duration) => {
    const { perVideo, steps } = estimate(requestOf({ duration, upscale }), {});
    const rows = edits.filter((row) => row.duration === duration);
    const takes = steps.filter(({ name }) => /^video/.test(name)).reduce((sum, { cost }) => sum + cost, 0);
    const bought = rows.map((row) => row.bought * 0.1);
    const charged = bought.map((dollars) => perVideo - takes + dollars);
    demand(Math.max(...charged) <= perVideo + 1e-9, `${duration} s: charged more than estimated`);
    const [least, most] = [Math.min(...charged).toFixed(2), Math.max(...charged).toFixed(2)];
    return {
      duration: durationOf({ duration }),
      upscale,
      estimate: perVideo,
      "with the takes bought": `${least} to ${most}`,
    };
  }),
);
console.log("US dollars a video");
console.table(prices);

const renders = await measureRenders([
  ...([8, 15, 30, 60] as const).map((seconds) => ({ frame: SMALL, seconds })),
  ...(quick ? [] : ([8, 60] as const).map((seconds) => ({ frame: LARGE, seconds }))),
]);
console.log("Finished files");
console.table(renders);
for (const { size, seconds, frames, wrongShots, largestOffsetMs } of renders) {
  const [there, wanted] = frames.split(" of ");
  demand(
    there === wanted && wrongShots === 0,
    `${size}, ${seconds} s: ${frames} frames, ${wrongShots} shots are wrong`,
  );
  demand(largestOffsetMs <= 1000 / 24, `${size}, ${seconds} s: sound and picture are ${largestOffsetMs} ms apart`);
}

const local = await openLocalDatabase();
const deaths = [];
const time = Date.parse("2026-11-22T10:00:00Z");
const mortal: Partial<RunRequest>[] = [{ duration: 15 }, ...(quick ? [] : [{ duration: 60 as const, upscale: true }])];
for (const request of mortal) {
  const { status, deaths: died, accepted, rowBytes } = await surviveDeaths(local, time, request);
  const counts = Object.values(accepted);
  deaths.push({ ...request, status, died, calls: counts.length, "most accepted": Math.max(...counts), rowBytes });
  demand(status === "COMPLETED", `${request.duration} s: ${status}`);
  demand(
    counts.every((count) => count === 1),
    `${request.duration} s: not every call was accepted once`,
  );
}
console.log("A run whose consumers die at every boundary");
console.table(deaths);

writeResult("lengths", { edits, perLength, prices, renders, deaths, faults });
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? "All as it must be" : `${faults.length} not as it must be`);
// The database's process is of no more use.
process.exit(faults.length === 0 ? 0 : 1);
