/** Webhooks: what is sent when runs end, to whom, how it is signed, and what happens when nobody takes it. */
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { artistId, call, calm, create, fal, finish, post, renderer, stranger } from "../support/client.ts";
import { type Received, startReceiver } from "../support/receiver.ts";
import { fingerprint, refusal } from "./expectations.ts";
import { deliveryShape, messageShape, webhookShape } from "./shapes.ts";

const HOOKS = "/api/webhooks";
const fast = { template: "album-record-store" };

let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
  receiver = await startReceiver();
  await calm();
});
afterAll(() => receiver.stop());

const made: string[] = [];
afterEach(async () => {
  await calm();
  for (const id of made.splice(0)) await call(`${HOOKS}/${id}`, { method: "DELETE" });
});

const created = z.strictObject({ status: z.literal("success"), webhook: webhookShape, secret: z.string() });
async function listen(path: string, settings: Record<string, unknown> = {}) {
  const response = await post(HOOKS, { url: receiver.url(path), ...settings });
  expect(response.status).toBe(201);
  const { webhook, secret } = created.parse(await response.json());
  made.push(webhook.id);
  return { ...webhook, secret };
}
const page = z.strictObject({
  status: z.literal("success"),
  deliveries: z.array(deliveryShape),
  next_cursor: z.string().nullable(),
});
const deliveries = async (path: string) => page.parse(await (await call(`${HOOKS}${path}`)).json()).deliveries;
const replay = async (id: string) => {
  const response = await call(`${HOOKS}/deliveries/${id}/replay`, { method: "POST" });
  expect(response.status).toBe(202);
};
const until = <Value>(look: () => Value | Promise<Value>) => expect.poll(look, { timeout: 60_000, interval: 100 });
const arrived = async (path: string, count: number): Promise<Received[]> => {
  await until(() => receiver.at(path).length).toBeGreaterThanOrEqual(count);
  return receiver.at(path);
};
/** Each message once: who answers late, as a busy machine does, is sent it again. */
const messagesAt = (path: string): Received[] => [
  ...new Map(receiver.at(path).map((received) => [received.headers["webhook-id"], received])).values(),
];
const arrivedMessages = async (path: string, count: number): Promise<Received[]> => {
  await until(() => messagesAt(path).length).toBeGreaterThanOrEqual(count);
  return messagesAt(path);
};
const verified = (secret: string, { body, headers }: Received) =>
  messageShape.parse(new Webhook(secret).verify(body, headers));
const change = (id: string, body: unknown) =>
  call(`${HOOKS}/${id}`, {
    method: "PATCH",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });

describe("a message", () => {
  test("tells each endpoint of the end of each run, and once of the batch, signed so that forgeries show", async () => {
    const all = await listen("/all");
    const some = await listen("/some", { events: ["batch.finished"] });
    const runIds = await create({ ...fast, batch: 2 });
    const runs = await finish(runIds);
    // Of these runs alone: what other tests left behind may end meanwhile.
    const [{ batchId } = { batchId: "" }] = runs;
    const received = () =>
      messagesAt("/all")
        .map((each) => ({ received: each, message: verified(all.secret, each) }))
        .filter(({ message }) => message.data.batchId === batchId);
    await until(() => received().length).toBeGreaterThanOrEqual(3);
    const messages = received();
    expect(messages.map(({ message }) => message.type).toSorted()).toEqual([
      "batch.finished",
      "run.completed",
      "run.completed",
    ]);
    for (const run of runs) {
      const found = messages.find(({ message }) => "id" in message.data && message.data.id === run.id);
      const {
        currentStep: _,
        progress: __,
        logs: ___,
        steps: ____,
        waiting: _____,
        expectedAt: ______,
        imageUrl: _______,
        ...metadata
      } = run.metadata;
      expect(found?.message.data).toEqual({ ...run, metadata });
      expect(found?.message.timestamp).toBe(run.finishedAt);
    }
    const ofBatch = () => messagesAt("/some").find((each) => verified(some.secret, each).data.batchId === batchId);
    await until(ofBatch).toBeDefined();
    const batch = ofBatch();
    if (!batch) throw new Error("unreachable");
    const { data } = verified(some.secret, batch);
    expect(data).toMatchObject({ batchId: runs[0]?.batchId, completed: 2, failed: 0, canceled: 0 });
    expect((data as { runs: unknown[] }).runs).toEqual(
      expect.arrayContaining(runIds.map((id) => ({ id, status: "COMPLETED" }))),
    );

    const { body, headers } = batch;
    expect(headers["content-type"]).toBe("application/json");
    const refused = (changed: Partial<Record<string, string>>, text = body, secret = some.secret) =>
      expect(() => new Webhook(secret).verify(text, { ...headers, ...changed } as Record<string, string>)).toThrow();
    refused({}, body.replace("COMPLETED", "FAILED"));
    refused({ "webhook-id": "evt_other" });
    refused({ "webhook-signature": headers["webhook-signature"]?.replace(/.$/, "A") ?? "" }, `${body} `);
    refused({}, body, all.secret);
    // Kept and played back later: the time is signed too.
    refused({ "webhook-timestamp": String(Number(headers["webhook-timestamp"]) - 600) });
  });

  test("is under 20 KB and comes once per end, also when a run fails, goes on, and ends again", async () => {
    const { secret } = await listen("/again");
    const model = "fal-ai/nano-banana-2/edit";
    await fal.set({ faults: [{ kind: "fail", model, error: "content_policy_violation", next: 1 }] });
    const [runId = ""] = await create(fast);
    await finish([runId]);
    await arrivedMessages("/again", 2);
    await call(`/api/tasks/runs/${runId}/retry`, { method: "POST" });
    await finish([runId]);
    const messages = (await arrivedMessages("/again", 4)).map((received) => verified(secret, received));
    const runMessages = messages.filter(({ data }) => "id" in data);
    expect(runMessages.map(({ type, data }) => [type, "status" in data && data.status])).toEqual([
      ["run.failed", "FAILED"],
      ["run.completed", "COMPLETED"],
    ]);
    expect(runMessages[0]?.data).toMatchObject({ output: null, error: { code: "fal_content_policy", step: "image" } });
    expect(messages.filter(({ type }) => type === "batch.finished")).toHaveLength(2);
    expect(receiver.at("/again").every(({ body }) => Buffer.byteLength(body) < 20_000)).toBe(true);
    expect(messagesAt("/again")).toHaveLength(4);
  });

  test("of a batch comes once when its last runs end at the same moment", async () => {
    const { secret } = await listen("/together", { events: ["batch.finished", "run.canceled"] });
    await renderer.set({ render: "busy" });
    const runIds = await create({ ...fast, batch: 6 });
    await Promise.all(runIds.map((runId) => call(`/api/tasks/runs/${runId}/cancel`, { method: "POST" })));
    await arrivedMessages("/together", 7);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const types = messagesAt("/together").map((received) => verified(secret, received).type);
    expect(types.toSorted()).toEqual(["batch.finished", ...runIds.map(() => "run.canceled")]);
  });

  test("goes to the webhook_url of a create call, signed with the account's secret", async () => {
    const [runId = ""] = await create({ ...fast, webhook_url: receiver.url("/per-call") });
    const [run] = await finish([runId]);
    expect(run?.payload).toMatchObject({ webhook_url: receiver.url("/per-call") });
    const read = async () => (await (await call(`${HOOKS}/secret`)).json()) as { secret: string };
    const { secret } = await read();
    const messages = (await arrivedMessages("/per-call", 2)).map((received) => verified(secret, received));
    expect(messages.map(({ type }) => type).toSorted()).toEqual(["batch.finished", "run.completed"]);
    await until(() => deliveries(`/deliveries?runId=${runId}`)).toMatchObject([
      { webhook_id: null, url: receiver.url("/per-call"), event_type: "run.completed", status: "delivered" },
    ]);
    const rotated = (await (await call(`${HOOKS}/secret/rotate`, { method: "POST" })).json()) as typeof read;
    expect(await read()).toEqual(rotated);
    const [delivery] = await deliveries(`/deliveries?runId=${runId}`);
    await replay(delivery?.id ?? "");
    const ofBoth = () =>
      receiver.at("/per-call").find(({ headers }) => headers["webhook-signature"]?.split(" ").length === 2);
    await until(ofBoth).toBeDefined();
    const replayed = ofBoth();
    if (!replayed) throw new Error("unreachable");
    // Both secrets are good for a day, and the message is the same.
    expect(verified(secret, replayed)).toEqual(verified((await read()).secret, replayed));
  });
});

describe("a receiver that", () => {
  /** A canceled run: an end that costs nothing to come by. */
  async function end(): Promise<string> {
    const [runId = ""] = await create(fast);
    await call(`/api/tasks/runs/${runId}/cancel`, { method: "POST" });
    return runId;
  }
  const only = { events: ["run.canceled"] };

  test("fails is asked again with the same message, until it takes it", async () => {
    const { id, secret } = await listen("/fails", only);
    receiver.answer("/fails", { status: 500, body: "x".repeat(5000) });
    await end();
    const [first, second] = await arrived("/fails", 2);
    receiver.answer("/fails", { status: 200, body: "thanks" });
    if (!first || !second) throw new Error("Nothing arrived");
    // Five seconds, a tenth of that here, and a twentieth of jitter.
    expect(second.at - first.at).toBeGreaterThan(400);
    expect([second.headers["webhook-id"], second.body]).toEqual([first.headers["webhook-id"], first.body]);
    expect(verified(secret, second)).toEqual(verified(secret, first));
    // An attempt is recorded a little after it arrived.
    await until(() => deliveries(`/${id}/deliveries`)).toMatchObject([
      { status: "pending", attempts: [{ number: 1 }, { number: 2 }] },
    ]);
    const [waiting] = await deliveries(`/${id}/deliveries`);
    expect(waiting?.attempts[0]).toMatchObject({
      status_code: 500,
      error: "It answered 500.",
      response: "x".repeat(1024),
    });
    const next = Date.parse(waiting?.next_attempt_at ?? "") - Date.parse(waiting?.attempts[1]?.at ?? "");
    expect(next).toBeGreaterThan(28_000);
    expect(next).toBeLessThan(33_000);
    await replay(waiting?.id ?? "");
    await until(() => deliveries(`/${id}/deliveries`)).toMatchObject([
      {
        ...{ status: "delivered", event_id: first.headers["webhook-id"], next_attempt_at: null },
        attempts: [{}, {}, { number: 3, status_code: 200, error: null, response: "thanks" }],
      },
    ]);
  });

  test("never takes it exhausts the schedule, which its endpoint shows, and can have it replayed", async () => {
    const { id } = await listen("/never", only);
    receiver.answer("/never", { status: 503 });
    await end();
    for (let attempts = 1; attempts < 10; attempts++) {
      await until(async () => (await deliveries(`/${id}/deliveries`))[0]?.attempts.length).toBeGreaterThanOrEqual(
        attempts,
      );
      await replay((await deliveries(`/${id}/deliveries`))[0]?.id ?? "");
    }
    await until(async () => (await deliveries(`/${id}/deliveries?status=exhausted`)).length).toBe(1);
    const shown = async () =>
      webhookShape.parse(((await (await call(`${HOOKS}/${id}`)).json()) as { webhook: unknown }).webhook);
    expect(await shown()).toMatchObject({ enabled: true, exhausted_deliveries: 1 });
    const [exhausted] = await deliveries(`/${id}/deliveries`);
    expect(exhausted?.attempts.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    receiver.answer("/never", { status: 200 });
    await replay(exhausted?.id ?? "");
    await until(shown).toMatchObject({ exhausted_deliveries: 0 });
    expect(new Set(receiver.at("/never").map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  test("hangs is not asked again by others meanwhile, however often it is nudged", async () => {
    const { id } = await listen("/slow", only);
    receiver.answer("/slow", "hang");
    await end();
    await arrived("/slow", 1);
    const [delivery] = await deliveries(`/${id}/deliveries`);
    await Promise.all([1, 2, 3, 4].map(() => replay(delivery?.id ?? "")));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(receiver.at("/slow")).toHaveLength(1);
  });

  test("asks for time by Retry-After is given it", async () => {
    const { id } = await listen("/later", only);
    receiver.answer("/later", { status: 429, headers: { "retry-after": "600" } });
    await end();
    await arrived("/later", 1);
    await until(async () => {
      const [delivery] = await deliveries(`/${id}/deliveries`);
      return Date.parse(delivery?.next_attempt_at ?? "") - Date.parse(delivery?.attempts[0]?.at ?? "");
    }).toBeGreaterThan(59_000);
  });

  test("hangs, redirects or cannot be reached has failed", async () => {
    const hanging = await listen("/hangs", only);
    const redirecting = await listen("/redirects", only);
    const resetting = await listen("/resets", only);
    receiver.answer("/hangs", "hang");
    receiver.answer("/resets", "reset");
    receiver.answer("/redirects", { status: 302, headers: { location: receiver.url("/elsewhere") } });
    await end();
    await until(() => deliveries(`/${hanging.id}/deliveries`)).toMatchObject([
      {
        status: "pending",
        attempts: [{ status_code: null, error: expect.stringContaining("longer than 1.5 seconds") }],
      },
    ]);
    await until(() => deliveries(`/${redirecting.id}/deliveries`)).toMatchObject([
      {
        attempts: expect.arrayContaining([
          expect.objectContaining({ status_code: 302, error: expect.stringContaining("redirects") }),
        ]),
      },
    ]);
    await until(() => deliveries(`/${resetting.id}/deliveries`)).toMatchObject([
      { attempts: expect.arrayContaining([expect.objectContaining({ status_code: null, response: null })]) },
    ]);
    expect(receiver.at("/elsewhere")).toEqual([]);
  });

  test("is gone is told nothing more, until it is enabled again", async () => {
    const { id } = await listen("/gone", only);
    receiver.answer("/gone", { status: 410 });
    await end();
    await until(() => deliveries(`/${id}/deliveries`)).toMatchObject([
      { status: "canceled", attempts: [{ status_code: 410 }] },
    ]);
    const shown = async () => ((await (await call(`${HOOKS}/${id}`)).json()) as { webhook: unknown }).webhook;
    expect(await shown()).toMatchObject({ enabled: false, disabled_reason: "gone" });
    await end();
    const [canceled, ...others] = await deliveries(`/${id}/deliveries`);
    expect(others).toEqual([]);
    await refusal(
      await call(`${HOOKS}/deliveries/${canceled?.id}/replay`, { method: "POST" }),
      409,
      "webhook_disabled",
    );
    receiver.answer("/gone", { status: 200 });
    expect((await change(id, { enabled: true })).status).toBe(200);
    expect(await shown()).toMatchObject({ enabled: true, disabled_reason: null });
    await replay(canceled?.id ?? "");
    await until(() => deliveries(`/${id}/deliveries`)).toMatchObject([{ status: "delivered" }]);
  });
});

describe("an endpoint", () => {
  test("is created, read, listed, changed and deleted, and shows its secret once", async () => {
    const { secret, ...webhook } = await listen("/crud", { events: ["run.failed", "run.failed"] });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhook).toMatchObject({ url: receiver.url("/crud"), events: ["run.failed"], enabled: true });
    const read = await call(`${HOOKS}/${webhook.id}`);
    expect(await read.json()).toEqual({ status: "success", webhook });
    expect(await (await call(HOOKS)).json()).toEqual({ status: "success", webhooks: [webhook] });
    const changed = (await (
      await change(webhook.id, { url: receiver.url("/new"), events: ["run.completed"] })
    ).json()) as {
      webhook: unknown;
    };
    expect(webhookShape.parse(changed.webhook)).toMatchObject({ url: receiver.url("/new"), events: ["run.completed"] });
    const gone = await call(`${HOOKS}/${webhook.id}`, { method: "DELETE" });
    expect([gone.status, await gone.json()]).toEqual([200, { status: "success", id: webhook.id }]);
    await refusal(await call(`${HOOKS}/${webhook.id}`), 404, "webhook_not_found");
    await refusal(await call(`${HOOKS}/${webhook.id}`, { method: "DELETE" }), 404, "webhook_not_found");
  });

  test("signs with the old secret and the new one for a day after it is rotated", async () => {
    const { id, secret } = await listen("/rotated", { events: ["run.canceled"] });
    const rotated = created.parse(await (await call(`${HOOKS}/${id}/rotate`, { method: "POST" })).json());
    expect(rotated.secret).not.toBe(secret);
    const left = Date.parse(rotated.webhook.previous_secret_until ?? "") - Date.now();
    expect(left / 3_600_000).toBeCloseTo(24, 0);
    const [runId = ""] = await create(fast);
    await call(`/api/tasks/runs/${runId}/cancel`, { method: "POST" });
    const [received] = await arrived("/rotated", 1);
    if (!received) throw new Error("Nothing arrived");
    expect(verified(secret, received)).toEqual(verified(rotated.secret, received));
  });

  test("is another account's business alone", async () => {
    const { id } = await listen("/mine", { events: ["run.canceled"] });
    const [runId = ""] = await create(fast);
    await call(`/api/tasks/runs/${runId}/cancel`, { method: "POST" });
    await arrived("/mine", 1);
    const [delivery] = await deliveries(`/${id}/deliveries`);
    const headers = { "x-api-key": stranger.apiKey, "content-type": "application/json" };
    const body = JSON.stringify({ enabled: false });
    const asStranger = (method: string, path: string) =>
      call(`${HOOKS}${path}`, { method, headers, ...(method === "PATCH" ? { body } : {}) });
    for (const [method, path] of [
      ["GET", "/:id"],
      ["PATCH", "/:id"],
      ["DELETE", "/:id"],
      ["POST", "/:id/rotate"],
      ["GET", "/:id/deliveries"],
      ["POST", "/deliveries/:delivery/replay"],
    ] as const) {
      const filled = (webhook: string, sent: string) => path.replace(":id", webhook).replace(":delivery", sent);
      const unknown = await fingerprint(await asStranger(method, filled("wh_unknown", "dlv_unknown")));
      expect(unknown).toMatchObject({ status: 404 });
      expect(await fingerprint(await asStranger(method, filled(id, delivery?.id ?? "")))).toEqual(unknown);
    }
    const theirs = page.parse(await (await asStranger("GET", "/deliveries?limit=100")).json());
    expect(theirs.deliveries).toEqual([]);
    // What was refused changed nothing, and what a stranger's runs do is not told.
    await post("/api/content/create", { ...fast, artist_account_id: stranger.artistIds[0] }, headers);
    expect(await (await call(`${HOOKS}/${id}`)).json()).toMatchObject({ webhook: { enabled: true } });
    expect(receiver.at("/mine")).toHaveLength(1);
  });

  test.each([
    ["http://example.com/hook", "https"],
    ["https://127.0.0.1/hook", "public"],
    ["https://[::1]/hook", "public"],
    ["https://169.254.169.254/latest/meta-data", "public"],
    ["https://2130706433/", "public"],
    ["https://localhost/hook", "public"],
    ["https://user:secret@example.com/", "password"],
    ["ftp://example.com/", "https"],
    ["not a URL", ""],
  ])("is not to be at %s, nor is a webhook_url", async (url, reason) => {
    const [endpoint, perCall] = [
      await refusal(await post(HOOKS, { url }), 400, "url_refused"),
      await refusal(
        await post("/api/content/create", { artist_account_id: artistId, webhook_url: url }),
        400,
        "url_refused",
      ),
    ];
    expect([endpoint.field, perCall.field]).toEqual([["url"], ["webhook_url"]]);
    for (const { error } of [endpoint, perCall]) expect(error).toContain(reason);
  });

  test("is refused where it makes no sense", async () => {
    const { id } = await listen("/refused");
    const fields = async (response: Response) => (await refusal(response, 400, "validation_failed")).field;
    expect(await fields(await post(HOOKS, {}))).toEqual(["url"]);
    expect(await fields(await post(HOOKS, { url: receiver.url("/x"), events: [] }))).toEqual(["events"]);
    expect(await fields(await post(HOOKS, { url: receiver.url("/x"), events: ["run.began"] }))).toEqual(["events", 0]);
    expect(await fields(await post(HOOKS, { url: receiver.url("/x"), secret: "mine" }))).toEqual(["secret"]);
    expect(await fields(await change(id, {}))).toEqual([]);
    await refusal(await change(id, { url: "https://10.0.0.1/" }), 400, "url_refused");
    await refusal(await call(`${HOOKS}/deliveries?cursor=x`), 400, "invalid_cursor");
  });

  test("lists its deliveries page by page", async () => {
    const { id } = await listen("/pages", { events: ["run.canceled"] });
    const runIds = await create({ ...fast, batch: 3 });
    await Promise.all(runIds.map((runId) => call(`/api/tasks/runs/${runId}/cancel`, { method: "POST" })));
    await arrived("/pages", 3);
    const read = async (query: string) => page.parse(await (await call(`${HOOKS}/${id}/deliveries?${query}`)).json());
    const first = await read("limit=2");
    const second = await read(`limit=2&cursor=${first.next_cursor}`);
    expect(second.next_cursor).toBeNull();
    const told = [...first.deliveries, ...second.deliveries].map(({ run_id }) => run_id);
    expect(told.toSorted()).toEqual(runIds.toSorted());
  });
});
