/** What was injected: how often each fault struck, and the runs it is known to have touched. */
import type { Fault } from "../../emulator/faults.ts";
import { MODELS } from "../../worker/fal/models.ts";
import type { Facts, Submission } from "./facts.ts";
import type { FaultLine } from "./rates.ts";

export interface Injection {
  fault: string;
  times: number;
  /** Ids, each once. Empty where a fault strikes no run in particular. */
  runs: string[];
}

/** A fault that struck once. */
interface Strike {
  fault: string;
  runId: string | undefined;
}

export const injectionsOf = (strikes: Strike[]): Injection[] =>
  [...Map.groupBy(strikes, ({ fault }) => fault)].map(([fault, all]) => ({
    fault,
    times: all.length,
    runs: [...new Set(all.flatMap(({ runId }) => runId ?? []))],
  }));

/** From the lines that the faulty Worker logs. */
export function workerStrikes(log: string[], { generations }: Facts): Strike[] {
  const runOf = new Map(generations.map(({ id, runId }) => [id, runId]));
  return (
    log
      .filter((line) => line.startsWith('{"chaos"'))
      // Written by our own Worker; a kill may have cut the last one short.
      .flatMap((line): FaultLine[] => (line.endsWith("}") ? [JSON.parse(line) as FaultLine] : []))
      .map(({ chaos, runId, generationId }) => ({ fault: chaos, runId: runId ?? runOf.get(generationId ?? "") }))
  );
}

/** From the emulator's books: the faults that requests carried and that had something to strike. */
export function falStrikes({ submissions, generations }: Facts): Strike[] {
  const payers = new Map(generations.map(({ id, runId }) => [id, runId]));
  return submissions.flatMap((submission) => {
    const runId = payers.get(submission.webhookUrl?.split("/").at(-2) ?? "");
    const carried = submission.faults.filter((fault) => struck(fault, submission)).map(nameOf);
    const reads = submission.refusedReads.map(({ kind, status }) => `fal ${kind} ${status}`);
    return [...carried, ...reads].map((fault) => ({ fault, runId }));
  });
}

/** What callers had removed, by the state that it was in when that was asked: as far as they had seen. */
export function removals({ deletions, erasures, answered, sightings }: Facts): Strike[] {
  const erased = new Set(erasures.map(({ artistId }) => artistId));
  return [
    ...deletions.map(({ runId, askedAt }) => {
      const seen = sightings.findLast((sighting) => sighting.runId === runId && sighting.at <= askedAt);
      return { fault: `run deleted ${seen?.status ?? "unseen"}`, runId };
    }),
    ...answered
      .filter(({ artistId }) => erased.has(artistId))
      .map(({ runId }) => ({ fault: "run of an artist that was erased", runId })),
  ];
}

const MEDIA_MODELS = new Set<string>(
  Object.values(MODELS).flatMap(({ candidates, producesMedia }) =>
    producesMedia ? candidates.map(({ endpoint }) => endpoint) : [],
  ),
);

/** Whether what the fault is about ever came to be: a cancel that was asked for, a result, a file. */
function struck({ kind }: Fault, { accepted, cancelled, outcome, model }: Submission): boolean {
  if (kind.startsWith("submit-") || kind === "retired") return true;
  if (kind === "cancel-ignored") return cancelled;
  if (kind === "result-expired") return outcome === "ok";
  if (kind === "result-without-media" || kind.startsWith("media-")) {
    return outcome === "ok" && MEDIA_MODELS.has(model);
  }
  return accepted;
}

function nameOf(fault: Fault): string {
  const as = "as" in fault ? ` ${fault.as}` : "";
  const status = "status" in fault ? ` ${fault.status}` : "";
  const error = "error" in fault ? ` ${fault.error}` : "";
  const accepted = "accepted" in fault && fault.accepted ? " accepted" : "";
  return `fal ${fault.kind}${as}${status}${error}${accepted}`;
}
