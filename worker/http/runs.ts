/** /api/tasks/runs: how runs are doing and what came of them. */
import { createRoute, z } from "@hono/zod-openapi";
import { and, desc, eq, sql } from "drizzle-orm";
import { generations, runs as runsTable, steps } from "../db/schema.ts";
import { cancelRun } from "../runs/end-run.ts";
import { retryRun } from "../runs/retry.ts";
import type { Services } from "../services.ts";
import { ApiError } from "./errors.ts";
import { limitError } from "./limits.ts";
import { newRouter } from "./router.ts";
import { type GenerationSummary, type RunRow, type StepRow, viewRun, viewRunDetail } from "./run-view.ts";
import { errors, json, type RunDetailBody, runBody, runDetailBody, security } from "./schemas.ts";

export const runs = newRouter();

runs.openapi(
  createRoute({
    method: "get",
    path: "/",
    summary: "Read runs",
    description:
      "With `runId` that one run, with payload, output and error. Without it the account's recent runs, newest first.",
    tags: ["Runs"],
    security,
    request: {
      query: z.strictObject({
        runId: z.string().min(1).max(100).optional().openapi({ example: "run_5k2m9x7c4v1b8n3q6w9e2" }),
        limit: z.coerce.number().int().min(1).max(100).default(20),
      }),
    },
    responses: {
      200: json(
        z.object({ status: z.literal("success"), runs: z.array(z.union([runDetailBody, runBody])) }),
        "The runs.",
      ),
      ...errors(400, 401, 404, 500),
    },
  }),
  async (c) => {
    const { runId, limit } = c.req.valid("query");
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const now = services.now();
    if (runId === undefined) {
      const found = await readRuns(services, and(eq(runsTable.accountId, accountId)), limit);
      const views = found.map(({ run, stepRows, paid }) => viewRun(run, stepRows, paid, now));
      return c.json({ status: "success" as const, runs: views }, 200);
    }
    return c.json({ status: "success" as const, runs: [await readRun(services, accountId, runId)] }, 200);
  },
);

const runPath = z.object({ runId: z.string().min(1).max(100) });

runs.openapi(
  createRoute({
    method: "post",
    path: "/{runId}/cancel",
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
      ...errors(400, 401, 404, 500),
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
    method: "post",
    path: "/{runId}/retry",
    summary: "Retry a run",
    description:
      "Lets a FAILED, CANCELED or TIMED_OUT run go on from the steps it stopped at. What was paid for is used again. It counts as a run under way again, and needs what its open steps are estimated at of the account's month.",
    tags: ["Runs"],
    security,
    request: { params: runPath },
    responses: {
      200: json(z.object({ status: z.literal("success"), run: runDetailBody }), "The run goes on."),
      ...errors(400, 401, 402, 404, 409, 500),
    },
  }),
  async (c) => {
    const { runId } = c.req.valid("param");
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const retried = await retryRun(services, accountId, runId);
    if (retried.kind === "too_many_runs" || retried.kind === "spend_limit_reached") throw limitError(retried);
    const run = await readRun(services, accountId, runId);
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

/** The account's run in full. Throws 404 when there is none. */
async function readRun(services: Services, accountId: string, runId: string): Promise<RunDetailBody> {
  const [found] = await readRuns(services, and(eq(runsTable.accountId, accountId), eq(runsTable.id, runId)), 1);
  if (!found) throw new ApiError(404, "run_not_found", "There is no such run.");
  return viewRunDetail(found.run, found.stepRows, found.paid, services.now(), services.media.publicUrl);
}

/** Runs, newest first, each with its steps and the generations it pays for, in one round trip. */
async function readRuns(
  { db }: Services,
  where: ReturnType<typeof and>,
  limit: number,
): Promise<{ run: RunRow; stepRows: StepRow[]; paid: GenerationSummary[] }[]> {
  const chosen = db
    .select({ id: runsTable.id })
    .from(runsTable)
    .where(where)
    .orderBy(desc(runsTable.createdAt), desc(runsTable.id))
    .limit(limit);
  const [runRows, stepRows, paid] = await db.batch([
    db.select().from(runsTable).where(where).orderBy(desc(runsTable.createdAt), desc(runsTable.id)).limit(limit),
    // Outputs can be long, and nobody sees them here.
    db
      .select({
        runId: steps.runId,
        name: steps.name,
        accountId: steps.accountId,
        queue: steps.queue,
        status: steps.status,
        needs: steps.needs,
        fence: steps.fence,
        leaseUntil: steps.leaseUntil,
        failures: steps.failures,
        dueAt: steps.dueAt,
        generationId: steps.generationId,
        output: sql<null>`NULL`,
        error: steps.error,
        fraction: steps.fraction,
        startedAt: steps.startedAt,
        finishedAt: steps.finishedAt,
      })
      .from(steps)
      .where(sql`${steps.runId} IN (${chosen.getSQL()})`),
    db
      .select({
        id: generations.id,
        runId: generations.runId,
        step: generations.step,
        model: generations.model,
        costMicros: generations.costMicros,
        wastedMicros: generations.wastedMicros,
      })
      .from(generations)
      .where(sql`${generations.runId} IN (${chosen.getSQL()})`),
  ]);
  const byRun = <Row extends { runId: string }>(rows: Row[]) => Map.groupBy(rows, ({ runId }) => runId);
  const stepsByRun = byRun(stepRows);
  const paidByRun = byRun(paid);
  return runRows.map((run) => ({
    run,
    stepRows: stepsByRun.get(run.id) ?? [],
    paid: paidByRun.get(run.id) ?? [],
  }));
}
