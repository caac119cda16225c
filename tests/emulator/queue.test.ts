import { ApiError, type FalClient } from "@fal-ai/client";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { FalEmulator } from "../../emulator/emulator.ts";
import { clientOf, completed, startFal, submit, subscribe, until } from "./harness.ts";

vi.setConfig({ testTimeout: 30_000 });

const LLM = "openrouter/router";
const ask = (prompt = "Say something.") => ({ model: "google/gemini-2.5-flash", prompt });

let fal: FalEmulator;
let client: FalClient;

beforeAll(async () => {
  fal = await startFal();
  client = clientOf(fal.origin);
});
afterEach(() => fal.reset());
afterAll(() => fal.close());

const get = (path: string, init: RequestInit = {}) =>
  fetch(`${fal.origin}/${path}`, { ...init, headers: { authorization: "Key k", ...init.headers } });

const slow = (seconds: number) => fal.setSettings({ latency: { seconds: { [LLM]: seconds } } });

describe("a request in the queue", () => {
  it("is submitted, polled and read by the real client", async () => {
    const requestId = await submit(client, LLM, ask());
    const status = await completed(client, LLM, requestId);
    expect(status).toMatchObject({
      status: "COMPLETED",
      request_id: requestId,
      metrics: { inference_time: expect.any(Number) },
    });
    const result = await client.queue.result(LLM, { requestId });
    expect(result.requestId).toBe(requestId);
    expect(result.data).toMatchObject({ output: expect.any(String), usage: { input_tokens: expect.any(Number) } });
  });

  it("takes exactly as long as it is told where times are not spread", async () => {
    fal.setSettings({ latency: { seconds: { [LLM]: 0.2 }, spread: 0 } });
    const begunAt = performance.now();
    const requestId = await submit(client, LLM, ask());
    await completed(client, LLM, requestId);
    // Timers may be a millisecond early.
    expect(performance.now() - begunAt).toBeGreaterThan(195);
  });

  it("answers a submit with its own URLs, which work, and with the request id in a header", async () => {
    const response = await get(`queue/${LLM}`, { method: "POST", body: JSON.stringify(ask()) });
    const body = (await response.json()) as Record<string, string>;
    expect(body).toMatchObject({ status: "IN_QUEUE", queue_position: 0, gateway_request_id: body.request_id });
    expect(response.headers.get("x-fal-request-id")).toBe(body.request_id);
    await until(
      async () => (await fetch(body.status_url ?? "", { headers: { authorization: "Key k" } })).status,
      (status) => status === 200,
    );
    expect((await fetch(body.response_url ?? "", { headers: { authorization: "Key k" } })).status).toBe(200);
  });

  it("can be addressed by the application alone, by the whole id, and with /response", async () => {
    const model = "fal-ai/nano-banana-2";
    const requestId = await submit(client, model, { prompt: "a street at night" });
    await completed(client, model, requestId);
    for (const path of [`${model}/requests/${requestId}`, `${model}/requests/${requestId}/response`]) {
      expect((await get(`queue/${path}`)).status).toBe(200);
    }
    const other = await get(`queue/fal-ai/whisper/requests/${requestId}`);
    expect([other.status, await other.json()]).toEqual([404, { status: "NOT_FOUND" }]);
  });

  it("answers its status with 202 until it is completed, and its result with 400", async () => {
    slow(0.5);
    const requestId = await submit(client, LLM, ask());
    const status = await get(`queue/${LLM}/requests/${requestId}/status`);
    expect(status.status).toBe(202);
    const early = await get(`queue/${LLM}/requests/${requestId}`);
    expect([early.status, await early.json()]).toEqual([400, { detail: "Request is still in progress" }]);
    await completed(client, LLM, requestId);
    expect((await get(`queue/${LLM}/requests/${requestId}/status`)).status).toBe(200);
  });

  it("waits in line when as many as may are in progress", async () => {
    fal.setSettings({ concurrency: 1, latency: { seconds: { [LLM]: 0.4 } } });
    const ids: string[] = [];
    for (const prompt of ["first", "second", "third"]) ids.push(await submit(client, LLM, ask(prompt)));
    const statuses = await until(
      () => Promise.all(ids.map((requestId) => client.queue.status(LLM, { requestId }))),
      (all) => all[0]?.status === "IN_PROGRESS" && all[2]?.status === "IN_QUEUE" && all[2].queue_position === 1,
    );
    expect(statuses[1]).toMatchObject({ status: "IN_QUEUE", queue_position: 0 });
    await Promise.all(ids.map((id) => completed(client, LLM, id)));
  });

  it("streams its status as server-sent events until it is completed", async () => {
    slow(0.3);
    const requestId = await submit(client, LLM, ask());
    const stream = await client.queue.streamStatus(LLM, { requestId });
    const seen: string[] = [];
    for await (const event of stream) seen.push((event as { status: string }).status);
    expect(seen[0]).not.toBe("COMPLETED");
    expect(seen.at(-1)).toBe("COMPLETED");
  });

  it("shows its logs only when asked", async () => {
    const requestId = await submit(client, LLM, ask());
    const status = await completed(client, LLM, requestId);
    expect(status).toMatchObject({
      logs: [{ message: "Asking google/gemini-2.5-flash", source: "USER", level: "INFO" }],
    });
    expect(await client.queue.status(LLM, { requestId })).toMatchObject({ logs: null });
  });

  it("bills what it costs in a header of the result", async () => {
    const model = "fal-ai/nano-banana-2";
    const requestId = await submit(client, model, { prompt: "a street at night", num_images: 2 });
    await completed(client, model, requestId);
    const response = await get(`queue/${model}/requests/${requestId}`);
    expect(response.headers.get("x-fal-billable-units")).toBe("2");
    expect(fal.ledger()[0]?.billing).toEqual({ units: 2, unit: "image", usd: 0.16 });
  });

  it.each([
    ["a result of less than 10 KB", "Say something.", "resultSeconds"],
    ["a larger one", "x".repeat(12_000), "largeResultSeconds"],
  ] as const)(
    "forgets %s after a time of its own, scaled, though its status is still told",
    async (_, prompt, kept) => {
      const requestId = await submit(client, LLM, ask(prompt));
      await completed(client, LLM, requestId);
      const read = () => get(`queue/${LLM}/requests/${requestId}`);
      fal.setSettings({ resultSeconds: 3600, largeResultSeconds: 3600, [kept]: 10 });
      expect((await read()).status).toBe(200);
      expect(fal.ledger()[0]).not.toHaveProperty("forgotten");
      fal.setSettings({ timeScale: 0.000_1 });
      await new Promise((resolve) => setTimeout(resolve, 5));
      const forgotten = await read();
      expect([forgotten.status, await forgotten.json()]).toEqual([404, { status: "NOT_FOUND" }]);
      expect(fal.ledger()[0]).toMatchObject({ outcome: expect.any(String), forgotten: true });
      expect((await get(`queue/${LLM}/requests/${requestId}/status`)).status).toBe(200);
    },
  );
});

describe("cancelling", () => {
  it("stops a request that waits or works, which then ends as cancelled", async () => {
    slow(30);
    const requestId = await submit(client, LLM, ask());
    const path = `queue/${LLM}/requests/${requestId}`;
    const reply = await get(`${path}/cancel`, { method: "PUT" });
    expect([reply.status, await reply.json()]).toEqual([202, { status: "CANCELLATION_REQUESTED" }]);
    expect(await completed(client, LLM, requestId)).toMatchObject({ error_type: "client_cancelled" });
    expect((await get(path)).status).toBe(499);
    expect(fal.ledger()[0]).toMatchObject({ cancelled: true, outcome: "client_cancelled", billing: null });
  });

  it("is refused for a request that is completed, and for one that never was", async () => {
    const requestId = await submit(client, LLM, ask());
    await completed(client, LLM, requestId);
    const late = await get(`queue/${LLM}/requests/${requestId}/cancel`, { method: "PUT" });
    expect([late.status, await late.json()]).toEqual([400, { status: "ALREADY_COMPLETED" }]);
    const unknown = await get(`queue/${LLM}/requests/nothing/cancel`, { method: "PUT" });
    expect([unknown.status, await unknown.json()]).toEqual([404, { status: "NOT_FOUND" }]);
  });

  it("is asked for by the client when its own time is over", async () => {
    slow(30);
    const waiting = client.subscribe(LLM, { input: ask(), timeout: 100, pollInterval: 20 });
    await expect(waiting).rejects.toThrow("timed out");
    await until(
      () => fal.ledger()[0]?.cancelled,
      (cancelled) => cancelled === true,
    );
  });
});

describe("a synchronous run", () => {
  it("answers when it is done", async () => {
    const { data, requestId } = await client.run(LLM, { input: ask() });
    expect(data.output).toEqual(expect.any(String));
    expect(fal.ledger()[0]).toMatchObject({ via: "run", requestId });
  });

  it("answers a wrong input with its errors", async () => {
    const failing = client.run(LLM, { input: { model: "m" } as never });
    await expect(failing).rejects.toMatchObject({
      status: 422,
      body: { detail: [{ loc: ["body", "prompt"], type: "missing" }] },
    });
  });
});

describe("who may ask", () => {
  it.each([
    ["nobody", undefined, 401, "invalid key credentials"],
    ["an unknown key", "Key invalid", 401, "invalid key credentials"],
    ["a bearer token", "Bearer abc", 401, "invalid key credentials"],
    ["an account without credit", "Key locked", 403, /^User is locked\. Reason: Exhausted balance/],
  ])("%s is refused", async (_, authorization, status, detail) => {
    const headers = authorization === undefined ? {} : { authorization };
    const response = await fetch(`${fal.origin}/queue/${LLM}`, {
      method: "POST",
      headers,
      body: JSON.stringify(ask()),
    });
    expect(response.status).toBe(status);
    expect(((await response.json()) as { detail: string }).detail).toMatch(detail);
    expect(fal.ledger()).toMatchObject([{ accepted: false, answer: status, requestId: null }]);
  });

  it("no reader gets through without a key either", async () => {
    expect((await fetch(`${fal.origin}/queue/${LLM}/requests/x/status`)).status).toBe(401);
  });

  it.each([
    ["whose key was revoked", { key: "another" }, 401],
    ["whose account is out of credit", { account: "no-balance" }, 403],
    ["while fal is down", { down: 503 }, 503],
  ] as const)("nobody gets anything %s, until that is mended", async (_, change, refusal) => {
    slow(30);
    const requestId = await submit(client, LLM, ask());
    const request = `queue/${LLM}/requests/${requestId}`;
    const calls: [path: string, method: string, body?: string][] = [
      [`queue/${LLM}`, "POST", JSON.stringify(ask())],
      [`${request}/status`, "GET"],
      [request, "GET"],
      [`${request}/cancel`, "PUT"],
      ["rest/storage/upload/initiate", "POST", JSON.stringify({ content_type: "image/png", file_name: "x.png" })],
    ];
    const answers = async () => {
      const responses = [];
      for (const [path, method, body] of calls) {
        responses.push((await get(path, { method, ...(body === undefined ? {} : { body }) })).status);
      }
      return responses;
    };
    fal.setSettings(change);
    expect(await answers()).toEqual(calls.map(() => refusal));
    fal.setSettings({ key: "k", account: "ok", down: null });
    expect(await answers()).toEqual([200, 202, 400, 202, 200]);
  });
});

describe("what does not exist", () => {
  it.each([
    ["fal-ai/unheard-of", "Application 'unheard-of' not found"],
    ["fal-ai/whisper/turbo", "Path /turbo not found"],
  ])("%s is not found", async (model, detail) => {
    const failing = submit(client, model, {});
    await expect(failing).rejects.toThrow(ApiError);
    await expect(failing).rejects.toMatchObject({ status: 404, body: { detail } });
  });

  it("a body that is no JSON is refused", async () => {
    const response = await get(`queue/${LLM}`, { method: "POST", body: "{" });
    expect(response.status).toBe(400);
    expect(fal.ledger()[0]).toMatchObject({ input: "{", accepted: false });
  });
});

describe("the ledger", () => {
  it("keeps the input as it was received, the headers without the key, the webhook and the price", async () => {
    await subscribe(client, LLM, { ...ask(), temperature: 0.2 });
    const response = await fetch(`${fal.origin}/control/ledger`);
    const { submissions } = (await response.json()) as { submissions: Record<string, unknown>[] };
    expect(submissions).toHaveLength(1);
    expect(submissions[0]).toMatchObject({
      number: 1,
      via: "queue",
      model: LLM,
      input: { ...ask(), temperature: 0.2 },
      headers: { "x-fal-queue-priority": "normal", "content-type": "application/json" },
      webhookUrl: null,
      accepted: true,
      answer: 200,
      outcome: "ok",
      billing: { usd: expect.any(Number) },
    });
    expect(JSON.stringify(submissions)).not.toContain("test-key");
  });

  it("forgets everything at a reset, and the settings are the first ones again", async () => {
    fal.setSettings({ concurrency: 3 });
    await subscribe(client, LLM, ask());
    const response = await fetch(`${fal.origin}/control/reset`, { method: "POST" });
    expect(await response.json()).toMatchObject({ concurrency: 1000, media: "instant" });
    expect(fal.ledger()).toEqual([]);
  });

  it("refuses settings it does not know", async () => {
    const response = await fetch(`${fal.origin}/control/settings`, { method: "PUT", body: '{"speed":1}' });
    expect(response.status).toBe(400);
  });
});
