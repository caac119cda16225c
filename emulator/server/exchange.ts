/** One HTTP request being answered. Handlers return a reply as data; only files and event streams write themselves. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Json } from "../protocol/outcome.ts";

export type Reply =
  | { status: number; json: Json; headers?: Record<string, string> }
  /** The connection is cut without a word. */
  | "drop"
  /** The handler has answered by itself. */
  | "answered";

export interface Exchange {
  method: string;
  /** Decoded path segments, none empty. */
  path: string[];
  query: URLSearchParams;
  request: IncomingMessage;
  response: ServerResponse;
}

export type Handler = (exchange: Exchange) => Promise<Reply> | Reply;

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "*",
  "access-control-allow-methods": "*",
  "access-control-expose-headers": "*",
};

export const notFound: Reply = { status: 404, json: { detail: "Not Found" } };

const BODY_LIMIT = 64 * 1024 * 1024;

/** The whole body; rejects when it is larger than any JSON this protocol knows. */
export async function body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > BODY_LIMIT) throw new Error("The body is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The body as JSON, or undefined when it is none. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** A request as handlers see it. */
export const openExchange = (request: IncomingMessage, response: ServerResponse): Exchange => {
  const url = new URL(request.url ?? "/", "http://emulator");
  return {
    method: request.method ?? "GET",
    path: url.pathname
      .split("/")
      .filter((segment) => segment !== "")
      .map(decode),
    query: url.searchParams,
    request,
    response,
  };
};

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Answers with what the handler says; a handler that throws answers 500. */
export async function answer(exchange: Exchange, handler: Handler): Promise<void> {
  const { response } = exchange;
  for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
  let reply: Reply;
  try {
    reply = exchange.method === "OPTIONS" ? { status: 204, json: null } : await handler(exchange);
  } catch (error) {
    if (!response.destroyed) console.error(`fal emulator: ${exchange.method} /${exchange.path.join("/")}`, error);
    reply = { status: 500, json: { detail: "Internal Server Error", error_type: "internal_error" } };
  }
  if (reply === "answered" || response.destroyed) return;
  if (reply === "drop") {
    exchange.request.socket.destroy();
    return;
  }
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const text = reply.status === 204 ? "" : JSON.stringify(reply.json);
  response.writeHead(reply.status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    ...reply.headers,
  });
  response.end(text);
}

/** `pipeline` into the response that takes a client's going away for what it is. */
export async function pour(source: NodeJS.ReadableStream, response: ServerResponse): Promise<void> {
  try {
    await pipeline(source, response);
  } catch {
    response.destroy();
  }
}
