/** Calls of the API, made from a tool's arguments; and their answers, as agents are given them. */
import type { Arguments, Ask, Means, ToolResult } from "./tool.ts";

/** An answer of the API. */
export interface Answer {
  status: number;
  ok: boolean;
  body: Record<string, unknown>;
  /** Seconds after which to ask again, where the answer says so. */
  retryAfter: number | undefined;
}

/** Thrown for arguments of which no call can be made, with what callers of the API would be told. */
export class ArgumentError extends Error {
  override name = "ArgumentError";
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** As it stands in a URL. */
function spelled(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => spelled(name, item)).join(",");
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  throw new ArgumentError(name, "it must be text, a number, true or false, or a list of these");
}

/** One part of a path. "." and ".." would make it another path. */
function pathPart(name: string, value: unknown): string {
  const text = value === undefined || Array.isArray(value) ? "" : spelled(name, value);
  if (text === "" || text === "." || text === "..") throw new ArgumentError(name, "it must be an id or a name");
  return encodeURIComponent(text);
}

/** The call for these arguments. Throws an ArgumentError where none can be made. */
export function requestOf(ask: Ask, given: Arguments): { path: string; init: Parameters<Means["fetch"]>[1] } {
  const missing = Object.entries(ask.defaults ?? {}).filter(([name]) => given[name] === undefined);
  const left = new Map([...Object.entries(given), ...missing].filter(([, value]) => value !== undefined));
  const take = (name: string) => {
    const value = left.get(name);
    left.delete(name);
    return value;
  };
  const path = ask.path.replace(/\{(\w+)\}/g, (_, name: string) => pathPart(name, take(name)));
  const headers: Record<string, string> = {};
  for (const [name, header] of Object.entries(ask.headers)) {
    const value = take(name);
    if (value !== undefined) headers[header] = headerValue(name, value);
  }
  const query = new URLSearchParams();
  for (const name of ask.query) {
    const value = take(name);
    if (value !== undefined && value !== null) query.set(name, spelled(name, value));
  }
  let body: string | undefined;
  if (ask.text !== undefined) {
    const text = take(ask.text);
    if (typeof text !== "string") throw new ArgumentError(ask.text, "it must be text");
    headers["content-type"] = "text/plain";
    body = text;
  }
  if (ask.takesJson) {
    headers["content-type"] = "application/json";
    body = JSON.stringify(Object.fromEntries(left));
  } else {
    for (const [name, value] of left) query.set(name, JSON.stringify(value));
  }
  const search = query.size === 0 ? "" : `?${query}`;
  return { path: path + search, init: { method: ask.method, headers, ...(body === undefined ? {} : { body }) } };
}

/** Other characters cannot be sent in a header. */
function headerValue(name: string, value: unknown): string {
  const text = spelled(name, value);
  if (!/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text)) {
    throw new ArgumentError(name, "it must be made of printable ASCII characters, and not be empty");
  }
  return text;
}

/** Asks the API. Throws an ArgumentError where the arguments make no call. */
export async function askApi({ fetch }: Means, ask: Ask, given: Arguments): Promise<Answer> {
  const { path, init } = requestOf(ask, given);
  return answerOf(await fetch(path, init));
}

/** What the API answered, which is always JSON, or nothing at all. */
export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const retryAfter = Number(response.headers.get("retry-after") ?? Number.NaN);
  return {
    status: response.status,
    ok: response.ok,
    body: text === "" ? { status: "success" } : (JSON.parse(text) as Record<string, unknown>),
    retryAfter: Number.isNaN(retryAfter) ? undefined : retryAfter,
  };
}

/** What the API answered, for the agent: what it gives without what is `spared`, or why it refuses in its own words. */
export const resultOf = ({ ok, body, retryAfter }: Answer, spared: readonly string[] = []): ToolResult =>
  ok
    ? success(without(spared, body))
    : refusal(retryAfter === undefined ? body : { ...body, retry_after_seconds: retryAfter });

const without = (names: readonly string[], body: Record<string, unknown>): Record<string, unknown> =>
  names.length === 0
    ? body
    : JSON.parse(JSON.stringify(body, (name, value) => (names.includes(name) ? undefined : value)));

/** `body` twice, as MCP has it: for agents that read what is structured, and for those that read text. */
export const success = (body: Record<string, unknown>): ToolResult => ({
  content: [{ type: "text", text: JSON.stringify(body) }],
  structuredContent: body,
});

/** A refusal in the form that the API's have: a sentence to act on, a code, and what else is known. */
export const refusal = (body: Record<string, unknown>): ToolResult => ({
  content: [{ type: "text", text: JSON.stringify(body) }],
  isError: true,
});
