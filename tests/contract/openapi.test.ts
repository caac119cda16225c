/** GET /openapi.json: a document that tools can use, and that says what the API does. */
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { ERROR_CODES, ERRORS } from "../../worker/contract/error-codes.ts";
import { artistId, call, calm, create, finish, url } from "../support/client.ts";

type Json = Record<string, unknown>;
const object = z.record(z.string(), z.unknown());

const operation = z.object({
  operationId: z
    .string()
    .regex(/^[a-z][a-zA-Z]+$/)
    .optional(),
  summary: z.string().min(1),
  tags: z.array(z.string()).min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z
    .array(z.object({ name: z.string(), in: z.enum(["query", "path", "header"]), schema: object }))
    .optional(),
  requestBody: z
    .object({
      required: z.literal(true),
      content: z.record(z.string().regex(/^\w+\/[\w-]+$/), z.object({ schema: object })),
    })
    .optional(),
  responses: z.record(
    z.string().regex(/^[2-5]\d\d$/),
    z.object({
      description: z.string().min(1),
      content: z
        .object({ "application/json": z.object({ schema: object }) })
        .or(z.object({ "text/event-stream": z.object({ schema: object }) }))
        .or(z.object({ "application/zip": z.object({ schema: object }) }))
        .optional(),
    }),
  ),
});
const documentShape = z.object({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.object({ title: z.string().min(1), version: z.string().min(1), license: z.object({ name: z.string() }) }),
  servers: z.array(z.looseObject({ url: z.url() })).min(1),
  paths: z.record(z.string().startsWith("/"), z.record(z.enum(["get", "post"]).or(z.string()), operation)),
  components: z.object({
    schemas: z.record(z.string().regex(/^[\w.-]+$/), object),
    securitySchemes: z.record(z.string(), object),
    parameters: object.optional(),
  }),
});

let document: z.infer<typeof documentShape>;
let raw: Json;
beforeAll(async () => {
  await calm();
  const response = await call("/openapi.json");
  expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  raw = object.parse(await response.json());
  document = documentShape.parse(raw);
});

const ROUTES: [string, string, number[], boolean][] = [
  ["post", "/api/content/create", [202, 400, 401, 402, 404, 409, 413, 415, 422, 500, 503], true],
  ["get", "/api/content/templates", [200, 400, 401, 500], true],
  ["post", "/api/content/templates", [201, 400, 401, 409, 413, 415, 500], true],
  ["get", "/api/content/templates/{name}", [200, 400, 401, 404, 500], true],
  ["put", "/api/content/templates/{name}", [200, 400, 401, 404, 409, 413, 415, 500], true],
  ["delete", "/api/content/templates/{name}", [200, 400, 401, 404, 409, 500], true],
  [
    "put",
    "/api/content/templates/{name}/references/{referenceId}",
    [200, 400, 401, 404, 409, 413, 415, 500, 503],
    true,
  ],
  ["get", "/api/content/validate", [200, 400, 401, 404, 500], true],
  ["get", "/api/content/estimate", [200, 400, 401, 500], true],
  ["get", "/api/tasks/runs", [200, 304, 400, 401, 404, 500], true],
  ["get", "/api/tasks/runs/{runId}", [200, 304, 400, 401, 404, 500], true],
  ["get", "/api/tasks/runs/stream", [200, 204, 400, 401, 404, 500], true],
  ["post", "/api/tasks/runs/{runId}/cancel", [200, 400, 401, 404, 500], true],
  ["delete", "/api/tasks/runs/{runId}", [200, 400, 401, 404, 500], true],
  ["get", "/api/tasks/batches/{batchId}/archive.zip", [200, 400, 401, 404, 500], true],
  ["post", "/api/tasks/runs/{runId}/retry", [200, 400, 401, 402, 404, 409, 500], true],
  ["get", "/api/artists", [200, 400, 401, 404, 500], true],
  ["get", "/api/keys", [200, 400, 401, 500], true],
  ["post", "/api/keys", [201, 400, 401, 409, 413, 415, 500], true],
  ["delete", "/api/keys/{keyId}", [200, 400, 401, 404, 409, 500], true],
  ["get", "/api/account", [200, 400, 401, 500], true],
  ["post", "/api/artists", [201, 400, 401, 409, 413, 415, 500], true],
  ["get", "/api/artists/{id}", [200, 400, 401, 404, 500], true],
  ["patch", "/api/artists/{id}", [200, 400, 401, 404, 409, 413, 415, 500], true],
  ["delete", "/api/artists/{id}", [200, 400, 401, 404, 409, 500], true],
  ["post", "/api/artists/{id}/erase", [202, 400, 401, 404, 500], true],
  ["get", "/api/artists/{id}/erase", [200, 400, 401, 404, 500], true],
  ["put", "/api/artists/{id}/face-guide", [200, 400, 401, 404, 413, 415, 500, 503], true],
  ["delete", "/api/artists/{id}/face-guide", [200, 400, 401, 404, 409, 500], true],
  ["put", "/api/artists/{id}/image", [200, 400, 401, 404, 413, 415, 500, 503], true],
  ["delete", "/api/artists/{id}/image", [200, 400, 401, 404, 409, 500], true],
  ["put", "/api/artists/{id}/notes", [200, 400, 401, 404, 413, 415, 500], true],
  ["get", "/api/artists/{id}/songs", [200, 400, 401, 404, 500], true],
  ["put", "/api/artists/{id}/songs/{song}", [200, 201, 400, 401, 404, 409, 411, 413, 415, 422, 500, 503], true],
  ["get", "/api/artists/{id}/songs/{song}", [200, 400, 401, 404, 500], true],
  ["patch", "/api/artists/{id}/songs/{song}", [200, 400, 401, 404, 413, 415, 500], true],
  ["delete", "/api/artists/{id}/songs/{song}", [200, 400, 401, 404, 409, 500], true],
  ["get", "/api/artists/{id}/songs/{song}/lyrics", [200, 400, 401, 404, 500], true],
  ["put", "/api/artists/{id}/songs/{song}/lyrics", [200, 400, 401, 404, 413, 415, 500], true],
  ["delete", "/api/artists/{id}/songs/{song}/lyrics", [200, 400, 401, 404, 500], true],
  ["patch", "/api/artists/{id}/songs/{song}/lines/{number}", [200, 400, 401, 404, 413, 415, 422, 500], true],
  ["post", "/api/webhooks", [201, 400, 401, 409, 413, 415, 500], true],
  ["get", "/api/webhooks", [200, 400, 401, 500], true],
  ["get", "/api/webhooks/{id}", [200, 400, 401, 404, 500], true],
  ["patch", "/api/webhooks/{id}", [200, 400, 401, 404, 413, 415, 500], true],
  ["delete", "/api/webhooks/{id}", [200, 400, 401, 404, 500], true],
  ["post", "/api/webhooks/{id}/rotate", [200, 400, 401, 404, 500], true],
  ["get", "/api/webhooks/{id}/listen", [200, 400, 401, 404, 409, 500], true],
  ["get", "/api/webhooks/{id}/deliveries", [200, 400, 401, 404, 500], true],
  ["get", "/api/webhooks/deliveries", [200, 400, 401, 500], true],
  ["post", "/api/webhooks/deliveries/{id}/replay", [202, 400, 401, 404, 409, 500], true],
  ["get", "/api/webhooks/secret", [200, 400, 401, 500], true],
  ["post", "/api/webhooks/secret/rotate", [200, 400, 401, 500], true],
  ["get", "/health", [200, 500], false],
];

/** The Error schema, narrowed to codes. */
const errorAnswer = z
  .strictObject({
    "application/json": z.strictObject({
      schema: z.strictObject({
        allOf: z.tuple([
          z.strictObject({ $ref: z.literal("#/components/schemas/Error") }),
          z.strictObject({
            type: z.literal("object"),
            properties: z.strictObject({ code: z.strictObject({ enum: z.array(z.enum(ERROR_CODES)) }) }),
          }),
        ]),
      }),
    }),
  })
  .transform((content) => ({ codes: content["application/json"].schema.allOf[1].properties.code.enum }));

test("lists every route and no others", () => {
  const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(listed.sort()).toEqual(ROUTES.map(([method, path]) => `${method} ${path}`).sort());
  expect(document.servers).toEqual([{ url, description: expect.any(String) }]);
});

test.each(ROUTES)("%s %s names its answers, its errors and its keys", (method, path, statuses, secured) => {
  const found = document.paths[path]?.[method];
  // Whoever needs a key can send too many requests with it.
  const expected = secured ? [...statuses, 429].sort() : statuses;
  expect(Object.keys(found?.responses ?? {}).map(Number)).toEqual(expected);
  for (const status of statuses.filter((status) => status >= 400)) {
    const { description, content } = found?.responses[status] ?? {};
    const { codes } = errorAnswer.parse(content);
    expect(codes.length).toBeGreaterThan(0);
    for (const code of codes) {
      expect(ERRORS[code].status).toBe(status);
      // What to do about it is said along.
      expect(description).toContain(`- \`${code}\`: ${ERRORS[code].advice}`);
    }
  }
  const names = (found?.security ?? []).flatMap((requirement) => Object.keys(requirement));
  expect(names).toEqual(secured ? ["apiKey", "bearer"] : []);
});

test("every parameter in a path is described, and no other", () => {
  for (const [path, methods] of Object.entries(document.paths)) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { parameters = [] } of Object.values(methods)) {
      expect(parameters.filter(({ in: place }) => place === "path").map(({ name }) => name)).toEqual(inPath);
    }
  }
});

test("the messages that receivers get are described, with the headers that they check", () => {
  const webhooks = z
    .record(
      z.string(),
      z.object({ post: operation.omit({ security: true, responses: true }).extend({ responses: object }) }),
    )
    .parse(raw.webhooks);
  expect(Object.keys(webhooks).toSorted()).toEqual(["batch.finished", "run.canceled", "run.completed", "run.failed"]);
  for (const { post } of Object.values(webhooks)) {
    expect(post.parameters?.map(({ name }) => name)).toEqual(["webhook-id", "webhook-timestamp", "webhook-signature"]);
    expect(Object.keys(post.responses).toSorted()).toEqual(["2XX", "410", "default"]);
  }
});

test("the two ways to send a key are described", () => {
  expect(document.components.securitySchemes).toEqual({
    apiKey: { type: "apiKey", in: "header", name: "x-api-key", description: expect.any(String) },
    bearer: { type: "http", scheme: "bearer", description: expect.any(String) },
  });
});

test("create's parameters have the contract's types, limits and defaults", () => {
  const { properties, required, additionalProperties } = z
    .object({
      properties: z.record(z.string(), object),
      required: z.array(z.string()),
      additionalProperties: z.literal(false),
    })
    .parse(document.components.schemas.CreateContent);
  expect([required, additionalProperties]).toEqual([["artist_account_id"], false]);
  expect(Object.keys(properties).sort()).toEqual(
    [
      "artist_account_id",
      "batch",
      "caption_length",
      "clip",
      "duration",
      "images",
      "lipsync",
      "lyrics",
      "metadata",
      "songs",
      "tags",
      "template",
      "upscale",
      "webhook_url",
    ].sort(),
  );
  expect(properties).toMatchObject({
    artist_account_id: { type: "string", format: "uuid" },
    template: { type: "string", default: "artist-caption-bedroom" },
    lipsync: { type: "boolean" },
    caption_length: { type: "string", enum: ["short", "medium", "long", "none"], default: "short" },
    upscale: { type: "boolean", default: false },
    lyrics: { type: "string", enum: ["off", "line", "highlight", "pop", "fill", "word", "pill"] },
    batch: { type: "integer", minimum: 1, maximum: 30, default: 1 },
    songs: { type: "array", minItems: 1, maxItems: 100, items: { type: "string" } },
    images: { type: "array", minItems: 1, maxItems: 10, items: { type: "string" } },
  });
  expect(properties.lipsync).not.toHaveProperty("default");
});

/** Every object of the document, with the path to it. */
function* objects(value: unknown, path = "#"): Generator<[string, Json]> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield [path, value as Json];
  for (const [key, item] of Object.entries(value)) yield* objects(item, `${path}/${key}`);
}

/** The schema, with what it refers to put in its place, as JSON Schema's own reader wants it. */
const standalone = (schema: Json): Json => ({
  ...(JSON.parse(JSON.stringify(schema).replaceAll("#/components/schemas/", "#/$defs/")) as Json),
  $defs: JSON.parse(
    JSON.stringify(document.components.schemas).replaceAll("#/components/schemas/", "#/$defs/"),
  ) as Json,
});

test("every reference leads somewhere", () => {
  const references = [...objects(raw)].flatMap(([, { $ref }]) => (typeof $ref === "string" ? [$ref] : []));
  expect(references.length).toBeGreaterThan(10);
  for (const reference of references) {
    const target = reference
      .slice(2)
      .split("/")
      .reduce<unknown>((at, key) => (at as Json | undefined)?.[key], raw);
    expect(target, reference).toBeDefined();
  }
});

test("every example is one that its schema allows", () => {
  const withExample = [...objects(raw)].filter(([, { type, example }]) => type !== undefined && example !== undefined);
  expect(withExample.length).toBeGreaterThan(2);
  for (const [path, schema] of withExample) {
    expect(z.fromJSONSchema(schema).safeParse(schema.example).error, path).toBeUndefined();
  }
});

describe("what the API answers is what the document describes", () => {
  const describedBy = (method: string, path: string, status: number) => {
    const content = document.paths[path]?.[method]?.responses[status]?.content;
    if (!content || !("application/json" in content)) throw new Error(`${method} ${path} ${status} is not described`);
    return z.fromJSONSchema(standalone(content["application/json"].schema));
  };

  test.each([
    ["/health", 200, ""],
    ["/api/artists", 200, ""],
    ["/api/keys", 200, ""],
    ["/api/account", 200, ""],
    ["/api/content/templates", 200, ""],
    ["/api/content/templates/{name}", 200, "artist-caption-stage"],
    ["/api/content/templates/{name}", 404, "none"],
    ["/api/artists/{id}", 200, artistId],
    ["/api/artists/{id}", 400, "x"],
    ["/api/artists/{id}/songs", 200, artistId],
    ["/api/content/validate", 200, `?artist_account_id=${artistId}`],
    ["/api/content/validate", 400, "?artist_account_id=x"],
    ["/api/content/estimate", 200, "?compare=true"],
    ["/api/tasks/runs", 200, ""],
    ["/api/webhooks", 200, ""],
    ["/api/webhooks/deliveries", 200, ""],
    ["/api/webhooks/secret", 200, ""],
    ["/api/tasks/runs", 400, "?limit=0"],
    ["/api/tasks/runs", 404, "?runId=x"],
  ])("%s %i %s", async (path, status, query) => {
    const response = await call(path.includes("{") ? path.replace(/\{\w+\}/, query) : `${path}${query}`);
    expect(response.status).toBe(status);
    expect(describedBy("get", path, status).safeParse(await response.json()).error).toBeUndefined();
  });

  test("a completed run", async () => {
    const [run] = await finish(await create({ template: "album-record-store" }));
    const body = { status: "success", runs: [run] };
    expect(describedBy("get", "/api/tasks/runs", 200).safeParse(body).error).toBeUndefined();
  });
});
