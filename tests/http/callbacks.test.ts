/** What is told of a callback whose body is not read. */
import { beforeAll, expect, test } from "vitest";
import { renderError } from "../../worker/http/errors.ts";
import { newRouter } from "../../worker/http/router.ts";
import { callbacks } from "../../worker/http/routes/callbacks.ts";
import { errorShape } from "../contract/shapes.ts";

const app = newRouter();
beforeAll(() => {
  app.use(async (c, next) => {
    c.set("requestId", "req_123456789abcdefghijkm");
    await next();
  });
  app.route("/", callbacks);
  app.onError(renderError);
});

const refused = async (headers: Record<string, string>) => {
  const response = await app.request("/fal/gen_1/1", { method: "POST", headers, body: "{}" });
  return { answered: response.status, ...errorShape.parse(await response.json()) };
};

test("a callback that is too large is told how large it may be", async () => {
  expect(await refused({ "content-length": String(16 * 1024 * 1024 + 1) })).toMatchObject({
    answered: 413,
    code: "payload_too_large",
    error: "The body is too large: 16 MiB are allowed.",
  });
});

test("a callback that is compressed is told so", async () => {
  expect(await refused({ "content-encoding": "gzip" })).toMatchObject({
    answered: 415,
    code: "unsupported_media_type",
    error: expect.stringContaining('"gzip"'),
  });
});
