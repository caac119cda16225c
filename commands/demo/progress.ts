/** One bar per run with its current step; where there is no terminal, a line whenever a run moves on. */
import { MultiBar, type SingleBar } from "cli-progress";
import type { Schemas } from "../../client/index.ts";

type Run = Schemas["Run"];

export interface Bars {
  show(run: Run): void;
  close(): void;
}

export const openBars = (runIds: string[]): Bars => (process.stdout.isTTY ? terminalBars(runIds) : lines());

const stepOf = ({ status, metadata }: Run): string =>
  metadata.steps.find(({ name }) => name === metadata.currentStep)?.title ?? status.toLowerCase();

function terminalBars(runIds: string[]): Bars {
  const multi = new MultiBar({
    format: "  {id}  {bar} {percentage}%  {step}",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    hideCursor: true,
    clearOnComplete: false,
  });
  const bars = new Map<string, SingleBar>(
    runIds.map((id) => [id, multi.create(100, 0, { id: id.slice(0, 10), step: "queued" })]),
  );
  return {
    show(run) {
      bars.get(run.id)?.update(Math.round(run.metadata.progress * 100), { step: stepOf(run) });
    },
    close: () => multi.stop(),
  };
}

function lines(): Bars {
  const shown = new Map<string, string>();
  return {
    show(run) {
      const step = stepOf(run);
      if (shown.get(run.id) === step) return;
      shown.set(run.id, step);
      console.log(`  ${run.id.slice(0, 10)}  ${String(Math.round(run.metadata.progress * 100)).padStart(3)}%  ${step}`);
    },
    close() {},
  };
}
