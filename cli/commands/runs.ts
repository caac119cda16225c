/** runs, run, follow, cancel, retry, delete. */
import { type Command, Option } from "commander";
import { RUN_STATUSES } from "../../client/index.ts";
import { type Api, answerOf, artistOf } from "../api.ts";
import { type Acting, type Call, collected, examples } from "../command.ts";
import { confirmed } from "../confirm.ts";
import { EXIT, Failure } from "../failure.ts";
import { followRuns, readRun } from "../follow-runs.ts";
import { RUN_HEADING, type Run, runLines, runRow, statusPart } from "../runs.ts";
import { showEnded } from "../show-ended.ts";
import { dim, green, type Line, red, table } from "../text.ts";

interface ListOptions {
  status?: string[];
  artist?: string;
  template?: string;
  tag?: string;
  since?: string;
  until?: string;
  batch?: string;
  limit?: string;
  cursor?: string;
}

export function addRuns(program: Command, act: Acting): void {
  examples(
    program
      .command("runs")
      .description("list runs, newest first")
      .addOption(
        new Option(
          "--status <status>",
          `only these: ${RUN_STATUSES.join(", ").toLowerCase()}; several times for several`,
        )
          .choices([...RUN_STATUSES, ...RUN_STATUSES.map((status) => status.toLowerCase())])
          .argParser(collected),
      )
      .option("--artist <name or id>", "only this artist's")
      .option("--template <name>", "only of this template")
      .option("--tag <tag>", "only with this tag")
      .option("--batch <id>", "only of this batch")
      .option("--since <time>", "only created then or later: 2026-11-26, or with a time")
      .option("--until <time>", "only created before")
      .option("--limit <number>", "how many, 1 to 100", "20")
      .option("--cursor <cursor>", "go on behind the page that gave it")
      .action(act(list)),
    "runs --status failed --since 2026-11-01",
    "runs --json --limit 100 | jq -r '.runs[].output.videoSourceUrl'",
  );
  examples(
    program
      .command("run")
      .description("show one run: what it is at, what came of it, or why it failed")
      .argument("<run>", "its id")
      .action(
        act(async ({ output, api }: Call, id: string) => {
          const run = await readRun(await api(), id);
          output.answer({ status: "success", run }, () => runLines(run, output.name));
        }),
      ),
    "run run_t2fucebu91sk3ya5bzng9",
  );
  examples(
    program
      .command("follow")
      .description("stay until runs are over, showing how far they are")
      .argument("[runs...]", "their ids")
      .option("--batch <id>", "all of this batch")
      .option("--download <folder>", "keep videos and posters there")
      .action(act(followAll)),
    "follow run_t2fucebu91sk3ya5bzng9 --download out/",
    "follow --batch batch_e67uxfposta3p9ore8xns",
  );
  examples(
    program
      .command("cancel")
      .description("end runs that are not over")
      .argument("<runs...>", "their ids")
      .action(act((call: Call, ids: string[]) => each(call, ids, "canceled", cancel))),
    "cancel run_t2fucebu91sk3ya5bzng9",
  );
  examples(
    program
      .command("retry")
      .description("let failed or canceled runs go on; what was paid for is kept")
      .argument("<runs...>", "their ids")
      .action(act((call: Call, ids: string[]) => each(call, ids, "goes on", retry))),
    "retry run_t2fucebu91sk3ya5bzng9 && backline follow run_t2fucebu91sk3ya5bzng9",
  );
  examples(
    program
      .command("delete")
      .description("delete what runs made; what they cost stays in the account's figures")
      .argument("<runs...>", "their ids")
      .option("--yes", "without being asked")
      .action(
        act(async (call: Call<{ yes?: boolean }>, ids: string[]) => {
          await confirmed(
            call.output,
            call.options.yes,
            `Delete ${ids.length === 1 ? ids[0] : `${ids.length} runs`}, with all files?`,
          );
          await each(call, ids, "is deleted", deleteRun);
        }),
      ),
    "delete run_t2fucebu91sk3ya5bzng9",
  );
}

const timeOf = (text: string | undefined, option: string): string | undefined => {
  if (text === undefined) return undefined;
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new Failure(EXIT.usage, `${option} is not a time such as 2026-11-26: ${text}`);
  return at.toISOString();
};

async function list({ output, options, api: open }: Call<ListOptions>): Promise<void> {
  const api = await open();
  const query = Object.fromEntries(
    Object.entries({
      status: options.status?.map((status) => status.toUpperCase()),
      artist_account_id: options.artist === undefined ? undefined : (await artistOf(api, options.artist)).account_id,
      template: options.template,
      tag: options.tag,
      batchId: options.batch,
      created_after: timeOf(options.since, "--since"),
      created_before: timeOf(options.until, "--until"),
      limit: Number(options.limit),
      cursor: options.cursor,
    }).filter(([, value]) => value !== undefined),
  );
  const found = await answerOf(api.client.GET("/api/tasks/runs", { params: { query } }));
  // Each is whole, because no fields were asked for.
  const runs = found.runs as Run[];
  output.answer(found, () => [
    ...(runs.length === 0 ? ["No runs."] : table(RUN_HEADING, runs.map(runRow), output.columns)),
    ...(found.next_cursor ? [dim(`More: --cursor ${found.next_cursor}`)] : []),
  ]);
}

async function followAll(
  { output, options, api: open, exitsWith }: Call<{ batch?: string; download?: string }>,
  named: string[],
): Promise<void> {
  if ((options.batch === undefined) === (named.length === 0)) {
    throw new Failure(EXIT.usage, "Name the runs, or a batch with --batch.");
  }
  const api = await open();
  const runIds = options.batch === undefined ? [...new Set(named)] : await runsOf(api, options.batch);
  const what = options.batch === undefined ? runIds.join(" ") : `--batch ${options.batch}`;
  const runs = await followRuns(api, output, runIds, `${output.name} follow ${what}`);
  await showEnded(output, runs, options.download, {}, exitsWith);
}

async function runsOf({ client }: Api, batchId: string): Promise<string[]> {
  const query = { batchId, limit: 100, fields: ["id"] };
  const { runs } = await answerOf(client.GET("/api/tasks/runs", { params: { query: query as never } }));
  return runs.map(({ id }) => id).reverse();
}

const cancel = async ({ client }: Api, runId: string): Promise<Run> =>
  (await answerOf(client.POST("/api/tasks/runs/{runId}/cancel", { params: { path: { runId } } }))).run;
const retry = async ({ client }: Api, runId: string): Promise<Run> =>
  (await answerOf(client.POST("/api/tasks/runs/{runId}/retry", { params: { path: { runId } } }))).run;

const deleteRun = async ({ client }: Api, runId: string): Promise<Run> =>
  (await answerOf(client.DELETE("/api/tasks/runs/{runId}", { params: { path: { runId } } }))).run;

/** Does the same to each run. One that is refused keeps none of the others from it, and gives the exit code. */
async function each(
  { output, api: open, exitsWith }: Call,
  ids: string[],
  word: string,
  work: (api: Api, id: string) => Promise<Run>,
): Promise<void> {
  const api = await open();
  const runs: Run[] = [];
  const refused: { id: string; failure: Failure }[] = [];
  for (const id of new Set(ids)) {
    try {
      runs.push(await work(api, id));
    } catch (error) {
      // Without an answer there is none for the next one either.
      if (!(error instanceof Failure) || [EXIT.noAnswer, EXIT.key].some((code) => code === error.exitCode)) throw error;
      if (ids.length === 1) throw error;
      refused.push({ id, failure: error });
    }
  }
  for (const { failure } of refused) exitsWith(failure.exitCode);
  const errors = refused.map(({ id, failure }) => ({ id, ...failure.body }));
  output.answer(
    { status: refused.length === 0 ? "success" : "error", runs, ...(refused.length > 0 ? { errors } : {}) },
    () => [
      ...runs.map((run): Line => [green("✓ "), `${run.id}  ${word}  `, statusPart(run.status)]),
      ...refused.map(({ id, failure }): Line => [red("✗ "), `${id}  ${failure.message}`]),
    ],
  );
}
