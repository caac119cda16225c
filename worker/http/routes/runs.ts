/** /api/tasks/runs: how runs are doing, and what they came to. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type RunDetailBody, type RunPart, runDetailBody, runPart } from "../../contract/run.ts";
import { deleteRuns } from "../../runs/delete-runs.ts";
import { cancelRun } from "../../runs/end-run.ts";
import {
  hasBatch,
  isOpen,
  markOf,
  type Page,
  type Parts,
  polledReading,
  type RunMark,
  readPage,
  readPageOfMarks,
  readPolled,
  runReading,
  type Selection,
  withArchives,
} from "../../runs/read-runs.ts";
import { retryRun } from "../../runs/retry.ts";
import type { AppEnv } from "../app-env.ts";
import { entityTag, hasSeen, isConditional, seenVersion, setCaching, versionTag } from "../conditional.ts";
import { ApiError } from "../errors.ts";
import { FirstRead, queryOf } from "../first-read.ts";
import { limitError } from "../limit-error.ts";
import { requireOwnAccount } from "../own-account.ts";
import { decodeCursor, encodeCursor } from "../page-cursor.ts";
import { retryAfter } from "../polling.ts";
import { errors, json, security } from "../responses.ts";
import { newRouter, ReadAgain } from "../router.ts";
import { batchNotFound, readRun, runNotFound, showInFull } from "../run-answers.ts";
import { listQuery, MAX_RUNS } from "../run-query.ts";

export const runs = newRouter();

/** The headers of an answer that callers may poll. */
const pollingHeaders = {
  etag: {
    description: "Changes exactly when the body does. Sent back as If-None-Match, it is answered 304 until then.",
    schema: { type: "string" as const },
  },
  "retry-after": {
    description: "Seconds until it is worth asking again; only while a run that is shown is not over.",
    schema: { type: "integer" as const },
  },
};
const unchanged = { description: "Nothing changed since the answer whose ETag was sent.", headers: pollingHeaders };

runs.openapi(
  createRoute({
    method: "get",
    path: "/",
    operationId: "listRuns",
    summary: "Read runs",
    description: [
      "The account's recent runs, newest first, page by page, without those that were deleted; `status`, `artist_account_id`, `template`, `tag`, `created_after` and `created_before` narrow the list, alone and together. `fields` leaves parts of them out.",
      "A page of a narrowed list can have fewer runs than `limit`, or none, and others behind it: there are more until `next_cursor` is null.",
      "With `runId` that one run, with `runIds` those in the order asked, with `batchId` those of one create call.",
      "Of `runIds`, ids that are no runs of the account do not spoil the answer: they are listed in `not_found`. An unknown `runId` or `batchId` is 404.",
    ].join(" "),
    tags: ["Runs"],
    security,
    request: { query: listQuery },
    responses: {
      200: {
        ...json(
          z.object({
            status: z.literal("success"),
            runs: z.array(z.union([runDetailBody, runPart])).openapi({
              description: "Each in full, with payload, output and error, unless `fields` was given.",
            }),
            next_cursor: z.string().nullable().optional().openapi({
              description: "`cursor` of the next page; null on the last one. Not with `runId` or `runIds`.",
            }),
            not_found: z.array(z.string()).optional().openapi({
              description:
                "Only with `runIds`: those that are no runs of the account, or none in a `status` asked for.",
            }),
          }),
          "The runs.",
        ),
        headers: pollingHeaders,
      },
      304: unchanged,
      ...errors("invalid_cursor", "account_not_found", "run_not_found", "batch_not_found"),
    },
  }),
  async (c) => {
    const query = c.req.valid("query");
    requireOwnAccount(c, query);
    const { runId, runIds, batchId } = query;
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const asked = runId === undefined ? runIds : [runId];
    const limit = (asked === undefined && query.limit) || (asked || batchId !== undefined ? MAX_RUNS : 20);
    const { artist_account_id: artistId, template, tag, created_after, created_before } = query;
    const scope = [
      accountId,
      "runs",
      batchId,
      query.status?.toSorted(),
      artistId,
      template,
      tag,
      created_after,
      created_before,
    ];
    // One more than is shown tells whether there is another page.
    const selection: Selection = {
      accountId,
      ids: asked,
      batchId,
      statuses: query.status,
      ...{ artistId, template, tag },
      createdFrom: created_after,
      createdBefore: created_before,
      after: query.cursor === undefined ? undefined : await decodeCursor(query.cursor, scope),
      limit: limit + 1,
    };
    const isList = asked === undefined;
    const tagOf = ({ runs: marks, horizon }: Page<RunMark>) =>
      entityTag(c, [
        ...[query.fields?.toSorted(), asked, marks.length > limit || horizon],
        // Of those that are archived, a list shows less.
        ...marks.slice(0, limit).map(({ id, version, isArchived }) => [id, version, isList && isArchived]),
      ]);

    // Of one run, the body is hardly more than the question whether it changed.
    if (isConditional(c) && asked?.length !== 1) {
      const page = await readPageOfMarks(services, selection);
      const tag = await tagOf(page);
      // Nothing found may mean 404, which only the full query below can tell.
      if (page.runs.length > 0 && hasSeen(c, tag)) return answerUnchanged(c, tag, page.runs.slice(0, limit));
    }

    const polled = onlyRun.take(c);
    const { runs: read, horizon } = polled
      ? { runs: polled, horizon: null }
      : await readPage(services, selection, partsOf(query.fields));
    const lacks = asked !== undefined && query.status === undefined && read.length < asked.length;
    if (lacks && (await c.get("settle")(true))) throw new ReadAgain();
    const found = isList || !partsOf(query.fields).steps ? read : await withArchives(services, read);
    if (runId !== undefined && found.length === 0) throw runNotFound();
    if (batchId !== undefined && found.length === 0 && !(await hasBatch(services, accountId, batchId))) {
      throw batchNotFound();
    }
    const shown = found.slice(0, limit);
    const views = shown.map((each) => partOf(showInFull(services, each), query.fields));
    const marks = found.map(({ run }) => markOf(run));
    const entity = await tagOf({ runs: marks, horizon });
    if (hasSeen(c, entity)) return answerUnchanged(c, entity, marks.slice(0, limit));
    setCaching(c, entity);
    setRetryAfter(c, marks.slice(0, limit));
    if (runId !== undefined) return c.json({ status: "success" as const, runs: views }, 200);
    if (runIds !== undefined) {
      const known = new Map(views.map((view) => [view.id, view]));
      return c.json(
        {
          status: "success" as const,
          runs: runIds.flatMap((id) => known.get(id) ?? []),
          not_found: runIds.filter((id) => !known.has(id)),
        },
        200,
      );
    }
    // Where the last run was shown, or else where the last one was looked at.
    const last =
      found.length > limit ? shown.at(-1)?.run : horizon === null ? undefined : { createdAt: horizon, id: "" };
    const next_cursor = last ? await encodeCursor(last, scope) : null;
    return c.json({ status: "success" as const, runs: views, next_cursor }, 200);
  },
);

/** What has to be read for these fields; undefined: for all. */
function partsOf(fields: readonly string[] | undefined): Parts {
  const isWanted = (...names: string[]) => fields === undefined || names.some((name) => fields.includes(name));
  const steps = isWanted("metadata");
  return { steps, paid: steps || isWanted("costInCents", "error") };
}

/** The run with these fields alone, and its id. */
function partOf(run: RunDetailBody, fields: readonly string[] | undefined): RunDetailBody | RunPart {
  if (fields === undefined) return run;
  const wanted = Object.entries(run).filter(([name]) => name === "id" || fields.includes(name));
  return Object.fromEntries(wanted) as RunPart;
}

function answerUnchanged(c: Context<AppEnv>, tag: string, marks: RunMark[]) {
  setCaching(c, tag);
  setRetryAfter(c, marks);
  return c.body(null, 304);
}

function setRetryAfter(c: Context<AppEnv>, marks: Pick<RunMark, "status" | "createdAt">[]): void {
  const seconds = retryAfter(marks.filter(isOpen), c.get("services").now());
  if (seconds !== undefined) c.header("retry-after", String(seconds));
}

/** The run that is polled by GET /api/tasks/runs?runId=…, where nothing else is asked for. */
export const onlyRun = new FirstRead((c) => {
  const { runId, ...others } = queryOf(c);
  return async (account) =>
    typeof runId === "string" && Object.keys(others).length === 0
      ? runReading(c.get("services").db, { accountId: account, ids: [runId], limit: 1 })
      : undefined;
});

/** The run that is polled. */
export const runPoll = new FirstRead((c) => {
  const runId = c.req.param("runId") ?? "";
  return async (account) => polledReading(c.get("services").db, account, runId, await seenVersion(c, runId));
});

const runPath = z.object({
  runId: z
    .string()
    .min(1)
    .max(100)
    .openapi({ description: "One of create's `runIds`.", example: "run_t2fucebu91sk3ya5bzng9" }),
});

runs.openapi(
  createRoute({
    method: "get",
    path: "/{runId}",
    operationId: "getRun",
    summary: "Read a run",
    description: "The run with payload, output and error.",
    tags: ["Runs"],
    security,
    request: { params: runPath },
    responses: {
      200: {
        ...json(z.object({ status: z.literal("success"), run: runDetailBody }), "The run."),
        headers: pollingHeaders,
      },
      304: unchanged,
      ...errors("run_not_found"),
    },
  }),
  async (c) => {
    const { runId } = c.req.valid("param");
    const seen = await seenVersion(c, runId);
    const { mark, found } =
      runPoll.take(c) ?? (await readPolled(c.get("services"), c.get("caller").accountId, runId, seen));
    if (!mark) throw runNotFound();
    // A copy of the database that is behind what the caller has.
    if (seen !== undefined && mark.version < seen && (await c.get("settle")(true))) throw new ReadAgain();
    const tag = await versionTag(c, runId, mark.version);
    if (!found || hasSeen(c, tag)) return answerUnchanged(c, tag, [mark]);
    setCaching(c, tag);
    setRetryAfter(c, [mark]);
    const [whole = found] = await withArchives(c.get("services"), [found]);
    return c.json({ status: "success" as const, run: showInFull(c.get("services"), whole) }, 200);
  },
);

runs.openapi(
  createRoute({
    method: "post",
    path: "/{runId}/cancel",
    operationId: "cancelRun",
    summary: "Cancel a run",
    description:
      "Ends a run that is not over, and asks fal.ai to cancel what it still makes for it. A run that is over stays as it is; `canceled` says which it was.",
    tags: ["Runs"],
    security,
    request: { params: runPath },
    responses: {
      200: json(
        z.object({ status: z.literal("success"), canceled: z.boolean(), run: runDetailBody }),
        "What the run is now.",
      ),
      ...errors("run_not_found"),
    },
  }),
  async (c) => {
    const { runId } = c.req.valid("param");
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const canceled = await cancelRun(services, accountId, runId);
    return c.json({ status: "success" as const, canceled, run: await readRun(services, accountId, runId) }, 200);
  },
);

runs.openapi(
  createRoute({
    method: "delete",
    path: "/{runId}",
    operationId: "deleteRun",
    summary: "Delete a run",
    description: [
      "Its files are gone: video, poster, image and everything on the way to them; whoever keeps copies for others asks again within 30 seconds whether they are still there. A run under way is canceled first, and what fal.ai still makes for it is not kept. Its row stays, without an output, with `deletedAt` and what it cost; lists leave it out.",
      "What was heard in its song belongs to the song and stays for its other runs. A message that tells of its end and was not delivered yet is delivered without an output. Deleted again, a run is answered the same.",
    ].join(" "),
    tags: ["Runs"],
    security,
    request: { params: runPath },
    responses: {
      200: json(z.object({ status: z.literal("success"), run: runDetailBody }), "What is left of the run."),
      ...errors("run_not_found"),
    },
  }),
  async (c) => {
    const { runId } = c.req.valid("param");
    const services = c.get("services");
    const { accountId } = c.get("caller");
    await deleteRuns(services, accountId, [runId]);
    return c.json({ status: "success" as const, run: await readRun(services, accountId, runId) }, 200);
  },
);

runs.openapi(
  createRoute({
    method: "post",
    path: "/{runId}/retry",
    operationId: "retryRun",
    summary: "Retry a run",
    description:
      "Lets a FAILED, CANCELED or TIMED_OUT run go on from the steps it stopped at. What was paid for is used again. It counts as a run under way again, and needs what its open steps are estimated at of the account's month. One that ended so long ago that it was archived (seven days, unless the operator chose otherwise) cannot be retried.",
    tags: ["Runs"],
    security,
    request: { params: runPath },
    responses: {
      200: json(z.object({ status: z.literal("success"), run: runDetailBody }), "The run goes on."),
      ...errors(
        "run_not_found",
        "run_not_retryable",
        "run_deleted",
        "run_too_old",
        "spend_limit_reached",
        "too_many_runs",
      ),
    },
  }),
  async (c) => {
    const { runId } = c.req.valid("param");
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const retried = await retryRun(services, accountId, runId);
    if (retried.kind === "too_many_runs" || retried.kind === "spend_limit_reached") throw limitError(retried);
    const run = await readRun(services, accountId, runId);
    if (retried.kind === "deleted") {
      throw new ApiError(409, "run_deleted", "The run was deleted: create a new one instead.");
    }
    if (retried.kind === "too_old") {
      const days = services.settings.ARCHIVE_AFTER_DAYS;
      const message = `The run ended more than ${days} days ago and was archived: create a new one instead.`;
      throw new ApiError(409, "run_too_old", message);
    }
    if (retried.kind === "not_retryable") {
      throw new ApiError(
        409,
        "run_not_retryable",
        `The run is ${run.status}: only one that failed, was canceled or timed out can be retried.`,
      );
    }
    return c.json({ status: "success" as const, run }, 200);
  },
);
