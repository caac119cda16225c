/** `backline listen`: the very messages of a webhook, delivered to a URL of this machine while it runs. */

import { rmSync } from "node:fs";
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { freePort } from "../../local/ports.ts";
import { callerOf, calm, own, renderer, url } from "../support/client.ts";
import { newHome, typed } from "../support/command-line.ts";

const home = newHome();
const env = { XDG_CONFIG_HOME: home, BACKLINE_URL: url, BACKLINE_API_KEY: own.cli.apiKey };
const call = callerOf(own.cli);
const received: { headers: Record<string, string>; body: string }[] = [];
let [status, origin] = [204, ""];
const server = createServer(async (incoming, outgoing) => {
  const body = Buffer.concat(await incoming.toArray()).toString();
  received.push({ headers: incoming.headers as Record<string, string>, body });
  outgoing.writeHead(status).end();
});

beforeAll(async () => {
  await calm();
  // Or a run may be over before it is canceled.
  await renderer.set({ render: "hang" });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "localhost", resolve));
  origin = `http://localhost:${port}/hook`;
});
afterAll(async () => {
  await calm();
  rmSync(home, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});

/** A run that has ended. */
async function endOne(): Promise<string> {
  const body = { artist_account_id: own.cli.artistId, template: "album-record-store" };
  const { runIds } = z
    .object({ runIds: z.tuple([z.string()]) })
    .parse(await (await call("/api/content/create", body)).json());
  await call(`/api/tasks/runs/${runIds[0]}/cancel`, {});
  return runIds[0];
}
const webhooks = async () =>
  z
    .object({ webhooks: z.array(z.object({ id: z.string(), kind: z.string(), enabled: z.boolean() })) })
    .parse(await (await call("/api/webhooks")).json()).webhooks;

/** Listens until so many messages have come, which `act` is there to cause. */
async function listen(args: string[], count: number, act: () => Promise<unknown>) {
  const stop = new AbortController();
  const before = received.length;
  let acted: Promise<unknown> | undefined;
  const listening = typed(["listen", ...args], {
    env,
    signal: stop.signal,
    onStderr: (text) => {
      if (text.includes("Listening")) acted ??= act();
    },
  });
  await expect.poll(() => received.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(before + count);
  await acted;
  // What came of the last one is still to be written.
  await new Promise((resolve) => setTimeout(resolve, 100));
  stop.abort();
  return { ...(await listening), messages: received.slice(before) };
}

test("what runs come to is delivered as a webhook's URL would be sent it, and told", async () => {
  let runId = "";
  const events = ["--event", "run.canceled", "--forward", origin];
  const first = await listen(events, 1, async () => {
    runId = await endOne();
  });
  expect([first.exitCode, first.messages.length]).toEqual([0, 1]);
  const [, secret = ""] = /signed with (whsec_\S+)/.exec(first.stderr) ?? [];
  const { headers = {}, body = "" } = first.messages[0] ?? {};
  expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: "run.canceled", data: { id: runId } });
  expect(first.stdout).toMatch(new RegExp(`run.canceled +${runId} +evt_\\w+\\n +→ 204 `));
  // Nothing is kept for it while nobody listens.
  expect(await webhooks()).toMatchObject([{ kind: "listener", enabled: false }]);
  await endOne();

  status = 500;
  const second = await listen([...events, "--json"], 1, async () => {
    runId = await endOne();
  });
  expect(second.stderr).toContain(secret);
  const items = second.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(items).toMatchObject(
    [{ id: /^dlv_/, forwarded: { status: 500, error: "It answered 500." } }].map(({ forwarded }) => ({ forwarded })),
  );
  expect(JSON.parse(items[0].body)).toMatchObject({ data: { id: runId } });
  // The same webhook as before.
  expect(await webhooks()).toHaveLength(1);
});

test("a listener that was named is left as it is, and what waited for it comes first", async () => {
  status = 204;
  const made = await call("/api/webhooks", { kind: "listener", events: ["run.canceled"] });
  const { webhook } = z.object({ webhook: z.object({ id: z.string() }) }).parse(await made.json());
  const before = await endOne();
  const { messages } = await listen([webhook.id, "--forward", origin], 1, async () => {});
  expect(JSON.parse(messages[0]?.body ?? "")).toMatchObject({ data: { id: before } });
  expect((await webhooks()).find(({ id }) => id === webhook.id)).toMatchObject({ enabled: true });
});

test("what makes no sense is refused at once", async () => {
  const exits = async (...args: string[]) => (await typed(["listen", ...args], { env })).exitCode;
  expect(await exits("wh_unknown")).toBe(4);
  expect(await exits("--forward", "localhost:3000")).toBe(2);
  expect(await exits("wh_x", "--event", "run.failed")).toBe(2);
  expect(await exits("--event", "run.began")).toBe(2);
});
