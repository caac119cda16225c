/** A run in words. */
import type { Run } from "../api/types.ts";
import { timeLeft } from "./format.ts";

const WAITS: Record<NonNullable<Run["metadata"]["waiting"]>["for"], string> = {
  renderer: "Waits for a renderer",
  fal_slot: "Waits for its turn",
  fal_key: "Waits: fal.ai refuses the key",
  fal_balance: "Waits: no balance at fal.ai",
  fal_down: "Waits: fal.ai does not answer",
};

/** The step that is under way, or why none is, in a few words. */
export function stepText(run: Run): string {
  if (run.status === "COMPLETED") return "Finished";
  if (run.status === "FAILED") return "Failed";
  if (run.status === "CANCELED") return "Canceled";
  if (run.status === "TIMED_OUT") return "Took too long";
  const { waiting, currentStep, steps } = run.metadata;
  if (waiting !== null) return WAITS[waiting.for];
  if (run.status === "QUEUED" && run.startedAt === null) return "Queued";
  return steps.find(({ name }) => name === currentStep)?.title ?? "Under way";
}

/** What is left, where that is known. `now` in Unix milliseconds. */
export function timeLeftText(run: Run, now: number): string {
  const { expectedAt } = run.metadata;
  return (expectedAt !== null && timeLeft(Date.parse(expectedAt), now)) || "";
}

/** Percent, for whoever reads it. */
export const percentOf = (run: Run): number => Math.round(run.metadata.progress * 100);

/** What a tile says to whoever cannot see its picture, before the words that are on it. */
export function tileLabel(run: Run, artist: string): string {
  const whose = artist === "" ? "A video" : `Video of ${artist}`;
  const caption = run.output?.captionText ?? "";
  return caption === "" ? whose : `${whose}, “${caption}”`;
}

/** What can be done about a run that failed, in a sentence. */
export const adviceFor = (run: Run): string =>
  run.error === null
    ? ""
    : run.error.retryable
      ? "Trying again can help; what was paid for is used again."
      : "Trying again would end the same way: change what it is made of, and make a new one.";
