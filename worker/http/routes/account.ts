/** /api/account: the limits of the caller's account, and how much of them is used. */
import { createRoute, z } from "@hono/zod-openapi";
import { monthOf, selectAllowance } from "../../accounts/spending.ts";
import { dollars } from "../limit-error.ts";
import { errors, json, security } from "../responses.ts";
import { newRouter } from "../router.ts";

export const account = newRouter();

const accountBody = z
  .object({
    status: z.literal("success"),
    id: z.string(),
    name: z.string(),
    limits: z.object({
      active_runs: z.number().int().openapi({ description: "Runs that may be under way at once." }),
      requests_per_minute: z.number().int().openapi({ description: "Of each key." }),
      monthly_spend: z.number().nullable().openapi({ description: "null: no limit." }),
    }),
    usage: z.object({
      active_runs: z.number().int(),
      month: z
        .string()
        .openapi({ description: "UTC. A run belongs to the month it was created in.", example: "2026-11" }),
      spent: z.number().openapi({
        description:
          "What the month's runs cost so far: their calls to fal.ai, attempts that gave nothing included, and what fal.ai is at work on.",
      }),
      reserved: z.number().openapi({ description: "What runs under way are expected to cost beyond that." }),
    }),
    currency: z.literal("USD"),
  })
  .openapi("Account");

account.openapi(
  createRoute({
    method: "get",
    path: "/",
    operationId: "getAccount",
    summary: "Read the account",
    description: "Its limits, which the operator sets, and what is used of them.",
    tags: ["Account"],
    security,
    responses: { 200: json(accountBody, "The account."), ...errors() },
  }),
  async (c) => {
    const { db, now, settings } = c.get("services");
    const { accountId } = c.get("caller");
    const month = monthOf(now());
    const [row] = await selectAllowance(db, accountId, month);
    if (!row) throw new Error(`The account ${accountId} of a valid key is gone`);
    return c.json(
      {
        status: "success" as const,
        id: accountId,
        name: row.name,
        limits: {
          active_runs: row.maxActiveRuns,
          requests_per_minute: row.requestsPerMinute ?? settings.RATE_LIMIT,
          monthly_spend: row.monthlyLimitMicros === null ? null : dollars(row.monthlyLimitMicros),
        },
        usage: {
          active_runs: row.activeRuns,
          month: month.name,
          spent: dollars(row.spentMicros),
          reserved: dollars(Math.max(0, row.usedMicros - row.spentMicros)),
        },
        currency: "USD" as const,
      },
      200,
    );
  },
);
