/** The HTTP API: middleware in the order it runs, then the routes. */
import { cors } from "hono/cors";
import { createMiddleware } from "hono/factory";
import { newId } from "../ids.ts";
import { servicesOf } from "../services.ts";
import { account } from "./account.ts";
import type { AppEnv } from "./app-env.ts";
import { artistFiles } from "./artist-files.ts";
import { artists } from "./artists.ts";
import { authenticate } from "./auth.ts";
import { callbacks } from "./callbacks.ts";
import { content } from "./content.ts";
import { docs } from "./docs.ts";
import { describeApi, documentOf } from "./document.ts";
import { ApiError, renderError } from "./errors.ts";
import { health } from "./health.ts";
import { keys } from "./keys.ts";
import { limitRate } from "./rate-limit.ts";
import { newRouter } from "./router.ts";
import { runStream } from "./run-stream.ts";
import { runs } from "./runs.ts";
import { songs } from "./songs.ts";
import { templates } from "./templates.ts";
import { webhookDeliveryRoutes } from "./webhook-deliveries.ts";
import { webhookSecret } from "./webhook-secret.ts";
import { webhooks } from "./webhooks.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

export const app = newRouter();

app.use(
  createMiddleware<AppEnv>(async (c, next) => {
    c.set("requestId", newId("req"));
    c.header("x-request-id", c.get("requestId"));
    await next();
  }),
);
app.use(
  cors({
    origin: "*",
    allowMethods: [...METHODS, "OPTIONS"],
    allowHeaders: ["content-type", "authorization", "x-api-key", "idempotency-key", "if-none-match", "last-event-id"],
    exposeHeaders: [
      "x-request-id",
      "ratelimit",
      "ratelimit-policy",
      "retry-after",
      "location",
      "idempotent-replayed",
      "etag",
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
app.use("/api/*", authenticate, limitRate);

app.route("/api/content", content);
app.route("/api/content/templates", templates);
// Before the runs: "stream" would be taken for the id of one.
app.route("/api/tasks/runs/stream", runStream);
app.route("/api/tasks/runs", runs);
app.route("/api/artists", artists);
app.route("/api/keys", keys);
app.route("/api/account", account);
app.route("/api/artists", artistFiles);
app.route("/api/artists", songs);
app.route("/api/webhooks/secret", webhookSecret);
app.route("/api/webhooks", webhookDeliveryRoutes);
app.route("/api/webhooks", webhooks);
app.route("/callbacks", callbacks);
app.route("/docs", docs);
app.route("/health", health);

describeApi(app);
app.get("/openapi.json", (c) => c.json(documentOf(app, new URL(c.req.url).origin)));

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
