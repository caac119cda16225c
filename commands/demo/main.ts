/**
 * `npm run demo`: one batch from request to finished videos, as somebody would type it, with the whole stack started for it
 * and stopped after.
 */
import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Writable } from "node:stream";
import { z } from "zod";
import { EXIT } from "../../cli/failure.ts";
import { runCommandLine } from "../../cli/program.ts";
import type { Schemas } from "../../client/index.ts";
import { checkWritable, sentenceOf } from "../../local/disk-trouble.ts";
import { describeStack, findRunningStack, type LocalStack } from "../../local/local-file.ts";
import { ROOT, STATE } from "../../local/paths.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { readOptions, USAGE } from "./options.ts";

/** Longer than any batch of 30 takes on two cores. */
const GIVE_UP_MS = 30 * 60 * 1000;
const OUT = join(ROOT, "out");
/** A song of the seed's that has words. */
const SUNG = ["--lyrics", "highlight", "--song", "porchlight"];
/** The others: so that no two of the demo's videos have the same seconds of a song. */
const NOT_SUNG = ["--song", "photo-booth", "--song", "static-in-the-kitchen"];

/** What `follow --json` answers, as far as it is read here. */
const figures = z.object({
  runs: z.array(z.custom<Schemas["RunDetail"]>()),
  files: z.array(z.object({ runId: z.string(), kind: z.string(), file: z.string() })),
});

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
  process.exitCode = await makeBatch(local);
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

/** A command that was typed, as a person would see it. Gives its answer, which it shows unless `isShown` is false. */
async function type({ url, api_key }: LocalStack, args: string[], isShown = true) {
  const { stdin, stdout, stderr } = process;
  let answer = "";
  const seen = new Writable({
    write(chunk, _encoding, done) {
      answer += chunk;
      if (isShown) stdout.write(chunk);
      done();
    },
  });
  const { isTTY, columns } = stdout;
  const getColorDepth = () => (isTTY ? stdout.getColorDepth() : 1);
  if (isShown) console.log(`\n$ npm run backline -- ${args.join(" ")}\n`);
  const exitCode = await runCommandLine(args, {
    ...{
      stdin,
      stderr,
      stdout: Object.assign(seen, { isTTY, columns, getColorDepth }) as unknown as NodeJS.WriteStream,
    },
    env: { ...process.env, BACKLINE_URL: url, BACKLINE_API_KEY: api_key },
    interrupted: AbortSignal.timeout(GIVE_UP_MS),
  });
  return { exitCode, answer };
}

/** Makes the batch, keeps its files and figures in out/, and prints them. Gives the exit code. */
async function makeBatch(local: LocalStack): Promise<number> {
  const create = async (batch: number, more: string[] = []) => {
    const artist = ["--artist", local.artist_account_id];
    const made = await type(local, ["create", ...artist, "--batch", String(batch), ...options.others, ...more]);
    if (made.exitCode !== EXIT.done) throw new Error("The videos were not begun");
    return [...new Set(made.answer.match(/\brun_\w+/g))];
  };
  // Where there are several, one of them shows what is sung.
  const runIds =
    options.batch === 1
      ? await create(1)
      : [...(await create(options.batch - 1, NOT_SUNG)), ...(await create(1, SUNG))];
  const follow = ["follow", ...runIds, "--download", relative(process.cwd(), OUT)];
  const { exitCode } = await type(local, follow);
  if (exitCode === EXIT.interrupted) throw new Error("The batch did not finish in time: see .wrangler/state/logs");
  // They are over, and their files are there: this tells of them once more.
  const { runs, files } = figures.parse(JSON.parse((await type(local, [...follow, "--json"], false)).answer));
  const fileOf = (id: string, kind: string) => files.find((file) => file.runId === id && file.kind === kind)?.file;
  const report = runs.map(({ id, output, error, durationMs, costInCents }) =>
    output
      ? {
          ...{ runId: id, status: "completed", url: output.videoSourceUrl },
          ...{ file: fileOf(id, "video"), poster: fileOf(id, "poster"), bytes: output.renderedVideoBytes },
          ...{ width: output.width, height: output.height, durationSeconds: output.durationSeconds },
          ...{ secondsTaken: durationMs / 1000, costInCents, caption: output.captionText, audio: output.audio },
        }
      : { runId: id, status: "failed", error },
  );
  writeFileSync(join(OUT, "demo.json"), `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\n${stack ? "The URLs are served again by `npm start`. " : ""}Figures are in out/demo.json.`);
  return exitCode === EXIT.done ? 0 : 1;
}
