/** Consumes the queue of deliveries. Each message stands alone, and may be lost, because rows say what is due. */
import type { DeliveryMessage } from "../queues.ts";
import type { Services } from "../services.ts";
import { backoffSeconds, scaledMs } from "../timing.ts";
import { attemptDelivery } from "./deliver.ts";

const QUEUE = "backline-webhooks";
const DEAD = `${QUEUE}-dead`;

/** Whether this is the name of the queue of deliveries, or of its dead letters. */
export const isDeliveryQueue = (queue: string): boolean => queue === QUEUE || queue === DEAD;

/** A receiver that has not answered by then no longer holds up the messages behind it. */
const HELD_SECONDS = 1;

/**
 * Attempts the deliveries of a batch, all at once. Each is acknowledged, or retried after a backoff when it throws. An
 * attempt that takes longer than a second is acknowledged then and goes on by itself, because a queue delivers less
 * while its consumers are at work: if it comes to nothing, the sweep finds its row.
 */
export async function consumeDeliveries(
  services: Services,
  batch: MessageBatch<DeliveryMessage>,
  context: { waitUntil(work: Promise<unknown>): void },
): Promise<void> {
  const { log } = services;
  const work = Promise.all(
    batch.messages.map(async (message) => {
      const { deliveryId } = message.body;
      try {
        // The sweep sends a pointer for whatever is due.
        if (batch.queue === DEAD) log.warn("dead_letter_received", { queue: QUEUE, deliveryId });
        else await attemptDelivery(services, deliveryId);
        message.ack();
      } catch (error) {
        log.error("message_failed", error, { queue: batch.queue, attempts: message.attempts, deliveryId });
        message.retry({ delaySeconds: Math.ceil(backoffSeconds(message.attempts)) });
      }
    }),
  );
  const held = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, scaledMs(services, HELD_SECONDS));
    work.then(() => clearTimeout(timer));
  });
  await Promise.race([work, held]);
  // Of what is said of a message, only the first counts: this is for those that nothing was said of.
  for (const message of batch.messages) message.ack();
  context.waitUntil(work);
}
