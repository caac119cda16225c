/** GET /api/webhooks/{id}/listen: what a URL would be sent, for somebody who has none. */
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { call, calm, create, post, renderer, stranger } from "../support/client.ts";
import { startReceiver } from "../support/receiver.ts";
import { eventsOf } from "../support/server-sent-events.ts";
import { fingerprint, refusal } from "./expectations.ts";
import { deliveryShape, messageShape, webhookShape } from "./shapes.ts";

const HOOKS = "/api/webhooks";
const fast = { template: "album-record-store" };
const canceled = ["run.canceled"];

let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
  receiver = await startReceiver();
  await calm();
  // Or a run may be over before it is canceled.
  await renderer.set({ render: "hang" });
});
afterAll(async () => {
  await calm();
  await receiver.stop();
});

const made: string[] = [];
afterEach(async () => {
  for (const id of made.splice(0)) await call(`${HOOKS}/${id}`, { method: "DELETE" });
});

async function newWebhook(body: Record<string, unknown>) {
  const response = await post(HOOKS, body);
  expect(response.status).toBe(201);
  const { webhook, secret } = (await response.json()) as { webhook: unknown; secret: string };
  const shown = webhookShape.parse(webhook);
  made.push(shown.id);
  return { ...shown, secret };
}
const endOne = async () => {
  const [runId = ""] = await create(fast);
  await call(`/api/tasks/runs/${runId}/cancel`, { method: "POST" });
  return runId;
};

describe("a listener", () => {
  test("is given the very message that a URL is sent, while it listens and of before", async () => {
    const listener = await newWebhook({ kind: "listener", events: canceled });
    expect(listener).toMatchObject({ kind: "listener", url: null, enabled: true });
    await newWebhook({ url: receiver.url("/same"), events: canceled });
    const before = await endOne();
    const response = await call(`${HOOKS}/${listener.id}/listen`);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
    const stream = eventsOf(response);
    expect(await stream.next()).toMatchObject({ event: "ready", data: JSON.stringify({ webhook_id: listener.id }) });
    const read = async () => {
      const event = await stream.next();
      expect(event?.event).toBe("message");
      return JSON.parse(event?.data ?? "") as { id: string; headers: Record<string, string>; body: string };
    };
    const first = await read();
    const during = await endOne();
    const messages = [first, await read()];
    await stream.leave();
    await expect.poll(() => receiver.at("/same").length, { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
    for (const [at, runId] of [before, during].entries()) {
      const message = messages[at];
      if (!message) throw new Error("There is a message for each run");
      const told = messageShape.parse(new Webhook(listener.secret).verify(message.body, message.headers));
      expect(told.data).toMatchObject({ id: runId, status: "CANCELED" });
      const sent = receiver.at("/same").find(({ headers }) => headers["webhook-id"] === message.headers["webhook-id"]);
      expect(sent?.body).toBe(message.body);
    }
    const { deliveries } = (await (await call(`${HOOKS}/${listener.id}/deliveries`)).json()) as {
      deliveries: unknown[];
    };
    expect(deliveries.map((each) => deliveryShape.parse(each))).toMatchObject(
      [...messages].reverse().map(({ id }) => ({
        ...{ id, url: null, status: "delivered", webhook_id: listener.id },
        attempts: [{ number: 1, status_code: null, error: null }],
      })),
    );
  });

  test("that is disabled is given nothing, and what waited for it is canceled", async () => {
    const { id } = await newWebhook({ kind: "listener", events: canceled });
    await endOne();
    const body = JSON.stringify({ enabled: false });
    const headers = { "content-type": "application/json" };
    expect((await call(`${HOOKS}/${id}`, { method: "PATCH", body, headers })).status).toBe(200);
    await refusal(await call(`${HOOKS}/${id}/listen`), 409, "webhook_disabled");
    const { deliveries } = (await (await call(`${HOOKS}/${id}/deliveries`)).json()) as { deliveries: unknown[] };
    expect(deliveries).toMatchObject([{ status: "canceled" }]);
  });

  test("is another account's business alone, and a URL is not listened to", async () => {
    const { id } = await newWebhook({ kind: "listener", events: canceled });
    const asStranger = (path: string) => call(path, { headers: { "x-api-key": stranger.apiKey } });
    const unknown = await fingerprint(await asStranger(`${HOOKS}/wh_unknown/listen`));
    expect(unknown).toMatchObject({ status: 404 });
    expect(await fingerprint(await asStranger(`${HOOKS}/${id}/listen`))).toEqual(unknown);
    const url = await newWebhook({ url: receiver.url("/other"), enabled: false });
    await refusal(await call(`${HOOKS}/${url.id}/listen`), 409, "not_a_listener");
  });

  test("has no URL, and whoever has one is no listener", async () => {
    type Code = "validation_failed" | "options_conflict";
    const fieldOf = async (response: Response, code: Code) => (await refusal(response, 400, code)).field;
    const withUrl = await post(HOOKS, { kind: "listener", url: receiver.url("/x") });
    expect(await fieldOf(withUrl, "options_conflict")).toEqual(["url"]);
    expect(await fieldOf(await post(HOOKS, { kind: "url" }), "validation_failed")).toEqual(["url"]);
    expect(await fieldOf(await post(HOOKS, { kind: "queue" }), "validation_failed")).toEqual(["kind"]);
    const { id } = await newWebhook({ kind: "listener", events: canceled });
    const body = JSON.stringify({ url: receiver.url("/x") });
    const headers = { "content-type": "application/json" };
    const changed = await call(`${HOOKS}/${id}`, { method: "PATCH", body, headers });
    expect(await fieldOf(changed, "options_conflict")).toEqual(["url"]);
  });
});
