/** What was injected: how often each fault struck, and the runs it is known to have touched. */
import type { Facts } from "./facts.ts";
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

/** From the faults that the emulator's books say a request carried. */
export function falStrikes({ submissions, generations }: Facts): Strike[] {
  const runOf = new Map(generations.map(({ id, runId }) => [id, runId]));
  return submissions.flatMap(({ faults, webhookUrl }) =>
    faults.map((fault) => {
      const status = "status" in fault ? ` ${fault.status}` : "";
      const accepted = "accepted" in fault && fault.accepted ? " accepted" : "";
      return {
        fault: `fal ${fault.kind}${status}${accepted}`,
        runId: runOf.get(webhookUrl?.split("/").at(-2) ?? ""),
      };
    }),
  );
}
