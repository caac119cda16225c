/** Paths, methods and headers that every route shares. */
import { describe, expect, test } from "vitest";
import { artistId, call, callerOrigin, post, url } from "../support/client.ts";
import { ask, newArtist, send } from "../support/library.ts";
import { refusal } from "./expectations.ts";

describe("a path that is unknown", () => {
  test.each([
    "/nothing-here",
    "/api/nothing-here",
    "/api/content",
    "/api/tasks",
    "/api/tasks/runs/",
    "/api/content/create/more",
    "/API/artists",
    "/templates/no-such-template/01.jpg",
    "/studio",
    "/studio/",
    "/../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/api/content/%E0%A4%A",
  ])("%s is 404, in the shape of every error", async (path) => {
    for (const method of ["GET", "DELETE"]) await refusal(await call(path, { method }), 404, "not_found");
  });
});

describe("a method that a path does not take", () => {
  const cases: [string, string[], string][] = [
    ["/api/content/create", ["GET", "PUT", "PATCH", "DELETE", "PROPFIND"], "POST"],
    ["/api/tasks/runs", ["POST", "PUT", "PATCH", "DELETE"], "GET"],
    ["/api/tasks/runs/run_1/cancel", ["GET", "DELETE"], "POST"],
    ["/api/tasks/runs/run_1/retry", ["GET"], "POST"],
    ["/api/account", ["POST", "PATCH", "DELETE"], "GET"],
    ["/api/keys/key_1", ["GET", "POST"], "DELETE"],
    ["/api/artists", ["PUT", "DELETE"], "GET, POST"],
    ["/api/artists/1873859c-dd37-4e9a-9bac-80d3558527a9", ["POST", "PUT"], "DELETE, GET, PATCH"],
    ["/api/artists/1873859c-dd37-4e9a-9bac-80d3558527a9/notes", ["GET", "DELETE"], "PUT"],
    ["/api/artists/1873859c-dd37-4e9a-9bac-80d3558527a9/songs/a.mp3", ["POST"], "DELETE, GET, PATCH, PUT"],
    ["/api/content/templates", ["PUT"], "GET, POST"],
    ["/api/content/templates/a", ["POST"], "DELETE, GET, PUT"],
    ["/api/content/validate", ["POST"], "GET"],
    ["/api/content/estimate", ["POST"], "GET"],
    ["/health", ["POST"], "GET"],
    ["/openapi.json", ["POST"], "GET"],
    ["/callbacks/fal/gen_1/1", ["GET", "PUT"], "POST"],
  ];
  test.each(cases.flatMap(([path, methods, allowed]) => methods.map((method) => ({ path, method, allowed }))))(
    "$method $path is 405, and Allow says $allowed",
    async ({ path, method, allowed }) => {
      const response = await call(path, { method });
      const expected = allowed.replace("GET", "GET, HEAD").split(", ").concat("OPTIONS");
      expect(response.headers.get("allow")?.split(", ").sort()).toEqual(expected.sort());
      await refusal(response, 405, "method_not_allowed");
    },
  );
});

describe("HEAD", () => {
  test.each(["/health", "/openapi.json", "/api/artists", "/api/content/templates", "/api/tasks/runs"])(
    "%s answers as GET does, without the body",
    async (path) => {
      const [head, get] = await Promise.all([call(path, { method: "HEAD" }), call(path)]);
      expect(head.status).toBe(200);
      expect(head.headers.get("content-type")).toBe(get.headers.get("content-type"));
      expect(await head.text()).toBe("");
    },
  );

  test("is refused where GET is", async () => {
    const create = await call("/api/content/create", { method: "HEAD" });
    expect([create.status, create.headers.get("allow"), await create.text()]).toEqual([405, "POST, OPTIONS", ""]);
    expect((await fetch(`${url}/api/artists`, { method: "HEAD" })).status).toBe(401);
    expect((await call("/nothing-here", { method: "HEAD" })).status).toBe(404);
  });
});

describe("request ids", () => {
  test("every answer has one of its own", async () => {
    const answers = await Promise.all([
      call("/health"),
      call("/api/artists"),
      call("/nothing-here"),
      call("/api/content/create", { method: "OPTIONS" }),
      fetch(`${url}/api/artists`),
      post("/api/content/create", {}),
    ]);
    const ids = answers.map(({ headers }) => headers.get("x-request-id"));
    for (const id of ids) expect(id).toMatch(/^req_[1-9a-km-z]{21}$/);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("a caller cannot choose it", async () => {
    const response = await call("/nothing-here", { headers: { "x-request-id": "mine" } });
    expect((await refusal(response, 404, "not_found")).request_id).not.toBe("mine");
  });
});

describe("what browsers and caches make of answers:", () => {
  test("no answer is taken for something else than it says", async () => {
    const answers = await Promise.all([
      ...["/health", "/openapi.json", "/docs", "/nothing-here", "/api/artists", "/api/tasks/runs"].map((path) =>
        call(path),
      ),
      call("/api/tasks/runs/stream?runId=none"),
      call("/api/content/create", { method: "OPTIONS" }),
      call("/api/content/create", { method: "PUT" }),
      fetch(`${url}/api/artists`),
      post("/api/content/create", {}),
    ]);
    const sniffed = answers.filter(({ headers }) => headers.get("x-content-type-options") !== "nosniff");
    expect(sniffed.map(({ url, status }) => [url, status])).toEqual([]);
  });

  test("no answer with a secret or a link to a private file is kept", async () => {
    const { account_id: id } = await newArtist();
    const made = await send("POST", "/api/webhooks", { url: `${callerOrigin}/none`, enabled: false });
    const { webhook } = (await made.clone().json()) as { webhook: { id: string } };
    const rotate = { method: "POST" };
    const answers = [
      made,
      await ask(`/api/webhooks/${webhook.id}/rotate`, rotate),
      await ask("/api/webhooks/secret"),
      await ask("/api/webhooks/secret/rotate", rotate),
      await ask("/api/artists"),
      await ask(`/api/artists/${id}`),
      await ask(`/api/artists/${id}/songs`),
      await ask("/api/keys"),
    ];
    await ask(`/api/webhooks/${webhook.id}`, { method: "DELETE" });
    const kept = answers.filter(({ ok, headers }) => !ok || headers.get("cache-control") !== "no-store");
    expect(kept.map(({ url, status }) => [url, status])).toEqual([]);
  });
});

describe("browsers", () => {
  const EXPOSED = ["x-request-id", "ratelimit", "ratelimit-policy", "retry-after", "location", "x-bookmark"];
  const list = (response: Response, header: string) =>
    (response.headers.get(header) ?? "").split(",").map((item) => item.trim().toLowerCase());

  test.each(["/api/content/create", "/api/tasks/runs", "/api/artists"])(
    "%s may be asked from any page: the preflight needs no key",
    async (path) => {
      const response = await fetch(`${url}${path}`, {
        method: "OPTIONS",
        headers: {
          origin: "https://app.example.com",
          "access-control-request-method": "POST",
          "access-control-request-headers": "content-type,x-api-key,idempotency-key,authorization",
        },
      });
      expect([response.status, await response.text()]).toEqual([204, ""]);
      expect(response.headers.get("access-control-allow-origin")).toBe("*");
      expect(list(response, "access-control-allow-headers").sort()).toEqual(
        [
          "authorization",
          "content-type",
          "idempotency-key",
          "if-none-match",
          "last-event-id",
          "x-api-key",
          "x-bookmark",
        ].sort(),
      );
      expect(list(response, "access-control-allow-methods")).toEqual(expect.arrayContaining(["get", "post"]));
      expect(response.headers.get("access-control-allow-credentials")).toBeNull();
    },
  );

  test("answers, good and bad, can be read from any page, with the headers that help", async () => {
    const origin = { origin: "https://app.example.com" };
    const answers = await Promise.all([
      call("/api/artists", { headers: origin }),
      call("/nothing-here", { headers: origin }),
      call("/api/tasks/runs", { method: "DELETE", headers: origin }),
      fetch(`${url}/api/artists`, { headers: origin }),
      post("/api/content/create", { artist_account_id: artistId, batch: 0 }, origin),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 405, 401, 400]);
    for (const answer of answers) {
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
      expect(list(answer, "access-control-expose-headers")).toEqual(expect.arrayContaining(EXPOSED));
    }
  });
});
