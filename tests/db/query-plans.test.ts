/**
 * No statement's cost may grow with what is stored. What the Worker sends while runs go through all their states, while
 * sweeps go by and callers read, is explained by SQLite on a database with a past. Without ANALYZE, as in production,
 * where SQLite guesses that a status tells rows apart well.
 */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openDatabase } from "../../worker/db/database.ts";
import { readPage, readPageOfMarks } from "../../worker/runs/read-runs.ts";
import type { Services } from "../../worker/services.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";
import { recorded, type Sent } from "../support/recorded-statements.ts";
import { selections } from "../support/selections.ts";
import { storeRuns } from "../support/stored-rows.ts";
import { live } from "../support/worker-life.ts";

vi.mock("cloudflare:workers", () => ({ DurableObject: class {} }));

/** Partial indexes of what is under way alone, which may be gone through. None that grows with the past belongs here. */
const BOUNDED = ["runs_active"];

/** Indexes by which a statement reads the past of an account, or of all. */
const PAST = [
  ...["runs_account_created", "runs_account_artist", "runs_unsuccessful", "runs_to_clean_up", "runs_to_archive"],
  ...["runs_deleted", "erasures_due"],
  ...["webhook_deliveries_account", "webhook_deliveries_endpoint", "webhook_deliveries_listened"],
];

/** Statements that do go through the past, and why they do. The list may only get shorter. */
const KNOWN: { index: string; sql: RegExp; reason: string }[] = [
  {
    index: "webhook_deliveries_endpoint",
    sql: /^update "webhook_deliveries" set "status" = \?, "finished_at"/,
    reason: "Disabling a webhook looks through its deliveries of thirty days for those that are pending.",
  },
  {
    index: "webhook_deliveries_endpoint",
    sql: /^(insert into|delete from) "webhook_endpoints"/,
    reason: "The foreign key: a new webhook has no deliveries, and one that is deleted takes its own along.",
  },
];

/** Explained in one round trip. */
const AT_ONCE = 50;

interface Plan extends Sent {
  details: string[];
}

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
const plans: Plan[] = [];
beforeAll(async () => {
  // What the API logs of what it does.
  vi.spyOn(console, "log").mockImplementation(() => {});
  local = await openLocalDatabase();
  const time = Date.parse("2026-11-10T12:00:00Z");
  await storeRuns(local.db, 500, time - 7 * 24 * 3_600_000);
  const { d1, sent } = recorded(local.d1);
  await live(local, d1, time);
  await list(rowServices(openDatabase(d1), () => time));
  const statements = [...sent.values()].filter(({ sql }) => /^\s*(select|insert|update|delete|with)\b/i.test(sql));
  for (let from = 0; from < statements.length; from += AT_ONCE) {
    const some = statements.slice(from, from + AT_ONCE);
    const explained = await local.d1.batch<{ detail: string }>(
      some.map(({ sql, params }) => local.d1.prepare(`EXPLAIN QUERY PLAN ${sql}`).bind(...params)),
    );
    for (const [position, statement] of some.entries()) {
      plans.push({ ...statement, details: explained[position]?.results.map(({ detail }) => detail) ?? [] });
    }
  }
}, 300_000);
afterAll(() => local.close());

/** Asks for every list that there is. How much its pages pass over is another test's matter: tests/runs/lists.test.ts. */
async function list(services: Services): Promise<void> {
  const accountId = "stored";
  const asked = { artistId: "a", template: "t", tag: "g", createdFrom: 1, createdBefore: 2e12 };
  const after = { createdAt: 1e12, id: "" };
  for (const { filters } of selections(asked)) {
    const selection = { accountId, ...filters, limit: 20 };
    // Steps and what was paid for are found by the ids of the same runs.
    const parts = { steps: filters.tag !== undefined, paid: false };
    await Promise.all([readPage(services, selection, parts), readPage(services, { ...selection, after }, parts)]);
  }
  await readPageOfMarks(services, { accountId, ...asked, limit: 20 });
}

const named = ({ by, sql }: Plan, detail: string) => `${detail}, for ${by ?? "somebody"}: ${sql}`;
const indexIn = (detail: string) => /USING (?:COVERING )?INDEX (\S+)/.exec(detail)?.[1] ?? "";

test("no statement looks at a whole table, or at all that has one status", () => {
  const isUnbounded = (detail: string) => {
    if (BOUNDED.includes(indexIn(detail))) return false;
    // Not of values that the statement itself brings along.
    if (detail.startsWith("SCAN")) return !/VIRTUAL TABLE|CONSTANT ROW|^SCAN \(/.test(detail);
    return / \(status=\?\)$/.test(detail);
  };
  const found = plans.flatMap((plan) => plan.details.filter(isUnbounded).map((detail) => named(plan, detail)));
  expect(found).toEqual([]);
  // Or nothing was looked at.
  expect(plans.length).toBeGreaterThan(150);
});

test("none goes through the past but for a page of it, or is known to", () => {
  /** The first rows in the index's own order. How many of them a further condition passes over, no plan tells. */
  const isPage = ({ sql, details }: Plan) =>
    /\blimit\b/i.test(sql) && !details.some((detail) => detail.includes("TEMP B-TREE"));
  const found = plans.flatMap((plan) =>
    plan.details
      // Those that ended at one moment are few.
      .filter((detail) => PAST.includes(indexIn(detail)) && !detail.includes("finished_at=?") && !isPage(plan))
      .map((detail) => ({ plan, detail, index: indexIn(detail) })),
  );
  const isKnown = ({ index, plan }: (typeof found)[number], known: (typeof KNOWN)[number]) =>
    known.index === index && known.sql.test(plan.sql);
  const unknown = found.filter((each) => !KNOWN.some((known) => isKnown(each, known)));
  expect(unknown.map(({ plan, detail }) => named(plan, detail))).toEqual([]);
  const mended = KNOWN.filter((known) => !found.some((each) => isKnown(each, known)));
  expect(mended, "strike these off the list").toEqual([]);
});
