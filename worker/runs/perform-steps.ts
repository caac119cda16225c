/**
 * One pass over a run: performs every step that can be performed, and those that become ready as a result, until each is
 * done or waits. Nothing of the run is written here. What a pass came to is written at once, or not at all where the run
 * has changed meanwhile; then there is another pass. So all that is done here can be done twice.
 */
import { type Failure, PermanentError, TransientError } from "../domain/failure.ts";
import type { RunSteps, StepName, StepState } from "../domain/run.ts";
import { readLyrics } from "../library/song-lyrics.ts";
import { describe, type Log, type LogFields } from "../log.ts";
import type { Services } from "../services.ts";
import { hasWhatItNeeds, stepNamed, stepsOf } from "../steps/index.ts";
import { type Answer, type Ask, done, type RenderTask, type StepAction, type StepOutputs } from "../steps/step.ts";
import { backoffSeconds, earlyMs, MAX_FAILURES, SECONDS, scaledMs } from "../timing.ts";
import {
  type Asker,
  findGeneration,
  findGenerations,
  generationKey,
  type NewGeneration,
  newGeneration,
  reopenIfFailed,
} from "./ask-generation.ts";
import { answerOf, contextOf, type FoundRun, type RunContext } from "./context.ts";
import type { Generation } from "./generations.ts";
import { takeRender } from "./render-task.ts";
import { unexpected } from "./unexpected.ts";

type CutTask = Extract<RenderTask, { kind: "cut" }>;

/** A cut that is to be made by whoever wrote down that it is under way. */
export interface Cut {
  name: StepName;
  fence: number;
  task: CutTask;
}

/** What a cut came to. */
export type CutEnd = { name: StepName; fence: number } & ({ output: StepOutputs["cut"] } | { error: unknown });

/** Logs a line, once the pass is written. */
type LogLine = (log: Log) => void;

/** What a pass came to. */
export interface Pass {
  steps: RunSteps;
  outputs: Partial<StepOutputs>;
  /** Whether there is anything to write. */
  isChanged: boolean;
  /** Generations that nobody asked for before. */
  begun: NewGeneration[];
  /** Open generations that were there, and that steps wait for now. */
  joined: Generation[];
  cuts: Cut[];
  /** Whether the pool was given a render. `waits`: it has no place for it now, for about so long; null: nobody knows. */
  pooled: { waits: { aboutMs: number | null } | null } | null;
  /** A renderer was too busy for a cut. */
  isBusy: boolean;
  /** A step met an error that is worth a retry. */
  isPostponed: boolean;
  /** Why the run fails. */
  failure: (Failure & { step: StepName }) | null;
  isCompleted: boolean;
  /** The run is to be sent for, over these queues. */
  sends: { queue: "steps" | "renders"; delaySeconds?: number }[];
  lines: LogLine[];
}

/** Who performs steps of a run, and how far they are. */
interface Work {
  services: Services;
  found: FoundRun;
  queue: "steps" | "renders";
  time: number;
  pass: Pass;
  /** Answers that steps waited for, by their keys. */
  answers: Map<string, Generation>;
  /** What was looked up for this pass, by key; null: nobody has asked it before. */
  known: Map<string, Generation | null>;
}

/**
 * Makes a pass over the run. `queue`: whose consumer makes it. `cutEnds`: what its cuts came to. A step that fails is
 * postponed, or fails the run; it does not throw. Throws when the database fails.
 */
export async function performSteps(
  services: Services,
  found: FoundRun,
  queue: "steps" | "renders",
  cutEnds: readonly CutEnd[],
): Promise<Pass> {
  const { run, waitedFor } = found;
  const pass: Pass = {
    steps: structuredClone(run.steps),
    // As they were stored by the steps.
    outputs: { ...run.outputs } as Partial<StepOutputs>,
    ...{ isChanged: false, begun: [], joined: [], cuts: [], pooled: null, isBusy: false, isPostponed: false },
    ...{ failure: null, isCompleted: false, sends: [], lines: [] },
  };
  const answers = new Map(waitedFor.flatMap((each) => (each.status === "completed" ? [[each.key, each]] : [])));
  const work: Work = { services, found, queue, time: services.now(), pass, answers, known: new Map() };
  for (const end of cutEnds) endCut(work, end);
  const open = new Set(waitedFor.flatMap(({ id, status }) => (isSettled(status) ? [] : [id])));
  const looked = new Set<StepName>();
  for (;;) {
    makeReady(work);
    const next = stepsOf(pass.steps).filter((step) => !looked.has(step.name) && canBePerformed(work, step, open));
    if (next.length === 0) break;
    for (const { name } of next) looked.add(name);
    await lookUp(work, next);
    await Promise.all(next.map(({ name }) => perform(work, name)));
  }
  forget(pass);
  return pass;
}

const isSettled = (status: Generation["status"]) => status === "completed" || status === "failed";

/** Changes a step. */
function change({ pass }: Work, name: StepName, changes: Partial<StepState>): void {
  Object.assign(stateOf(pass, name), changes);
  pass.isChanged = true;
}

function stateOf(pass: Pass, name: StepName): StepState {
  const state = pass.steps[name];
  if (!state) throw new Error(`The run has no step ${name}`);
  return state;
}

/** Makes ready what has all it needs; what this queue's consumers do not perform is sent to those of the other. */
function makeReady(work: Work): void {
  const { pass, queue, time } = work;
  for (const { name, status } of stepsOf(pass.steps)) {
    if (status !== "blocked" || !hasWhatItNeeds(name, pass.steps)) continue;
    change(work, name, { status: "ready", dueAt: time });
    if (!isFor(queue, name)) pass.sends.push({ queue: stepNamed(name).queue });
  }
}

/** A consumer of renders can do all; the others do not wait for a renderer. */
const isFor = (queue: "steps" | "renders", name: StepName) => queue === "renders" || stepNamed(name).queue === queue;

function canBePerformed(
  { services, queue, time, pass }: Work,
  { name, status, dueAt, leaseUntil, generationId }: StepState & { name: StepName },
  open: ReadonlySet<string>,
): boolean {
  if (pass.failure || !isFor(queue, name)) return false;
  if (status === "ready") return dueAt <= time + earlyMs(services);
  if (status === "running") return leaseUntil <= time;
  return status === "waiting" && (generationId === null || !open.has(generationId));
}

/** Fewer steps look up what they ask each by itself, at the same time: that reads fewer rows. */
const MANY = 3;

/** Looks up what these steps ask first, in one statement: a video of many shots has many that ask at the same time. */
async function lookUp(work: Work, steps: readonly { name: StepName }[]): Promise<void> {
  if (steps.length < MANY) return;
  const { services, found, pass, answers, known } = work;
  const keys = await Promise.all(steps.map(({ name }) => firstKey(found, pass, name)));
  const unknown = keys.filter((key) => key !== undefined && !answers.has(key) && !known.has(key)) as string[];
  if (unknown.length < MANY) return;
  const generations = await findGenerations(services, unknown);
  for (const key of unknown) known.set(key, generations.get(key) ?? null);
}

/** The key of what a step asks first. Undefined where it asks nothing, or cannot say: then that is told when it is performed. */
async function firstKey(found: FoundRun, { outputs }: Pass, name: StepName): Promise<string | undefined> {
  if (!stepNamed(name).paid) return undefined;
  try {
    const action = stepNamed(name).next(contextFor(found, outputs, name), []);
    return action.kind === "ask" ? await generationKey(found.run.accountId, action) : undefined;
  } catch {
    return undefined;
  }
}

/** What the step may look at, lyrics aside. */
const contextFor = (found: FoundRun, outputs: Pass["outputs"], name: StepName) =>
  contextOf(found, outputs, stepNamed(name).hears ? found.analysis : null);

async function perform(work: Work, name: StepName): Promise<void> {
  const { services, found, pass, time } = work;
  const state = stateOf(pass, name);
  if (state.status !== "waiting") {
    change(work, name, { fence: state.fence + 1, startedAt: state.startedAt ?? time });
    note(work, name, (log, fields) => log.info("step_claimed", { ...fields, failures: state.failures }));
  }
  try {
    const known = contextFor(found, pass.outputs, name);
    const context = stepNamed(name).readsLyrics
      ? { ...known, lyrics: await readLyrics(services, found.run.songId) }
      : known;
    const asked = await answersSoFar(work, name, context);
    if (asked === "waiting") return;
    const { action, generationId } = asked;
    if (action.kind === "done") finish(work, name, action.output, action.note, generationId);
    else if (action.kind === "cut") beginCut(work, name, action);
    else if (action.kind === "render") await askPool(work, name, action);
    else throw new Error("A step that asks is not finished");
  } catch (error) {
    giveBack(work, name, error);
  }
}

/**
 * Asks the models what the step asks, until it wants something else or has to wait. Earlier questions are found again by
 * their keys, so a step that is performed a second time gets the same answers without paying for them.
 */
async function answersSoFar(
  work: Work,
  name: StepName,
  context: RunContext,
): Promise<"waiting" | { action: StepAction<unknown>; generationId: string | null }> {
  const { found, pass, time } = work;
  const state = stateOf(pass, name);
  const definition = stepNamed(name);
  const { accountId, id: runId } = found.run;
  const asker: Asker = { accountId, runId, step: name, waitedFor: state.generationId };
  const answers: Answer[] = [];
  let generationId: string | null = null;
  for (;;) {
    const action: StepAction<unknown> = definition.next(context, answers);
    if (action.kind !== "ask") return { action, generationId };
    const key = await generationKey(accountId, action);
    const generation = work.answers.get(key) ?? (await find(work, asker, key));
    if (generation?.status === "failed" && generation.error) {
      const instead = definition.without?.(generation.error);
      if (instead) return { action: done(instead.output, instead.note), generationId: generation.id };
      throw new PermanentError(generation.error);
    }
    if (generation?.status !== "completed") {
      if (generation) pass.joined.push(generation);
      const waitsFor = generation ?? begin(work, asker, action, key);
      change(work, name, { status: "waiting", generationId: waitsFor.id, leaseUntil: 0, dueAt: time });
      return "waiting";
    }
    answers.push(answerOf(generation));
    generationId = generation.id;
  }
}

/** The generation for what is asked; undefined when nobody has asked it before. */
async function find({ services, known }: Work, asker: Asker, key: string): Promise<Generation | undefined> {
  const found = known.get(key);
  if (found === undefined) return findGeneration(services, asker, key);
  return found === null ? undefined : reopenIfFailed(services, asker, found);
}

/** Adds a generation, unless another step of this pass asks the same. */
function begin({ services, pass }: Work, asker: Asker, ask: Ask, key: string): NewGeneration {
  const known = pass.begun.find((each) => each.key === key);
  if (known) return known;
  const added = newGeneration(services, asker, ask, key);
  pass.begun.push(added);
  return added;
}

function finish(work: Work, name: StepName, output: unknown, told: string | null, generationId: string | null): void {
  const { pass, time, found } = work;
  const { startedAt } = stateOf(pass, name);
  change(work, name, {
    ...{ status: "done", note: told, leaseUntil: 0, fraction: 1, finishedAt: time },
    ...(generationId === null ? {} : { generationId }),
  });
  Object.assign(pass.outputs, { [name]: output });
  if (name === "render") pass.isCompleted = true;
  const durationMs = time - (startedAt ?? found.run.createdAt);
  note(work, name, (log, fields) => log.info("step_done", { ...fields, durationMs }));
}

/** Somebody makes the cut once it is written down that it is under way. */
function beginCut(work: Work, name: StepName, task: CutTask): void {
  const { services, pass, time } = work;
  change(work, name, { status: "running", leaseUntil: time + scaledMs(services, SECONDS.renderLease) });
  pass.cuts.push({ name, fence: stateOf(pass, name).fence, task });
}

function endCut(work: Work, end: CutEnd): void {
  const state = stateOf(work.pass, end.name);
  if (state.status !== "running" || state.fence !== end.fence) {
    note(work, end.name, (log, fields) => log.warn("step_outpaced", fields));
  } else if ("error" in end) giveBack(work, end.name, end.error);
  else finish(work, end.name, end.output, null, null);
}

async function askPool(work: Work, name: StepName, task: Extract<RenderTask, { kind: "render" }>): Promise<void> {
  const { services, found, pass, time } = work;
  const { id: runId, accountId } = found.run;
  const taken = await takeRender(services, { accountId, runId, fence: stateOf(pass, name).fence }, task);
  if (taken.kind === "done") return finish(work, name, taken.output, null, null);
  pass.pooled = { waits: taken.waits };
  const dueAt = time + scaledMs(services, SECONDS.renderAskedAgain);
  change(work, name, { status: "waiting", generationId: null, leaseUntil: 0, dueAt });
}

/** The step met an error: it is performed again later, or fails its run. */
function giveBack(work: Work, name: StepName, error: unknown): void {
  const { services, pass, time } = work;
  const failure: Failure =
    error instanceof PermanentError || error instanceof TransientError ? error.failure : unexpected(error);
  const isBusy = error instanceof TransientError && error.busy;
  const { failures } = stateOf(pass, name);
  if (error instanceof PermanentError || (!isBusy && failures + 1 >= MAX_FAILURES)) {
    change(work, name, { status: "failed", leaseUntil: 0, error: failure, finishedAt: time });
    pass.failure ??= { ...failure, step: name };
    return;
  }
  const seconds = (error instanceof TransientError && error.delaySeconds) || backoffSeconds(failures);
  const waitMs = scaledMs(services, seconds);
  change(work, name, {
    ...{ status: "ready", leaseUntil: 0, dueAt: time + waitMs, error: failure },
    failures: failures + (isBusy ? 0 : 1),
  });
  if (isBusy) pass.isBusy = true;
  else pass.isPostponed = true;
  pass.sends.push({ queue: stepNamed(name).queue, delaySeconds: waitMs / 1000 });
  const why = { code: failure.code, reason: describe(error), seconds };
  note(work, name, (log, fields) => log.warn("step_postponed", { ...fields, ...why }));
}

/** Outputs that nobody looks at any more. */
function forget(pass: Pass): void {
  for (const { name } of stepsOf(pass.steps)) {
    const { readUntil } = stepNamed(name);
    if (readUntil && pass.steps[readUntil]?.status === "done") delete pass.outputs[name];
  }
}

function note({ found, pass }: Work, step: StepName, line: (log: Log, fields: LogFields) => void): void {
  const fields = { runId: found.run.id, step, fence: stateOf(pass, step).fence };
  pass.lines.push((log) => line(log, fields));
}
