/** follow_runs: watches runs for a bounded time, tells how far they are, and gives what became of them. */
import { ArgumentError, answerOf, requestOf, resultOf, success } from "./ask.ts";
import type { Arguments, Means, ToolEntry, ToolResult } from "./tool.ts";

/** Seconds. An agent whose client waits no longer than a minute hears of it in time. */
export const FOLLOW_SECONDS = { default: 45, max: 300 } as const;

/** The argument that only this tool has. */
export const WAIT = "wait_seconds";

/** What is shown of a run, and what of its metadata. */
export const SHOWN = ["id", "status", "costInCents", "output", "error"] as const;
export const SHOWN_METADATA = ["progress", "currentStep", "expectedAt", "waiting"] as const;

interface Run {
  [field: string]: unknown;
  id: string;
  status: string;
  metadata: Record<string, unknown> & { progress: number; currentStep: string | null };
}

const isOver = ({ status }: Run) => ["COMPLETED", "FAILED", "CANCELED", "TIMED_OUT"].includes(status);

/** Reads the stream of runs until all are over, the time is up, or the agent gave up. */
export async function followRuns(means: Means, { ask }: ToolEntry, given: Arguments): Promise<ToolResult> {
  const { [WAIT]: seconds = FOLLOW_SECONDS.default, ...named } = given;
  if (typeof seconds !== "number" || !(seconds >= 1 && seconds <= FOLLOW_SECONDS.max)) {
    throw new ArgumentError(WAIT, `it must be a number from 1 to ${FOLLOW_SECONDS.max}`);
  }
  const { path, init } = requestOf(ask, named);
  const response = await means.fetch(path, init);
  if (!response.ok || !response.body) return resultOf(await answerOf(response));

  const runs = new Map<string, Run>();
  let told = -1;
  const tell = async () => {
    const all = [...runs.values()];
    const progress = all.reduce((sum, { metadata }) => sum + metadata.progress, 0);
    if (progress <= told) return;
    told = progress;
    await means.report?.(progress, all.length, sentence(all));
  };
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const giveUp = () => void reader.cancel().catch(() => undefined);
  const timer = setTimeout(giveUp, means.waitMs(seconds));
  means.signal.addEventListener("abort", giveUp, { once: true });
  let over = false;
  try {
    let text = "";
    while (!over) {
      const { done, value } = await reader.read();
      if (done) break;
      const events = (text + value).split("\n\n");
      text = events.pop() ?? "";
      for (const { event, data } of events.map(readEvent)) {
        if (event === "end") over = true;
        if (event !== "run") continue;
        const run = JSON.parse(data) as Run;
        runs.set(run.id, run);
      }
      if (runs.size > 0) await tell();
    }
  } finally {
    clearTimeout(timer);
    means.signal.removeEventListener("abort", giveUp);
    giveUp();
  }
  return success({ status: "success", over, runs: [...runs.values()].map(shown) });
}

/** An event of a stream: lines of a name, a colon and a value. */
function readEvent(text: string): { event: string; data: string } {
  const ofName = (name: string) =>
    text
      .split("\n")
      .filter((line) => line.startsWith(`${name}: `))
      .map((line) => line.slice(name.length + 2))
      .join("\n");
  return { event: ofName("event"), data: ofName("data") };
}

/** One run in what agents read, without its log and its steps. */
const shown = (run: Run): Record<string, unknown> => ({
  ...Object.fromEntries(SHOWN.map((name) => [name, run[name]])),
  ...Object.fromEntries(SHOWN_METADATA.map((name) => [name, run.metadata[name]])),
});

function sentence(runs: Run[]): string {
  const over = runs.filter(isOver).length;
  const steps = new Map<string, number>();
  for (const { metadata } of runs.filter((run) => !isOver(run))) {
    const step = metadata.currentStep ?? "queued";
    steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  const underWay = [...steps].map(([step, count]) => (runs.length === 1 ? step : `${count} at ${step}`));
  return [`${over} of ${runs.length} over`, ...underWay].join(", ");
}
