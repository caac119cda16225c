/** A D1 and an R2 that are reached over HTTP answer as Miniflare's own stand-ins for bindings do. */
import { createHash } from "node:crypto";
import type { Miniflare } from "miniflare";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalBindings, readBindings, startMiniflare } from "../../local/bindings.ts";
import { BINDINGS_WORKER, d1OverHttp, r2OverHttp } from "../../local/bindings-over-http.ts";
import { ROOT } from "../../local/paths.ts";

let miniflare: Miniflare;
let theirs: LocalBindings;
let ours: Pick<LocalBindings, "DB" | "MEDIA">;
beforeAll(async () => {
  const { compatibilityDate, env } = readBindings(ROOT);
  miniflare = startMiniflare(env, compatibilityDate, undefined, BINDINGS_WORKER);
  theirs = await miniflare.getBindings<LocalBindings>();
  ours = { DB: d1OverHttp(miniflare, "DB"), MEDIA: r2OverHttp(miniflare, "MEDIA") };
});
afterAll(() => miniflare.dispose());

const TEXT = "Für Élise, 1810\n";
const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => (at * 31) % 256);
const digest = (of: ArrayBuffer | Uint8Array) => createHash("sha256").update(new Uint8Array(of)).digest("hex");
const FIELDS = ["key", "version", "size", "etag", "httpEtag", "uploaded", "httpMetadata", "customMetadata"] as const;
const told = (object: R2Object | null) => object && Object.fromEntries(FIELDS.map((field) => [field, object[field]]));

test("objects that are put: bytes, texts and streams, with their metadata", async () => {
  const { MEDIA } = ours;
  const httpMetadata = { contentType: "video/mp4", cacheControl: "max-age=1" };
  const puts: [string, Parameters<R2Bucket["put"]>[1], string][] = [
    ["bytes/ü 1.mp4", bytes, digest(bytes)],
    ["text", TEXT, digest(Buffer.from(TEXT))],
    ["blob", new Blob([bytes]) as never, digest(bytes)],
    ["stream", new Blob([bytes]).stream() as never, digest(bytes)],
    ["empty", new Uint8Array(), digest(new Uint8Array())],
  ];
  for (const [key, value, expected] of puts) {
    const put = await MEDIA.put(key, value, { httpMetadata, customMetadata: { of: "ü" } });
    const stored = await theirs.MEDIA.get(key);
    expect(told(put), key).toEqual(told(stored));
    expect(stored).toMatchObject({ httpMetadata, customMetadata: { of: "ü" } });
    expect(digest((await stored?.arrayBuffer()) ?? new ArrayBuffer()), key).toBe(expected);
  }
});

test("objects that are read: whole, in part, in every form, and not there", async () => {
  const { MEDIA } = ours;
  await theirs.MEDIA.put("a.txt", TEXT, { httpMetadata: { contentType: "text/plain" } });
  await theirs.MEDIA.put("a.json", '{"a":1}');
  const known = await theirs.MEDIA.get("a.txt");
  expect(told(await MEDIA.head("a.txt"))).toEqual(told(known));
  expect(told(await MEDIA.get("a.txt"))).toEqual(told(known));
  expect(await (await MEDIA.get("a.txt"))?.text()).toBe(TEXT);
  expect(await (await MEDIA.get("a.json"))?.json()).toEqual({ a: 1 });
  const blob = await (await MEDIA.get("a.txt"))?.blob();
  expect([blob?.type, await blob?.text()]).toEqual(["text/plain", TEXT]);
  expect(await new Response((await MEDIA.get("a.txt"))?.body as never).text()).toBe(TEXT);
  for (const range of [{ offset: 2, length: 3 }, { suffix: 4 }, { offset: 5 }]) {
    const [one, other] = [await MEDIA.get("a.txt", { range }), await theirs.MEDIA.get("a.txt", { range })];
    expect([one?.size, await one?.text()]).toEqual([other?.size, await other?.text()]);
  }
  expect(await MEDIA.head("none")).toBeNull();
  expect(await MEDIA.get("none")).toBeNull();
});

test("objects that are listed, in pages and by their prefix, and deleted", async () => {
  const { MEDIA } = ours;
  for (const key of ["many/1", "many/2", "many/3"]) await MEDIA.put(key, key);
  const listed = async (bucket: R2Bucket, options?: Parameters<R2Bucket["list"]>[0]) => {
    const { objects, truncated } = await bucket.list(options);
    return { objects: objects.map(told), truncated };
  };
  for (const options of [undefined, { prefix: "many/" }, { prefix: "many/", limit: 2 }]) {
    expect(await listed(MEDIA, options)).toEqual(await listed(theirs.MEDIA, options));
  }
  const page = await MEDIA.list({ prefix: "many/", limit: 2 });
  const rest = await MEDIA.list({ prefix: "many/", ...(page.truncated ? { cursor: page.cursor } : {}) });
  expect([...page.objects, ...rest.objects].map(({ key }) => key)).toEqual(["many/1", "many/2", "many/3"]);
  await MEDIA.delete("many/1");
  await MEDIA.delete(["many/2", "not-there"]);
  expect((await theirs.MEDIA.list({ prefix: "many/" })).objects.map(({ key }) => key)).toEqual(["many/3"]);
});

test("what R2 and D1 refuse is refused as they say it", async () => {
  const refusal = (work: Promise<unknown>) => work.then(String, ({ message }: Error) => message);
  const long = "x".repeat(1025);
  expect(await refusal(ours.MEDIA.put(long, "x"))).toBe(await refusal(theirs.MEDIA.put(long, "x")));
  expect(await refusal(ours.DB.prepare("SELECT * FROM nowhere").all())).toBe(
    await refusal(theirs.DB.prepare("SELECT * FROM nowhere").all()),
  );
});

test("rows, by all that sends statements", async () => {
  const sql = "SELECT ? AS a, 2 AS b UNION SELECT 'é', NULL";
  const { DB } = ours;
  const ask = async (d1: D1Database) => {
    const statement = () => d1.prepare(sql).bind("x");
    const batch = await d1.batch<object>([statement(), d1.prepare("SELECT 1 AS one")]);
    return {
      all: (await statement().all()).results,
      run: (await statement().run()).results,
      raw: await statement().raw(),
      first: await statement().first(),
      batch: batch.map(({ results }) => results),
    };
  };
  expect(await ask(DB)).toEqual(await ask(theirs.DB));
});
