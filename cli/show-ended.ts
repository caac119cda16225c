/** What runs that were followed came to, and their files where they are wanted. */
import { download, type Kept } from "./download.ts";
import { EXIT, type ExitCode } from "./failure.ts";
import type { Output } from "./io.ts";
import { isDone, type Run, shortId, stateOf } from "./runs.ts";
import { cyan, dim, dollars, green, type Line, red } from "./text.ts";

/**
 * Answers with the runs, and with their files, which it fetches into `folder` where that is given. `created` is what create
 * answered. A run that did not complete is an exit code, not an error: it was told how it ended.
 */
export async function showEnded(
  output: Output,
  runs: Run[],
  folder: string | undefined,
  created: object,
  exitsWith: (code: ExitCode) => void,
): Promise<void> {
  const files = folder === undefined ? undefined : await download(runs, folder, output.io.interrupted);
  const done = runs.filter(isDone);
  if (done.length < runs.length) exitsWith(EXIT.runFailed);
  // Apart from the progress above it.
  if (!output.json) output.note("");
  output.answer({ status: "success", ...created, runs, ...(files ? { files } : {}) }, () => [
    ...runs.flatMap((run) => runLines(output.name, run, files)),
    ...summary(runs, done.length),
    ...(files ? [] : asZip(output.name, done)),
  ]);
}

function runLines(name: string, run: Run, files: Kept[] | undefined): Line[] {
  const { id, output } = run;
  if (!output) return [[red("✗ "), `${shortId(id)}  ${stateOf(run)}`, ...again(name, run)]];
  const own = (files ?? []).filter(({ runId }) => runId === id).map(({ file }) => file);
  const { songTitle, startSeconds } = output.audio;
  return [
    [
      green("✓ "),
      `${shortId(id)}  ${songTitle} from ${startSeconds.toFixed(1)} s`,
      dim(`  ${output.durationSeconds} s, ${dollars(run.costInCents)}`),
    ],
    ...(output.captionText === "" ? [] : [`    “${output.captionText}”`]),
    ...[output.videoSourceUrl, ...own].map((each): Line => ["    ", cyan(each)]),
    ...output.warnings.map((warning): Line => ["    ", dim(warning)]),
  ];
}

const again = (name: string, { id, error }: Run) => (error?.retryable ? [dim(`  ${name} retry ${id}`)] : []);

/** How to keep videos that were not kept. */
function asZip(name: string, done: Run[]): Line[] {
  const [batchId, ...others] = new Set(done.map((run) => run.batchId));
  if (batchId === undefined || others.length > 0 || done.length === 1) return [];
  return [dim(`As one zip:  ${name} archive ${batchId}`)];
}

function summary(runs: Run[], done: number): Line[] {
  const cost = runs.reduce((sum, { costInCents }) => sum + costInCents, 0);
  const isTest = runs.every((run) => run.isTest);
  return [
    "",
    `${done} of ${runs.length} done, ${dollars(cost)}${isTest ? " at fal.ai's prices; nothing was charged" : ""}`,
  ];
}
