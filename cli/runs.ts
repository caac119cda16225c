/** Runs as people read them. */
import type { Schemas } from "../client/index.ts";
import { clock, cyan, dim, dollars, green, type Line, minute, type Part, red, yellow } from "./text.ts";

export type Run = Schemas["RunDetail"];

const OVER: readonly string[] = ["COMPLETED", "FAILED", "CANCELED", "TIMED_OUT"];
export const isOver = ({ status }: Pick<Run, "status">): boolean => OVER.includes(status);
export const isDone = ({ status }: Pick<Run, "status">): boolean => status === "COMPLETED";

/** Enough of an id to tell runs of one batch apart. */
export const shortId = (id: string): string => id.slice(0, 10);

const WAITS: Record<string, string> = {
  renderer: "waits for a renderer",
  fal_slot: "waits for its turn at fal.ai",
  fal_key: "waits for a key that fal.ai takes",
  fal_balance: "waits for a balance at fal.ai",
  fal_down: "waits for fal.ai",
};

/** What a run is at, or came to, in a few words. */
export function stateOf({ status, metadata, output, error }: Run): string {
  if (status === "COMPLETED") return output?.captionText ? `done  “${output.captionText}”` : "done";
  if (status === "CANCELED") return "canceled";
  if (isOver({ status })) return `failed: ${error?.message ?? status.toLowerCase()}`;
  if (metadata.waiting) return WAITS[metadata.waiting.for] ?? "waits";
  const step = metadata.steps.find(({ name }) => name === metadata.currentStep);
  return step?.title ?? (status === "QUEUED" ? "queued" : "under way");
}

/** Seconds until it is likely to be over; undefined: nobody knows, or it should have been. */
export function secondsLeft({ metadata }: Run, now: number): number | undefined {
  const left = metadata.expectedAt === null ? -1 : (Date.parse(metadata.expectedAt) - now) / 1000;
  return left > 0 ? left : undefined;
}

export function statusPart(status: Run["status"]): Part {
  if (status === "COMPLETED") return green("completed");
  if (status === "FAILED" || status === "TIMED_OUT") return red(status === "FAILED" ? "failed" : "timed out");
  if (status === "CANCELED") return dim("canceled");
  return yellow(status === "QUEUED" ? "queued" : "running");
}

/** A row of a list: id, status, when, template, cost, what it is at. */
export const runRow = (run: Run): Part[] => [
  run.id,
  statusPart(run.status),
  minute(run.createdAt),
  String(run.payload.template ?? ""),
  dollars(run.costInCents),
  run.output ? `${run.output.audio.songTitle}  ${stateOf(run).slice("done".length).trim()}` : stateOf(run),
];
export const RUN_HEADING = ["RUN", "STATUS", "CREATED", "TEMPLATE", "COST", "SONG, CAPTION"];

/** All that a person wants to know of a run. `name`: what is typed in front of a command. */
export function runLines(run: Run, name: string): Line[] {
  const { output, error, metadata } = run;
  const field = (name: string, ...parts: Part[]): Line => [dim(name.padEnd(10)), ...parts];
  const left = isOver(run) ? undefined : secondsLeft(run, Date.now());
  return [
    field("run", run.id),
    field(
      "status",
      statusPart(run.status),
      isOver(run) ? "" : `  ${Math.round(metadata.progress * 100)}%  ${stateOf(run)}`,
    ),
    ...(left === undefined ? [] : [field("left", `about ${clock(left)}`)]),
    field("batch", run.batchId),
    field("created", minute(run.createdAt)),
    field("template", String(run.payload.template ?? "")),
    field("cost", `${dollars(run.costInCents)}${run.isTest ? ", nothing of it charged: the emulator made it" : ""}`),
    ...(output
      ? [
          field("song", `${output.audio.songTitle}, from ${clock(output.audio.startSeconds)}`),
          ...(output.captionText ? [field("caption", `“${output.captionText}”`)] : []),
          field("video", cyan(output.videoSourceUrl)),
          field("poster", cyan(output.posterUrl)),
          ...output.warnings.map((warning) => field("note", yellow(warning))),
        ]
      : []),
    ...(error
      ? [
          field("failed", red(error.message), error.step ? dim(`  at ${error.step}`) : ""),
          ...(error.retryable ? [field("", `Go on from there: ${name} retry ${run.id}`)] : []),
        ]
      : []),
    ...metadata.steps.map(({ name, title, status }) =>
      field(
        "",
        ({ done: green("✓ "), failed: red("✗ ") } as Record<string, Part>)[status] ?? dim("· "),
        title,
        dim(`  ${name}`),
      ),
    ),
  ];
}
