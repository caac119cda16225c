/**
 * What streams have in common: server-sent events over a connection that may break at any time, told of news by the
 * watcher. A stream ends after a while, with its key, and when its reader leaves.
 */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import { type Seen, type Watch, watcherOf } from "../runs/watch-api.ts";
import { scaledMs } from "../timing.ts";
import type { AppEnv } from "./app-env.ts";

/** Seconds, times TIME_SCALE. */
const TIMES = {
  /**
   * Long enough for few to connect at a time, short enough for the 10,000 calls that a request may make: the watcher is asked
   * once for each of its looks at most.
   */
  life: 600,
  /** Before the client connects again, at least; and how much longer at most, so that not all do at once. */
  reconnect: 1,
  spread: 2,
  /** Before a watcher that cannot be reached is asked again: its object may just have been replaced. */
  askAgain: 1,
} as const;

/** In a row. After that the client is left to connect again. */
const MAX_FAILURES = 5;

/** The headers of a request for a stream: where its reader had got to. */
export const lastEventHeaders = z.object({
  "last-event-id": z
    .string()
    .optional()
    .openapi({ description: "The id of the last event received; what cannot be read counts as none." }),
});

export interface WatchedStream {
  events: SSEStreamingApi;
  /**
   * What the watcher has to tell of what `watch` names at that moment, until the stream ends: then whoever reads it connects
   * again, and is told why it cannot, where that is so.
   */
  news(watch: () => Omit<Watch, "keyHash">): AsyncGenerator<Extract<Seen, { kind: "changed" | "waiting" }>>;
}

/**
 * Answers with a stream of events, which `tell` writes. What it gives is logged when the stream has ended. What it throws
 * is logged, and the client connects again.
 */
export function watchedStream(
  c: Context<AppEnv>,
  tell: (stream: WatchedStream) => Promise<Record<string, unknown>>,
): Response {
  const { log, now } = c.get("services");
  const requestId = c.get("requestId");
  const response = streamSSE(c, async (events) => {
    const begunAt = now();
    const asked = { looks: 0 };
    try {
      const scaled = (seconds: number) => scaledMs(c.get("services"), seconds);
      // Also opens the stream for clients that wait for its first bytes.
      await events.write(`retry: ${scaled(TIMES.reconnect + TIMES.spread * Math.random())}\n\n`);
      const told = await tell({ events, news: (watch) => newsOf(c, events, begunAt, asked, watch) });
      log.info("stream_ended", { ...told, ...asked, left: events.aborted, durationMs: now() - begunAt });
    } catch (error) {
      // It ends like any other stream: the client reconnects.
      log.error("stream_failed", error, { requestId });
    }
  });
  // Set afterwards, because streaming sets its own.
  c.header("cache-control", "private, no-cache");
  // Proxies that buffer would hold events back.
  c.header("x-accel-buffering", "no");
  return response;
}

async function* newsOf(
  c: Context<AppEnv>,
  events: SSEStreamingApi,
  begunAt: number,
  asked: { looks: number },
  watch: () => Omit<Watch, "keyHash">,
): ReturnType<WatchedStream["news"]> {
  const services = c.get("services");
  const { now, log } = services;
  const { keyHash, keyExpiresAt } = c.var;
  const endsAt = Math.min(begunAt + scaledMs(services, TIMES.life), keyExpiresAt ?? Number.POSITIVE_INFINITY);
  const left = new Promise<undefined>((resolve) => events.onAbort(() => resolve(undefined)));
  let failures = 0;
  while (!events.aborted && now() < endsAt && failures < MAX_FAILURES) {
    asked.looks += 1;
    let seen: Seen | undefined;
    try {
      // A stub is not good any more once its object has ended, so each look has its own.
      seen = await Promise.race([watcherOf(c.env).next({ keyHash, ...watch() }), left]);
      failures = 0;
    } catch (error) {
      failures += 1;
      log.warn("watcher_unreachable", { failures, reason: String(error) });
      await Promise.race([sleep(scaledMs(services, TIMES.askAgain * Math.random())), left]);
      continue;
    }
    // Whoever lost the key or the webhook meanwhile connects again, and is told so.
    if (seen === undefined || seen.kind === "key_ended" || seen.kind === "webhook_ended" || now() >= endsAt) return;
    if (seen.kind === "unchanged") await events.write(": still here\n\n");
    else yield seen;
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
