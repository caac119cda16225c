/**
 * The API's description: the routes' own, and what they all share. It is made where the code is (`npm run document`), not
 * in the Worker, which gives out what was made: neither this room nor the library that reads schemas is part of its bundle.
 */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "hono";
import { errorBody } from "../contract/error.ts";
import { answersOf, type Requests, requestsOf } from "./examples.ts";
import { describeMessages } from "./webhook-messages.ts";

type Document = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;
type Path = NonNullable<Document["paths"]>[string];
type Operation = NonNullable<Path["get"]>;
type Answer = Exclude<NonNullable<Operation["responses"]>[string], { $ref: string }>;

const METHODS = ["get", "put", "post", "delete", "patch"] as const;

const DESCRIPTION = `
An artist's songs become finished vertical videos through one API call.

**Begin** with \`GET /api/artists\`: an artist's \`account_id\` is the \`artist_account_id\` that
\`POST /api/content/create\` takes. The answer names runs; \`GET /api/tasks/runs?runId=…\` says how each is doing, and in
the end where its video is.

**Keys.** Every call under /api needs a key, in \`x-api-key\` or as \`Authorization: Bearer\`.

**Errors** all have one shape: a sentence, a \`code\` that never changes its meaning, and the \`request_id\` to ask us
about. A request that is refused costs nothing and changes nothing. Fields and parameters that are unknown are refused by
name, so that a typo never passes for an option.

**Limits.** \`RateLimit-Policy\` and \`RateLimit\` say on every answer how many requests a key may make and has left.
An account may also have a number of runs under way and an amount to spend in a month: \`GET /api/account\` shows both.

**Asking twice.** Send \`Idempotency-Key\` with create: however often the call is repeated, there is one batch.

**Reading what was just written.** Answers come from a copy of the database that is near, which may be a moment behind.
Whatever a copy does not know is looked up, and a key is never shown an older version after a newer one. Where a caller must see
what another one wrote, send that one's \`X-Bookmark\` along: every answer has one, and the latest says most.

**Agents** have tools for most of this: \`POST /mcp\` speaks the Model Context Protocol, with the same keys.

**Following runs.** Poll (answers carry \`Retry-After\` and \`ETag\`), watch \`GET /api/tasks/runs/stream\`, or be told by
webhooks.
`.trim();

// `identifier` is new in 3.1, and missing from the library's types.
const LICENSE = { name: "MIT", identifier: "MIT" };

const TAGS = [
  { name: "Content", description: "Make videos, and know beforehand what they need and cost." },
  { name: "Runs", description: "A run makes one video. How runs are doing, what came of them, and how to steer them." },
  { name: "Artists", description: "Whom videos are made of: name, notes, pictures. Each belongs to one account." },
  { name: "Songs", description: "An artist's songs, which videos take their clips from." },
  { name: "Templates", description: "The scenes of videos: built in, and the account's own." },
  { name: "Webhooks", description: "Be told of the ends of runs, by the Standard Webhooks specification." },
  { name: "Account", description: "What the account may do and spend, and how much of it is used." },
  { name: "Keys", description: "Who may call for the account. Every key can do all that the account can." },
  { name: "Service", description: "Whether the service is up." },
];

const text = (description: string, example: string) => ({ description, schema: { type: "string" as const }, example });

const BOOKMARK = "00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683";

/** What every call that needs a key may be sent with. */
const BOOKMARK_PARAMETER = {
  name: "x-bookmark",
  in: "header" as const,
  description:
    "The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.",
  schema: { type: "string" as const },
  example: BOOKMARK,
};

const HEADERS = {
  RequestId: text("Names this request: tell it when you ask us about one.", "req_8b4kzq1m5tw7n3cxv2d9e"),
  RateLimitPolicy: text("Requests that the key may make (q) in so many seconds (w).", '"default";q=3000;w=60'),
  RateLimit: text(
    "Requests that the key has left (r), and seconds until it has all again (t).",
    '"default";r=2998;t=41',
  ),
  RetryAfter: {
    description: "Seconds to wait before asking again.",
    schema: { type: "integer" as const, minimum: 1 },
    example: 30,
  },
  Bookmark: text(
    "Names what this answer knows. Sent back as X-Bookmark, it lets the next answer know at least as much. Of two, the one that sorts last is the later.",
    BOOKMARK,
  ),
  WwwAuthenticate: text("How to send a key.", "Bearer"),
};

/** Headers that only these answers carry, by operation and status. */
const OWN_HEADERS: Record<string, Record<string, NonNullable<Answer["headers"]>>> = {
  createContent: {
    202: {
      "idempotent-replayed": text("Only on an answer that was given before to the same Idempotency-Key.", "true"),
    },
  },
  createArtist: {
    201: { location: text("Where the artist is.", "/api/artists/1873859c-dd37-4e9a-9bac-80d3558527a9") },
  },
  createTemplate: { 201: { location: text("Where the template is.", "/api/content/templates/rooftop-dawn") } },
};

const named = (name: keyof typeof HEADERS) => ({ $ref: `#/components/headers/${name}` });

/** Registers what no route declares. */
function describeApi<E extends Env>({ openAPIRegistry: registry }: OpenAPIHono<E>): void {
  registry.register("Error", errorBody);
  registry.registerComponent("securitySchemes", "apiKey", {
    type: "apiKey",
    in: "header",
    name: "x-api-key",
    description: "The key as it is. `npm start` writes one to `.backline/local.json`; POST /api/keys makes more.",
  });
  registry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    description: "The same key as `Authorization: Bearer`, instead of `x-api-key`.",
  });
  for (const [name, header] of Object.entries(HEADERS)) registry.registerComponent("headers", name, header);
  describeMessages(registry);
}

/** The API's description, whose server is wherever it is read from. To be called once per app. */
export function documentOf<E extends Env>(app: OpenAPIHono<E>): Document {
  describeApi(app);
  const document = structuredClone(
    app.getOpenAPI31Document({
      openapi: "3.1.0",
      info: {
        title: "Backline",
        version: "0.1.0",
        description: DESCRIPTION,
        license: LICENSE,
      },
      servers: [{ url: "/", description: "The server that gave this document." }],
      tags: TAGS,
    }),
  );
  for (const path of Object.values(document.paths ?? {})) {
    for (const method of METHODS) if (path[method]) complete(path[method]);
  }
  for (const [type, path] of Object.entries(document.webhooks ?? {})) {
    const operation = "post" in path ? path.post : undefined;
    if (operation) exemplify(operation, type);
  }
  return document;
}

/** Adds the headers that answers share, and the examples. */
function complete(operation: Operation): void {
  const needsKey = operation.security?.length !== 0;
  if (needsKey) operation.parameters = [...(operation.parameters ?? []), BOOKMARK_PARAMETER];
  for (const [status, answer] of Object.entries(operation.responses as Record<string, Answer>)) {
    answer.headers = {
      ...answer.headers,
      "x-request-id": named("RequestId"),
      // An unknown key has no quota.
      ...(needsKey && status !== "401"
        ? {
            ...{ "ratelimit-policy": named("RateLimitPolicy"), ratelimit: named("RateLimit") },
            "x-bookmark": named("Bookmark"),
          }
        : {}),
      ...(status === "401" ? { "www-authenticate": named("WwwAuthenticate") } : {}),
    };
  }
  const name = operation.operationId ?? "";
  for (const [status, headers] of Object.entries(OWN_HEADERS[name] ?? {})) {
    const answer = operation.responses?.[status] as Answer;
    answer.headers = { ...answer.headers, ...headers };
  }
  exemplify(operation, name);
}

function exemplify(operation: Operation, name: string): void {
  const request = requestsOf(name);
  const body = operation.requestBody;
  if (request && body && "content" in body) {
    for (const [type, media] of Object.entries(body.content)) {
      media.examples = type === "multipart/form-data" ? asForms(request) : request;
    }
  }
  for (const [status, value] of Object.entries(answersOf(name))) {
    const media = (operation.responses?.[status] as Answer | undefined)?.content?.["application/json"];
    if (media) media.example = value;
  }
}

/** Examples of files, as forms that have these files. */
const asForms = (requests: Requests): Requests =>
  Object.fromEntries(
    Object.entries(requests).map(([name, { summary, value }]) => [name, { summary, value: { file: value } }]),
  );
