/**
 * What the Worker does, told to whoever looks at a terminal: a line for each thing that happens, made from its log. All of the
 * log is in its file.
 */
import { z } from "zod";

const event = z.looseObject({
  event: z.string(),
  runId: z.string().optional(),
  batchId: z.string().optional(),
  runs: z.number().optional(),
  template: z.string().optional(),
  step: z.string().optional(),
  code: z.string().optional(),
  reason: z.string().optional(),
  error: z.string().optional(),
  video: z.string().optional(),
});
type Event = z.output<typeof event>;

/** How a line is meant. */
export type Tone = "plain" | "good" | "bad";

export interface Narrator {
  /** Takes a line of the Worker's log; what is no event is nothing to tell. */
  hear(line: string): void;
  /** Tells of the steps that were done since it did so last: together, because runs of a batch do the same at once. */
  tellSteps(): void;
}

/** Runs that a line names. */
const MAX_NAMED = 3;
const MAX_LENGTH = 300;
/** The same trouble is told again after this long. */
const QUIET_MS = 30_000;

/** `say` is given a line without a time. `now`: Unix milliseconds. */
export function openNarrator(say: (line: string, tone: Tone) => void, now: () => number = Date.now): Narrator {
  let done = new Map<string, string[]>();
  const told = new Map<string, number>();

  function tellSteps(): void {
    for (const [step, runIds] of done) {
      const more = runIds.length - MAX_NAMED;
      say(
        row(step, `${runIds.slice(0, MAX_NAMED).map(short).join(", ")}${more > 0 ? ` and ${more} more` : ""}`),
        "plain",
      );
    }
    done = new Map();
  }
  function tell(what: string, text: string, tone: Tone): void {
    // In the order in which it happened.
    tellSteps();
    say(row(what, text), tone);
  }
  function tellNowAndThen(key: string, what: string, text: string): void {
    const time = now();
    if (time - (told.get(key) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return;
    told.set(key, time);
    tell(what, text, "bad");
  }

  function tellOf(each: Event): void {
    const { runId = "", step, code, reason, error } = each;
    switch (each.event) {
      case "batch_admitted": {
        const runs = `${each.runs} ${each.runs === 1 ? "run" : "runs"}`;
        tell("created", `${runs} of ${each.template}, ${each.batchId}`, "plain");
        break;
      }
      case "step_done":
        // A render that is done is told as a run that is finished.
        if (step !== undefined && step !== "render") done.set(step, [...(done.get(step) ?? []), runId]);
        break;
      case "run_completed":
        tell("finished", `${short(runId)}  ${each.video ?? ""}`, "good");
        break;
      case "run_failed":
        tell("failed", `${runId}${step ? ` at ${step}` : ""}: ${because(error ?? reason)} (${code})`, "bad");
        break;
      case "run_canceled":
        tell("canceled", runId, "plain");
        break;
      case "run_timed_out":
        tell("failed", `${runId}: it was not over in time`, "bad");
        break;
      case "run_retried":
        tell("retried", runId, "plain");
        break;
      case "step_postponed":
        tellNowAndThen(`${step} ${code}`, "held up", `${short(runId)} at ${step}: ${because(reason)}`);
        break;
      default:
        // Whatever else the Worker calls an error.
        if (error !== undefined && each.stack !== undefined) {
          tellNowAndThen(each.event, "trouble", `${each.event}: ${because(error)}`);
        }
    }
  }

  return {
    tellSteps,
    hear(line) {
      const found = line.startsWith("{") ? event.safeParse(parsed(line)) : undefined;
      if (found?.success) tellOf(found.data);
    },
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // Something else that begins with a brace.
  }
}

const row = (what: string, text: string): string => `${what.padEnd(13)}  ${text.trimEnd()}`.replace(/\p{Cc}+/gu, " ");

/** As the demo names runs. */
const short = (runId: string): string => runId.slice(0, 10);

/** A reason without the name of the class of the error, and no longer than a person reads. */
function because(reason: string | undefined): string {
  const sentence = (reason ?? "nobody said why").replace(/^(\w*Error|JobRejected): /, "").replace(/\.$/, "");
  return sentence.length > MAX_LENGTH ? `${sentence.slice(0, MAX_LENGTH)} …` : sentence;
}
