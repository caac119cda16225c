/** What must hold of what callers have removed: deleted runs, and artists of whom everything was erased. */
import { SECONDS } from "../../worker/timing.ts";
import type { Facts } from "./facts.ts";
import { type Invariant, isShared, OVERDUE_SLACK_MS } from "./invariant.ts";

/** Files of a deleted run are gone after so long. */
const GONE_SECONDS = 60;
/** Whoever reads a message and sends it may be slow, on a busy machine, and stand still in between. */
const SENDING_MS = 3000;
const STALLS = 2;
/** The one place of the database where an erasure itself is written down. */
const RECORD = "erasures";

/** Deleted runs, by their ids, and when that was. */
const deletedIn = ({ runs }: Facts) =>
  new Map(runs.flatMap(({ id, deletedAt }): [string, number][] => (deletedAt === null ? [] : [[id, deletedAt]])));

/** The run, or generation, whose file this is. */
const ownerOf = (ref: string) => /\/((?:run|gen)_[^/]+)\//.exec(ref)?.[1] ?? "";

/** Since when nothing may be left of it, where it is something that must go: a deleted run, or what was made for one. */
function goneSince(facts: Facts): Map<string, number> {
  const deleted = deletedIn(facts);
  const made = facts.generations.flatMap(({ id, runId, step, finishedAt }): [string, number][] => {
    const deletedAt = deleted.get(runId);
    // What was heard in a song is the song's. What is still being made is waited for.
    if (deletedAt === undefined || isShared(step) || finishedAt === null) return [];
    return [[id, Math.max(deletedAt, finishedAt)]];
  });
  return new Map([...deleted, ...made]);
}

export const INVARIANTS_OF_REMOVALS: Invariant[] = [
  {
    name: "removed-as-asked",
    statement: "A run is deleted, or its rows are gone, only where that was asked for; once answered, it stays so.",
    breaks: ({ runs, goneRuns, deletions, erasures, reappearances }) => {
      const asked = new Set(deletions.map(({ runId }) => runId));
      const erased = new Set(erasures.map(({ artistId }) => artistId));
      const answered = new Set(deletions.filter(({ answeredAt }) => answeredAt !== null).map(({ runId }) => runId));
      return [
        ...runs.flatMap(({ id, artistId, deletedAt }) => {
          if (deletedAt === null) return answered.has(id) ? [`${id} was deleted, and is not`] : [];
          return asked.has(id) || erased.has(artistId) ? [] : [`nobody asked for ${id} to be deleted`];
        }),
        ...goneRuns
          .filter(({ artistId }) => !erased.has(artistId))
          .map(({ id }) => `${id} is gone, and its artist was not erased`),
        ...[...runs, ...goneRuns]
          .filter(({ deletedAt, finishedAt }) => deletedAt !== null && (finishedAt ?? Infinity) > deletedAt)
          .map(({ id }) => `${id} was taken up again after it was deleted`),
        ...reappearances.map(({ runId, how }) => `${runId} was deleted, and ${how}`),
      ];
    },
  },
  {
    name: "deleted-files-gone",
    statement:
      "A minute after a run was deleted, none of its files is left; what a renderer delivers later, cleanup deletes.",
    breaks: (facts) => {
      const { readAt, timeScale, objects, runs } = facts;
      const since = goneSince(facts);
      const cleanedUp = new Set(runs.filter(({ cleanedUpAt }) => cleanedUpAt !== null).map(({ id }) => id));
      const payers = new Map(facts.generations.map(({ id, runId }) => [id, runId]));
      return objects.flatMap(({ ref, storedAt }) => {
        const owner = ownerOf(ref);
        const goneAt = since.get(owner);
        if (goneAt === undefined) return [];
        const leftMs = readAt - goneAt - GONE_SECONDS * 1000 * timeScale;
        const isLate = storedAt > goneAt + SECONDS.lateFiles * 1000 * timeScale;
        const isAwaited = isLate && !cleanedUp.has(payers.get(owner) ?? owner);
        return leftMs <= OVERDUE_SLACK_MS || isAwaited ? [] : [`${ref} is left, ${leftMs} ms too long`];
      });
    },
  },
  {
    name: "deleted-rows-empty",
    statement:
      "The rows of a deleted run tell what it cost, and not what it came to, nor what models were asked for it.",
    breaks: (facts) => {
      const since = goneSince(facts);
      const gone = new Set(facts.goneGenerations);
      const { readAt, timeScale } = facts;
      return [
        ...facts.runs
          .filter(({ deletedAt, output, outputs }) => deletedAt !== null && (output ?? Object.keys(outputs)[0]))
          .map(({ id }) => `${id} is deleted, and has an output`),
        ...facts.generations.flatMap(({ id, input, output, keptResult }) => {
          const goneAt = gone.has(id) ? undefined : since.get(id);
          if (goneAt === undefined || readAt - goneAt <= GONE_SECONDS * 1000 * timeScale + OVERDUE_SLACK_MS) return [];
          return Object.keys(input).length > 0 || output !== null || keptResult !== null
            ? [`${id} still tells what it was asked or answered`]
            : [];
        }),
      ];
    },
  },
  {
    name: "erased-whole",
    statement:
      "An erasure that was answered is complete in the end, and nothing is left of its artist but what the answer lists.",
    breaks: ({ erasures, traces }) =>
      erasures.flatMap(({ artistId, answeredAt, completedAt, remains }) => {
        if (answeredAt === null) return [`nobody answered that ${artistId} is erased`];
        if (completedAt === null) return [`${artistId} is not erased to the end`];
        const { [RECORD]: record, ...others } = traces[artistId] ?? {};
        return [
          ...(record && !remains.includes("database") ? [`${artistId} has a record that no answer lists`] : []),
          ...Object.entries(others).flatMap(([place, found]) => found.map((each) => `left in ${place}: ${each}`)),
        ];
      }),
  },
  {
    name: "others-untouched",
    statement: "No run fails for want of a file or a song, because only what nobody needs was removed.",
    breaks: ({ runs, erasures }) => {
      const erased = new Set(erasures.map(({ artistId }) => artistId));
      return runs
        .filter(({ artistId, error }) => !erased.has(artistId) && error?.code === "input_missing")
        .map(({ id, error }) => `${id}: ${error?.message}`);
    },
  },
  {
    name: "messages-true",
    statement:
      "A message says of a run how it ended; one that is sent after the run was deleted tells of no file, and after its artist was erased none is sent.",
    breaks: (facts) => {
      const { arrivals, events, goneRuns, erasures, stallMs } = facts;
      const ends = new Map(events.map(({ id, ending }) => [id, "status" in ending ? ending.status : undefined]));
      const deleted = deletedIn(facts);
      const completed = new Map(erasures.map(({ artistId, completedAt }) => [artistId, completedAt ?? Infinity]));
      const erased = new Map(goneRuns.map(({ id, artistId }) => [id, completed.get(artistId) ?? Infinity]));
      const slackMs = SENDING_MS + STALLS * stallMs;
      return arrivals.flatMap(({ eventId, at, run }) => {
        if (!run) return [];
        const end = ends.get(eventId);
        return [
          ...(end !== undefined && end !== run.status
            ? [`${eventId} said ${run.status} of ${run.id}, not ${end}`]
            : []),
          ...(run.hasOutput && at > (deleted.get(run.id) ?? Infinity) + slackMs
            ? [`${eventId} told of files of ${run.id}, which was deleted`]
            : []),
          ...(at > (erased.get(run.id) ?? Infinity) + slackMs
            ? [`${eventId} told of ${run.id}, which was erased`]
            : []),
        ];
      });
    },
  },
];
