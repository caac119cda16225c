import type { FalClient } from "@fal-ai/client";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { FalEmulator } from "../../emulator/emulator.ts";
import { clientOf, completed, startFal, submit, subscribe } from "./harness.ts";

vi.setConfig({ testTimeout: 30_000 });

const LLM = "openrouter/router";
const IMAGE = "fal-ai/nano-banana-2";
const ask = { model: "m", prompt: "Say something." };

let fal: FalEmulator;
let client: FalClient;

beforeAll(async () => {
  fal = await startFal();
  client = clientOf(fal.origin);
});
afterEach(() => fal.reset());
afterAll(() => fal.close());

/** A submit without the client, which would repeat it. */
const post = (model: string, input: unknown) =>
  fetch(`${fal.origin}/queue/${model}`, {
    method: "POST",
    headers: { authorization: "Key k" },
    body: JSON.stringify(input),
  });

const result = (model: string, id: string) =>
  fetch(`${fal.origin}/queue/${model}/requests/${id}`, { headers: { authorization: "Key k" } });

describe("a submit", () => {
  it.each([401, 403, 429, 500, 502, 503, 504])("is answered %i and nothing is accepted", async (status) => {
    fal.setFaults([{ kind: "submit-status", status, next: 1 }]);
    expect((await post(LLM, ask)).status).toBe(status);
    expect(fal.ledger()).toMatchObject([{ accepted: false, answer: status, faults: [{ kind: "submit-status" }] }]);
    expect((await post(LLM, ask)).status).toBe(200);
  });

  it("is answered 504 though it was accepted", async () => {
    fal.setFaults([{ kind: "submit-status", status: 504, accepted: true, next: 1 }]);
    expect((await post(LLM, ask)).status).toBe(504);
    const [entry] = fal.ledger();
    expect(entry).toMatchObject({ accepted: true, answer: 504 });
    await completed(client, LLM, entry?.requestId ?? "");
  });

  it("is repeated by the real client after a 503, as fal's own would be", async () => {
    fal.setFaults([{ kind: "submit-status", status: 503, next: 1 }]);
    await submit(client, LLM, ask);
    expect(fal.ledger().map(({ answer }) => answer)).toEqual([503, 200]);
  });

  it.each([true, false])("loses its connection (accepted: %s)", async (accepted) => {
    fal.setFaults([{ kind: "submit-dropped", accepted, next: 1 }]);
    await expect(post(LLM, ask)).rejects.toThrow("fetch failed");
    expect(fal.ledger()).toMatchObject([{ accepted, answer: "dropped" }]);
  });

  it("is answered late, the job running meanwhile", async () => {
    fal.setFaults([{ kind: "submit-delayed", seconds: 1 }]);
    const begunAt = Date.now();
    const reply = post(LLM, ask);
    // On a busy machine the job may take its second, too.
    await vi.waitFor(() => expect(fal.ledger()).toMatchObject([{ accepted: true, status: "COMPLETED" }]), 10_000);
    expect((await reply).status).toBe(200);
    expect(Date.now() - begunAt).toBeGreaterThanOrEqual(990);
  });
});

describe("a job", () => {
  it("is stuck IN_PROGRESS until it is cancelled", async () => {
    fal.setFaults([{ kind: "stuck" }]);
    const requestId = await submit(client, LLM, ask);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(await client.queue.status(LLM, { requestId })).toMatchObject({ status: "IN_PROGRESS" });
    await client.queue.cancel(LLM, { requestId });
    await completed(client, LLM, requestId);
  });

  it.each([
    ["content_policy_violation", 422, "false"],
    ["internal_server_error", 500, "true"],
    ["generation_timeout", 504, "true"],
    ["downstream_service_error", 400, "false"],
  ] as const)("completes with %s: status %i, retryable %s", async (error, status, retryable) => {
    fal.setFaults([{ kind: "fail", error, model: LLM }]);
    const requestId = await submit(client, LLM, ask);
    expect(await completed(client, LLM, requestId)).not.toHaveProperty("error");
    const response = await result(LLM, requestId);
    expect([
      response.status,
      response.headers.get("x-fal-retryable"),
      response.headers.get("x-fal-error-type"),
    ]).toEqual([status, retryable, error]);
    expect(await response.json()).toMatchObject({
      detail: [{ type: error, url: `https://docs.fal.ai/errors#${error}` }],
    });
    expect(fal.ledger()[0]).toMatchObject({ outcome: error, billing: null });
  });

  it("fails by the platform's fault, and its status says so", async () => {
    fal.setFaults([{ kind: "fail", error: "runner_disconnected" }]);
    const requestId = await submit(client, LLM, ask);
    expect(await completed(client, LLM, requestId)).toMatchObject({ error_type: "runner_disconnected" });
    expect((await result(LLM, requestId)).status).toBe(503);
  });

  it("ignores that it is cancelled, and is billed", async () => {
    fal.setSettings({ latency: { seconds: { [LLM]: 0.15 } }, faults: [{ kind: "cancel-ignored" }] });
    const requestId = await submit(client, LLM, ask);
    await client.queue.cancel(LLM, { requestId });
    await completed(client, LLM, requestId);
    expect(fal.ledger()[0]).toMatchObject({ cancelled: true, outcome: "ok", billing: { unit: "1,000 input tokens" } });
  });
});

describe("reading", () => {
  it("a poll is answered with an error once, the next with the truth", async () => {
    const requestId = await submit(client, LLM, ask);
    fal.setFaults([{ kind: "poll-status", status: 503, next: 1 }]);
    const poll = () =>
      fetch(`${fal.origin}/queue/${LLM}/requests/${requestId}/status`, { headers: { authorization: "Key k" } });
    expect((await poll()).status).toBe(503);
    expect((await poll()).status).toBeLessThan(300);
    expect(fal.ledger()[0]?.refusedReads).toMatchObject([{ kind: "poll-status", status: 503 }]);
  });

  it("a result is answered with an error once, then with the truth", async () => {
    const requestId = await submit(client, LLM, ask);
    await completed(client, LLM, requestId);
    fal.setFaults([{ kind: "result-status", status: 500, next: 1 }]);
    expect((await result(LLM, requestId)).status).toBe(500);
    expect((await result(LLM, requestId)).status).toBe(200);
    expect(fal.ledger()[0]?.refusedReads).toMatchObject([{ kind: "result-status", status: 500 }]);
  });

  it("a result is gone", async () => {
    fal.setFaults([{ kind: "result-expired" }]);
    const requestId = await submit(client, LLM, ask);
    await completed(client, LLM, requestId);
    expect((await result(LLM, requestId)).status).toBe(404);
  });

  it.each([
    [IMAGE, { prompt: "a street at night" }, { images: [] }],
    [
      "fal-ai/veo3.1/fast/image-to-video",
      {
        prompt: "x",
        image_url:
          "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      },
      { video: null },
    ],
  ])("a result of %s has no media in it", async (model, input, output) => {
    fal.setFaults([{ kind: "result-without-media" }]);
    expect(await subscribe(client, model, input)).toMatchObject(output);
  });
});

describe("the URL of media", () => {
  const imageUrl = async (): Promise<string> => {
    const { images } = await subscribe<{ images: { url: string }[] }>(client, IMAGE, { prompt: "a street at night" });
    return images[0]?.url ?? "";
  };

  it("answers 404", async () => {
    fal.setFaults([{ kind: "media-missing" }]);
    expect((await fetch(await imageUrl())).status).toBe(404);
  });

  it("answers 503 a few times, then works", async () => {
    fal.setFaults([{ kind: "media-unavailable", times: 2 }]);
    const url = await imageUrl();
    const statuses = [await fetch(url), await fetch(url), await fetch(url)].map(({ status }) => status);
    expect(statuses).toEqual([503, 503, 200]);
  });

  it("gives half of the file and says it is all", async () => {
    const whole = (await (await fetch(await imageUrl())).arrayBuffer()).byteLength;
    fal.setFaults([{ kind: "media-truncated" }]);
    const response = await fetch(await imageUrl());
    expect(Number(response.headers.get("content-length"))).toBe(Math.floor(whole / 2));
    expect((await response.arrayBuffer()).byteLength).toBe(Math.floor(whole / 2));
  });

  it("announces the file and breaks off in the middle", async () => {
    fal.setFaults([{ kind: "media-cut-off" }]);
    await expect(fetch(await imageUrl()).then((response) => response.arrayBuffer())).rejects.toThrow("terminated");
  });

  it("gives a web page under the picture's type", async () => {
    fal.setFaults([{ kind: "media-wrong-type" }]);
    const response = await fetch(await imageUrl());
    expect(response.headers.get("content-type")).toBe("image/png");
    expect(await response.text()).toMatch(/^<!doctype html>/);
  });

  it("is larger than anyone should read", async () => {
    fal.setFaults([{ kind: "media-huge", bytes: 3_000_000_000 }]);
    const response = await fetch(await imageUrl());
    expect(response.headers.get("content-length")).toBe("3000000000");
    await response.body?.cancel();
  });
});

describe("aiming", () => {
  it("a fault of another model does not strike", async () => {
    fal.setFaults([{ kind: "fail", error: "internal_server_error", model: IMAGE }]);
    await subscribe(client, LLM, ask);
  });

  it("a chance strikes as often as it says, and the same times for the same seed", async () => {
    const struck = async (): Promise<boolean[]> => {
      const seeded = await startFal({
        seed: "dice",
        settings: { faults: [{ kind: "submit-status", status: 500, chance: 0.5 }] },
      });
      const answers: boolean[] = [];
      for (let turn = 0; turn < 40; turn++) {
        const headers = { authorization: "Key k" };
        const response = await fetch(`${seeded.origin}/queue/${LLM}`, {
          method: "POST",
          headers,
          body: JSON.stringify(ask),
        });
        answers.push(response.status === 500);
      }
      await seeded.close();
      return answers;
    };
    const first = await struck();
    const hits = first.filter(Boolean).length;
    expect(hits).toBeGreaterThan(10);
    expect(hits).toBeLessThan(30);
    expect(await struck()).toEqual(first);
  });
});

describe("a model that fal no longer has", () => {
  it.each([
    ["application-not-found", 404, { detail: "Application 'nano-banana-2' not found" }],
    ["path-not-found", 404, { detail: "Path / not found" }],
    ["gone", 410, { detail: "Gone" }],
    ["deprecated", 422, { detail: expect.stringContaining("deprecated") }],
  ] as const)("is refused at the submit: %s", async (as, status, body) => {
    fal.setFaults([{ kind: "retired", as, model: IMAGE }]);
    const answer = await post(IMAGE, { prompt: "a street" });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject(body);
    expect(fal.ledger()).toMatchObject([{ accepted: false, answer: status }]);
  });

  it.each([
    ["result-path-not-found", 404],
    ["result-deprecated", 422],
    ["result-unknown-model", 422],
    ["result-no-endpoints", 404],
  ] as const)("ends the request: %s", async (as, status) => {
    fal.setFaults([{ kind: "retired", as, model: "vendor/old" }]);
    const id = await submit(client, LLM, { ...ask, model: "vendor/old" });
    await completed(client, LLM, id);
    expect((await result(LLM, id)).status).toBe(status);
    // Another language model behind the same router is there.
    const other = await submit(client, LLM, ask);
    await completed(client, LLM, other);
    expect((await result(LLM, other)).status).toBe(200);
  });

  it("is told by the router in an output, which costs nothing", async () => {
    fal.setFaults([{ kind: "retired", as: "output-error", model: "m" }]);
    const made = await subscribe<{ output: string; error: string }>(client, LLM, ask);
    expect(made).toMatchObject({ output: "", error: "No endpoints found for m." });
    expect(fal.ledger()).toMatchObject([{ outcome: "ok", billing: { units: 0, usd: 0 } }]);
  });
});
