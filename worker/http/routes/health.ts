import { createRoute, z } from "@hono/zod-openapi";
import { sql } from "drizzle-orm";
import { errorsWithoutKey, json } from "../../contract/schemas.ts";
import { newRouter } from "../router.ts";

export const health = newRouter();

health.openapi(
  createRoute({
    method: "get",
    path: "/",
    operationId: "getHealth",
    summary: "Is it up?",
    description: "Asks the database, so that 200 means requests can be served. Takes no key.",
    tags: ["Service"],
    security: [],
    responses: { 200: json(z.object({ status: z.literal("ok") }), "It is."), ...errorsWithoutKey() },
  }),
  async (c) => {
    await c.get("services").db.run(sql`SELECT 1`);
    return c.json({ status: "ok" as const }, 200);
  },
);
