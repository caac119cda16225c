/** Follows runs to their ends, showing how far they are. */
import { type Api, answerOf, interrupted } from "./api.ts";
import { follow } from "./events.ts";
import { Failure } from "./failure.ts";
import type { Output } from "./io.ts";
import { openProgress } from "./progress.ts";
import type { Run } from "./runs.ts";
import { dim, yellow } from "./text.ts";

/**
 * The runs when all are over, in the order of the ids. Interrupted, it says that they go on, and how to come back to them:
 * `comeBack` is the command for it. Throws a Failure for runs that are not there, and when Backline is away too long.
 */
export async function followRuns(api: Api, output: Output, runIds: string[], comeBack: string): Promise<Run[]> {
  const found = new Map<string, Run>();
  const progress = openProgress(output, runIds);
  const { interrupted: signal } = output.io;
  try {
    const events = follow(
      (lastEventId) =>
        api.client.GET("/api/tasks/runs/stream", {
          params: { query: { runIds }, header: lastEventId === undefined ? {} : { "last-event-id": lastEventId } },
          parseAs: "stream",
          signal,
        }),
      {
        signal,
        onLost: () => progress.say(yellow("  Backline does not answer. The runs go on; waiting for it …")),
        onBack: () => progress.say(dim("  It is back.")),
      },
    );
    for await (const { event, data } of events) {
      if (event === "end") break;
      if (event !== "run") continue;
      const run = JSON.parse(data) as Run;
      found.set(run.id, run);
      progress.show(run);
    }
  } catch (error) {
    progress.close();
    if (error instanceof Failure && error.exitCode === interrupted().exitCode) {
      output.note("", `The runs go on. To follow them again:  ${comeBack}`);
    }
    throw error;
  }
  progress.close();
  // One that was over before the stream's first event may be missing, where the server had nothing more to tell.
  return Promise.all(runIds.map(async (id) => found.get(id) ?? (await readRun(api, id))));
}

export const readRun = async ({ client }: Api, runId: string): Promise<Run> =>
  (await answerOf(client.GET("/api/tasks/runs/{runId}", { params: { path: { runId } } }))).run;
