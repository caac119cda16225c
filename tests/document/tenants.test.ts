/**
 * Nobody sees, changes or learns of what is another account's: every operation that takes an id is called with ids of
 * another account, and every operation with keys that do not work. The cases come from the document; a parameter that
 * nobody has said the meaning of fails the first test.
 */
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createApiKey } from "../../worker/accounts/api-key.ts";
import { calm, extra, own, url } from "../support/client.ts";
import { type Operation, readOperations } from "./document.ts";
import { judge, parse } from "./judge.ts";
import { type Answer, send } from "./wire.ts";
import { type Api, ask, type Call, goodCall, makeDeleted, makeWorld, newKey, requestOf, type World } from "./world.ts";

const receiver = inject("stack").callerOrigin;
const owner: Api = { url, receiver, apiKey: own.tenant.apiKey };
const caller: Api = { url, receiver, apiKey: own.otherTenant.apiKey };
const operations = await readOperations(url);

type Kind = keyof typeof KINDS;
type Where = "params" | "query" | "json";

const NEVER_A_UUID = "00000000-0000-4000-8000-000000000000";

/** What is an account's own: what the owner calls it. */
const KINDS = {
  account: { of: () => own.tenant.accountId, isUuid: true },
  artist: { of: ({ artistId }: World) => artistId, isUuid: true },
  song: { of: ({ songSlug }: World) => songSlug },
  template: { of: ({ template }: World) => template },
  reference: { of: ({ referenceId }: World) => referenceId },
  run: { of: ({ runId }: World) => runId },
  batch: { of: ({ batchId }: World) => batchId },
  webhook: { of: ({ webhookId }: World) => webhookId },
  delivery: { of: ({ deliveryId }: World) => deliveryId },
  key: { of: ({ apiKeyId }: World) => apiKeyId },
  cursor: { of: () => cursors.runs },
  deliveryCursor: { of: () => cursors.deliveries },
} satisfies Record<string, { of: (world: World) => string; isUuid?: true }>;

/** As long, of the same form. */
const neverWas = (kind: Kind, foreign: string): string =>
  "isUuid" in KINDS[kind] ? NEVER_A_UUID : foreign.replace(/[a-z0-9]+$/i, (text) => "z".repeat(text.length));

/** What a parameter or a field names, by the path of its operation or by that and the method. Null: nothing of an account's. */
const MEANINGS: [where: Where, name: string, path: RegExp, kind: Kind | null][] = [
  ["params", "id", /^\/api\/artists\/\{id\}/, "artist"],
  ["params", "song", /^PUT .*\/songs\/\{song\}$/, null],
  ["params", "song", /\/songs\/\{song\}/, "song"],
  ["params", "number", /\/lines\/\{number\}$/, null],
  ["params", "name", /^\/api\/content\/templates\/\{name\}/, "template"],
  ["params", "referenceId", /\/references\/\{referenceId\}$/, "reference"],
  ["params", "runId", /^\/api\/tasks\/runs\/\{runId\}/, "run"],
  ["params", "batchId", /^\/api\/tasks\/batches\/\{batchId\}/, "batch"],
  ["params", "keyId", /^\/api\/keys\/\{keyId\}$/, "key"],
  ["params", "id", /^\/api\/webhooks\/deliveries\/\{id\}/, "delivery"],
  ["params", "id", /^\/api\/webhooks\/\{id\}/, "webhook"],
  ["query", "artist_account_id", /^\/api\/content\/validate$/, "artist"],
  ["query", "runId", /^\/api\/(tasks\/runs|webhooks\/deliveries)/, "run"],
  ["query", "runIds", /^\/api\/tasks\/runs/, "run"],
  ["query", "batchId", /^\/api\/tasks\/runs/, "batch"],
  ["query", "account_id", /^\/api\/(artists|tasks\/runs)$/, "account"],
  ["query", "org_id", /^\/api\/(artists|tasks\/runs)$/, "account"],
  ["query", "cursor", /^\/api\/tasks\/runs$/, "cursor"],
  ["query", "cursor", /^\/api\/webhooks\/.*deliveries$/, "deliveryCursor"],
  ["query", "artist_account_id", /^\/api\/tasks\/runs$/, "artist"],
  ["query", "template", /^\/api\/tasks\/runs$/, "template"],
  ...["tag", "created_after", "created_before", "fields"].map((name): (typeof MEANINGS)[number] => [
    "query",
    name,
    /^\/api\/tasks\/runs$/,
    null,
  ]),
  ["query", "title", /\/songs\/\{song\}$/, null],
  ["query", "limit", /./, null],
  ["query", "status", /./, null],
  ...["lipsync", "upscale", "duration", "caption_length", "lyrics", "batch", "compare"].map(
    (name): (typeof MEANINGS)[number] => ["query", name, /^\/api\/content\/estimate$/, null],
  ),
  ["json", "artist_account_id", /^\/api\/content\/create$/, "artist"],
  ["json", "template", /^\/api\/content\/create$/, "template"],
  ["json", "songs", /^\/api\/content\/create$/, "song"],
  ...[
    "lipsync",
    "caption_length",
    "upscale",
    "duration",
    "lyrics",
    "batch",
    "tags",
    "metadata",
    "images",
    "webhook_url",
  ].map((name): (typeof MEANINGS)[number] => ["json", name, /^\/api\/content\/create$/, null]),
  // The slug in it is one of the artist's songs, as those of `songs` are.
  ["json", "clip", /^\/api\/content\/create$/, null],
  ["json", "*", /\/(lines\/\{number\}|songs\/\{song\})$/, null],
  // What is made or changed is described, and nothing else is pointed at.
  ["json", "*", /^\/api\/(artists|content\/templates|keys|webhooks)(\/\{\w+\})?$/, null],
];

interface Field {
  operation: Operation;
  where: Where;
  name: string;
}

const meaningOf = ({ operation, where, name }: Field): Kind | null | undefined =>
  MEANINGS.find(
    ([w, n, path]) =>
      w === where && (n === name || n === "*") && (path.test(operation.path) || path.test(operation.name)),
  )?.[3];

const fields = operations.flatMap((operation): Field[] => [
  ...operation.parameters
    .filter((each) => each.in !== "header")
    .map(({ name, in: where }): Field => ({ operation, where: where === "path" ? "params" : "query", name })),
  ...Object.keys(operation.body?.schema.properties ?? {}).map((name): Field => ({ operation, where: "json", name })),
]);
const rows = fields.flatMap((field) => {
  const kind = meaningOf(field);
  return kind ? [{ ...field, kind, title: `${field.operation.name} ${field.name}` }] : [];
});
const secured = operations.filter((operation) => operation.secured);

test("every parameter and field of the document has a meaning here", () => {
  const unknown = fields.filter((field) => meaningOf(field) === undefined);
  expect(unknown.map(({ operation, name }) => `${operation.name} ${name}`)).toEqual([]);
});

let world: World;
let callersWorld: World;
let deleted: Partial<Record<Kind, string>>;
let callersDeleted: Partial<Record<Kind, string>>;
let server: Server;
let before: string;
/** What only the owner's answers say. */
let secrets: string[];
const cursors = { runs: "", deliveries: "" };

beforeAll(async () => {
  await calm();
  // Messages are taken at once, so that nothing of the owner's changes by itself.
  server = createServer((incoming, outgoing) => incoming.resume().on("end", () => outgoing.writeHead(204).end()));
  await new Promise<void>((resolve) => server.listen(Number(new URL(receiver).port), "localhost", resolve));
  [world, callersWorld] = await Promise.all([makeWorld(owner), makeWorld(caller)]);
  [deleted, callersDeleted] = await Promise.all([makeDeleted(owner, world), makeDeleted(caller, callersWorld)]);
  cursors.runs = await cursorOf("/api/tasks/runs?limit=1");
  cursors.deliveries = await cursorOf("/api/webhooks/deliveries?limit=1");
  before = await settled();
  const callers = await snapshot(caller, callersWorld);
  secrets = [...new Set(stringsIn(JSON.parse(before)))].filter((text) => !callers.includes(JSON.stringify(text)));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function cursorOf(path: string): Promise<string> {
  const { next_cursor } = parse((await ask(owner, "GET", path)).body) as { next_cursor: string | null };
  if (next_cursor === null) throw new Error(`${path} has one page`);
  return next_cursor;
}

/** All that the account is shown of its own, without what is new in every answer. */
async function snapshot(api: Api, of: World): Promise<string> {
  // A stream goes on, and an archive tells when it was made.
  const isLasting = (path: string) => !/\/(stream|listen|archive\.zip)$/.test(path);
  const reads = secured.filter(({ method, path }) => method === "GET" && isLasting(path));
  const answers = await Promise.all(
    reads.map(async (operation) => {
      const { status, body } = await send(url, requestOf(operation, await goodCall(operation, of, api), api.apiKey));
      return [
        operation.name,
        status,
        JSON.parse(
          body.replace(/\?X-Amz[^"]*|"last_used_at":"[^"]*"/g, (part) =>
            part.startsWith("?") ? "" : '"last_used_at":null',
          ),
        ),
      ];
    }),
  );
  return JSON.stringify(answers);
}

/** The owner's snapshot, once it stays the same. */
async function settled(): Promise<string> {
  const giveUpAt = Date.now() + 60_000;
  let last = "";
  for (;;) {
    const next = await snapshot(owner, world);
    // Messages on their way, and erasures that are not over.
    if (next === last && !/"status":"(pending|RUNNING)"/.test(next)) return next;
    if (Date.now() > giveUpAt) throw new Error("The owner's things do not come to rest");
    last = next;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const stringsIn = (value: unknown): string[] => {
  if (typeof value === "string") return value.length >= 6 && !/^\d{4}-\d\d/.test(value) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
};

/** `good` with the id in the place of one field, and no other field that may be left out of a query. */
function callWith({ operation, where, name }: Field, good: Call, id: string): Call {
  if (where === "params") return { ...good, params: { ...good.params, [name]: id } };
  if (where === "query") return { ...good, query: { [name]: id } };
  const isList = operation.body?.schema.properties?.[name]?.type === "array";
  return { ...good, json: { ...(good.json as object), [name]: isList ? [id] : id } };
}

/** The answer as far as it could tell one id from another. */
function told({ status, headers, body }: Answer, id: string): unknown {
  // Whether the connection is closed depends on how much of a body had arrived, not on what was asked.
  const {
    date,
    ratelimit,
    connection,
    "x-bookmark": bookmark,
    "x-request-id": requestId = "",
    etag,
    ...rest
  } = headers;
  const same = body.replaceAll(requestId, "the request").replaceAll(id, "the id");
  // An ETag covers what was asked for.
  return { status, headers: { ...rest, hasEtag: etag !== undefined }, body: same };
}

/** Ids that are none of the caller's are not an error there: the rest of the question is answered. */
const NOT_REFUSED = [
  ...["runIds", "artist_account_id", "template"].map((name) => `GET /api/tasks/runs ${name}`),
  "GET /api/webhooks/deliveries runId",
];

describe("what is another account's is as what never was:", () => {
  test.each(rows)("$title", async (row) => {
    const { operation, kind, title } = row;
    const foreign = KINDS[kind].of(world);
    const never = neverWas(kind, foreign);
    const near = foreign.slice(0, -1) + (foreign.endsWith("e") ? "f" : "e");
    const tellOf = async (id: string) => {
      const good = await goodCall(operation, callersWorld, caller);
      const answer = await send(url, requestOf(operation, callWith(row, good, id), caller.apiKey));
      expect(judge(operation, answer)).toEqual([]);
      const leaks = secrets.filter((secret) => secret !== id && answer.body.replaceAll(id, "").includes(secret));
      expect(leaks, answer.body).toEqual([]);
      return { answer, told: told(answer, id) };
    };
    const reference = await tellOf(never);
    expect(reference.answer.status, reference.answer.body).toSatisfy((status: number) =>
      NOT_REFUSED.includes(title) ? status === 200 : status === 404 || status === 400,
    );
    const others = { foreign, near, deleted: deleted[kind], callersDeleted: callersDeleted[kind] };
    const expected = reference.told as { headers: object };
    await Promise.all(
      Object.entries(others).map(async ([what, id]) => {
        if (id === undefined) return;
        const { told: here } = await tellOf(id);
        // Names of other lengths differ in the length of the answer.
        const headers = { ...expected.headers, "content-length": expect.anything() };
        expect(here, what).toEqual(id.length === never.length ? expected : { ...expected, headers });
      }),
    );
  });
});

describe("a key that does not work:", () => {
  const keys: Record<string, () => string | Promise<string>> = {
    "was revoked": () => extra.revokedKey,
    "is revoked this moment": async () => {
      const made = await newKey(owner);
      const answer = await ask(owner, "DELETE", `/api/keys/${made.api_key.id}`);
      expect(answer.status).toBe(200);
      return made.key;
    },
    "has expired": () => extra.expiredKey,
    "is nobody's": () => createApiKey(),
    "is the owner's, cut short": () => owner.apiKey.slice(0, -1),
    "is the owner's, with a typo": () => owner.apiKey.slice(0, -1) + (owner.apiKey.endsWith("a") ? "b" : "a"),
    "is empty": () => "",
  };
  let reference: unknown;

  test.each(Object.keys(keys))("%s", async (name) => {
    const key = (await keys[name]?.()) ?? "";
    if (name === "is revoked this moment") before = await settled();
    await Promise.all(
      secured.map(async (operation) => {
        const good = await goodCall({ ...operation, name: spared(operation) }, world, owner);
        const answer = await send(url, requestOf(operation, good, key));
        expect(judge(operation, answer), operation.name).toEqual([]);
        expect(secrets.filter((secret) => answer.body.includes(secret))).toEqual([]);
        const here = told(answer, "no id");
        reference ??= here;
        expect(here, operation.name).toEqual(reference);
      }),
    );
    expect((reference as Answer).status).toBe(401);
  });

  test("none, or two at once", async () => {
    for (const operation of secured) {
      const good = await goodCall({ ...operation, name: spared(operation) }, world, owner);
      const none = await send(url, requestOf(operation, good));
      const bearer = { authorization: `Bearer ${owner.apiKey}` };
      const two = await send(url, requestOf(operation, { ...good, headers: bearer }, owner.apiKey));
      for (const answer of [none, two]) {
        expect([answer.status, judge(operation, answer)], operation.name).toEqual([401, []]);
      }
    }
  });

  /** A call with the owner's things, without first making some to be deleted. */
  function spared({ name }: Operation): string {
    const INSTEAD: [RegExp, string][] = [
      [/^DELETE \/api\/artists\/\{id\}\/songs/, "GET /api/artists/{id}/songs"],
      [/^DELETE \/api\/artists/, "GET /api/artists/{id}"],
      [/^DELETE \/api\/content\/templates/, "GET /api/content/templates/{name}"],
      [/^DELETE \/api\/webhooks/, "GET /api/webhooks/{id}"],
    ];
    return INSTEAD.find(([pattern]) => pattern.test(name))?.[1] ?? name;
  }
});

test("nothing of the owner's has changed", async () => {
  expect(JSON.parse(await settled())).toEqual(JSON.parse(before));
});

test("how long answers take is told, and not judged", async () => {
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const figures: string[] = [];
  for (const row of rows.filter(({ operation, where }) => operation.method === "GET" && where === "params")) {
    const good = await goodCall(row.operation, callersWorld, caller);
    const foreign = KINDS[row.kind].of(world);
    const times: [number[], number[]] = [[], []];
    for (let round = 0; round < 7; round++) {
      for (const [at, id] of [foreign, neverWas(row.kind, foreign)].entries()) {
        const begun = performance.now();
        await send(url, requestOf(row.operation, callWith(row, good, id), caller.apiKey));
        times[at]?.push(performance.now() - begun);
      }
    }
    figures.push(
      `${row.title}: ${median(times[0]).toFixed(1)} ms another's, ${median(times[1]).toFixed(1)} ms never was`,
    );
  }
  console.log(figures.join("\n"));
});
