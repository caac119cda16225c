/** The HTTP API: middleware in the order it runs, then the routes. */
import { cors } from "hono/cors";
import { createMiddleware } from "hono/factory";
import { newId } from "../ids.ts";
import { servicesOf } from "../services.ts";
import type { AppEnv } from "./app-env.ts";
import { ApiError, renderError } from "./errors.ts";
import { enter } from "./middleware/enter.ts";
import { newRouter } from "./router.ts";
import { account } from "./routes/account.ts";
import { keys } from "./routes/api-keys.ts";
import { artistFiles } from "./routes/artist-files.ts";
import { artists } from "./routes/artists.ts";
import { batchRoutes } from "./routes/batches.ts";
import { callbacks } from "./routes/callbacks.ts";
import { content, createInputs } from "./routes/content.ts";
import { description } from "./routes/description.ts";
import { docs } from "./routes/docs.ts";
import { erasure } from "./routes/erasure.ts";
import { health } from "./routes/health.ts";
import { lyrics } from "./routes/lyrics.ts";
import { mcp } from "./routes/mcp.ts";
import { operator } from "./routes/operator.ts";
import { runStream, watchedRuns } from "./routes/run-stream.ts";
import { onlyRun, runPoll, runs } from "./routes/runs.ts";
import { songs } from "./routes/songs.ts";
import { studio } from "./routes/studio.ts";
import { templates } from "./routes/templates.ts";
import { webhookDeliveryRoutes } from "./routes/webhook-deliveries.ts";
import { webhookListen } from "./routes/webhook-listen.ts";
import { webhookSecret } from "./routes/webhook-secret.ts";
import { webhooks } from "./routes/webhooks.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

export const app = newRouter();

app.use(
  createMiddleware<AppEnv>(async (c, next) => {
    c.set("requestId", newId("req"));
    c.header("x-request-id", c.get("requestId"));
    c.header("x-content-type-options", "nosniff");
    await next();
  }),
);
// Before CORS: its page, and the key that a local stack offers it, are for no other origin.
app.route("/", studio);
app.use(
  cors({
    origin: "*",
    allowMethods: [...METHODS, "OPTIONS"],
    allowHeaders: [
      "content-type",
      "authorization",
      "x-api-key",
      "idempotency-key",
      "if-none-match",
      "last-event-id",
      "x-bookmark",
    ],
    exposeHeaders: [
      "x-request-id",
      "ratelimit",
      "ratelimit-policy",
      "retry-after",
      "location",
      "idempotent-replayed",
      "etag",
      "x-bookmark",
    ],
    maxAge: 86400,
  }),
);
app.use(
  createMiddleware<AppEnv>(async (c, next) => {
    c.set("services", servicesOf(c.env));
    await next();
  }),
);
app.use("/api/content/create", createInputs.of("POST"));
app.use("/api/tasks/runs", onlyRun.of("GET"));
app.use("/api/tasks/runs/:runId", runPoll.of("GET"));
app.use("/api/tasks/runs/stream", watchedRuns.of("GET"));
app.use(
  "/api/*",
  createMiddleware<AppEnv>(async (c, next) => {
    // Answers belong to one account, and many have a secret or a link to a private file. Routes that are polled say else.
    c.header("cache-control", "no-store");
    await next();
  }),
  enter,
);

app.route("/api/content", content);
app.route("/api/content/templates", templates);
// Before the runs, which would take "stream" for the id of a run.
app.route("/api/tasks/runs/stream", runStream);
app.route("/api/tasks/runs", runs);
app.route("/api/tasks/batches", batchRoutes);
app.route("/api/artists", artists);
app.route("/api/keys", keys);
app.route("/api/account", account);
app.route("/api/artists", erasure);
app.route("/api/artists", artistFiles);
app.route("/api/artists", songs);
app.route("/api/artists", lyrics);
app.route("/api/webhooks/secret", webhookSecret);
app.route("/api/webhooks", webhookDeliveryRoutes);
app.route("/api/webhooks", webhookListen);
app.route("/api/webhooks", webhooks);
app.route("/callbacks", callbacks);
app.route("/operator", operator);
app.route("/docs", docs);
app.route(
  "/mcp",
  mcp((request, env, context) => app.fetch(request, env, context)),
);
app.route("/openapi.json", description);
app.route("/health", health);

app.notFound((c) => {
  const allowed = METHODS.filter((method) => takes(method, c.req.path)).flatMap((method) =>
    method === "GET" ? ["GET", "HEAD"] : [method],
  );
  const error =
    allowed.length === 0
      ? new ApiError(404, "not_found", `There is nothing at ${c.req.path}.`)
      : new ApiError(
          405,
          "method_not_allowed",
          `${c.req.path} does not take ${c.req.method}.`,
          {},
          {
            allow: [...allowed, "OPTIONS"].join(", "),
          },
        );
  return renderError(error, c);
});
app.onError((error, c) => renderError(error, c));

/** Whether some route, not just middleware, answers `method` at `path`. */
function takes(method: string, path: string): boolean {
  const [handlers] = app.router.match(method, path);
  return handlers.some(([[, route]]) => route.method === method);
}
