import { createRoute, z } from "@hono/zod-openapi";
import { ping } from "../../services.ts";
import { errorsWithoutKey, json } from "../responses.ts";
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
    await ping(c.get("services"));
    return c.json({ status: "ok" as const }, 200);
  },
);
