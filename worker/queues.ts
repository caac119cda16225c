import type { KeptResult } from "./domain/run.ts";

/** What travels over the queues: pointers, each the id of a row. Losing, repeating or reordering them does no harm. */
export type Message =
  /** Perform the ready steps of this run that belong to the queue this message came over. */
  { runId: string } | GenerationMessage;

/** Move this generation on: submit it, or ask fal.ai how it is doing. */
export interface GenerationMessage {
  generationId: string;
  /** It waited for a slot, and has one. */
  isItsTurn?: boolean;
  /** What its callback said, for the case that fal.ai cannot be asked. */
  result?: KeptResult;
}

/** What a log line says of a message: whom it points at. */
export const pointerOf = (message: Message): { runId: string } | { generationId: string } =>
  "runId" in message ? { runId: message.runId } : { generationId: message.generationId };

/** Attempt this delivery, if it is due. Travels over a queue of its own. */
export interface DeliveryMessage {
  deliveryId: string;
}

/**
 * What is done for runs that are over, some at a time, or for artists that are erased. Travels over a queue of its own,
 * behind which nobody waits.
 */
export type ChoreMessage = { chore: "cleanUp" | "archive"; runIds: string[] } | { chore: "erase"; artistIds: string[] };

interface Sent<Body> {
  message: Body;
  delaySeconds?: number;
}

export interface Queues {
  send(queue: "steps" | "renders", messages: Sent<Message>[]): Promise<void>;
  sendDeliveries(messages: Sent<DeliveryMessage>[]): Promise<void>;
  sendChores(messages: Sent<ChoreMessage>[]): Promise<void>;
}

/** The most messages that Queues takes in one call. */
const MAX_BATCH = 100;

/**
 * Sends over these queues, in as few calls as Queues allows. Throws what the binding throws. Rows are written
 * first, so the sweep finds what was not sent.
 */
export function openQueues(bindings: {
  steps: Queue<Message>;
  renders: Queue<Message>;
  webhooks: Queue<DeliveryMessage>;
  chores: Queue<ChoreMessage>;
}): Queues {
  return {
    send: (queue, messages) => sendAll(bindings[queue], messages),
    sendDeliveries: (messages) => sendAll(bindings.webhooks, messages),
    sendChores: (messages) => sendAll(bindings.chores, messages),
  };
}

async function sendAll<Body>(queue: Queue<Body>, messages: Sent<Body>[]): Promise<void> {
  for (let from = 0; from < messages.length; from += MAX_BATCH) {
    await queue.sendBatch(
      messages.slice(from, from + MAX_BATCH).map(({ message, delaySeconds }) => ({
        body: message,
        ...(delaySeconds ? { delaySeconds: Math.ceil(delaySeconds) } : {}),
      })),
    );
  }
}
