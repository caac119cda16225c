/** GET /openapi.json as the tests of this folder read it: operations, with every schema whole in its place. */
export interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  anyOf?: Schema[];
  example?: unknown;
  allOf?: Schema[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  additionalProperties?: boolean | Schema;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  schema: Schema;
}

export interface Operation {
  /** As in "GET /api/artists/{id}". */
  name: string;
  method: string;
  path: string;
  parameters: Parameter[];
  body: { types: string[]; schema: Schema } | undefined;
  /** By status; undefined: no body is described. */
  answers: Map<number, { type: string; schema: Schema } | undefined>;
  secured: boolean;
}

type Json = Record<string, unknown>;
interface Content {
  [type: string]: { schema: Schema };
}
interface RawOperation {
  parameters?: (Omit<Parameter, "required"> & { required?: boolean })[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
  security?: unknown[];
}
export interface RawDocument {
  paths: Record<string, Record<string, RawOperation>>;
  components: { schemas: Record<string, Schema> };
}

export async function readOperations(url: string): Promise<Operation[]> {
  // The shape is what openapi.test.ts holds the document to.
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as RawDocument;
  return operationsOf(document);
}

export function operationsOf(document: RawDocument): Operation[] {
  const whole = (schema: unknown): Schema => merged(inlined(schema, document.components.schemas)) as Schema;
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([lower, raw]): Operation => {
      const method = lower.toUpperCase();
      const body = Object.entries(raw.requestBody?.content ?? {});
      return {
        ...{ name: `${method} ${path}`, method, path, secured: (raw.security ?? []).length > 0 },
        parameters: (raw.parameters ?? []).map((parameter) => ({
          ...parameter,
          required: parameter.required ?? false,
          schema: whole(parameter.schema),
        })),
        body: body[0] && { types: body.map(([type]) => type), schema: whole(body[0][1].schema) },
        answers: new Map(
          Object.entries(raw.responses).map(([status, { content }]) => {
            const [described] = Object.entries(content ?? {});
            return [Number(status), described && { type: described[0], schema: whole(described[1].schema) }];
          }),
        ),
      };
    }),
  );
}

/** With what it refers to in the place of its references. The document's schemas do not refer to themselves. */
function inlined(value: unknown, schemas: Record<string, Schema>): unknown {
  if (Array.isArray(value)) return value.map((item) => inlined(item, schemas));
  if (typeof value !== "object" || value === null) return value;
  const { $ref, ...rest } = value as Json;
  const target = typeof $ref === "string" ? schemas[$ref.replace("#/components/schemas/", "")] : undefined;
  const own = Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, inlined(item, schemas)]));
  return target ? { ...(inlined(target, schemas) as Json), ...own } : own;
}

/** `allOf` of objects as the one object that is meant. */
function merged(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(merged);
  if (typeof value !== "object" || value === null) return value;
  const schema = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, merged(item)])) as Schema;
  if (!schema.allOf) return schema;
  const { allOf, ...rest } = schema;
  return {
    ...rest,
    ...Object.assign({}, ...allOf),
    properties: Object.assign({}, ...allOf.map(({ properties }) => properties)),
    required: allOf.flatMap(({ required }) => required ?? []),
  };
}

export const typesOf = (schema: Schema): string[] => [schema.type ?? []].flat();
