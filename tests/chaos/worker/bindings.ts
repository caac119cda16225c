/** The Worker's bindings, each call of which is an effect that may fail. */
import type { Env } from "../../../worker/env.ts";
import type { SlowLine } from "../worker-log.ts";
import { interceptedD1 } from "./intercepted-d1.ts";
import { type Invocation, roll } from "./invocation.ts";

export function faultyEnv(env: Env, invocation: Invocation): Env {
  return {
    ...env,
    DB: faultyD1(env.DB, invocation),
    LIBRARY: faultyR2(env.LIBRARY, invocation, "LIBRARY"),
    MEDIA: faultyR2(env.MEDIA, invocation, "MEDIA"),
    STEPS: faultyQueue(env.STEPS, invocation, "STEPS"),
    RENDERS: faultyQueue(env.RENDERS, invocation, "RENDERS"),
    WEBHOOKS: faultyQueue(env.WEBHOOKS, invocation, "WEBHOOKS"),
    CHORES: faultyQueue(env.CHORES, invocation, "CHORES"),
    RENDERER: faultyObjects(env.RENDERER, invocation, "RENDERER"),
    RENDERER_POOL: faultyObjects(env.RENDERER_POOL, invocation, "RENDERER_POOL"),
    FAL_GATE: faultyObjects(env.FAL_GATE, invocation, "FAL_GATE"),
  };
}

/** Calls of the database that take less are as quick as any. */
const SLOW_MS = 250;

const D1_ERRORS = [
  "D1_ERROR: Network connection lost.",
  "D1_ERROR: Internal error in D1 storage caused object to be reset.",
  "D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.",
  "D1_ERROR: D1 DB reset because its code was updated.",
  "D1_ERROR: Cannot resolve D1 DB due to transient issue on remote node.",
  "D1_ERROR: D1 DB is overloaded. Requests queued for too long.",
];
const d1Error = () => new Error(D1_ERRORS[Math.floor(roll() * D1_ERRORS.length)]);

const faultyD1 = (d1: D1Database, invocation: Invocation): D1Database =>
  interceptedD1(d1, ({ queries: [query = ""], isBatch }, make) =>
    invocation.effect(isBatch ? "d1 batch" : `d1 ${summary(query)}`, () => timed(make), {
      refused: "d1-refused",
      replyLost: "d1-reply-lost",
      error: d1Error,
    }),
  );

/** Makes the call, and writes down how long it took where that is long: a judge of times must know. */
async function timed<Result>(make: () => Promise<Result>): Promise<Result> {
  const from = Date.now();
  const result = await make();
  const slowMs = Date.now() - from;
  if (slowMs >= SLOW_MS) console.log(JSON.stringify({ slowMs } satisfies SlowLine));
  return result;
}

/** `update "generations"` of a whole statement. */
const summary = (query: string) => /^\s*(\w+)(?:\s+into|\s+from)?\s+"?(\w+)"?/i.exec(query)?.slice(1).join(" ") ?? "";

function faultyR2(bucket: R2Bucket, invocation: Invocation, name: string): R2Bucket {
  return new Proxy(bucket, {
    get(target, member) {
      const value: unknown = Reflect.get(target, member, target);
      if (typeof value !== "function") return value;
      const at = `r2 ${name}.${String(member)}`;
      return (...parameters: unknown[]) =>
        invocation.effect(at, () => value.apply(target, parameters), {
          refused: "r2-refused",
          replyLost: "r2-reply-lost",
          error: () => new Error(`${String(member)}: We encountered an internal error. Please try again. (10001)`),
        });
    },
  });
}

function faultyQueue<Body>(queue: Queue<Body>, invocation: Invocation, name: string): Queue<Body> {
  const at = `queue ${name}`;
  async function sendBatch(requests: Iterable<MessageSendRequest<Body>>): Promise<QueueSendBatchResponse> {
    const kept: MessageSendRequest<Body>[] = [];
    for (const request of requests) {
      if (invocation.strikes("queue-lost", at)) continue;
      const delayed = invocation.strikes("queue-delayed", at);
      kept.push(
        delayed ? { ...request, delaySeconds: (request.delaySeconds ?? 0) + 1 + Math.floor(roll() * 5) } : request,
      );
      if (invocation.strikes("queue-twice", at)) kept.push(request);
    }
    if (kept.length > 1 && invocation.strikes("queue-shuffled", at)) kept.sort(() => roll() - 0.5);
    return invocation.effect(
      at,
      async () => (kept.length > 0 ? queue.sendBatch(kept) : ({} as QueueSendBatchResponse)),
      { refused: "queue-send-refused", error: () => new Error("Queue sendBatch failed: Queue is overloaded (10250)") },
    );
  }
  return new Proxy(queue, {
    get(target, member) {
      if (member === "sendBatch") return sendBatch;
      if (member === "send") return (body: Body, options?: QueueSendOptions) => sendBatch([{ body, ...options }]);
      const value: unknown = Reflect.get(target, member, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

const OBJECT_ERRORS = [
  "Durable Object reset because its code was updated.",
  "Network connection lost.",
  "Durable Object is overloaded. Requests queued for too long.",
];
const objectError = () => new Error(OBJECT_ERRORS[Math.floor(roll() * OBJECT_ERRORS.length)]);

/** How long after a call began its object is reset, milliseconds at most: before it answers, or while it sends a body. */
const RESET_WITHIN_MS = 40;

type Calls = Record<string, (...parameters: unknown[]) => Promise<unknown>>;

/** The objects of a class, whose methods are called one by one on a stub. */
function faultyObjects<Namespace extends DurableObjectNamespace>(
  namespace: Namespace,
  invocation: Invocation,
  name: string,
): Namespace {
  const faulty = (stub: Calls): Calls =>
    new Proxy(stub, {
      get(target, member) {
        // Nobody calls a method that is no text; and what has a `then` is awaited.
        if (typeof member !== "string" || member === "then") return undefined;
        const at = `object ${name}.${member}`;
        return (...parameters: unknown[]) =>
          invocation.effect(
            at,
            () => {
              const answer = target[member]?.(...parameters) ?? Promise.reject(new Error(`${at} is no method`));
              if (invocation.strikes("object-reset", at)) {
                // Rejects, because its own object ends.
                setTimeout(() => void target.reset?.().catch(() => {}), roll() * RESET_WITHIN_MS);
              }
              return answer;
            },
            { refused: "object-refused", replyLost: "object-reply-lost", error: objectError },
          );
      },
    });
  return new Proxy(namespace, {
    get(target, member) {
      // The methods of a stub are those of its class, which no type names here.
      if (member === "get") return (id: DurableObjectId) => faulty(target.get(id) as unknown as Calls);
      const value: unknown = Reflect.get(target, member, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
