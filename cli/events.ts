/** Server-sent events over a connection that may break at any time: whoever comes back gets what was missed. */
import { type EventSourceMessage, EventSourceParserStream } from "eventsource-parser/stream";
import type { ApiError } from "../client/index.ts";
import { interrupted } from "./api.ts";
import { EXIT, Failure, refusal } from "./failure.ts";

/** Opens the stream, from behind the event with this id. */
type Open = (lastEventId: string | undefined) => Promise<{ data?: unknown; error?: ApiError; response: Response }>;

/** Milliseconds between tries, at first and at most. */
const AGAIN = { first: 500, most: 10_000 };
/** How long a server may be away before nobody waits for it any more. */
export const GIVE_UP_MS = 120_000;

/**
 * The events of a stream, one by one, across as many connections as it takes. Ends with the stream: when the server has
 * nothing more to tell, or whoever reads it is content. `onLost` hears that the connection is gone, once until it is back.
 * Throws a Failure when the API refuses, is away for two minutes, or the signal is aborted.
 */
export async function* follow(
  open: Open,
  { signal, onLost, onBack }: { signal: AbortSignal; onLost(): void; onBack(): void },
): AsyncGenerator<EventSourceMessage> {
  let lastEventId: string | undefined;
  let [waitMs, serverWaitMs] = [AGAIN.first, AGAIN.first];
  let awaySince: number | undefined;
  while (!signal.aborted) {
    try {
      const { data, error, response } = await open(lastEventId);
      if (response.status === 204) return;
      if (!response.ok) {
        const failure = refusal(response.status, error);
        if (failure.exitCode !== EXIT.noAnswer && response.status !== 429) throw failure;
        throw new Error(failure.message);
      }
      if (awaySince !== undefined) onBack();
      [awaySince, waitMs] = [undefined, AGAIN.first];
      const onRetry = (ms: number) => {
        serverWaitMs = ms;
      };
      const events = (data as ReadableStream<Uint8Array<ArrayBuffer>>)
        .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
        .pipeThrough(new EventSourceParserStream({ onRetry }));
      for await (const event of events) {
        if (event.id !== undefined) lastEventId = event.id;
        yield event;
      }
      await pause(serverWaitMs, signal);
    } catch (error) {
      if (signal.aborted) break;
      if (error instanceof Failure) throw error;
      if (awaySince === undefined) onLost();
      awaySince ??= Date.now();
      if (Date.now() - awaySince > GIVE_UP_MS) {
        throw new Failure(EXIT.noAnswer, `Backline was not reached for two minutes: ${reasonOf(error)}.`);
      }
      await pause(waitMs, signal);
      waitMs = Math.min(waitMs * 2, AGAIN.most);
    }
  }
  throw interrupted();
}

function reasonOf(error: unknown): string {
  const { code, message } = ((error as { cause?: unknown }).cause ?? error) as { code?: string; message?: string };
  return code ?? message ?? String(error);
}

/** Waits, or until the signal is aborted. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });
