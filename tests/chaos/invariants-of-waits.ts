/** What must hold of those that wait: for the gate, the pool, or the deployment to be in order again. */
import { isActive } from "../../worker/domain/run.ts";
import { modelNamed } from "../../worker/fal/models.ts";
import { SECONDS } from "../../worker/timing.ts";
import type { Facts } from "./facts.ts";
import { CLOCK_SLACK_MS, type Invariant, namedBy, OVERDUE_SLACK_MS } from "./invariant.ts";

/** The pool gives a render that broke off so often to nobody else. */
const LOST_RENDERS = 3;
/** A caller's clock is the Worker's, and reads a wait a little later than it began. */
const DEADLINE_SLACK_MS = 500;
/**
 * A wait ends at the time that the write of its end first named. The write may have to be made three times, up to 1.5 s
 * in all apart, each as slow as the machine makes it, and until it is made the wait is seen.
 */
const END_WRITTEN_MS = 2000;
const WRITES = 3;
/** A sweep sends for those that have not heard, after so long at the most. */
const SWEPT_SECONDS = SECONDS.lostMessage + 60;
/** The pool sends for a run again and again; and whoever came may have to come once more. */
const SENT_FOR_SECONDS = 1800;

/** Whether a request is for this one of the models behind its endpoint. */
const isAskedOf = (input: unknown, name: string, endpoint: string) =>
  name === endpoint || (typeof input === "object" && input !== null && "model" in input && input.model === name);

interface Span {
  from: number;
  to: number;
}

/** How many of the spans there were at once, at most. */
function mostAtOnce(spans: Span[]): number {
  const turns = spans
    .filter(({ from, to }) => from < to)
    .flatMap(({ from, to }) => [
      { at: from, by: 1 },
      { at: to, by: -1 },
    ]);
  let most = 0;
  let now = 0;
  // Whoever leaves at a moment makes room for who comes at it.
  for (const { by } of turns.sort((a, b) => a.at - b.at || a.by - b.by)) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}

/**
 * When a generation had fal.ai at work, and must have had a slot: until its request ended, another was made in its
 * place, it was settled, or its deadline passed. One that failed at some time may have been taken up again with a request
 * that was not given up at fal.ai; nobody can tell then.
 */
function slotsHeld(facts: Facts): Span[] {
  const failedOnce = new Set(facts.failedOnce);
  const byGeneration = Map.groupBy(facts.submissions, ({ webhookUrl }) => namedBy(webhookUrl)?.generationId ?? "");
  return facts.generations.flatMap(({ id, model, finishedAt }) => {
    if (failedOnce.has(id)) return [];
    const deadlineMs = modelNamed(model).deadlineSeconds * 1000 * facts.timeScale - CLOCK_SLACK_MS;
    const made = (byGeneration.get(id) ?? []).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
    return made.flatMap((submission, position) => {
      if (!submission.accepted) return [];
      const from = Date.parse(submission.at);
      const next = made[position + 1];
      const ends = [submission.completedAt, finishedAt, next && Date.parse(next.at), from + deadlineMs];
      return [{ from, to: Math.min(...ends.filter((end) => typeof end === "number")) }];
    });
  });
}

export const INVARIANTS_OF_WAITS: Invariant[] = [
  {
    name: "states-fail-nothing",
    statement: "No run fails, or runs out of time, for want of a renderer, a balance, a key or a slot.",
    breaks: ({ runs, jobs }) =>
      runs.flatMap(({ id, status, error }) => {
        if (status === "TIMED_OUT" && error?.message.includes("waited too long")) return [`${id}: ${error.message}`];
        if (status !== "FAILED" || !error) return [];
        if (["fal_key_refused", "fal_balance_exhausted"].includes(error.code)) return [`${id}: ${error.message}`];
        if (error.code !== "renderer_unavailable" || !jobs) return [];
        // A job that so many renderers broke off may be what ends them: it is the job that failed then.
        const kind = error.step === "render" ? "render" : "cut";
        const broken = jobs.filter((job) => job.runId === id && job.kind === kind && !job.isAnswered).length;
        return broken >= (kind === "render" ? LOST_RENDERS : 1)
          ? []
          : [`${id}: ${error.message}, after ${broken} jobs`];
      }),
  },
  {
    name: "waits-use-no-time",
    statement: "The time that a run was seen to wait for what is nobody's fault is on top of its deadline.",
    breaks: ({ waits, runs, retries, timeScale, slowestCallMs }) => {
      const retried = new Set(retries.map(({ runId }) => runId));
      const seen = Map.groupBy(waits, ({ runId }) => runId);
      return runs.flatMap(({ id, createdAt, deadlineAt }) => {
        // Each retry gives a run a new deadline, at a time that only it knows.
        if (retried.has(id)) return [];
        const own = seen.get(id) ?? [];
        const waitedMs = own.reduce((sum, { since, seenAt }) => sum + Math.max(0, seenAt - since), 0);
        const missingMs = createdAt + SECONDS.runDeadline * 1000 * timeScale + waitedMs - deadlineAt;
        return missingMs > DEADLINE_SLACK_MS + own.length * (END_WRITTEN_MS + WRITES * slowestCallMs)
          ? [`${id} waited ${waitedMs} ms in ${own.length} waits, and has ${missingMs} ms too few`]
          : [];
      });
    },
  },
  {
    name: "no-time-out-early",
    statement: "A run times out no sooner than it has had all its time.",
    breaks: ({ runs, timeScale }) =>
      runs
        .filter(({ status }) => status === "TIMED_OUT")
        .flatMap(({ id, createdAt, finishedAt }) => {
          const missingMs = createdAt + SECONDS.runDeadline * 1000 * timeScale - (finishedAt ?? 0);
          return missingMs > 0 ? [`${id} timed out ${missingMs} ms too early`] : [];
        }),
  },
  {
    name: "over-waits-for-nothing",
    statement: "A run that is over waits for nothing.",
    breaks: ({ runs }) =>
      runs
        .filter(({ status, waitsFor, waitsSince }) => !isActive(status) && (waitsFor ?? waitsSince ?? null) !== null)
        .map(({ id, status, waitsFor }) => `${id} is ${status}, and waits for ${waitsFor}`),
  },
  {
    name: "waiters-have-heard",
    statement: "Whoever waited for a generation has heard that it is settled.",
    breaks: ({ generations, readAt, timeScale }) =>
      generations
        .filter(({ finishedAt, waiters }) => finishedAt !== null && waiters.length > 0)
        .flatMap(({ id, dueAt, waiters }) => {
          const unheardMs = readAt - dueAt;
          return unheardMs > SWEPT_SECONDS * 1000 * timeScale + OVERDUE_SLACK_MS
            ? [`${waiters.join(", ")} did not hear of ${id} for ${unheardMs} ms`]
            : [];
        }),
  },
  {
    name: "successors-answer",
    statement: "A run fails because a model is gone only when every other that can answer is gone, too.",
    breaks: ({ runs, steps, generations, submissions }) =>
      runs
        .filter(({ status, error }) => status === "FAILED" && error?.code === "fal_model_retired")
        .flatMap(({ id, error }) => {
          const waited = steps.find(({ runId, name }) => runId === id && name === error?.step)?.generationId;
          const generation = generations.find((each) => each.id === waited);
          if (!generation) return [`${id} waited for nothing`];
          const left = modelNamed(generation.model).candidates.filter(
            ({ name, endpoint }) =>
              !submissions.some(
                ({ model, input, faults }) =>
                  faults.some(({ kind }) => kind === "retired") &&
                  model === endpoint &&
                  isAskedOf(input, name, endpoint),
              ),
          );
          return left.length > 0 ? [`${id} failed, and nobody asked ${left.map(({ name }) => name).join(", ")}`] : [];
        }),
  },
  {
    name: "no-place-held",
    statement: "When all is quiet, nobody waits at the gate or in the pool, or holds a slot or a place there.",
    breaks: ({ lines, runs, readAt, timeScale }) => {
      const active = new Set(runs.filter(({ status }) => isActive(status)).map(({ id }) => id));
      return [
        ...lines.visitors.map(({ generation_id: id, status }) => `${id} is ${status} at the gate`),
        ...lines.breakers.map(({ cause }) => `the gate is shut for ${cause}`),
        ...lines.renders.flatMap(({ run_id: id, status, ended_at: endedAt }) => {
          if (status !== "ended" || endedAt === null) return [`the render of ${id} is ${status}`];
          if (active.has(id)) return [`the render of ${id} is over, and the run did not come for it`];
          // Nobody may have heard that it is not wanted.
          const keptMs = readAt - endedAt;
          return keptMs > SECONDS.renderEndKept * 1000 * timeScale + OVERDUE_SLACK_MS
            ? [`the end of the render of ${id} is kept for ${keptMs} ms`]
            : [];
        }),
      ];
    },
  },
  {
    name: "slots-not-exceeded",
    statement: "fal.ai never works on more generations at a time than the deployment has slots.",
    breaks: (facts) => {
      const most = mostAtOnce(slotsHeld(facts));
      return most > facts.slots ? [`${most} at a time, with ${facts.slots} slots`] : [];
    },
  },
  {
    name: "rendered-once-at-a-time",
    statement: "No two renderers are at work on the render of the same run, unless one of them was lost.",
    breaks: ({ jobs }) =>
      [
        ...Map.groupBy(
          (jobs ?? []).filter(({ kind, isAnswered }) => kind === "render" && isAnswered),
          ({ runId }) => runId,
        ),
      ].flatMap(([runId, whole]) => (mostAtOnce(whole) > 1 ? [`${runId} was rendered twice at a time`] : [])),
  },
  {
    name: "renders-sent-for",
    statement: "A run comes for its render when that is over, rather than when it asks by itself an hour later.",
    breaks: ({ jobs, steps, timeScale }) =>
      steps
        .filter(({ name, status }) => name === "render" && status === "done")
        .flatMap(({ runId, finishedAt }) => {
          const ends = (jobs ?? [])
            .filter(
              (job) => job.runId === runId && job.kind === "render" && job.isAnswered && job.to <= (finishedAt ?? 0),
            )
            .map(({ to }) => to);
          if (finishedAt === null || ends.length === 0) return [];
          const lateMs = finishedAt - Math.max(...ends);
          return lateMs > SENT_FOR_SECONDS * 1000 * timeScale + OVERDUE_SLACK_MS
            ? [`${runId} came ${lateMs} ms after its render`]
            : [];
        }),
  },
];
