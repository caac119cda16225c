/** What every answer must be, whatever was asked: documented, of the documented shape, and an error like all errors. */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { Operation, Schema } from "./document.ts";
import type { Answer } from "./wire.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
const compiled = new WeakMap<Schema, ValidateFunction>();

/** Without room for a field that the document does not know. */
function closed(schema: Schema): Schema {
  const { properties, items, anyOf, additionalProperties } = schema;
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, closed(each)])),
      additionalProperties: additionalProperties ?? false,
    }),
    ...(items && { items: closed(items) }),
    ...(anyOf && { anyOf: anyOf.map(closed) }),
  };
}

export function mismatches(schema: Schema, value: unknown): string[] {
  const validate = compiled.get(schema) ?? ajv.compile(closed(schema));
  compiled.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || "/"} ${message} ${JSON.stringify(params)}`,
  );
}

const REQUEST_ID = /^req_[1-9a-km-z]{21}$/;
const INTERNAL = /\bat .+:\d+:\d+|node_modules|SQLITE|D1_ERROR|\.ts\b/;

/** What is wrong with the answer; empty: nothing. */
export function judge(operation: Operation, answer: Answer): string[] {
  const { status, headers, body } = answer;
  if (!operation.answers.has(status)) return [`${status} is not documented: ${body.slice(0, 300)}`];
  const described = operation.answers.get(status);
  if (!described) return body === "" ? judgeHeaders(operation, answer) : [`${status} has a body`];
  if (!headers["content-type"]?.startsWith(described.type)) return [`content-type is ${headers["content-type"]}`];
  if (described.type !== "application/json") return judgeHeaders(operation, answer);
  const parsed = parse(body);
  if (parsed === undefined) return [`${status} is not JSON: ${body.slice(0, 300)}`];
  return [
    ...mismatches(described.schema, parsed).map((each) => `${status}: ${each}`),
    ...(status >= 400 ? judgeError(operation, answer) : judgeHeaders(operation, answer)),
  ];
}

/** The one shape of errors, also where no operation is concerned. */
export function judgeError(operation: Pick<Operation, "secured">, answer: Answer): string[] {
  const { status, body } = answer;
  const parsed = parse(body) as Record<string, unknown> | undefined;
  if (typeof parsed !== "object" || parsed === null) return [`${status} is not an object: ${body.slice(0, 300)}`];
  const wrong = judgeHeaders(operation, answer);
  if (parsed.status !== "error") wrong.push("status is not error");
  if (typeof parsed.error !== "string" || parsed.error.length < 10) wrong.push("error is no sentence");
  if (!/^[a-z]+(_[a-z]+)*$/.test(String(parsed.code))) wrong.push(`code is ${String(parsed.code)}`);
  if (parsed.request_id !== answer.headers["x-request-id"]) wrong.push("request_id is not the header's");
  if (status >= 500 && INTERNAL.test(body)) wrong.push(`tells of the inside: ${body.slice(0, 300)}`);
  return wrong;
}

/** What every answer says besides its body: its id, that it is what it claims to be, and that it is nobody else's. */
function judgeHeaders({ secured }: Pick<Operation, "secured">, { headers }: Answer): string[] {
  const caching: (string | undefined)[] = secured ? ["no-store", "private, no-cache"] : [undefined];
  return [
    ...(REQUEST_ID.test(headers["x-request-id"] ?? "") ? [] : [`x-request-id is ${headers["x-request-id"]}`]),
    ...(headers["x-content-type-options"] === "nosniff" ? [] : ["x-content-type-options is not nosniff"]),
    ...(caching.includes(headers["cache-control"]) ? [] : [`cache-control is ${headers["cache-control"]}`]),
  ];
}

export function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
