/** What a body that is too large for a callback is told. */
import { expect, test } from "vitest";
import { renderError } from "../../worker/http/errors.ts";
import { newRouter } from "../../worker/http/router.ts";
import { callbacks } from "../../worker/http/routes/callbacks.ts";
import { errorShape } from "../contract/shapes.ts";

test("a callback that is too large is told how large it may be", async () => {
  const app = newRouter();
  app.use(async (c, next) => {
    c.set("requestId", "req_123456789abcdefghijkm");
    await next();
  });
  app.route("/", callbacks);
  app.onError(renderError);
  const announced = { "content-length": String(16 * 1024 * 1024 + 1) };
  const response = await app.request("/fal/gen_1/1", { method: "POST", headers: announced, body: "{}" });
  expect(response.status).toBe(413);
  expect(errorShape.parse(await response.json())).toMatchObject({
    code: "payload_too_large",
    error: "The body is too large: 16 MiB are allowed.",
  });
});
