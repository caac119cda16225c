/** What callers are told when it is our fault: nothing of the inside. */
import { afterEach, expect, test, vi } from "vitest";
import { renderError } from "../../worker/http/errors.ts";
import { newRouter } from "../../worker/http/router.ts";
import { errorShape } from "../contract/shapes.ts";

afterEach(() => vi.restoreAllMocks());

const SECRET = 'D1_ERROR: no such table: runs at /srv/worker/runs/steps.ts:12:5, key "hunter2"';

test.each([
  ["an error", () => new Error(SECRET, { cause: new TypeError(SECRET) })],
  ["an error of another kind", () => new RangeError(SECRET)],
  ["an error of the framework that says more", () => Object.assign(new Error(SECRET), { status: 400, code: SECRET })],
])(
  "%s that nobody expected is a 500 with the request's id and no cause; the cause goes to the log",
  async (_, thrown) => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    const app = newRouter();
    app.use(async (c, next) => {
      c.set("requestId", "req_123456789abcdefghijkm");
      await next();
    });
    app.get("/", () => {
      throw thrown();
    });
    app.onError(renderError);

    const response = await app.request("/");
    expect([response.status, response.headers.get("content-type")]).toEqual([500, "application/json"]);
    const body = errorShape.parse(await response.json());
    expect(body).toEqual({
      status: "error",
      error: expect.stringContaining("our side"),
      code: "internal_error",
      request_id: "req_123456789abcdefghijkm",
    });
    expect(JSON.stringify(body)).not.toMatch(/hunter2|D1_ERROR|steps\.ts/);
    const lines = logged.mock.calls.flat().join("\n");
    expect(lines).toContain("req_123456789abcdefghijkm");
    expect(lines).toContain("no such table");
  },
);
