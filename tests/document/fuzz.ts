/**
 * Calls every operation with requests that nobody meant. Whatever comes, the answer is one that the document knows, no
 * error is the server's, and every error has the one shape. The account's spend limit keeps real runs from piling up.
 */
import fc from "fast-check";
import type { Operation, Schema } from "./document.ts";
import { CONTENT_TYPES, hostileEncoded, hostileHeader, hostileJson, hostileText, oddMethod } from "./hostile.ts";
import { judge, judgeError } from "./judge.ts";
import { replaced } from "./variations.ts";
import { type Answer, type Sent, send } from "./wire.ts";
import { type Api, type Call, goodCall, requestOf, type World } from "./world.ts";

/** How a request differs from a good one. */
interface Plan {
  method: string | undefined;
  /** In the place of the path's nth parameter, or behind a path that has none. */
  segment: { nth: number; text: string } | undefined;
  query: [name: string, text: string][];
  headers: [string, string][];
  contentType: string | null | undefined;
  key: string | null | undefined;
  body: BodyPlan;
  unannounced: boolean;
}

type BodyPlan =
  | { kind: "good" }
  | { kind: "none" }
  /** JSON text in the place of the nth field, or as one more key. */
  | { kind: "field"; nth: number; json: string }
  | { kind: "key"; name: string; json: string }
  | { kind: "text"; text: string }
  /** The good body up to this part of it, with bytes put in there. */
  | { kind: "broken"; part: number; bytes: Uint8Array };

/** Undefined `nothing` times as often as not. */
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>, nothing: number): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: nothing, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const planOf = (operation: Operation): fc.Arbitrary<Plan> => {
  const names = operation.parameters.filter((each) => each.in === "query").map(({ name }) => name);
  const name = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...(names.length > 0 ? names : ["a"])) },
    { weight: 1, arbitrary: fc.constantFrom("__proto__", "a[]", "limit", "constructor", "%", "") },
  );
  const body: fc.Arbitrary<BodyPlan> = operation.body
    ? fc.oneof(
        { weight: 2, arbitrary: fc.constant({ kind: "good" as const }) },
        {
          weight: 8,
          arbitrary: fc.record({ kind: fc.constant("field" as const), nth: fc.nat(500), json: hostileJson }),
        },
        {
          weight: 1,
          arbitrary: fc.record({ kind: fc.constant("key" as const), name: hostileText, json: hostileJson }),
        },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant("text" as const), text: hostileJson }) },
        {
          weight: 2,
          arbitrary: fc.record({
            kind: fc.constant("broken" as const),
            part: fc.double({ min: 0, max: 1, noNaN: true }),
            bytes: fc.uint8Array({ maxLength: 12 }),
          }),
        },
      )
    : fc.oneof(
        { weight: 9, arbitrary: fc.constant({ kind: "none" as const }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant("text" as const), text: hostileJson }) },
      );
  return fc.record({
    method: maybe(oddMethod, 15),
    segment: maybe(fc.record({ nth: fc.nat(3), text: hostileEncoded }), operation.path.includes("{") ? 1 : 25),
    query: names.length > 0 ? fc.array(fc.tuple(name, hostileEncoded), { maxLength: 3 }) : fc.constant([]),
    headers: fc.oneof(
      { weight: 3, arbitrary: fc.constant<[string, string][]>([]) },
      { weight: 1, arbitrary: fc.array(hostileHeader, { maxLength: 3 }) },
    ),
    contentType: maybe(fc.oneof(fc.constant(null), fc.constantFrom(...CONTENT_TYPES)), 12),
    key: maybe(fc.oneof(fc.constant(null), fc.constantFrom("", "bk_", "x".repeat(300))), 25),
    body,
    unannounced: fc.oneof({ weight: 12, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  });
};

/** The request of a plan. */
function build(operation: Operation, good: Call, plan: Plan, apiKey: string): Sent {
  const sent = requestOf(operation, good);
  const [path = "", query] = sent.path.split("?");
  const added = plan.query.map(([name, text]) => `${name}=${text}`);
  const type = plan.contentType === undefined ? sent.headers.find(([name]) => name === "content-type")?.[1] : undefined;
  const key = plan.key === undefined ? apiKey : plan.key;
  const body = bodyOf(operation, good, sent.body, plan.body);
  const all = [query, ...added].filter((part) => part !== undefined && part !== "").join("&");
  return {
    method: methodOf(operation, plan),
    path: all === "" ? pathOf(operation, path, plan) : `${pathOf(operation, path, plan)}?${all}`,
    headers: [
      ...(key === null ? [] : [["x-api-key", key] satisfies [string, string]]),
      ...[plan.contentType ?? type]
        .filter((each) => each != null)
        .map((each): [string, string] => ["content-type", each]),
      ...plan.headers,
    ],
    body,
    unannounced: plan.unannounced,
  };
}

/** Another operation's DELETE of what this one is called with would leave nothing to call it with. */
function methodOf({ method, path }: Operation, plan: Plan): string {
  const spares = method !== "DELETE" && plan.method === "DELETE" && path.includes("{") && !plan.segment;
  return spares ? method : (plan.method ?? method);
}

function pathOf(operation: Operation, good: string, { segment }: Plan): string {
  if (!segment) return good;
  const parts = good.split("/");
  const places = operation.path.split("/").flatMap((part, at) => (part.startsWith("{") ? [at] : []));
  if (places.length === 0) return `${good}/${segment.text}`;
  const place = places[segment.nth % places.length] ?? 0;
  return parts.map((part, at) => (at === place ? segment.text : part)).join("/");
}

const HERE = "the value that is put here";

function bodyOf(operation: Operation, good: Call, goodBody: Sent["body"], plan: BodyPlan): Sent["body"] {
  if (plan.kind === "none") return undefined;
  if (plan.kind === "text") return plan.text;
  if (plan.kind === "broken") {
    const bytes = typeof goodBody === "string" ? Buffer.from(goodBody) : (goodBody ?? new Uint8Array());
    const at = Math.floor(bytes.byteLength * plan.part);
    // Half of them are cut off there, the others go on.
    const rest = plan.bytes.length % 2 === 0 ? bytes.subarray(at + plan.bytes.length) : new Uint8Array();
    return new Uint8Array(Buffer.concat([bytes.subarray(0, at), plan.bytes, rest]));
  }
  const schema = operation.body?.schema;
  if (plan.kind === "good" || good.json === undefined || !schema) return goodBody;
  const places = fieldsOf(schema);
  const path = plan.kind === "field" ? (places[plan.nth % places.length] ?? []) : [plan.name];
  const text = JSON.stringify(replaced(good.json, path, HERE));
  return text.replace(JSON.stringify(HERE), () => plan.json);
}

/** Paths to all that the schema describes, the whole first. */
function fieldsOf(schema: Schema): (string | number)[][] {
  const found: (string | number)[][] = [];
  const visit = (at: Schema, path: (string | number)[]) => {
    found.push(path);
    for (const [name, each] of Object.entries(at.properties ?? {})) visit(each, [...path, name]);
    if (at.items) visit(at.items, [...path, 0]);
  };
  visit(schema, []);
  return found;
}

/** The path as the server sees it: without dots, and decoded as far as it decodes. */
function seen(path: string): string {
  const { pathname } = new URL(`http://localhost${path}`);
  return pathname.replace(/(%[0-9a-f]{2})+/gi, (text) => {
    try {
      return decodeURI(text);
    } catch {
      return text;
    }
  });
}

const fits = (template: string, path: string): boolean => {
  const [parts, wanted] = [path.split("/"), template.split("/")];
  return (
    parts.length === wanted.length &&
    wanted.every((part, at) => (part.startsWith("{") ? parts[at] : parts[at] === part))
  );
};

const params = ({ path }: Operation) => path.split("{").length;

/** What is wrong with the answer to whatever was sent. */
export function judgeAny(operations: Operation[], { method, path }: Sent, answer: Answer): string[] {
  const { status, body } = answer;
  if (status >= 500) return [`${status}: ${body.slice(0, 300)}`];
  if (method === "OPTIONS") return status === 204 && body === "" ? [] : [`OPTIONS is ${status}`];
  const there = operations.filter((each) => fits(each.path, seen(path))).sort((a, b) => params(a) - params(b));
  const operation = there.find((each) => each.method === (method === "HEAD" ? "GET" : method));
  if (method === "HEAD") return body === "" ? [] : ["HEAD has a body"];
  if (operation) return judge(operation, answer);
  const expected = there.length > 0 ? 405 : 404;
  const wrong = status === expected || status === 401 ? [] : [`${status} where nothing is to be found`];
  return [...wrong, ...judgeError({ secured: path.startsWith("/api/") }, answer)];
}

export interface Break {
  operation: string;
  wrong: string;
  /** The smallest that fast-check found. */
  request: string;
}

export interface Outcome {
  /** Answers by operation and status. */
  table: Map<string, Map<number, number>>;
  requests: number;
  breaks: Break[];
}

const AT_ONCE = 6;

export async function fuzz(
  operations: Operation[],
  world: World,
  api: Api,
  { requests, seed }: { requests: number; seed: number },
): Promise<Outcome> {
  const outcome: Outcome = { table: new Map(), requests: 0, breaks: [] };
  const left = [...operations.entries()];
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [position, operation] = next;
      await fuzzOne(operation, Math.ceil(requests / operations.length), seed + position);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcome;

  async function fuzzOne(operation: Operation, numRuns: number, ownSeed: number): Promise<void> {
    const counts = new Map<number, number>();
    outcome.table.set(operation.name, counts);
    let good: Call | undefined;
    let last: Sent | undefined;
    const property = fc.asyncProperty(planOf(operation), async (plan) => {
      good ??= await goodCall(operation, world, api);
      const sent = build(operation, good, plan, api.apiKey);
      const answer = await send(api.url, sent);
      outcome.requests += 1;
      counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
      // What was made or taken away by it is not there to be made or taken away again.
      if (answer.status < 300 && /^(POST|DELETE)$/.test(operation.method)) good = undefined;
      const wrong = judgeAny(operations, sent, answer);
      if (wrong.length === 0) return;
      last = sent;
      throw new Error(wrong.join("\n"));
    });
    const result = await fc.check(property, { seed: ownSeed, numRuns });
    if (!result.failed) return;
    const wrong = result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance);
    outcome.breaks.push({ operation: operation.name, wrong, request: describe(last) });
  }
}

function describe(sent: Sent | undefined): string {
  if (!sent) return "";
  const body = sent.body === undefined ? "" : Buffer.from(sent.body).toString().slice(0, 400);
  const headers = sent.headers.map(([name, value]) => [name, value.replace(/^bk_.{10,}/, "bk_…")]);
  return `${sent.method} ${sent.path.slice(0, 400)}\n${JSON.stringify(headers).slice(0, 600)}\n${JSON.stringify(body)}`;
}

/** Operation × status, as text. */
export function asTable({ table }: Outcome): string {
  const statuses = [...new Set([...table.values()].flatMap((counts) => [...counts.keys()]))].sort((a, b) => a - b);
  const width = Math.max(...[...table.keys()].map(({ length }) => length));
  const row = (name: string, cells: (string | number)[]) =>
    `${name.padEnd(width)}${cells.map((cell) => String(cell).padStart(7)).join("")}`;
  const total = statuses.map((status) =>
    [...table.values()].reduce((sum, counts) => sum + (counts.get(status) ?? 0), 0),
  );
  return [
    row("", statuses),
    ...[...table].map(([name, counts]) =>
      row(
        name,
        statuses.map((status) => counts.get(status) ?? "·"),
      ),
    ),
    row("all", total),
  ].join("\n");
}
