/** What tests and demos use to look into the emulator and to steer it; nothing of it exists at fal. */

import type { Json } from "../protocol/outcome.ts";
import { settings } from "../settings.ts";
import { SHA256, transcript } from "../text/transcripts.ts";
import { body, type Exchange, notFound, parseJson, type Reply } from "./exchange.ts";
import type { ServerParts } from "./parts.ts";

// Ledger entries and settings consist of JSON values.
const json = (value: unknown): Json => value as Json;

/** Answers /control/…: the ledger, the settings, a reset, a callback once more, what is sung in a song. */
export async function control(exchange: Exchange, parts: ServerParts): Promise<Reply> {
  const [what, id, action] = exchange.path;
  switch (`${exchange.method} ${what}`) {
    case "GET ledger":
      return { status: 200, json: { submissions: json(parts.book.ledger()) } };
    case "GET settings":
      return { status: 200, json: json(parts.settings()) };
    case "PUT settings":
    case "PATCH settings": {
      const asked = parseJson(await body(exchange.request));
      // PATCH keeps every top-level setting that is not named.
      const merged =
        exchange.method === "PATCH" && typeof asked === "object" ? { ...parts.settings(), ...asked } : asked;
      const parsed = settings.safeParse(merged);
      if (!parsed.success) return { status: 400, json: { detail: json(parsed.error.issues) } };
      return { status: 200, json: json(parts.change(parsed.data)) };
    }
    case "POST reset":
      await parts.reset();
      return { status: 200, json: json(parts.settings()) };
    case "POST requests": {
      const request = parts.book.get(id ?? "");
      if (!request || action !== "callback") return notFound;
      if (!request.completed || !request.webhookUrl) {
        return { status: 409, json: { detail: "Only a completed request with a webhook can call back" } };
      }
      parts.callbacks.send(request);
      return { status: 202, json: {} };
    }
    case "PUT transcripts": {
      if (!SHA256.test(id ?? ""))
        return { status: 400, json: { detail: "A song is named by the SHA-256 of its file" } };
      const told = transcript.safeParse(parseJson(await body(exchange.request)));
      if (!told.success) return { status: 400, json: { detail: json(told.error.issues) } };
      parts.transcripts.tell(id ?? "", told.data);
      return { status: 200, json: {} };
    }
    default:
      return notFound;
  }
}
