/** What every answer of the API is held to. */
import { expect } from "vitest";
import type { z } from "zod";
import { call, extra, fal, owner, stranger } from "../support/client.ts";
import { errorShape } from "./shapes.ts";

export type ErrorAnswer = z.infer<typeof errorShape>;

/** The body of a refusal, after everything that refusals have in common was looked at. */
export async function refusal(response: Response, status: number, code: string): Promise<ErrorAnswer> {
  const text = await response.text();
  expect([response.status, text]).toEqual([status, expect.stringContaining(`"${code}"`)]);
  expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  const body = errorShape.parse(JSON.parse(text));
  expect(body.code).toBe(code);
  expect(response.headers.get("x-request-id")).toBe(body.request_id);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  expect(text).not.toMatch(/\bat .+:\d+:\d+|node_modules|SQLITE|D1_ERROR|\.ts\b/);
  return body;
}

/** Everything of an answer that a caller could tell it from another by, but for what differs every time. */
export async function fingerprint(response: Response): Promise<unknown> {
  const headers = Object.fromEntries(response.headers);
  delete headers["x-request-id"];
  delete headers.date;
  delete headers["x-bookmark"];
  delete headers.ratelimit;
  const body = (await response.text()).replace(/req_[1-9a-km-z]{21}/, "req_");
  return { status: response.status, headers, body };
}

/** What has been written and sent so far: every account's newest run, and the number of requests to models. */
export async function footprint(): Promise<unknown> {
  const newest = [owner, stranger, extra].map(async ({ apiKey }) => {
    const response = await call("/api/tasks/runs?limit=1", { headers: { "x-api-key": apiKey } });
    return ((await response.json()) as { runs: { id: string }[] }).runs.map(({ id }) => id);
  });
  return { newest: await Promise.all(newest), requests: (await fal.ledger()).length };
}
