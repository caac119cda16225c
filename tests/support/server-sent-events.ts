/** Server-sent events as any client of the standard reads them. */
import { EventSourceParserStream } from "eventsource-parser/stream";

export interface ServerSentEvent {
  event?: string | undefined;
  data: string;
  id?: string | undefined;
}

/** The events of an answer, one by one. `leave` closes the connection. */
export function eventsOf(response: Response) {
  const reader = response.body
    ?.pipeThrough(new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  return {
    /** The next event; undefined: the stream has ended. */
    next: async (): Promise<ServerSentEvent | undefined> => (await reader?.read())?.value,
    leave: async (): Promise<void> => reader?.cancel(),
  };
}
