/** A campaign told in tables, and as data. */

import type { Campaign } from "./campaign.ts";
import { acceptedAgain, INVARIANTS, orphans } from "./invariants.ts";

export interface Verdict {
  name: string;
  statement: string;
  breaks: string[];
}

export const judge = ({ facts }: Pick<Campaign, "facts">): Verdict[] =>
  INVARIANTS.map(({ name, statement, breaks }) => ({ name, statement, breaks: breaks(facts) }));

/** How the runs ended: by status, and by code where they failed. */
export function outcomes({ facts }: Pick<Campaign, "facts">): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, error } of [...facts.runs, ...facts.goneRuns]) {
    const name = status === "FAILED" ? `FAILED ${error?.code} at ${error?.step}` : status;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(counts).sort(([, a], [, b]) => b - a));
}

/** The figures that no invariant is about. */
export function figures({ facts, cancels, refusedCreates, seconds, reactions }: Campaign) {
  const usd = (values: (number | undefined)[]) =>
    values.reduce<number>((sum, value) => sum + (value ?? 0), 0).toFixed(2);
  const excuses: Record<string, number> = {};
  for (const { why = "no excuse" } of acceptedAgain(facts)) excuses[why] = (excuses[why] ?? 0) + 1;
  return {
    seconds: Math.round(seconds),
    slowestDatabaseCallMs: facts.slowestCallMs,
    runsAnswered: facts.answered.length,
    runsStored: facts.runs.length,
    runsArchived: facts.archives.length,
    createsRefused: refusedCreates,
    cancels,
    retries: facts.retries.length,
    runsDeleted: facts.runs.filter(({ deletedAt }) => deletedAt !== null).length,
    runsErased: facts.goneRuns.length,
    generations: facts.generations.length,
    submits: facts.submissions.length,
    accepted: facts.submissions.filter(({ accepted }) => accepted).length,
    acceptedAgain: excuses,
    billedUsd: usd(facts.submissions.map(({ billing }) => billing?.usd)),
    costUsd: usd(facts.generations.map(({ costMicros }) => costMicros / 1e6)),
    wastedUsdAtMost: usd(facts.generations.map(({ wastedMicros }) => wastedMicros / 1e6)),
    // Paid, and kept by a failed generation for the next retry.
    uncollectedUsd: usd(
      facts.generations
        .filter(({ status, requestId }) => status === "failed" && requestId !== null)
        .map(({ requestId }) => facts.submissions.find((each) => each.requestId === requestId)?.billing?.usd),
    ),
    orphanObjects: orphans(facts).length,
    objects: facts.objects.length,
    reactions,
  };
}

const MAX_SHOWN = 5;

export function print(campaign: Campaign, verdicts: Verdict[]): void {
  const { runs, goneRuns } = campaign.facts;
  const statuses = new Map([...runs, ...goneRuns].map(({ id, status }) => [id, status]));
  const share = (runs: string[]) => `${runs.length} (${((100 * runs.length) / statuses.size).toFixed(0)} %)`;
  table(
    ["fault injected", "times", "runs touched", "how they ended"],
    campaign.injections
      .toSorted((a, b) => a.fault.localeCompare(b.fault))
      .map(({ fault, times, runs }) => {
        const ends = Map.groupBy(runs, (id) => statuses.get(id) ?? "gone");
        const told = [...ends].sort(([, a], [, b]) => b.length - a.length).map(([end, ids]) => `${ids.length} ${end}`);
        return [fault, String(times), runs.length > 0 ? share(runs) : "", told.join(", ")];
      }),
  );
  table(
    ["outcome", "runs"],
    Object.entries(outcomes(campaign)).map(([name, count]) => [name, String(count)]),
  );
  const { reactions, acceptedAgain, ...rest } = figures(campaign);
  table(
    ["figure", ""],
    Object.entries(rest).map(([name, value]) => [name, String(value)]),
  );
  table(
    ["the Worker's log says", "times"],
    Object.entries(reactions).map(([name, count]) => [name, String(count)]),
  );
  table(
    ["accepted by fal.ai once more, because", "times"],
    Object.entries(acceptedAgain).map(([name, count]) => [name, String(count)]),
  );
  table(
    ["invariant", "breaks", ""],
    verdicts.map(({ name, statement, breaks }) => [name, String(breaks.length), statement]),
  );
  for (const { name, breaks } of verdicts) {
    for (const each of breaks.slice(0, MAX_SHOWN)) console.log(`  ${name}: ${each}`);
    if (breaks.length > MAX_SHOWN) console.log(`  ${name}: and ${breaks.length - MAX_SHOWN} more`);
  }
}

function table(head: string[], rows: string[][]): void {
  if (rows.length === 0) return;
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const show = (row: string[]) =>
    console.log(
      `  ${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd()}`,
    );
  console.log("");
  show(head);
  console.log(`  ${widths.map((width) => "─".repeat(width)).join("  ")}`);
  for (const row of rows) show(row);
}
