/**
 * How the database finds the runs of a selection. Each selection is led by one index, which is named, because SQLite
 * cannot know which of several is the shortest way. What that index does not know is asked of each run that it leads
 * to; of so many at a time that a page costs the same whatever is stored.
 */
import { and, desc, eq, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import type { AccountId } from "../db/account-id.ts";
import { ACTIVE, UNSUCCESSFUL } from "../db/active.ts";
import { indexed } from "../db/indexed.ts";
import { behind } from "../db/page.ts";
import { runs } from "../db/schema.ts";
import type { PagePosition } from "../domain/page.ts";
import { isActive, type RunStatus, UNSUCCESSFUL_STATUSES } from "../domain/run.ts";

/**
 * Which of an account's runs, and how many of them; newest first. Omitted fields do not narrow the selection. Deleted runs
 * are found by their ids alone.
 */
export interface Selection {
  accountId: AccountId;
  ids?: readonly string[] | undefined;
  id?: string | SQL<string> | undefined;
  batchId?: string | undefined;
  statuses?: readonly RunStatus[] | undefined;
  artistId?: string | undefined;
  template?: string | undefined;
  /** One of the tags that the run shows. */
  tag?: string | undefined;
  /** Created at or after the one, and before the other; Unix milliseconds. */
  createdFrom?: number | undefined;
  createdBefore?: number | undefined;
  /** Not where they are at this version. */
  exceptVersion?: number | SQL<number> | undefined;
  /** The last run of the previous page. */
  after?: PagePosition | undefined;
  limit: number;
}

/** The same, of any account where it is undefined: for what is known to be somebody's. */
export type Chosen = Omit<Selection, "accountId"> & { accountId: AccountId | undefined };

/** How many runs of an index one page looks at, of which it shows those that are asked for. */
export const LOOKED_AT = 1000;

export const newestFirst = [desc(runs.createdAt), desc(runs.id)] as const;

interface Lead {
  /** Undefined: by the key of what the conditions name. */
  index?: string;
  conditions: SQL | undefined;
}

/** The parts of a query for the runs of a selection. */
export interface Found {
  from: SQL;
  where: SQL | undefined;
  /**
   * When the last run was created that is looked at; SQL for null when all are. Undefined where every run that the index
   * leads to is one of the selection, or they are few.
   */
  horizon: SQL<number | null> | undefined;
}

/** Where to look for the runs of the selection. */
export function find(selection: Chosen): Found {
  const { createdFrom, after } = selection;
  const named = leadOfNamed(selection);
  if (named) {
    const where = and(named.conditions, createdBetween(selection), behind(runs, after), rest(selection));
    return { from: sql`${runs}`, where, horizon: undefined };
  }
  const { index, conditions } = leadOfList(selection);
  const from = indexed(runs, index);
  // One bound on each side: SQLite goes by one of several, which may be the further one. A position lies before its end.
  const until = after ? behind(runs, after) : createdBetween({ createdBefore: selection.createdBefore });
  const others = rest(selection, index);
  if (!others) {
    return { from, where: and(conditions, createdBetween({ createdFrom }), until), horizon: undefined };
  }
  const horizon = sql<number | null>`(SELECT ${runs.createdAt} FROM ${from}
    WHERE ${and(conditions, createdBetween({ createdFrom }), until)}
    ORDER BY ${runs.createdAt} DESC, ${runs.id} DESC LIMIT 1 OFFSET ${sql.raw(String(LOOKED_AT - 1))})`;
  const within = sql`${runs.createdAt} >= max(${createdFrom ?? 0}, coalesce(${horizon}, 0))`;
  return { from, where: and(conditions, within, until, others), horizon };
}

/**
 * Ids and batches have indexes of their own, and the plus keeps SQLite from walking all of the account's runs in their
 * order instead. Any number of ids travels in one parameter.
 */
function leadOfNamed({ accountId, ids, id, batchId }: Chosen): Lead | undefined {
  if (ids === undefined && id === undefined && batchId === undefined) return undefined;
  return {
    conditions: and(
      accountId === undefined ? undefined : sql`+${runs.accountId} = ${accountId}`,
      ids && sql`${runs.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
      id === undefined ? undefined : eq(runs.id, id),
      batchId === undefined ? undefined : eq(runs.batchId, batchId),
      ids === undefined && id === undefined ? isNull(runs.deletedAt) : undefined,
    ),
  };
}

function leadOfList({ accountId, statuses, artistId }: Chosen): Required<Lead> {
  if (accountId === undefined) throw new Error("A list is some account's");
  const ofAccount = and(eq(runs.accountId, accountId), isNull(runs.deletedAt));
  if (artistId !== undefined) {
    return { index: "runs_account_artist", conditions: and(ofAccount, eq(runs.artistId, artistId)) };
  }
  // Written out, because SQLite must see that the index has them all. What is deleted is not active.
  if (statuses?.every(isActive)) {
    return { index: "runs_active", conditions: and(eq(runs.accountId, accountId), sql`${runs.status} IN ${ACTIVE}`) };
  }
  if (statuses?.every((status) => (UNSUCCESSFUL_STATUSES as readonly string[]).includes(status))) {
    return { index: "runs_unsuccessful", conditions: and(ofAccount, sql`${runs.status} IN ${UNSUCCESSFUL}`) };
  }
  return { index: "runs_account_created", conditions: ofAccount };
}

/** What the index that leads does not know. The plus keeps it from being taken for what does. */
function rest({ statuses, artistId, template, tag, exceptVersion }: Chosen, index?: string): SQL | undefined {
  return and(
    statuses && inArray(sql`+${runs.status}`, [...statuses]),
    exceptVersion === undefined ? undefined : ne(runs.version, exceptVersion),
    artistId === undefined || index === "runs_account_artist" ? undefined : sql`+${runs.artistId} = ${artistId}`,
    template === undefined ? undefined : sql`${runs.request} ->> '$.template' = ${template}`,
    tag === undefined
      ? undefined
      : sql`(${tag} IN ('template:' || (${runs.request} ->> '$.template'), 'artist:' || ${runs.artistId})
        OR EXISTS (SELECT 1 FROM json_each(${runs.request}, '$.tags') AS tag WHERE tag.value = ${tag}))`,
  );
}

const createdBetween = ({ createdFrom, createdBefore }: Pick<Selection, "createdFrom" | "createdBefore">) =>
  and(
    createdFrom === undefined ? undefined : sql`${runs.createdAt} >= ${createdFrom}`,
    createdBefore === undefined ? undefined : sql`${runs.createdAt} < ${createdBefore}`,
  );
