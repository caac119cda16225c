/** listen: what a webhook is told, delivered to a URL that only this machine reaches. */
import { type Command, Option } from "commander";
import { type Schemas, WEBHOOK_EVENTS } from "../../client/index.ts";
import { type Api, answerOf, reached } from "../api.ts";
import { type Acting, type Call, examples } from "../command.ts";
import { changeConfig, nameOf, readConfig } from "../config.ts";
import { follow } from "../events.ts";
import { EXIT, Failure, refusal } from "../failure.ts";
import type { Output } from "../io.ts";
import { bold, cyan, dim, green, type Line, red, yellow } from "../text.ts";

interface Message {
  id: string;
  headers: Record<string, string>;
  body: string;
}

interface Forwarded {
  status: number | null;
  error: string | null;
  durationMs: number;
}

/** As long as Backline itself waits for a receiver. */
const RECEIVER_MS = 15_000;

export function addListen(program: Command, act: Acting): void {
  examples(
    program
      .command("listen")
      .description("be told how runs end, as a webhook is, without an address of your own")
      .argument("[webhook]", "a listener's id; without it, one of your own is used while this runs")
      .option("--forward <url>", "deliver each message there, as Backline would: http://localhost:3000/backline")
      .addOption(new Option("--event <event...>", "which events, of your own listener").choices(WEBHOOK_EVENTS))
      .addHelpText(
        "after",
        "\nMessages have the id, body and signature that a webhook's URL would be sent. Your own listener keeps its secret from one\ntime to the next, and is disabled while this does not run. Messages for another one wait for up to three days.",
      )
      .action(act(listen)),
    "listen --forward http://localhost:3000/backline",
    "listen --event run.failed --json",
  );
}

async function listen(
  { output, options, api: open }: Call<{ forward?: string; event?: (typeof WEBHOOK_EVENTS)[number][] }>,
  named: string | undefined,
): Promise<void> {
  const { forward } = options;
  if (forward !== undefined && !/^https?:$/.test(URL.canParse(forward) ? new URL(forward).protocol : "")) {
    throw new Failure(EXIT.usage, `--forward is not a URL such as http://localhost:3000/backline: ${forward}`);
  }
  if (named !== undefined && options.event) throw new Failure(EXIT.usage, "--event is of your own listener.");
  const api = await open();
  const own = named === undefined ? await ownListener(api, output, options.event ?? [...WEBHOOK_EVENTS]) : undefined;
  const id = own?.id ?? named ?? "";
  try {
    await read(api, output, id, own?.secret, forward);
  } catch (error) {
    // Ctrl-C is how this ends.
    if (!(error instanceof Failure) || error.exitCode !== EXIT.interrupted) throw error;
  } finally {
    // One that nobody listens to costs nothing then.
    if (own) await setEnabled(api, own.id, false);
  }
  output.note(dim("Stopped listening."));
}

async function read(
  api: Api,
  output: Output,
  id: string,
  secret: string | undefined,
  forward: string | undefined,
): Promise<void> {
  const { interrupted: signal } = output.io;
  const events = follow(
    (lastEventId) =>
      api.client.GET("/api/webhooks/{id}/listen", {
        params: { path: { id }, header: lastEventId === undefined ? {} : { "last-event-id": lastEventId } },
        parseAs: "stream",
        signal,
      }),
    {
      signal,
      onLost: () => output.note(yellow("Backline does not answer. What is told meanwhile waits …")),
      onBack: () => output.note(dim("It is back.")),
    },
  );
  let isReady = false;
  for await (const { event, data } of events) {
    if (event === "ready" && !isReady) {
      isReady = true;
      output.note([
        green("Listening"),
        forward === undefined ? "" : `, delivering to ${forward}`,
        dim(`  ${id}, Ctrl-C stops`),
      ]);
      if (secret !== undefined) output.note([dim("Messages are signed with "), bold(secret)]);
    }
    if (event !== "message") continue;
    const message = JSON.parse(data) as Message;
    const forwarded = forward === undefined ? null : await deliver(forward, message, signal);
    output.item({ ...message, forwarded }, () => messageLines(message, forwarded));
  }
}

/** Sends it as Backline sends messages: redirects are not followed, and an answer may take fifteen seconds. */
async function deliver(url: string, { headers, body }: Message, signal: AbortSignal): Promise<Forwarded> {
  const begunAt = Date.now();
  const took = () => Date.now() - begunAt;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "Backline-Webhooks/1", ...headers },
      body,
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(RECEIVER_MS)]),
    });
    await response.body?.cancel();
    const error = response.ok ? null : `It answered ${response.status}.`;
    return { status: response.status, error, durationMs: took() };
  } catch (error) {
    const { code, message } = ((error as { cause?: unknown }).cause ?? error) as { code?: string; message?: string };
    return { status: null, error: `It was not reached: ${code ?? message}.`, durationMs: took() };
  }
}

function messageLines({ id, headers, body }: Message, forwarded: Forwarded | null): Line[] {
  const { type, data } = JSON.parse(body) as { type: string; data: { id?: string; batchId: string } };
  const at = new Date().toTimeString().slice(0, 8);
  const told: Line = [
    dim(`${at}  `),
    bold(type.padEnd(14)),
    "  ",
    cyan(data.id ?? data.batchId),
    dim(`  ${headers["webhook-id"]}`),
  ];
  if (!forwarded) return [told];
  const { status, error, durationMs } = forwarded;
  const after: Line =
    error === null
      ? ["          ", green(`→ ${status}`), dim(`  ${durationMs} ms`)]
      : ["          ", red(`→ ${error}`), dim(`  Again: POST /api/webhooks/deliveries/${id}/replay`)];
  return [told, after];
}

/** The listener that this user has at this Backline, made where there is none, enabled, and told these events. */
async function ownListener(
  api: Api,
  output: Output,
  events: Schemas["Webhook"]["events"],
): Promise<{ id: string; secret: string }> {
  const { env } = output.io;
  const name = nameOf(api.url, api.key);
  const known = readConfig(env).listeners[name];
  if (known) {
    const body = { enabled: true, events };
    const params = { path: { id: known.id } };
    const { response, error } = await reached(api.client.PATCH("/api/webhooks/{id}", { params, body }));
    if (response.ok) return known;
    // Somebody deleted it.
    if (response.status !== 404) throw refusal(response.status, error);
  }
  const made = await answerOf(api.client.POST("/api/webhooks", { body: { kind: "listener", events } }));
  const own = { id: made.webhook.id, secret: made.secret };
  changeConfig(env, (kept) => ({ ...kept, listeners: { ...kept.listeners, [name]: own } }));
  return own;
}

async function setEnabled(api: Api, id: string, enabled: boolean): Promise<void> {
  await answerOf(api.client.PATCH("/api/webhooks/{id}", { params: { path: { id } }, body: { enabled } }));
}
