/** What queue submits and synchronous runs share: recognising the model, the faults of a submit, the ledger line. */
import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { carried, type Fault } from "../faults.ts";
import { models } from "../models/table.ts";
import type { Json } from "../protocol/outcome.ts";
import { languageModelOf, refusedSubmit } from "../protocol/retirement.ts";
import type { FalRequest, Submission } from "../requests/request.ts";
import { readLifecycle } from "../requests/retention.ts";
import { authorizationReply, refusal } from "./authorization.ts";
import { body, type Exchange, parseJson, type Reply } from "./exchange.ts";
import type { ServerParts } from "./parts.ts";

/** Headers worth keeping in the ledger; the credential is not. */
const withoutCredentials = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name !== "authorization" && name !== "cookie")
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]),
  );

const STATUS_TEXT: Record<number, string> = {
  429: "Too many requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** The reply for a status that a fault asks for. */
export const faultReply = (status: number): Reply =>
  status === 401 || status === 403
    ? authorizationReply(status)
    : {
        status,
        json: {
          detail: STATUS_TEXT[status] ?? `Status ${status}`,
          error_type: status === 500 ? "internal_error" : "bad_request",
        },
        ...(status === 429 ? { headers: { "retry-after": "1", "x-fal-needs-retry": "1" } } : {}),
      };

/** How a header is answered that says nothing that fal knows of the life of files. */
export const badLifecycle: Reply = {
  status: 422,
  json: { detail: "The object lifecycle must be JSON with expiration_duration_seconds" },
};

/** How a model that does not exist is answered. */
function unknownModel(id: string): Reply {
  const [owner, alias, ...rest] = id.split("/");
  const known = [...models.keys()].some(
    (model) => model.startsWith(`${owner}/${alias}`) && model.split("/")[1] === alias,
  );
  return {
    status: 404,
    json: { detail: known ? `Path /${rest.join("/")} not found` : `Application '${alias ?? owner ?? ""}' not found` },
  };
}

/**
 * Takes a submit in and answers it with what `respond` makes of the accepted request, unless it is refused or a
 * fault says otherwise. Every attempt becomes a line of the ledger, whatever happens to it.
 */
export async function submit(
  exchange: Exchange,
  parts: ServerParts,
  options: {
    via: Submission["via"];
    model: string;
    webhookUrl: string | null;
    respond: (request: FalRequest) => Promise<Reply> | Reply;
  },
): Promise<Reply> {
  const at = new Date().toISOString();
  const text = await body(exchange.request);
  const input = parseJson(text);
  const record = (reply: Reply, requestId: string | null, faults: Fault[] = []): void =>
    parts.book.submitted({
      at,
      via: options.via,
      model: options.model,
      input: input === undefined ? text : input,
      headers: withoutCredentials(exchange.request.headers),
      webhookUrl: options.webhookUrl,
      requestId,
      answer: typeof reply === "object" ? reply.status : "dropped",
      faults,
    });
  const refuse = (reply: Reply, faults: Fault[] = []): Reply => {
    record(reply, null, faults);
    return reply;
  };

  const refused = refusal(exchange.request, parts.settings());
  if (refused) return refuse(refused);
  const model = models.get(options.model);
  if (!model) return refuse(unknownModel(options.model));
  if (input === undefined) {
    return refuse({ status: 400, json: { detail: "Invalid JSON in the request body", error_type: "bad_request" } });
  }
  const kept = readLifecycle(exchange.request.headers["x-fal-object-lifecycle-preference"]);
  if (kept.problem) return refuse(badLifecycle);
  const faults = parts.faults.forSubmit(model.id, ...languageModelOf(input));
  const retired = carried(faults, "retired");
  const refusedAs = retired && refusedSubmit(retired.as, model.id);
  if (refusedAs) return refuse(refusedAs, faults);
  const status = carried(faults, "submit-status");
  if (status && !status.accepted) return refuse(faultReply(status.status), faults);
  const dropped = carried(faults, "submit-dropped");
  if (dropped && !dropped.accepted) return refuse("drop", faults);
  if (parts.settings().validate === "submit") {
    const prepared = model.prepare(input);
    // Details are JSON: literals and parts of the input.
    if ("problems" in prepared)
      return refuse({ status: 422, json: { detail: prepared.problems as unknown as Json } }, faults);
  }

  const request = parts.book.accept({
    id: randomUUID(),
    model: model.id,
    input,
    webhookUrl: options.webhookUrl,
    filesKeptSeconds: kept.seconds,
    faults,
  });
  void parts.runner.start(request);
  // Written down before the reply can get lost.
  const answered: Reply = dropped ? "drop" : status ? faultReply(status.status) : { status: 200, json: null };
  record(answered, request.id, faults);
  if (carried(faults, "callback-early")) {
    await parts.runner.ended(request);
    await parts.callbacks.delivered(request);
  }
  const delayed = carried(faults, "submit-delayed");
  if (delayed) await sleep(delayed.seconds * 1000, undefined, { ref: false });
  return dropped || status ? answered : options.respond(request);
}
