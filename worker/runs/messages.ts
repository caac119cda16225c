/** What travels over the queues: pointers at rows. Losing, repeating or reordering them changes nothing that matters. */
export type Message =
  /** Perform the ready steps of this run that belong to the queue it came over. */
  | { runId: string }
  /** Take this generation one step further: submit it, or ask fal.ai how it is doing. */
  | { generationId: string };

export interface Queues {
  send(queue: "steps" | "renders", messages: { message: Message; delaySeconds?: number }[]): Promise<void>;
}

/** More than D1's or Queues' limits would allow in one call. */
const LARGEST_BATCH = 100;

export function openQueues(bindings: { steps: Queue<Message>; renders: Queue<Message> }): Queues {
  return {
    async send(queue, messages) {
      for (let from = 0; from < messages.length; from += LARGEST_BATCH) {
        await bindings[queue].sendBatch(
          messages.slice(from, from + LARGEST_BATCH).map(({ message, delaySeconds }) => ({
            body: message,
            ...(delaySeconds ? { delaySeconds: Math.ceil(delaySeconds) } : {}),
          })),
        );
      }
    },
  };
}
