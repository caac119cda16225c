/** What tools take and give, as JSON Schemas made from the description of the API. Pure. */
import type { Ask, Schema } from "../mcp/tool.ts";

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: Schema;
}

interface Content {
  content?: Record<string, { schema?: Schema }>;
}

/** An operation of the description, as far as tools need to know it. */
export interface Operation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: Content;
  responses: Record<string, Content>;
}

/** The description of the API, as far as tools need to know it. */
export interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** An operation, and where it is. */
export interface Place {
  method: string;
  path: string;
  operation: Operation;
}

/** The operations by their ids. */
export const operationsOf = ({ paths }: Description): Map<string, Place> =>
  new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Place] => [
        operation.operationId,
        { method: method.toUpperCase(), path, operation },
      ]),
    ),
  );

const COMPONENT = "#/components/schemas/";

/** Keywords that say nothing to whoever fills in or reads a value. */
const LEFT_OUT = ["example", "examples"];

/** The schema with its references led to `$defs`; `used` is told of each. Properties may have the name of any keyword. */
function localized(schema: unknown, used: (name: string) => void, isOfNames = false): unknown {
  if (Array.isArray(schema)) return schema.map((item) => localized(item, used));
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).flatMap(([key, value]): [string, unknown][] => {
    if (!isOfNames && LEFT_OUT.includes(key)) return [];
    if (isOfNames || key !== "$ref" || typeof value !== "string") {
      return [[key, localized(value, used, !isOfNames && key === "properties")]];
    }
    const name = value.slice(COMPONENT.length);
    used(name);
    return [[key, `#/$defs/${name}`]];
  });
  return Object.fromEntries(entries);
}

/** Tools by the call of the API that each asks: where a description speaks of the call, agents are told of the tool. */
export type ToolNames = readonly (readonly [call: string, tool: string])[];

/** What was said for callers of the API, for agents: calls that are tools have the tools' names. */
export function toldToAgents<Said>(said: Said, names: ToolNames): Said {
  if (Array.isArray(said)) return said.map((item) => toldToAgents(item, names)) as Said;
  if (typeof said !== "object" || said === null) return said;
  const entries = Object.entries(said).map(([key, value]) => {
    if (key !== "description" || typeof value !== "string") return [key, toldToAgents(value, names)];
    return [key, value.replace(CALL, (call) => names.find(([each]) => each === call)?.[1] ?? call)];
  });
  return Object.fromEntries(entries) as Said;
}

const CALL = /\b(?:GET|POST|PUT|PATCH|DELETE) \/[\w/{}-]+/g;

type ObjectSchema = Schema & { type: "object" };

/** The schema by itself: with what it refers to of the description. */
export function standalone<Of extends Schema>(schema: Of, { components }: Description): Of {
  const defs: Record<string, unknown> = {};
  const add = (name: string) => {
    if (name in defs) return;
    // Before what it refers to, which may be itself.
    defs[name] = {};
    defs[name] = localized(components.schemas[name], add);
  };
  const root = localized(schema, add) as Of;
  return Object.keys(defs).length === 0 ? root : { ...root, $defs: defs };
}

const JSON_TYPE = "application/json";

/** The schema of the JSON that an operation takes. */
function bodyOf({ requestBody }: Operation, { components }: Description): Schema | undefined {
  const schema = requestBody?.content?.[JSON_TYPE]?.schema;
  const name = typeof schema?.$ref === "string" ? schema.$ref.slice(COMPONENT.length) : undefined;
  return name === undefined ? schema : components.schemas[name];
}

/** The schema of what an operation answers when all is well. Undefined: it does not answer with JSON. */
export function answerOf({ responses }: Operation, description: Description): ObjectSchema | undefined {
  const [, answer] = Object.entries(responses).find(([status]) => status.startsWith("2")) ?? [];
  const schema = answer?.content?.[JSON_TYPE]?.schema;
  return schema && standalone({ type: "object" as const, ...schema } as ObjectSchema, description);
}

/** In URLs all is text; agents know numbers and truth. */
function typed(schema: Schema): Schema {
  const { enum: values, default: given, ...rest } = schema as { enum?: string[]; default?: unknown };
  const defaultAs = (as: (text: string) => unknown) => (typeof given === "string" ? { default: as(given) } : {});
  if (values?.join() === "true,false") return { ...rest, type: "boolean", ...defaultAs((text) => text === "true") };
  if (values?.every((value) => /^\d+$/.test(value))) {
    return { ...rest, type: "integer", enum: values.map(Number), ...defaultAs(Number) };
  }
  return schema;
}

/** What a tool's arguments are beside what the operation takes. */
export interface Changes {
  /** Parameters that agents are spared. */
  leftOut?: readonly string[];
  /** Arguments that only the tool has, or has in its own way; `required` are those of them that must be there. */
  added?: Record<string, Schema>;
  required?: readonly string[];
  /** The headers that are arguments, by their names there. */
  headers?: Record<string, string>;
  /** The argument that is the whole body, as plain text. */
  text?: string;
  defaults?: Record<string, unknown>;
  /** Fields of the answer that agents are spared. */
  spared?: readonly string[];
}

/** The schema of the same without these fields, wherever they are. */
export function without<Of>(names: readonly string[], schema: Of): Of {
  if (Array.isArray(schema)) return schema.map((item) => without(names, item)) as Of;
  if (typeof schema !== "object" || schema === null) return schema;
  const { properties, required, ...rest } = schema as { properties?: object; required?: unknown };
  const isKept = (name: unknown) => !names.includes(String(name));
  const entries = Object.entries(rest).map(([key, value]) => [key, without(names, value)]);
  const kept = Object.entries(properties ?? {}).filter(([name]) => isKept(name));
  return {
    ...Object.fromEntries(entries),
    ...(properties ? { properties: Object.fromEntries(kept.map(([name, each]) => [name, without(names, each)])) } : {}),
    ...(Array.isArray(required) ? { required: required.filter(isKept) } : {}),
  } as Of;
}

/** The arguments of a tool that asks this operation: parameters and the fields of its body, side by side. */
export function argumentsOf(operation: Operation, description: Description, changes: Changes): ObjectSchema {
  const { leftOut = [], added = {}, headers = {} } = changes;
  const byHeader = new Map(Object.entries(headers).map(([name, header]) => [header, name]));
  const parameters = (operation.parameters ?? []).flatMap((each) => {
    const name = each.in === "header" ? byHeader.get(each.name) : each.name;
    return name === undefined || leftOut.includes(name) ? [] : [{ ...each, name }];
  });
  const body = bodyOf(operation, description);
  const properties = {
    ...Object.fromEntries(
      parameters.map(({ name, description: says, schema }) => [
        name,
        { ...typed(schema), ...(says === undefined ? {} : { description: says }) },
      ]),
    ),
    ...(body?.properties as Record<string, Schema> | undefined),
    ...added,
  };
  const required = [
    ...parameters.filter((each) => each.required).map(({ name }) => name),
    ...((body?.required as string[] | undefined) ?? []),
    ...(changes.required ?? []),
  ];
  return standalone({ type: "object", properties, required, additionalProperties: false }, description);
}

/** How a tool with these arguments asks the operation. */
export function askOf({ method, path, operation }: Place, { headers = {}, text, defaults }: Changes): Ask {
  return {
    method,
    path,
    query: (operation.parameters ?? []).filter((each) => each.in === "query").map(({ name }) => name),
    headers,
    ...(text === undefined ? {} : { text }),
    takesJson: operation.requestBody?.content?.[JSON_TYPE] !== undefined,
    ...(defaults === undefined ? {} : { defaults }),
  };
}
