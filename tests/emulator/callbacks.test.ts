import { createHash } from "node:crypto";
import type { FalClient } from "@fal-ai/client";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { FalEmulator } from "../../emulator/emulator.ts";
import { callbackReceiver, clientOf, completed, type ReceivedCallback, startFal, submit, until } from "./harness.ts";

vi.setConfig({ testTimeout: 30_000 });

const LLM = "openrouter/router";
const ask = { model: "m", prompt: "Say “hello” — ünïcode 🌙." };

let fal: FalEmulator;
let client: FalClient;
let receivers: { close: () => void }[] = [];

beforeAll(async () => {
  fal = await startFal({ settings: { callbacks: { firstDelaySeconds: 0.02, growth: 2 } } });
  client = clientOf(fal.origin);
});
afterEach(async () => {
  await fal.reset();
  for (const receiver of receivers) receiver.close();
  receivers = [];
});
afterAll(() => fal.close());

async function receiver(answers: number[] = []) {
  const made = await callbackReceiver(answers);
  receivers.push(made);
  return made;
}

/** The verification that fal documents, with nothing but WebCrypto and the key set. */
async function verifies({ headers, raw }: ReceivedCallback, now = Date.now()): Promise<boolean> {
  const of = (name: string) => String(headers[`x-fal-webhook-${name}`]);
  if (Math.abs(now / 1000 - Number(of("timestamp"))) > 300) return false;
  const hash = createHash("sha256").update(raw).digest("hex");
  const message = new TextEncoder().encode([of("request-id"), of("user-id"), of("timestamp"), hash].join("\n"));
  const response = await fetch(`${fal.origin}/rest/.well-known/jwks.json`);
  const { keys } = (await response.json()) as { keys: { x: string }[] };
  for (const { x } of keys) {
    const key = await crypto.subtle.importKey("jwk", { kty: "OKP", crv: "Ed25519", x }, "Ed25519", false, ["verify"]);
    if (await crypto.subtle.verify("Ed25519", key, Buffer.from(of("signature"), "hex"), message)) return true;
  }
  return false;
}

const bodyOf = (callback: ReceivedCallback | undefined) => JSON.parse(String(callback?.raw)) as Record<string, unknown>;

describe("a callback", () => {
  it("carries the output, signed so that WebCrypto verifies it over the raw bytes", async () => {
    const { url, received, count } = await receiver();
    const requestId = await submit(client, LLM, ask, url);
    await count(1);
    const callback = received[0] as ReceivedCallback;
    expect(callback.headers["x-fal-webhook-request-id"]).toBe(requestId);
    expect(bodyOf(callback)).toMatchObject({
      request_id: requestId,
      gateway_request_id: requestId,
      status: "OK",
      error: null,
      payload: { output: expect.any(String) },
    });
    expect(await verifies(callback)).toBe(true);
    expect(await verifies({ ...callback, raw: Buffer.concat([callback.raw, Buffer.from(" ")]) })).toBe(false);
  });

  it("is written as Python writes JSON, so that only the raw bytes verify", async () => {
    const { url, received, count } = await receiver();
    await submit(client, LLM, ask, url);
    await count(1);
    const callback = received[0] as ReceivedCallback;
    expect(callback.raw.toString()).toMatch(
      /^\{"error": null, "gateway_request_id": ".*", "payload": \{.*\}, "request_id": ".*", "status": "OK"\}$/,
    );
    expect(callback.raw.every((byte) => byte < 128)).toBe(true);
    expect(await verifies({ ...callback, raw: Buffer.from(JSON.stringify(bodyOf(callback))) })).toBe(false);
  });

  it("holds the URLs of media with their origin", async () => {
    const { url, received, count } = await receiver();
    await submit(client, "fal-ai/nano-banana-2", { prompt: "a street at night" }, url);
    await count(1);
    const { payload } = bodyOf(received[0]) as { payload: { images: { url: string }[] } };
    expect((await fetch(payload.images[0]?.url ?? "")).headers.get("content-type")).toBe("image/png");
  });

  it("tells a failure with fal's status and detail", async () => {
    const { url, received, count } = await receiver();
    await submit(client, LLM, { model: "m" }, url);
    await count(1);
    expect(bodyOf(received[0])).toMatchObject({
      status: "ERROR",
      error: "Invalid status code: 422",
      payload: { detail: [{ loc: ["body", "prompt"], msg: "Field required", type: "missing" }] },
    });
  });

  it("is repeated with growing pauses until it is acknowledged", async () => {
    const { url, received, count } = await receiver([500, 404, 503]);
    await submit(client, LLM, ask, url);
    await count(4);
    const [first, second, third, fourth] = received.map(({ at }) => at) as [number, number, number, number];
    expect(fourth - third).toBeGreaterThan(second - first);
    const callbacks = await until(
      () => fal.ledger()[0]?.callbacks ?? [],
      (all) => all.length === 4,
    );
    expect(callbacks.map(({ answer, final }) => [answer, final])).toEqual([
      [500, false],
      [404, false],
      [503, false],
      [200, true],
    ]);
  });

  it("is given up after a redirect, and after the last attempt", async () => {
    fal.setSettings({ callbacks: { attempts: 2, firstDelaySeconds: 0.01 } });
    const redirecting = await receiver([307]);
    await submit(client, LLM, ask, redirecting.url);
    await until(
      () => fal.ledger()[0]?.callbacks.at(-1)?.final,
      (final) => final === true,
    );
    expect(redirecting.received).toHaveLength(1);
    const broken = await receiver([500, 500, 500, 500]);
    await submit(client, LLM, ask, broken.url);
    await until(
      () => fal.ledger()[1]?.callbacks.at(-1)?.final,
      (final) => final === true,
    );
    expect(broken.received).toHaveLength(2);
  });

  it("that cannot be delivered says why in the ledger", async () => {
    fal.setSettings({ callbacks: { attempts: 1 } });
    await submit(client, LLM, ask, "http://127.0.0.1:1/nowhere");
    const callbacks = await until(
      () => fal.ledger()[0]?.callbacks ?? [],
      (all) => all.length === 1,
    );
    expect(callbacks[0]?.answer).toEqual(expect.stringMatching(/\w/));
  });

  it("does not come for a request without a webhook, nor for a cancelled one", async () => {
    const { url, received } = await receiver();
    fal.setSettings({ latency: { seconds: { [LLM]: 30 } } });
    const requestId = await submit(client, LLM, ask, url);
    await client.queue.cancel(LLM, { requestId });
    await completed(client, LLM, requestId);
    expect(received).toEqual([]);
  });

  it("can be sent again by hand", async () => {
    const { url, received, count } = await receiver();
    const requestId = await submit(client, LLM, ask, url);
    await count(1);
    await fetch(`${fal.origin}/control/requests/${requestId}/callback`, { method: "POST" });
    await count(2);
    expect(received.map(bodyOf)[1]).toEqual(received.map(bodyOf)[0]);
  });
});

describe("a callback that goes wrong on demand", () => {
  const fault = (
    kind:
      | "callback-twice"
      | "callback-never"
      | "callback-bad-signature"
      | "callback-old-timestamp"
      | "callback-unknown-request",
  ) => fal.setFaults([{ kind, next: 1 }]);

  it("comes twice", async () => {
    const { url, received, count } = await receiver();
    fault("callback-twice");
    await submit(client, LLM, ask, url);
    await count(2);
    expect(bodyOf(received[1])).toEqual(bodyOf(received[0]));
  });

  it("comes before the submit is answered", async () => {
    const { url, received } = await receiver();
    fal.setFaults([{ kind: "callback-early" }]);
    const requestId = await submit(client, LLM, ask, url);
    expect(received.map(bodyOf)).toMatchObject([{ request_id: requestId, status: "OK" }]);
  });

  it("comes late", async () => {
    const { url, received, count } = await receiver();
    fal.setFaults([{ kind: "callback-late", seconds: 0.25 }]);
    const requestId = await submit(client, LLM, ask, url);
    await completed(client, LLM, requestId);
    const done = Date.now();
    await count(1);
    expect((received[0]?.at ?? 0) - done).toBeGreaterThan(150);
  });

  it("never comes", async () => {
    const { url, received } = await receiver();
    fault("callback-never");
    const requestId = await submit(client, LLM, ask, url);
    await completed(client, LLM, requestId);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(received).toEqual([]);
    expect(fal.ledger()[0]?.faults).toEqual([{ kind: "callback-never", next: 0 }]);
  });

  it("has a signature that does not verify", async () => {
    const { url, received, count } = await receiver();
    fault("callback-bad-signature");
    await submit(client, LLM, ask, url);
    await count(1);
    expect(await verifies(received[0] as ReceivedCallback)).toBe(false);
  });

  it("has a timestamp an hour old, correctly signed", async () => {
    const { url, received, count } = await receiver();
    fault("callback-old-timestamp");
    await submit(client, LLM, ask, url);
    await count(1);
    const callback = received[0] as ReceivedCallback;
    expect(await verifies(callback)).toBe(false);
    expect(await verifies(callback, Date.now() - 3_600_000)).toBe(true);
  });

  it("is preceded by one for a request that nobody made, correctly signed", async () => {
    const { url, received, count } = await receiver();
    fault("callback-unknown-request");
    const requestId = await submit(client, LLM, ask, url);
    await count(2);
    expect(received.map((callback) => bodyOf(callback).request_id === requestId)).toEqual([false, true]);
    expect(await verifies(received[0] as ReceivedCallback)).toBe(true);
  });
});
