/** A Worker that nobody has set up yet says so at every path, and says what to do. */
import { expect, test, vi } from "vitest";
import type { Env } from "../../worker/env.ts";
import { errorShape } from "../contract/shapes.ts";

vi.mock("cloudflare:workers", () => ({ DurableObject: class {} }));

interface Worker {
  fetch(request: Request, env: Env, context: object): Promise<Response>;
  queue(batch: object, env: Env, context: object): Promise<void>;
  scheduled(controller: object, env: Env, context: object): Promise<void>;
}
// By its path: the Worker is checked with the types of its own runtime, not with Node's.
const load = (path: string) => import(new URL(path, import.meta.url).href);
const worker: Worker = (await load("../../worker/index.ts")).default;

const SECRETS = ["FAL_KEY", "R2_ACCESS_KEY_ID", "R2_SECRET_ACCESS_KEY"];

/** What wrangler.toml sets, and no secrets. */
const fresh = () =>
  ({
    PUBLIC_ORIGIN: "https://backline.example.com",
    MEDIA_ORIGIN: "https://media.example.com",
    R2_S3_ORIGIN: "https://account.r2.cloudflarestorage.com",
    R2_LIBRARY_BUCKET: "backline-library",
    R2_MEDIA_BUCKET: "backline-media",
  }) as unknown as Env;

const ask = async (path: string, env: Env, method = "GET") =>
  worker.fetch(new Request(`http://localhost:8787${path}`, { method }), env, {});

test.each([
  ["GET", "/health"],
  ["GET", "/docs"],
  ["GET", "/openapi.json"],
  ["GET", "/api/artists"],
  ["POST", "/api/content/create"],
  ["GET", "/nothing"],
])("%s %s answers 503 with the names of what is missing and the command that brings it", async (method, path) => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const response = await ask(path, fresh(), method);
  expect(response.status).toBe(503);
  const body = errorShape.parse(await response.json());
  expect(body).toMatchObject({ code: "settings_missing", request_id: response.headers.get("x-request-id") });
  for (const name of SECRETS) expect(body.error).toContain(name);
  expect(body.error).toContain("npm run companions");
  expect(body.error).toContain("npx wrangler secret put");
  expect(body.issues?.map(({ path: [name] }) => name).toSorted()).toEqual(SECRETS);
});

test("a setting that is wrong is named too, and what it was set to is not shown", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const env = {
    ...fresh(),
    FAL_KEY: "hunter2",
    R2_ACCESS_KEY_ID: "a",
    R2_SECRET_ACCESS_KEY: "b",
    TIME_SCALE: "hunter2",
  };
  const response = await ask("/health", env);
  expect(response.status).toBe(503);
  const text = await response.text();
  expect(text).toContain("TIME_SCALE");
  expect(text).not.toContain("hunter2");
});

test("a choice of models is held against those that there are", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const secrets = { FAL_KEY: "a", R2_ACCESS_KEY_ID: "a", R2_SECRET_ACCESS_KEY: "b" };
  const env = { ...fresh(), ...secrets, MODEL_CHOICES: '{"write":["hunter2"]}' };
  const response = await ask("/health", env);
  expect(response.status).toBe(503);
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({
    code: "settings_missing",
    error: expect.stringContaining("MODEL_CHOICES"),
    issues: [{ path: ["MODEL_CHOICES"], message: expect.stringMatching(/^write: name 1 is none of google\//) }],
  });
  expect(text).not.toContain("hunter2");
});

test.each<[string, (env: Env) => Promise<void>]>([
  ["cron", async (env) => worker.scheduled({}, env, {})],
  ["the queue of steps", async (env) => worker.queue({ queue: "backline-steps", messages: [] }, env, {})],
  ["the queue of webhooks", async (env) => worker.queue({ queue: "backline-webhooks", messages: [] }, env, {})],
])("%s fails with the same sentence", async (_, run) => {
  const failed = run(fresh());
  for (const name of SECRETS) await expect(failed).rejects.toThrow(name);
  await expect(failed).rejects.toThrow("npx wrangler secret put");
});
