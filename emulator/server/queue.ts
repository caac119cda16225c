/** queue.fal.run: submit, status, status/stream, result, cancel. */
import { setTimeout as sleep } from "node:timers/promises";
import { carried } from "../faults.ts";
import { errorBody, errorHeaders, type JsonObject, outcomeName } from "../protocol/outcome.ts";
import { type FalRequest, type RefusedRead, statusOf } from "../requests/request.ts";
import { isForgotten } from "../requests/retention.ts";
import { refusal } from "./authorization.ts";
import { type Exchange, notFound, type Reply } from "./exchange.ts";
import type { ServerParts } from "./parts.ts";
import { faultReply, submit } from "./submit.ts";

const unknownRequest: Reply = { status: 404, json: { status: "NOT_FOUND" } };

/** The `owner/alias` that requests are addressed by; the rest of a model's id may follow or be left out. */
const application = (model: string): string => model.split("/").slice(0, 2).join("/");

function urls(
  request: FalRequest,
  parts: ServerParts,
): { response_url: string; status_url: string; cancel_url: string } {
  const base = `${parts.origin()}/queue/${application(request.model)}/requests/${request.id}`;
  return { response_url: base, status_url: `${base}/status`, cancel_url: `${base}/cancel` };
}

/** Answers /queue/…, as queue.fal.run does. */
export function queue(exchange: Exchange, parts: ServerParts): Promise<Reply> | Reply {
  const { method, path } = exchange;
  const place = path.indexOf("requests");
  if (place < 0) {
    if (method !== "POST") return { status: 405, json: { detail: "Method Not Allowed" } };
    return submit(exchange, parts, {
      via: "queue",
      model: path.join("/"),
      webhookUrl: exchange.query.get("fal_webhook"),
      respond: (request) => ({
        status: 200,
        json: {
          status: "IN_QUEUE",
          request_id: request.id,
          gateway_request_id: request.id,
          ...urls(request, parts),
          queue_position: parts.runner.queuePosition(request),
        },
        headers: { "x-fal-request-id": request.id },
      }),
    });
  }
  const refused = refusal(exchange.request, parts.settings());
  if (refused) return refused;
  const model = path.slice(0, place).join("/");
  const request = parts.book.get(path[place + 1] ?? "");
  if (!request || (model !== request.model && model !== application(request.model))) return unknownRequest;
  const action = `${method === "HEAD" ? "GET" : method} ${path.slice(place + 2).join("/")}`;
  switch (action) {
    case "GET status":
      return status(request, exchange, parts);
    case "GET status/stream":
      return streamStatus(request, exchange, parts);
    case "GET ":
    case "GET response":
      return result(request, parts);
    case "PUT cancel":
      return cancel(request, parts);
    default:
      return notFound;
  }
}

function statusBody(request: FalRequest, exchange: Exchange, parts: ServerParts): JsonObject {
  const logs = exchange.query.get("logs") === "1" ? request.logs.map((log) => ({ ...log })) : null;
  const common = { status: statusOf(request), request_id: request.id, ...urls(request, parts) };
  if (!request.completed) {
    return request.startedAt ? { ...common, logs } : { ...common, queue_position: parts.runner.queuePosition(request) };
  }
  const { outcome, inferenceSeconds } = request.completed;
  return {
    ...common,
    logs,
    metrics: outcome.kind === "ok" ? { inference_time: inferenceSeconds } : {},
    // A model's own error shows in the result only; the platform's shows here as well.
    ...(outcome.kind === "request_error" ? { error: outcome.detail, error_type: outcomeName(outcome) } : {}),
  };
}

/** What a fault answers to a read, if one strikes; the books keep it. */
function refusedRead(kind: RefusedRead["kind"], request: FalRequest, parts: ServerParts): Reply | undefined {
  const fault = parts.faults.forCall(kind, request.model);
  if (!fault || !("status" in fault)) return undefined;
  parts.book.refused(request, { kind, status: fault.status });
  return faultReply(fault.status);
}

function status(request: FalRequest, exchange: Exchange, parts: ServerParts): Reply {
  const refused = refusedRead("poll-status", request, parts);
  if (refused) return refused;
  return {
    status: request.completed ? 200 : 202,
    json: statusBody(request, exchange, parts),
    headers: { "x-fal-request-id": request.id },
  };
}

const STREAM_INTERVAL_MS = 100;

async function streamStatus(request: FalRequest, exchange: Exchange, parts: ServerParts): Promise<Reply> {
  const { response } = exchange;
  response.writeHead(200, {
    "content-type": "text/event-stream",
    "cache-control": "no-cache",
    "x-fal-request-id": request.id,
  });
  let sent = "";
  while (!response.destroyed) {
    const current = JSON.stringify(statusBody(request, exchange, parts));
    if (current !== sent) response.write(`data: ${current}\n\n`);
    sent = current;
    if (request.completed) break;
    await sleep(STREAM_INTERVAL_MS);
  }
  response.end();
  return "answered";
}

function result(request: FalRequest, parts: ServerParts): Reply {
  const headers = { "x-fal-request-id": request.id };
  if (!request.completed) return { status: 400, json: { detail: "Request is still in progress" }, headers };
  const refused = refusedRead("result-status", request, parts);
  if (refused) return refused;
  const isForgottenByNow = isForgotten(request, parts.settings(), Date.now());
  if (isForgottenByNow) parts.book.forgotten(request);
  if (isForgottenByNow || carried(request.faults, "result-expired")) {
    return { status: 404, json: { status: "NOT_FOUND" }, headers };
  }
  return resultReply(request, parts);
}

/** The result of a completed request: its output, or its error. */
export function resultReply(request: FalRequest, parts: ServerParts): Reply {
  const headers = { "x-fal-request-id": request.id };
  const outcome = request.completed?.outcome;
  if (!outcome)
    return { status: 500, json: { detail: "Internal Server Error", error_type: "internal_error" }, headers };
  if (outcome.kind === "ok") {
    return {
      status: 200,
      json: parts.absolute(outcome.output),
      headers: { ...headers, "x-fal-billable-units": String(outcome.billing.units), "x-fal-served-from": "emulator" },
    };
  }
  return { status: outcome.status, json: errorBody(outcome), headers: { ...headers, ...errorHeaders(outcome) } };
}

function cancel(request: FalRequest, parts: ServerParts): Reply {
  const headers = { "x-fal-request-id": request.id };
  if (request.completed) return { status: 400, json: { status: "ALREADY_COMPLETED" }, headers };
  parts.runner.cancel(request);
  return { status: 202, json: { status: "CANCELLATION_REQUESTED" }, headers };
}
