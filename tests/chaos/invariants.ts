/** What must hold after any fault. Each invariant is a pure function of the facts that names what breaks it. */
import { isActive } from "../../worker/domain/run.ts";
import { candidateNamed } from "../../worker/fal/model.ts";
import { modelNamed } from "../../worker/fal/models.ts";
import { SECONDS } from "../../worker/timing.ts";
import type { Facts, Submission } from "./facts.ts";
import { CLOCK_SLACK_MS, type Invariant, isShared, namedBy, OVERDUE_SLACK_MS } from "./invariant.ts";
import { INVARIANTS_OF_ARCHIVES } from "./invariants-of-archives.ts";
import { INVARIANTS_OF_REMOVALS } from "./invariants-of-removals.ts";
import { INVARIANTS_OF_WAITS } from "./invariants-of-waits.ts";

/** How long before its line in the ledger a submit may have been decided on, on a busy machine. */
const UNDER_WAY_MS = 3000;
/** How often whoever submits may stand still on the way: before the row is written, and before the POST. */
const STALLS = 2;

/** A run's files are cleaned up once nobody can write them any more; sweeps, of a few runs each, may take some time more. */
const cleanupMs = ({ timeScale, runs }: Facts) =>
  (SECONDS.renderUrl + SECONDS.renderLease) * 1000 * timeScale + 60_000 + runs.length * 120;

/** Faults after which an answer is of no use, however often it is asked for. */
const USELESS = [
  "result-expired",
  "result-without-media",
  "media-missing",
  "media-truncated",
  "media-cut-off",
  "media-wrong-type",
  "media-huge",
];

const attemptOf = ({ webhookUrl }: Submission): number => namedBy(webhookUrl)?.attempt ?? 0;

export function acceptedByGeneration({ submissions }: Pick<Facts, "submissions">): Map<string, Submission[]> {
  const accepted = submissions.filter((submission) => submission.accepted);
  const grouped = Map.groupBy(accepted, ({ webhookUrl }) => namedBy(webhookUrl)?.generationId ?? "");
  for (const each of grouped.values()) each.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return grouped;
}

/** Whether every run that waited for the generation may have been over at some time: then it may be cancelled. */
function wasGivenUp({ steps, retries, runs, goneRuns }: Facts, generationId: string): boolean {
  const waiting = new Set(steps.filter((step) => step.generationId === generationId).map(({ runId }) => runId));
  const over = [...runs, ...goneRuns].filter(
    ({ id, status }) => waiting.has(id) && status !== "COMPLETED" && !isActive(status),
  );
  return over.length > 0 || retries.some(({ runId }) => waiting.has(runId));
}

/**
 * Why it was right to submit again after `earlier`, or undefined when it was not. Where invocations stand still, for
 * `stallMs`, a submit reaches the ledger so much later than it was decided on, and than its deadline began to run.
 */
export function excuse(
  earlier: Submission,
  next: Submission,
  deadlineMs: number,
  givenUp: boolean,
  stallMs: number,
): string | undefined {
  const nextAt = Date.parse(next.at);
  const ended = earlier.completedAt !== null && earlier.completedAt <= nextAt;
  // We asked for that end; where a run still waited, it was paid for nothing.
  const cancelled = earlier.outcome === "client_cancelled" && !givenUp;
  if (ended && earlier.outcome !== "ok" && !cancelled) return `it had ended as ${earlier.outcome}`;
  if (ended && earlier.billing?.units === 0) return "it gave nothing, and cost nothing";
  const useless = earlier.faults.find(({ kind }) => USELESS.includes(kind));
  if (ended && earlier.forgotten) return "its result was kept no more";
  if (ended && useless) return `its answer was of no use: ${useless.kind}`;
  const deadlineAt = Date.parse(earlier.at) + deadlineMs - CLOCK_SLACK_MS - STALLS * stallMs;
  // An attempt that never arrived lies between the two: it was that one which took the place of the earlier.
  const replacedAt = attemptOf(next) > attemptOf(earlier) + 1 ? Math.min(deadlineAt, nextAt) : nextAt;
  // We heard of it in time, so it was known and could be collected, deadline or not.
  const heard = earlier.callbacks.some(
    ({ faulty, answer, answeredAt }) =>
      !faulty && answer === 200 && Date.parse(answeredAt) < replacedAt - UNDER_WAY_MS - STALLS * stallMs,
  );
  if (!heard && nextAt >= deadlineAt) return "its deadline had passed";
  return undefined;
}

/** Every request that was accepted for a generation after an earlier one, with its excuse, if it has any. */
export function acceptedAgain(facts: Facts) {
  const models = new Map(facts.generations.map(({ id, model }) => [id, modelNamed(model)]));
  return [...acceptedByGeneration(facts)].flatMap(([generationId, accepted]) => {
    const deadlineMs = (models.get(generationId)?.deadlineSeconds ?? 0) * 1000 * facts.timeScale;
    return accepted.flatMap((earlier, position) => {
      const next = accepted[position + 1];
      if (!next) return [];
      const why = excuse(earlier, next, deadlineMs, wasGivenUp(facts, generationId), facts.stallMs);
      return [{ generationId, earlier, next, why }];
    });
  });
}

const EVENT_TYPES: Partial<Record<string, string>> = { COMPLETED: "run.completed", CANCELED: "run.canceled" };

const TERMINAL_WITHOUT_OUTPUT = ["FAILED", "CANCELED", "TIMED_OUT"];

export const INVARIANTS: Invariant[] = [
  {
    name: "no-run-lost",
    statement: "Every run whose id was answered with 202 is in the database and is over, unless its artist was erased.",
    breaks: ({ answered, runs, goneRuns }) => {
      // That those were to go is another invariant's.
      const known = new Map([...runs, ...goneRuns].map((run) => [run.id, run]));
      return answered.flatMap(({ runId }) => {
        const run = known.get(runId);
        if (!run) return [`${runId} is gone`];
        return isActive(run.status) ? [`${runId} is still ${run.status}`] : [];
      });
    },
  },
  {
    name: "no-run-overdue",
    statement: "No run is unfinished past its deadline.",
    breaks: ({ runs, readAt }) =>
      runs
        .filter(({ status, deadlineAt }) => isActive(status) && deadlineAt < readAt)
        .map(({ id, status, deadlineAt }) => `${id} is ${status}, ${readAt - deadlineAt} ms past its deadline`),
  },
  {
    name: "no-generation-left-open",
    statement: "A generation that a finished run waited for is settled, or cancelled at fal.ai, by the end.",
    breaks: ({ generations, submissions }) => {
      const ended = new Map(submissions.map((each) => [each.requestId, each]));
      return generations
        .filter(({ status, requestId }) => status === "submitted" && ended.get(requestId)?.status !== "COMPLETED")
        .map(({ id, requestId }) => `${id}: fal.ai still makes ${requestId}`);
    },
  },
  {
    name: "not-paid-twice",
    statement:
      "fal.ai accepts a generation again only after the earlier request ended without a usable answer, or its deadline passed unheard of.",
    breaks: (facts) =>
      acceptedAgain(facts).flatMap(({ generationId, earlier, next, why }) => {
        if (why !== undefined) return [];
        const kinds = (submission: Submission) => submission.faults.map(({ kind }) => kind).join("+") || "no fault";
        const seconds = ((Date.parse(next.at) - Date.parse(earlier.at)) / 1000).toFixed(1);
        return [
          `${generationId} (${earlier.model}): ${earlier.requestId} (${kinds(earlier)}, ${earlier.outcome}), and ${seconds} s later ${next.requestId} (${kinds(next)})`,
        ];
      }),
  },
  {
    name: "every-payment-known",
    statement: "What fal.ai accepted belongs to a generation in the database.",
    breaks: (facts) => {
      const known = new Set(facts.generations.map(({ id }) => id));
      return [...acceptedByGeneration(facts)]
        .filter(([generationId]) => !known.has(generationId))
        .map(([generationId, accepted]) => `${accepted.length} requests for ${generationId || "nothing"}`);
    },
  },
  {
    name: "one-video-per-run",
    statement: "A COMPLETED run that was not deleted has one video, which is stored with the size that the run shows.",
    breaks: ({ runs, objects }) => {
      const stored = new Map(objects.map((object) => [object.ref as string, object]));
      return runs
        .filter(({ status, deletedAt }) => status === "COMPLETED" && deletedAt === null)
        .flatMap(({ id, output }) => {
          if (!output) return [`${id} has no output`];
          const video = stored.get(output.videoSourceUrl);
          if (!video) return [`${id}: ${output.videoSourceUrl} is not stored`];
          if (video.bytes !== output.renderedVideoBytes)
            return [`${id}: ${video.bytes} bytes are stored, ${output.renderedVideoBytes} shown`];
          return stored.has(output.posterUrl) ? [] : [`${id}: ${output.posterUrl} is not stored`];
        });
    },
  },
  {
    name: "published-bytes-stay",
    statement: "A video that was published is, until it is deleted, the one that was published, with the same bytes.",
    breaks: ({ publications, runs, objects }) => {
      const stored = new Map(objects.map((object) => [object.ref, object]));
      const known = new Map(runs.map((run) => [run.id, run]));
      return publications.flatMap(({ runId, ref, sha256 }) => {
        const run = known.get(runId);
        if (!run || run.deletedAt !== null) return [];
        const now = run.output?.videoSourceUrl;
        if (now !== ref) return [`${runId} showed ${ref} and now shows ${now}`];
        return stored.get(ref)?.sha256 === sha256 ? [] : [`${runId}: the bytes of ${ref} changed`];
      });
    },
  },
  {
    name: "no-output-without-success",
    statement: "A run that failed, was canceled or timed out shows no output.",
    breaks: ({ runs }) =>
      runs
        .filter(({ status, output }) => TERMINAL_WITHOUT_OUTPUT.includes(status) && output !== null)
        .map(({ id, status }) => `${id} is ${status} and has an output`),
  },
  {
    name: "settled-stays-settled",
    statement: "A run that was seen over does not change, unless we asked for a retry.",
    breaks: ({ sightings, retries, runs, goneRuns, readAt }) => {
      const last = [...runs, ...goneRuns].map(({ id, status }) => ({ runId: id, at: readAt, status }));
      return [...Map.groupBy([...sightings, ...last], ({ runId }) => runId)].flatMap(([runId, seen]) =>
        seen.flatMap((sighting, position) => {
          const before = seen[position - 1];
          if (!before || isActive(before.status) || before.status === sighting.status) return [];
          const asked =
            before.status !== "COMPLETED" && retries.some((retry) => retry.runId === runId && retry.at < sighting.at);
          return asked ? [] : [`${runId} went from ${before.status} to ${sighting.status}`];
        }),
      );
    },
  },
  {
    name: "progress-never-back",
    statement: "Progress never goes back, nor above 1.",
    breaks: ({ sightings }) =>
      [...Map.groupBy(sightings, ({ runId }) => runId)].flatMap(([runId, seen]) =>
        seen.flatMap(({ progress }, position) => {
          const before = seen[position - 1]?.progress ?? 0;
          if (progress > 1) return [`${runId} was at ${progress}`];
          return progress < before ? [`${runId} went from ${before} back to ${progress}`] : [];
        }),
      ),
  },
  {
    name: "failures-explained",
    statement: "A FAILED run names its step, a code and a cause.",
    breaks: ({ runs }) =>
      runs
        .filter(({ status }) => status === "FAILED")
        .flatMap(({ id, error }) => {
          if (!error?.code || error.message.length < 10) return [`${id} does not say why it failed`];
          return error.step ? [] : [`${id} (${error.code}) does not name its step`];
        }),
  },
  {
    name: "costs-as-billed",
    statement: "A completed generation costs what fal.ai bills for the request whose answer it holds.",
    breaks: ({ generations, submissions }) => {
      const billed = new Map(submissions.map(({ requestId, billing }) => [requestId, billing]));
      // Of these the callback told what was made, which does not say what was billed: that is computed.
      const untold = new Set(
        submissions
          .filter(({ forgotten, faults }) => forgotten || faults.some(({ kind }) => kind === "result-expired"))
          .map(({ requestId }) => requestId),
      );
      return generations
        .filter(({ status }) => status === "completed")
        .flatMap(({ id, model, candidate, requestId, costMicros }) => {
          const bill = billed.get(requestId);
          if (!bill) return [`${id} completed with ${requestId}, which fal.ai does not bill`];
          // Where fal.ai's units are not the price's, ours are an estimate, checked by its own tests.
          if (!candidateNamed(modelNamed(model), candidate).billedInUnits) return [];
          const difference = Math.abs(costMicros - bill.usd * 1e6);
          return difference <= (untold.has(requestId) ? bill.usd * 1e4 : 1)
            ? []
            : [`${id} (${model}) costs ${costMicros}, fal.ai bills ${bill.usd * 1e6}`];
        });
    },
  },
  {
    name: "waste-never-hidden",
    statement: "What fal.ai bills beyond the answers we hold is counted as wasted.",
    breaks: (facts) => {
      const accepted = acceptedByGeneration(facts);
      return facts.generations.flatMap(({ id, model, candidate, requestId, status, wastedMicros }) => {
        // Estimates would have to agree to the cent.
        if (!candidateNamed(modelNamed(model), candidate).billedInUnits) return [];
        // The answer of a generation that failed and keeps its request id waits to be collected: it is not lost yet.
        const lost = (accepted.get(id) ?? [])
          .filter((each) => each.outcome === "ok" && each.requestId !== requestId)
          .reduce((sum, { billing }) => sum + (billing?.usd ?? 0) * 1e6, 0);
        return lost > wastedMicros * 1.5 + 1
          ? [`${id} (${model}, ${status}) wasted ${lost}, and says ${wastedMicros}`]
          : [];
      });
    },
  },
  {
    name: "charged-as-spent",
    statement: "A run that is over is charged what its generations cost and may still cost, so its account is too.",
    breaks: ({ runs, goneRuns, generations }) => {
      const ofRun = Map.groupBy(generations, ({ runId }) => runId);
      const mayCost = ({ status, requestId, expectedMicros }: Facts["generations"][number]) =>
        status === "submitting" || (status !== "completed" && requestId !== null) ? expectedMicros : 0;
      return [...runs, ...goneRuns]
        .filter(({ status }) => !isActive(status))
        .flatMap(({ id, chargedMicros }) => {
          const spent = (ofRun.get(id) ?? []).reduce(
            (sum, generation) => sum + generation.costMicros + generation.wastedMicros + mayCost(generation),
            0,
          );
          return spent === chargedMicros ? [] : [`${id} spent ${spent} and is charged ${chargedMicros}`];
        });
    },
  },
  {
    name: "counters-add-up",
    statement:
      "What an account's months count is what its runs come to, recounted from their rows as they are or were.",
    breaks: ({ runs, goneRuns, months }) => {
      const gone = new Set(goneRuns.map(({ id }) => id));
      const monthOfRun = ({ accountId, createdAt }: Facts["runs"][number]) =>
        `${accountId} ${new Date(createdAt).toISOString().slice(0, 7)}`;
      const counted = new Map(
        months.map(({ accountId, month, ...counts }) => [`${accountId} ${month}`, JSON.stringify(counts)]),
      );
      const recounted = [...Map.groupBy([...runs, ...goneRuns], monthOfRun)].map(
        ([month, ofMonth]): [string, string] => {
          const [active, over] = [
            ofMonth.filter(({ status }) => isActive(status)),
            ofMonth.filter(({ status }) => !isActive(status)),
          ];
          const reservedMicros = active.reduce((sum, run) => sum + run.reservedMicros, 0);
          const chargedMicros = over.reduce((sum, run) => sum + run.chargedMicros, 0);
          const erasedMicros = over.filter(({ id }) => gone.has(id)).reduce((sum, run) => sum + run.chargedMicros, 0);
          return [month, JSON.stringify({ activeRuns: active.length, reservedMicros, chargedMicros, erasedMicros })];
        },
      );
      return recounted.flatMap(([month, sums]) =>
        counted.get(month) === sums ? [] : [`${month} counts ${counted.get(month)}, and its runs come to ${sums}`],
      );
    },
  },
  {
    name: "one-batch-per-key",
    statement:
      "However often create is asked with an idempotency key, there is one batch, and all answers name its runs.",
    breaks: ({ runs, goneRuns, answered }) => {
      const keyed = Map.groupBy(
        [...runs, ...goneRuns].filter(({ idempotencyKey }) => idempotencyKey !== null),
        ({ accountId, idempotencyKey }) => `${accountId} ${idempotencyKey}`,
      );
      const twice = [...keyed].flatMap(([key, made]) => {
        const batches = new Set(made.map(({ batchId }) => batchId));
        return batches.size > 1 ? [`${key} has ${batches.size} batches`] : [];
      });
      const named = new Set(answered.map(({ runId }) => runId));
      return [...twice, ...(named.size < answered.length ? ["a run was answered to two creates"] : [])];
    },
  },
  {
    name: "every-end-told",
    statement: "Each end of a run has one event that says how it ended, and nothing else has.",
    breaks: ({ runs, events, retries }) =>
      runs.flatMap((run) => {
        const told = events.filter(({ runId }) => runId === run.id);
        const lives = 1 + retries.filter(({ runId }) => runId === run.id).length;
        if (told.length > lives) return [`${run.id} lived ${lives} times and ended ${told.length} times`];
        if (isActive(run.status)) return [];
        const last = told.filter(({ key }) => key === `${run.id}:${run.finishedAt}`);
        const says = last.map(({ type, ending }) => `${type} ${"status" in ending ? ending.status : ""}`).join();
        const expected = `${EVENT_TYPES[run.status] ?? "run.failed"} ${run.status}`;
        return says === expected ? [] : [`${run.id} ended as ${expected}, and was told as ${says || "nothing"}`];
      }),
  },
  {
    name: "every-batch-told",
    statement: "A batch without open runs was told of as it is, and no more often than it came to that.",
    breaks: ({ batches, runs, events, retries }) =>
      batches.flatMap(({ id }) => {
        const members = runs.filter(({ batchId }) => batchId === id);
        const told = events.filter(({ type, batchId }) => type === "batch.finished" && batchId === id);
        const lives = 1 + retries.filter(({ runId }) => members.some((run) => run.id === runId)).length;
        if (told.length > lives) return [`${id} finished ${told.length} times in ${lives} lives`];
        if (members.some(({ status }) => isActive(status))) return [];
        const statuses = new Map(members.map((run) => [run.id, run.status]));
        const asItIs = told.filter(
          ({ ending }) => Array.isArray(ending) && ending.every((each) => statuses.get(each.id) === each.status),
        );
        return asItIs.length > 0 ? [] : [`${id} finished, and was not told of as it is`];
      }),
  },
  {
    name: "no-delivery-lost",
    statement:
      "Every event has a delivery to its account's endpoint, which arrived there when it says so, and else is not overdue.",
    breaks: ({ events, deliveries, arrivals, readAt, timeScale }) =>
      events.flatMap(({ id, accountId }) => {
        const [delivery, ...others] = deliveries.filter(({ eventId }) => eventId === id);
        if (!delivery || others.length > 0) return [`${id} has ${others.length + (delivery ? 1 : 0)} deliveries`];
        const arrived = arrivals.filter(({ eventId, path }) => eventId === id && path === `/${accountId}`);
        if (delivery.status === "delivered") {
          return arrived.some(({ status }) => status === 200) ? [] : [`${delivery.id} never arrived`];
        }
        const overdue = readAt - delivery.nextAttemptAt - SECONDS.lostMessage * 2000 * timeScale;
        if (delivery.status !== "pending") return [`${delivery.id} is ${delivery.status} before its time`];
        return overdue > OVERDUE_SLACK_MS ? [`${delivery.id} is ${overdue} ms overdue`] : [];
      }),
  },
  {
    name: "orphans-collected",
    statement: "When a run has been cleaned up after, no file of it is left that no row names; each is, in time.",
    breaks: (facts) => {
      const cleanedUp = new Set(
        [...facts.runs.filter(({ cleanedUpAt }) => cleanedUpAt !== null), ...facts.goneRuns].map(({ id }) => id),
      );
      const payers = new Map(facts.generations.map(({ id, runId }) => [id, runId]));
      const owner = (ref: string) => {
        const id = /(?:run|gen)_[^/]+/.exec(ref)?.[0] ?? "";
        return payers.get(id) ?? id;
      };
      const settledAt = (runId: string, finishedAt: number) =>
        facts.generations
          .filter((generation) => generation.runId === runId)
          .reduce((latest, { finishedAt: at }) => Math.max(latest, at ?? Number.POSITIVE_INFINITY), finishedAt);
      return [
        ...orphans(facts)
          .filter((ref) => cleanedUp.has(owner(ref)))
          .map((ref) => `${ref} was not collected`),
        ...facts.runs
          .filter(
            ({ id, finishedAt, cleanedUpAt }) =>
              finishedAt !== null &&
              cleanedUpAt === null &&
              facts.readAt - settledAt(id, finishedAt) > cleanupMs(facts),
          )
          .map(({ id }) => `${id} is long over and was not cleaned up after`),
      ];
    },
  },
  ...INVARIANTS_OF_ARCHIVES,
  ...INVARIANTS_OF_REMOVALS,
  {
    name: "no-file-left",
    statement: "No folder of a job is left in the renderer's temporary files.",
    breaks: ({ leftovers }) => leftovers.map((name) => `${name} is still there`),
  },
  ...INVARIANTS_OF_WAITS,
  {
    name: "no-forgery-taken",
    statement: "No callback with a forged signature is taken for one of fal.ai's.",
    // Nothing that it says would be believed; but whoever learned its URL could make us ask fal.ai without end.
    breaks: ({ forgeries }) =>
      forgeries.filter((status) => status >= 200 && status < 300).map((status) => `one was answered ${status}`),
  },
  {
    name: "accounts-apart",
    statement: "No row of one account points at another's.",
    breaks: (facts) => {
      const ownerOf = new Map<string, string>();
      const { batches, artists, songs, runs, goneRuns, generations } = facts;
      for (const row of [...batches, ...artists, ...songs, ...runs, ...goneRuns, ...generations]) {
        ownerOf.set(row.id, row.accountId);
      }
      const strangers = (what: string, accountId: string, ids: (string | null)[]) =>
        ids
          .filter((id) => id !== null && ownerOf.get(id) !== accountId)
          .map(
            (id) => `${what} of ${accountId} points at ${id}, ${ownerOf.has(id ?? "") ? "another's" : "which is gone"}`,
          );
      return [
        ...facts.answered.flatMap(({ runId, accountId }) => strangers("an answer", accountId, [runId])),
        ...facts.songs.flatMap((song) => strangers(song.id, song.accountId, [song.artistId])),
        ...facts.runs.flatMap((run) => strangers(run.id, run.accountId, [run.batchId, run.artistId, run.songId])),
        ...facts.steps.flatMap((step) =>
          strangers(`${step.runId}/${step.name}`, step.accountId, [step.runId, step.generationId]),
        ),
        ...facts.generations.flatMap((generation) =>
          strangers(generation.id, generation.accountId, [generation.runId]),
        ),
        ...facts.events.flatMap((event) => strangers(event.id, event.accountId, [event.runId, event.batchId])),
      ];
    },
  },
];

/** Files of runs that no row names: what attempts left behind that came to nothing. Not a break before its time. */
export function orphans({ objects, runs, goneRuns, generations }: Facts): string[] {
  const kept = runs.filter(({ deletedAt }) => deletedAt === null);
  const removed = new Set([...runs.filter(({ deletedAt }) => deletedAt !== null), ...goneRuns].map(({ id }) => id));
  const text = JSON.stringify([
    kept.map(({ output }) => output),
    kept.map(({ outputs }) => outputs),
    // What another run may find again stays, though the one that paid for it was deleted.
    generations
      .filter(({ runId, step }) => isShared(step) || !removed.has(runId))
      .map(({ output, input }) => [output, input]),
  ]);
  const named = new Set(text.match(/(?:media|library):[^"\\]+/g));
  return objects
    .map(({ ref }) => ref)
    .filter((ref) => /^(media:videos|media:generations|library:clips)\//.test(ref) && !named.has(ref));
}
