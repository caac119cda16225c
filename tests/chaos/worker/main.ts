/**
 * The Worker with faults in all that surrounds it. Its handlers are the product's own; each invocation gets bindings
 * that may fail, and may be killed or stand still at any of its effects.
 *
 * Queues deliver as in production rather than as locally: consumers run at the same time, and a message whose consumer
 * does not answer in time goes to another one while the first may still be at work. For that, a batch taken from the
 * local queue (which runs one consumer after the other) is handed on to invocations of their own.
 */
import type { Env } from "../../../worker/env.ts";
import product from "../../../worker/index.ts";
import type { Message } from "../../../worker/queues.ts";
import { ARM_PATH, type Arming } from "../rates.ts";
import { faultyEnv } from "./bindings.ts";
import { arm, Invocation, interceptFetch, patienceMs, roll } from "./invocation.ts";

export { RateLimiter, RunWatcher } from "../../../worker/index.ts";
export { FalGate, RendererContainer, RendererPool } from "./objects.ts";

interceptFetch();

const DELIVER_PATH = "/chaos/deliver";

/** A message on its way to a consumer. */
interface Parcel {
  id: string;
  timestamp: number;
  attempts: number;
  body: Message;
}
/** What the consumer did with it: nothing (null), acknowledged, or asked for it again after a while. */
type Verdict = null | { ack: true } | { retryAfter: number | undefined };

export default {
  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    if (pathname === ARM_PATH) {
      arm((await request.json()) as Arming);
      return new Response(null, { status: 204 });
    }
    if (pathname === DELIVER_PATH) return deliver(request, env, ctx);
    const invocation = new Invocation();
    return invocation.run(async () => product.fetch(request, faultyEnv(env, invocation), ctx));
  },

  async queue(batch, env, ctx) {
    // `exports` is typed by a generated file that this project does without; `default` is this very module.
    const { default: self } = ctx.exports as unknown as { default: Fetcher };
    await Promise.all(
      shares([...batch.messages], batch.queue.includes("renders") ? 1 : 4).map(async (messages) => {
        const parcels = messages.map(
          ({ id, timestamp, attempts, body }): Parcel => ({ id, timestamp: timestamp.getTime(), attempts, body }),
        );
        const body = JSON.stringify({ queue: batch.queue, parcels });
        const delivery = self.fetch(`http://chaos${DELIVER_PATH}`, { method: "POST", body }).then(
          async (response) => (response.ok ? ((await response.json()) as Verdict[]) : undefined),
          () => undefined,
        );
        const transport = new Invocation();
        const settle = (verdicts: Verdict[] | undefined, target: (position: number) => Settling) => {
          for (const position of messages.keys()) {
            const verdict = verdicts?.[position];
            if (verdict && "ack" in verdict && !transport.strikes("ack-lost", `queue ${batch.queue}`)) {
              target(position).ack();
            } else {
              const delay = verdict && "retryAfter" in verdict ? verdict.retryAfter : undefined;
              target(position).retry(delay === undefined ? undefined : { delaySeconds: delay });
            }
          }
        };
        const queue = queueNamed(env, batch.queue);
        const quick = await Promise.race([delivery.then((verdicts) => ({ verdicts })), sleep(QUICK_MS)]);
        if (quick || !queue) {
          const verdicts = quick ? quick.verdicts : await Promise.race([delivery, sleep(patienceMs())]);
          return settle(verdicts, (position) => messages[position] ?? NOTHING);
        }
        // The local queue would deliver nothing else meanwhile. So it is done with these, and they are sent again when
        // their consumer asks for that, or says nothing for too long.
        for (const message of messages) message.ack();
        ctx.waitUntil(
          Promise.race([delivery, sleep(patienceMs())]).then((verdicts) => {
            const again: MessageSendRequest<Message>[] = [];
            settle(verdicts, (position) => ({
              ack: () => {},
              retry: (options) => {
                const body = messages[position]?.body;
                if (body) again.push({ body, ...options });
              },
            }));
            return again.length > 0 ? queue.sendBatch(again) : undefined;
          }),
        );
      }),
    );
  },

  async scheduled(controller, env) {
    const invocation = new Invocation();
    await invocation.run(async () => product.scheduled(controller, faultyEnv(env, invocation)));
  },
} satisfies ExportedHandler<Env, Message>;

/** How long the local queue waits for a consumer, milliseconds. */
const QUICK_MS = 100;

type Settling = Pick<globalThis.Message, "ack" | "retry">;
const NOTHING: Settling = { ack: () => {}, retry: () => {} };

/** The queue that a batch came over; undefined for the dead letters, where attempts must be counted. */
function queueNamed(env: Env, name: string): Queue<Message> | undefined {
  return { "backline-steps": env.STEPS, "backline-renders": env.RENDERS }[name];
}

/** Splits a batch into those of several consumers, of at most `most` messages each. */
function shares<Item>(items: Item[], most: number): Item[][] {
  const rest = [...items];
  const result: Item[][] = [];
  while (rest.length > 0) result.push(rest.splice(0, 1 + Math.floor(roll() * most)));
  return result;
}

/** One invocation of the consumer. It goes on when nobody waits for its answer any more. */
async function deliver(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
  const { queue, parcels } = (await request.json()) as { queue: string; parcels: Parcel[] };
  const verdicts: Verdict[] = parcels.map(() => null);
  const bodies = parcels.map(({ body }) => body);
  const about = bodies.find((body) => "runId" in body) ?? bodies.find((body) => "generationId" in body);
  const invocation = new Invocation(about);
  const messages = parcels.map(({ id, timestamp, attempts, body }, position) => {
    const decide = (verdict: Verdict) => {
      // Like the real one, only the first decision counts.
      if (!invocation.dead) verdicts[position] ??= verdict;
    };
    return {
      ...{ id, attempts, body, timestamp: new Date(timestamp) },
      ack: () => decide({ ack: true }),
      retry: (options?: QueueRetryOptions) => decide({ retryAfter: options?.delaySeconds }),
    };
  });
  const batch = {
    ...{ queue, messages, metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } },
    ackAll: () => messages.forEach((message) => void message.ack()),
    retryAll: (options?: QueueRetryOptions) => messages.forEach((message) => void message.retry(options)),
  };
  const work = invocation
    .run(async () => product.queue(batch, faultyEnv(env, invocation), ctx))
    .then(
      () => Response.json(verdicts),
      // A killed consumer acknowledges nothing.
      () => new Response(null, { status: 500 }),
    );
  ctx.waitUntil(work);
  // One that stands still is given up at once rather than when patience ends: the local queue waits for each batch.
  return Promise.race([work, invocation.stalled.then(() => new Response(null, { status: 504 }))]);
}

const sleep = (ms: number) => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), ms));
