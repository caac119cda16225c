/** Idempotency-Key on create: whoever asks twice gets one batch. */
import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { call, callerOf, callerOrigin, calm, own, stranger } from "../support/client.ts";
import { refusal } from "./expectations.ts";
import { createdShape, pageShape, runShape, songsShape } from "./shapes.ts";

const { apiKey, artistId } = own.idempotency;
const ask = callerOf(own.idempotency);

beforeAll(calm);
// What they make does not matter here.
afterEach(async () => {
  const open = (await runs()).filter(({ finishedAt }) => finishedAt === null);
  await Promise.all(open.map(({ id }) => ask(`/api/tasks/runs/${id}/cancel`, {})));
});

const body = (more: object = {}) => ({ artist_account_id: artistId, template: "album-record-store", ...more });
const create = (key: string, more: object = {}) =>
  ask("/api/content/create", body(more), { headers: { "idempotency-key": key } });
const runs = async () => pageShape(runShape).parse(await (await ask("/api/tasks/runs?limit=100")).json()).runs;
const runsOf = async (key: string) => (await runs()).filter(({ idempotencyKey }) => idempotencyKey === key);

test("asked again, the first answer comes again, byte for byte, and says so", async () => {
  const key = randomUUID();
  const first = await create(key, { batch: 2 });
  expect([first.status, first.headers.get("idempotent-replayed")]).toEqual([202, null]);
  const text = await first.text();
  const { runIds } = createdShape.parse(JSON.parse(text));
  for (let times = 0; times < 2; times++) {
    const again = await create(key, { batch: 2 });
    expect([again.status, await again.text()]).toEqual([202, text]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.headers.get("content-type")).toBe(first.headers.get("content-type"));
    expect(again.headers.get("access-control-allow-origin")).toBe("*");
    expect(again.headers.get("access-control-expose-headers")).toContain("idempotent-replayed");
    expect(again.headers.get("x-request-id")).not.toBe(first.headers.get("x-request-id"));
  }
  expect((await runsOf(key)).map(({ id }) => id).sort()).toEqual(runIds.toSorted());
});

test("what a body says counts, not how it is written", async () => {
  const key = randomUUID();
  const send = (text: string) =>
    call("/api/content/create", {
      method: "POST",
      body: text,
      headers: { "x-api-key": apiKey, "content-type": "application/json", "idempotency-key": key },
    });
  const first = await send(`{"artist_account_id":"${artistId}","metadata":{"a":1,"b":[{"c":2,"d":3}]}}`);
  const again = await send(`{ "metadata": {"b":[{"d":3,"c":2}], "a":1.0},\n "artist_account_id": "${artistId}" }`);
  expect([again.status, await again.text()]).toEqual([202, await first.text()]);
  await refusal(
    await send(`{"artist_account_id":"${artistId}","metadata":{"a":1,"b":[{"c":2,"d":4}]}}`),
    422,
    "idempotency_key_reused",
  );
  expect(await runsOf(key)).toHaveLength(1);
});

test("what a body means counts, not how its parts are spelled", async () => {
  const key = randomUUID();
  const { songs } = songsShape.parse(await (await ask(`/api/artists/${artistId}/songs`)).json());
  const slugs = songs.map(({ slug }) => slug);
  const first = await create(key, { songs: slugs, webhook_url: `${callerOrigin}/hook` });
  const again = await create(key, {
    artist_account_id: artistId.toUpperCase(),
    songs: slugs.toReversed(),
    webhook_url: `${callerOrigin.toUpperCase()}/elsewhere/../hook`,
  });
  expect([again.status, await again.text()]).toEqual([202, await first.text()]);
  expect(await runsOf(key)).toHaveLength(1);
});

test("another body under the same key is refused and makes nothing", async () => {
  const key = randomUUID();
  expect((await create(key)).status).toBe(202);
  await refusal(await create(key, { upscale: true }), 422, "idempotency_key_reused");
  await refusal(await create(key, { tags: ["other"] }), 422, "idempotency_key_reused");
  expect(await runsOf(key)).toHaveLength(1);
});

test("a key bare and the same key quoted are one key", async () => {
  const key = `quoted "${randomUUID()}" \\`;
  const quoted = `"${key.replace(/["\\]/g, "\\$&")}"`;
  const first = await create(quoted);
  const again = await create(key);
  expect([again.status, await again.text()]).toEqual([202, await first.text()]);
  expect(await runsOf(key)).toHaveLength(1);
});

test("fifty at once make one batch", async () => {
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 50 }, () => create(key, { batch: 2 })));
  const made = new Set<string>();
  for (const answer of answers) {
    if (answer.status === 202) made.add(await answer.text());
    else {
      expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
      await refusal(answer, 409, "idempotency_key_in_flight");
    }
  }
  expect(made.size).toBe(1);
  expect(await runsOf(key)).toHaveLength(2);
  const afterwards = await create(key, { batch: 2 });
  expect([afterwards.status, await afterwards.text()]).toEqual([202, [...made][0]]);
});

describe("a refusal does not use up its key:", () => {
  test.each<[string, object, number, string]>([
    ["a parameter that is wrong", { batch: 0 }, 400, "validation_failed"],
    ["a template that is unknown", { template: "none" }, 400, "unknown_template"],
    ["an artist that is unknown", { artist_account_id: randomUUID() }, 404, "artist_not_found"],
  ])("%s", async (_, wrong, status, code) => {
    const key = randomUUID();
    await refusal(await create(key, wrong), status, code);
    expect((await create(key)).status).toBe(202);
  });
});

test("another account's keys are its own", async () => {
  const key = randomUUID();
  const mine = createdShape.parse(await (await create(key)).json());
  const theirs = await callerOf(stranger)(
    "/api/content/create",
    { artist_account_id: stranger.artistIds[0], template: "album-record-store" },
    { headers: { "idempotency-key": key } },
  );
  expect([theirs.status, theirs.headers.get("idempotent-replayed")]).toEqual([202, null]);
  const { runIds } = createdShape.parse(await theirs.json());
  expect(runIds).not.toEqual(mine.runIds);
  await callerOf(stranger)(`/api/tasks/runs/${runIds[0]}/cancel`, {});
});

test("without a key every call makes a batch of its own", async () => {
  const [first, second] = [await ask("/api/content/create", body()), await ask("/api/content/create", body())];
  const ids = [first, second].map(async (answer) => createdShape.parse(await answer.json()).runIds[0]);
  expect(new Set(await Promise.all(ids)).size).toBe(2);
});

describe("a key that is none is refused by name:", () => {
  test.each(["", '""', "x".repeat(256), `"${"x".repeat(256)}"`, '"open', '"a"b"', "tab\tinside", "café"])(
    "%j",
    async (key) => {
      const answer = await refusal(await create(key), 400, "validation_failed");
      expect(answer.field).toEqual(["idempotency-key"]);
    },
  );
  test.each(["x", "x".repeat(255), `"${"x".repeat(254)}y"`, "order 47/11: second, try"])("%j is one", async (key) => {
    const answer = await create(key);
    expect(answer.status, await answer.text()).toBe(202);
  });
});

describe("tags and metadata", () => {
  test("are shown on every run of the batch", async () => {
    const tags = ["spring", "tour 2027", "é".repeat(128)];
    const metadata = { order: 4711, nested: { list: [1, "two", null, true] }, currentStep: "mine" };
    const key = randomUUID();
    expect((await create(key, { batch: 2, tags, metadata })).status).toBe(202);
    for (const run of await runsOf(key)) {
      expect(run.tags).toEqual(["template:album-record-store", `artist:${artistId}`, ...tags]);
      expect(run.metadata.custom).toEqual(metadata);
      expect(run.metadata.currentStep).not.toBe("mine");
    }
    const none = randomUUID();
    await create(none);
    expect((await runsOf(none))[0]).toMatchObject({
      tags: ["template:album-record-store", `artist:${artistId}`],
      metadata: { custom: {} },
    });
  });

  const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });
  test.each<[string, object]>([
    ["tags", { tags: Array.from({ length: 11 }, (_, at) => `tag ${at}`) }],
    ["tags", { tags: "spring" }],
    ["tags", { tags: null }],
    ["metadata", { metadata: [] }],
    ["metadata", { metadata: "text" }],
    ["metadata", { metadata: null }],
    ["metadata", { metadata: { a: "x".repeat(16 * 1024) } }],
    ["metadata", { metadata: { a: "é".repeat(9000) } }],
    ["metadata", { metadata: deep(40) }],
  ])("%s that are too much are refused by name", async (field, wrong) => {
    const answer = await refusal(await ask("/api/content/create", body(wrong)), 400, "validation_failed");
    expect(answer.field).toEqual([field]);
  });
  test.each([[""], ["x".repeat(129)], [5]])("a tag %j is refused by its place", async (tag) => {
    const answer = await refusal(
      await ask("/api/content/create", body({ tags: ["good", tag] })),
      400,
      "validation_failed",
    );
    expect(answer.field).toEqual(["tags", 1]);
  });
  test.each<[object, string[]]>([
    [{ "a\0": 1 }, ["metadata", "a\0"]],
    [{ a: [{ b: ["fine", "a\u001bb"] }] }, ["metadata", "a", "0", "b", "1"]],
    [{ a: { b: "\ud800" } }, ["metadata", "a", "b"]],
  ])("metadata %j with text that cannot be shown are refused for the place", async (metadata, path) => {
    const answer = await refusal(await ask("/api/content/create", body({ metadata })), 400, "validation_failed");
    expect(answer.field?.map(String)).toEqual(path);
  });
  test("metadata as deep as a body can hold are refused like any that are too deep", async () => {
    const text = `{"artist_account_id":"${artistId}","metadata":${'{"a":'.repeat(9000)}1${"}".repeat(9000)}}`;
    const answer = await refusal(
      await ask("/api/content/create", undefined, { method: "POST", body: text }),
      400,
      "validation_failed",
    );
    expect(answer.field).toEqual(["metadata"]);
  });
  test("16 KiB of metadata pass", async () => {
    const metadata = { a: "x".repeat(16 * 1024 - 8) };
    expect((await ask("/api/content/create", body({ metadata }))).status).toBe(202);
  });
});
