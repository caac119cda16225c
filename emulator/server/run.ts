/** fal.run: one request, answered when it is done. */
import type { Exchange, Reply } from "./exchange.ts";
import type { ServerParts } from "./parts.ts";
import { resultReply } from "./queue.ts";
import { submit } from "./submit.ts";

/** Answers /run/…, as fal.run does. */
export function run(exchange: Exchange, parts: ServerParts): Promise<Reply> | Reply {
  if (exchange.method !== "POST") return { status: 405, json: { detail: "Method Not Allowed" } };
  return submit(exchange, parts, {
    via: "run",
    model: exchange.path.join("/"),
    webhookUrl: null,
    respond: async (request) => {
      await parts.runner.ended(request);
      return resultReply(request, parts);
    },
  });
}
