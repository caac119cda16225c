/** Which runs the wall shows: a part of the address, so that it can be kept and sent. */
import { computed } from "@preact/signals";
import type { Run } from "../api/types.ts";
import { route } from "./route.ts";

export const FILTER_NAMES = ["artist", "template", "status", "tag", "batch"] as const;
export type FilterName = (typeof FILTER_NAMES)[number];
export type Filters = Partial<Record<FilterName, string>>;

/** What can be asked for by status, and the statuses that it stands for. */
export const STATUS_FILTERS: Record<string, { label: string; statuses: Run["status"][] }> = {
  open: { label: "Under way", statuses: ["QUEUED", "EXECUTING", "REATTEMPTING"] },
  finished: { label: "Finished", statuses: ["COMPLETED"] },
  failed: { label: "Failed", statuses: ["FAILED", "TIMED_OUT"] },
  canceled: { label: "Canceled", statuses: ["CANCELED"] },
};

/** The filters in an address; names that are unknown are left out. */
export function readFilters(query: URLSearchParams): Filters {
  return Object.fromEntries(
    FILTER_NAMES.flatMap((name) => {
      const value = query.get(name);
      return value === null || value === "" ? [] : [[name, value]];
    }),
  );
}

let latest: Filters = {};

/** Of the wall; while something else is looked at, those that it had. */
export const filters = computed<Filters>(() => {
  const { path, query } = route.value;
  const isWall = path.length === 0 || path[0] === "runs";
  const next = isWall ? readFilters(query) : latest;
  // The same object for the same filters: nothing is read anew because a run was opened.
  if (JSON.stringify(next) !== JSON.stringify(latest)) latest = next;
  return latest;
});

/** What the list of runs is asked with. */
export function filterQuery({ artist, template, status, tag, batch }: Filters) {
  const statuses = status === undefined ? undefined : STATUS_FILTERS[status]?.statuses;
  return {
    ...(artist === undefined ? {} : { artist_account_id: artist }),
    ...(template === undefined ? {} : { template }),
    ...(tag === undefined ? {} : { tag }),
    ...(batch === undefined ? {} : { batchId: batch }),
    ...(statuses === undefined ? {} : { status: statuses }),
  };
}
