/** Consumes the queue of deliveries. Each message stands alone, and may be lost, because rows say what is due. */
import type { DeliveryMessage } from "../queues.ts";
import type { Services } from "../services.ts";
import { backoffSeconds } from "../timing.ts";
import { attemptDelivery } from "./deliver.ts";

const QUEUE = "backline-webhooks";
const DEAD = `${QUEUE}-dead`;

/** Whether this is the name of the queue of deliveries, or of its dead letters. */
export const isDeliveryQueue = (queue: string): boolean => queue === QUEUE || queue === DEAD;

/** Attempts the deliveries of a batch, all at once. Each is acknowledged, or retried after a backoff when it throws. */
export async function consumeDeliveries(services: Services, batch: MessageBatch<DeliveryMessage>): Promise<void> {
  const { log } = services;
  await Promise.all(
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
}
