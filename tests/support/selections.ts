/** Every combination of what narrows a list of runs. */
import type { RunStatus } from "../../worker/domain/run.ts";
import type { Selection } from "../../worker/runs/run-selection.ts";

/** What each filter asks for where a selection has it. */
export type Asked = Required<Pick<Selection, "artistId" | "template" | "tag" | "createdFrom" | "createdBefore">>;

const STATUSES: (readonly RunStatus[] | undefined)[] = [
  undefined,
  ["QUEUED", "EXECUTING"],
  ["FAILED", "TIMED_OUT"],
  ["COMPLETED"],
  ["COMPLETED", "FAILED", "QUEUED"],
];

/** The combinations, each with a name. */
export function selections(asked: Asked): { name: string; filters: Partial<Selection> }[] {
  const each: Partial<Selection>[] = [
    { artistId: asked.artistId },
    { template: asked.template },
    { tag: asked.tag },
    { createdFrom: asked.createdFrom, createdBefore: asked.createdBefore },
  ];
  const combinations = Array.from(
    { length: 2 ** each.length },
    (_, bits): Partial<Selection> => Object.assign({}, ...each.filter((_filter, position) => (bits >> position) & 1)),
  );
  combinations.push({ createdFrom: asked.createdFrom }, { createdBefore: asked.createdBefore });
  return combinations.flatMap((filters) =>
    STATUSES.map((statuses) => ({
      name: [...Object.keys(filters), ...(statuses ?? [])].join(" ") || "all",
      filters: { ...filters, ...(statuses ? { statuses } : {}) },
    })),
  );
}
