/**
 * How far runs are: a bar for each on a terminal, or one for all where it has not enough rows; elsewhere a line whenever a
 * run gets to another step.
 */
import { MultiBar, type SingleBar } from "cli-progress";
import type { Output } from "./io.ts";
import { isDone, isOver, type Run, secondsLeft, shortId, stateOf } from "./runs.ts";
import { clock, green, type Line, type Part, red, shortened, written } from "./text.ts";

export interface Progress {
  show(run: Run): void;
  /** Something else to say meanwhile. */
  say(line: Line): void;
  close(): void;
}

/** Opens it on stderr, which is no answer's. With --json nobody looks, so there is none. */
export function openProgress(output: Output, runIds: readonly string[]): Progress {
  const { stderr } = output.io;
  if (output.json) return { show() {}, say() {}, close() {} };
  if (!stderr.isTTY || stderr.columns < 40) return lines(output);
  return runIds.length + 4 > stderr.rows ? oneBar(output, runIds.length) : bars(output, runIds);
}

/** What all bars have in common. */
export const BAR = {
  barCompleteChar: "█",
  barIncompleteChar: "░",
  hideCursor: true,
  clearOnComplete: false,
  fps: 8,
  // A bar that is wider than the terminal would take two rows, and the next one would be drawn over it.
  linewrap: false,
};
/** Columns of everything but the bar and what is behind it; what a colour takes counts as some, and is not seen. */
const BESIDE = 21 + 10;

function bars(output: Output, runIds: readonly string[]): Progress {
  const { stderr } = output.io;
  const size = () => Math.max(8, Math.min(24, Math.floor(stderr.columns / 4)));
  const multi = new MultiBar({
    ...BAR,
    stream: stderr,
    barsize: size(),
    format: "  {id}  {bar} {percent}  {state}",
  });
  const room = () => stderr.columns - size() - BESIDE;
  const payload = (run: Run | undefined) => ({
    percent: `${Math.round((run?.metadata.progress ?? 0) * 100)}%`.padStart(4),
    state: run ? written(stateParts(run, room()), stderr) : "queued",
  });
  const all = new Map<string, { bar: SingleBar; run?: Run }>(
    runIds.map((id) => [id, { bar: multi.create(100, 0, { id: shortId(id), ...payload(undefined) }) }]),
  );
  // The time that is left passes by itself.
  const passing = setInterval(() => {
    for (const { bar, run } of all.values()) if (run && !isOver(run)) bar.update(payload(run));
  }, 1000);
  return {
    show(run) {
      const shown = all.get(run.id);
      if (!shown) return;
      shown.run = run;
      shown.bar.update(Math.round(run.metadata.progress * 100), payload(run));
    },
    say: (line) => multi.log(`${written(line, stderr)}\n`),
    close() {
      clearInterval(passing);
      multi.stop();
    },
  };
}

function oneBar(output: Output, count: number): Progress {
  const { stderr } = output.io;
  const format = "  {bar} {percent}  {over} of {count} over{left}";
  const multi = new MultiBar({ ...BAR, stream: stderr, barsize: 24, format });
  const shown = new Map<string, Run>();
  const payload = () => {
    const runs = [...shown.values()];
    const progress = runs.reduce((sum, { metadata }) => sum + metadata.progress, 0) / count;
    const left = Math.max(0, ...runs.filter((run) => !isOver(run)).map((run) => secondsLeft(run, Date.now()) ?? 0));
    return {
      ...{ percent: `${Math.round(progress * 100)}%`.padStart(4), over: runs.filter(isOver).length, count },
      left: left > 0 ? `  about ${clock(left)} left` : "",
      at: Math.round(progress * 100),
    };
  };
  const bar = multi.create(100, 0, payload());
  const update = () => bar.update(payload().at, payload());
  const passing = setInterval(update, 1000);
  return {
    show(run) {
      const before = shown.get(run.id);
      shown.set(run.id, run);
      if (isOver(run) && !(before && isOver(before))) {
        multi.log(`${written(["  ", shortId(run.id), "  ", ...stateParts(run, stderr.columns - 14)], stderr)}\n`);
      }
      update();
    },
    say: (line) => multi.log(`${written(line, stderr)}\n`),
    close() {
      clearInterval(passing);
      multi.stop();
    },
  };
}

function lines(output: Output): Progress {
  const said = new Map<string, string>();
  return {
    show(run) {
      const state = stateOf(run);
      if (said.get(run.id) === state) return;
      said.set(run.id, state);
      const percent = `${Math.round(run.metadata.progress * 100)}%`.padStart(4);
      output.note(`  ${shortId(run.id)}  ${percent}  ${state}`);
    },
    say: (line) => output.note(line),
    close() {},
  };
}

/** What a run is at in so many columns, with the time that is left. */
function stateParts(run: Run, columns: number): Part[] {
  const left = isOver(run) ? undefined : secondsLeft(run, Date.now());
  const time = left === undefined ? "" : `  ${clock(left)} left`;
  const text = shortened(stateOf(run), columns - time.length);
  if (!isOver(run)) return [`${text}${time}`];
  return [isDone(run) ? green(text) : red(text)];
}
