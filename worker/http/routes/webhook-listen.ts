/**
 * GET /api/webhooks/{id}/listen: what waits for a listener, as server-sent events. Every event's id is the reader's
 * position, so that one who reconnects is given what it missed.
 */
import { createRoute, z } from "@hono/zod-openapi";
import type { Services } from "../../services.ts";
import { type Given, type ListenerPosition, missedMessages, takeMessages } from "../../webhooks/listen.ts";
import { ApiError } from "../errors.ts";
import { errors, security } from "../responses.ts";
import { newRouter, ReadAgain } from "../router.ts";
import { lastEventHeaders, type WatchedStream, watchedStream } from "../watched-stream.ts";
import { readWebhook, webhookPath } from "./webhooks.ts";

export const webhookListen = newRouter();

webhookListen.openapi(
  createRoute({
    method: "get",
    path: "/{id}/listen",
    operationId: "listenToWebhook",
    summary: "Listen to a webhook",
    description: [
      'Server-sent events for a webhook of `kind: "listener"`. Event `ready`: the stream begins. Event `message`, as soon as there is one, what waited first: `{id, headers, body}`, where `headers` has `webhook-id`, `webhook-timestamp` and `webhook-signature`, and `body` is the text that is signed, as a URL would be sent them; `id` is the delivery\'s.',
      "A message counts as delivered when it is given out. Connect again with the last event's id as `Last-Event-ID` (an EventSource does), and you are given what was given out since, maybe twice; `webhook-id` is the same. Of several who listen at once, the one that came last is given the messages. The server ends the stream after ten minutes, and within 30 seconds when the key is revoked or the webhook deleted or disabled. What nobody comes for is `exhausted` after three days, and can be sent again.",
    ].join(" "),
    tags: ["Webhooks"],
    security,
    request: {
      params: webhookPath,
      headers: lastEventHeaders,
    },
    responses: {
      200: {
        description: "The events.",
        content: {
          "text/event-stream": {
            schema: z.string().openapi({
              example:
                'event: message\ndata: {"id":"dlv_…","headers":{"webhook-id":"evt_…",…},"body":"{\\"type\\":\\"run.completed\\",…}"}\nid: mh2k9x1c.mh2k9wz3.dlv_…\n\n',
            }),
          },
        },
      },
      ...errors("webhook_not_found", "webhook_disabled", "not_a_listener"),
    },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    const services = c.get("services");
    const { kind, enabled } = await readWebhook(services, c.get("caller").accountId, id);
    if (await c.get("settle")(false)) throw new ReadAgain();
    if (kind !== "listener") {
      throw new ApiError(409, "not_a_listener", "Its messages are sent to its URL: create a webhook of kind listener.");
    }
    if (!enabled) throw new ApiError(409, "webhook_disabled", "The webhook is disabled: enable that first.");
    const resumed = readPosition(c.req.header("last-event-id"), services.now());
    return watchedStream(c, (stream) => tell(services, stream, id, resumed));
  },
);

async function tell(
  services: Services,
  { events, news }: WatchedStream,
  webhookId: string,
  resumed: ListenerPosition | undefined,
): Promise<Record<string, unknown>> {
  const since = services.now();
  let [position, messages] = [resumed ?? { givenAt: services.now(), createdAt: 0, id: "" }, 0];
  /** Writes all there is. False: there is no such webhook any more, or the reader left. */
  const give = async (next: () => Promise<Given[] | undefined>): Promise<boolean> => {
    while (!events.aborted) {
      const given = await next();
      if (given === undefined) return false;
      if (given.length === 0) return true;
      for (const each of given) {
        position = each.position;
        if (!each.message) continue;
        await events.writeSSE({ event: "message", data: JSON.stringify(each.message), id: positionId(position) });
        messages += 1;
      }
    }
    return false;
  };

  await events.writeSSE({ event: "ready", data: JSON.stringify({ webhook_id: webhookId }), id: positionId(position) });
  const take = () => give(() => takeMessages(services, webhookId, position));
  const goesOn = (!resumed || (await give(() => missedMessages(services, webhookId, position)))) && (await take());
  if (goesOn) {
    for await (const _ of news(() => ({ versions: [], listensTo: { webhookId, since } }))) if (!(await take())) break;
  }
  return { webhookId, messages };
}

const positionId = ({ givenAt, createdAt, id }: ListenerPosition) =>
  [givenAt.toString(36), createdAt.toString(36), id].join(".");

/** Milliseconds that the clocks of two isolates may be apart. */
const CLOCKS_APART_MS = 60_000;

/** Undefined: it cannot be read, or was never given to anybody. */
function readPosition(given: string | undefined, now: number): ListenerPosition | undefined {
  const [, givenAt, createdAt, id] = /^([0-9a-z]{1,9})\.([0-9a-z]{1,9})\.(\w{0,100})$/.exec(given ?? "") ?? [];
  if (givenAt === undefined || createdAt === undefined || id === undefined) return undefined;
  const position = { givenAt: Number.parseInt(givenAt, 36), createdAt: Number.parseInt(createdAt, 36), id };
  return position.givenAt <= now + CLOCKS_APART_MS ? position : undefined;
}
