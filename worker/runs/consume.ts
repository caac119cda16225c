/** Consumes the steps and renders queues. Each message stands alone: acknowledged when handled, retried when not. */

import { type Message, pointerOf } from "../queues.ts";
import type { Services } from "../services.ts";
import { backoffSeconds } from "../timing.ts";
import { advanceGeneration } from "./advance-generation.ts";
import { advanceRun } from "./advance-run.ts";
import { handleDeadLetter } from "./dead-letter.ts";
import { goOn } from "./go-on.ts";

const QUEUE_NAME = /^backline-(steps|renders)(-dead)?$/;

/**
 * Handles a batch of the steps or renders queue, or of its dead letters, all messages at once. Each is acknowledged, or
 * retried after a backoff when handling it throws. Throws only for an unknown queue.
 */
export async function consume(services: Services, batch: MessageBatch<Message>): Promise<void> {
  const [, name, dead] = QUEUE_NAME.exec(batch.queue) ?? [];
  if (name !== "steps" && name !== "renders") throw new Error(`No consumer for the queue ${batch.queue}`);
  await Promise.all(
    batch.messages.map(async (message) => {
      try {
        if (dead) await handleDeadLetter(services, message.body, name);
        else if ("runId" in message.body) await advanceRun(services, message.body.runId, name);
        else await goOn(services, await advanceGeneration(services, message.body));
        message.ack();
      } catch (error) {
        services.log.error("message_failed", error, {
          queue: batch.queue,
          attempts: message.attempts,
          ...pointerOf(message.body),
        });
        message.retry({ delaySeconds: Math.ceil(backoffSeconds(message.attempts)) });
      }
    }),
  );
}
