/** docs/postman.json: every call of the API as a collection of Postman (v2.1), made from the API's description. */
import { z } from "zod";

const example = z.object({ summary: z.string(), value: z.unknown() });
const parameter = z.object({
  name: z.string(),
  in: z.enum(["path", "query", "header"]),
  required: z.boolean().optional(),
  description: z.string().optional(),
  example: z.unknown().optional(),
  schema: z.object({ example: z.unknown().optional(), default: z.unknown().optional() }).loose(),
});
const operation = z.object({
  summary: z.string(),
  description: z.string(),
  tags: z.array(z.string()).min(1),
  security: z.array(z.unknown()),
  parameters: z.array(parameter).default([]),
  requestBody: z
    .object({ content: z.record(z.string(), z.object({ examples: z.record(z.string(), example).optional() })) })
    .optional(),
  responses: z.record(
    z.string(),
    z.object({
      description: z.string().default(""),
      content: z.record(z.string(), z.object({ example: z.unknown().optional() }).loose()).optional(),
    }),
  ),
});
const described = z.object({
  info: z.object({ title: z.string(), description: z.string() }),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});

type Operation = z.infer<typeof operation>;
type Parameter = z.infer<typeof parameter>;

const SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
const JSON_TYPE = "application/json";

/** What whoever imports the collection fills in, once for all calls. */
const VARIABLES = [
  { key: "server", value: "http://localhost:8787", description: "Where the API is." },
  { key: "apiKey", value: "", description: "`npm start` writes one to .backline/local.json." },
];

/** Of a parameter, as text; nothing where the description shows none. */
function shown({ example, schema }: Parameter): string {
  const value = example ?? schema.example ?? schema.default;
  return value === undefined ? "" : [value].flat().map(String).join(",");
}

const saying = ({ description }: Parameter) => (description === undefined ? {} : { description });

function urlOf(path: string, parameters: Parameter[]) {
  // Postman has `:id` for a part of a path that is filled in.
  const parts = path
    .slice(1)
    .split("/")
    .map((part) => part.replace(/^\{(\w+)\}$/, ":$1"));
  const query = parameters.filter((each) => each.in === "query");
  const variable = parameters.filter((each) => each.in === "path");
  return {
    raw: `{{server}}/${parts.join("/")}`,
    host: ["{{server}}"],
    path: parts,
    query: query.map((each) => ({
      ...{ key: each.name, value: shown(each), ...saying(each) },
      // What may be left out is left out until it is chosen.
      ...(each.required ? {} : { disabled: true }),
    })),
    variable: variable.map((each) => ({ key: each.name, value: shown(each), ...saying(each) })),
  };
}

function bodyOf({ requestBody }: Operation, sent: unknown) {
  const [type = ""] = Object.keys(requestBody?.content ?? {});
  if (type === "") return {};
  if (type === JSON_TYPE) {
    return { body: { mode: "raw", raw: JSON.stringify(sent, null, 2), options: { raw: { language: "json" } } } };
  }
  return { body: type.startsWith("text/") ? { mode: "raw", raw: "" } : { mode: "file", file: {} } };
}

/** The call as a request, with one of the bodies that the description shows. */
function requestOf(method: string, path: string, operation: Operation, sent: unknown) {
  const [type] = Object.keys(operation.requestBody?.content ?? {});
  const headers = operation.parameters.filter((each) => each.in === "header");
  return {
    method: method.toUpperCase(),
    header: [
      ...(type === undefined ? [] : [{ key: "content-type", value: type }]),
      ...headers.map((each) => ({ key: each.name, value: shown(each), ...saying(each), disabled: true })),
    ],
    url: urlOf(path, operation.parameters),
    ...bodyOf(operation, sent),
    ...(operation.security.length === 0 ? { auth: { type: "noauth" } } : {}),
    description: operation.description,
  };
}

/** One for each body that the description shows, or one by itself. */
function itemsOf(method: string, path: string, operation: Operation) {
  const examples = Object.values(operation.requestBody?.content[JSON_TYPE]?.examples ?? {});
  const sent = examples.length === 0 ? [{ summary: "", value: undefined }] : examples;
  const answers = Object.entries(operation.responses).flatMap(([status, { description, content }]) => {
    const answer = content?.[JSON_TYPE]?.example;
    if (answer === undefined) return [];
    return [
      {
        ...{ name: description || status, code: Number(status), status: description },
        header: [{ key: "content-type", value: JSON_TYPE }],
        ...{ _postman_previewlanguage: "json", body: JSON.stringify(answer, null, 2) },
      },
    ];
  });
  return sent.map(({ summary, value }) => ({
    name: summary === "" || sent.length === 1 ? operation.summary : `${operation.summary}: ${summary}`,
    request: requestOf(method, path, operation, value),
    response: answers,
  }));
}

/** The collection: a folder for each tag. Throws when the document does not have the form of ours. */
export function postmanCollection(document: object): object {
  const { info, tags, paths } = described.parse(document);
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, each]) =>
      itemsOf(method, path, each).map((item) => ({ tag: each.tags[0], item })),
    ),
  );
  return {
    info: { name: info.title, description: info.description, schema: SCHEMA },
    auth: {
      type: "apikey",
      apikey: [
        { key: "key", value: "x-api-key", type: "string" },
        { key: "value", value: "{{apiKey}}", type: "string" },
        { key: "in", value: "header", type: "string" },
      ],
    },
    variable: VARIABLES,
    item: tags.map(({ name, description }) => ({
      ...{ name, description },
      item: calls.filter(({ tag }) => tag === name).map(({ item }) => item),
    })),
  };
}
