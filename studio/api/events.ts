/** Server-sent events, read by fetch because an EventSource cannot send a key. */
import { createParser } from "eventsource-parser";
import { apiKey, reached, refusal } from "./session.ts";

export interface ServerEvent {
  name: string;
  data: string;
}

/**
 * Reads events until the server ends the stream. Resolves with the last event's id. Throws a CallError where there is no
 * answer or a refusal, an AbortError when `signal` ends it.
 */
export async function readEvents(
  path: string,
  {
    lastId,
    signal,
    onEvent,
  }: { lastId: string | undefined; signal: AbortSignal; onEvent: (event: ServerEvent) => void },
): Promise<string | undefined> {
  const headers: Record<string, string> = { "x-api-key": apiKey.value ?? "", accept: "text/event-stream" };
  if (lastId !== undefined) headers["last-event-id"] = lastId;
  const response = await reached(fetch(path, { headers, signal, cache: "no-store" }));
  if (response.status === 204) return lastId;
  if (!response.ok || response.body === null) {
    throw refusal(response.status, await response.json().catch(() => undefined));
  }
  let last = lastId;
  const parser = createParser({
    onEvent: ({ event = "message", data, id }) => {
      last = id ?? last;
      onEvent({ name: event, data });
    },
  });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reached(reader.read());
    if (done) return last;
    parser.feed(value);
  }
}
