/** The requests of the API's description work as they stand, and its answers look as real ones do. */
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EXAMPLE_ANSWERS, EXAMPLE_MESSAGES } from "../../worker/openapi/example-answers.ts";
import { EXAMPLE_REQUESTS } from "../../worker/openapi/example-requests.ts";
import { callerOf, callerOrigin, calm, create, finish, own, owner } from "../support/client.ts";
import { picture, song } from "../support/files.ts";

const site = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", () => {
    if (incoming.method === "POST") messages.push(JSON.parse(Buffer.concat(chunks).toString()));
    outgoing.end(incoming.method === "GET" ? picture() : undefined);
  });
});
beforeAll(async () => {
  await calm();
  await new Promise<void>((resolve) => site.listen(Number(new URL(callerOrigin).port), "localhost", resolve));
});
afterAll(() => {
  site.closeAllConnections();
  site.close();
});

type Body = NonNullable<RequestInit["body"]>;
type Name = keyof typeof EXAMPLE_REQUESTS;
const sent = new Set<Name>();

/** The operation's requests in their order. What they name at example.com is answered by this file's own server. */
function requests(operation: Name): [string, Body][] {
  sent.add(operation);
  return Object.entries(EXAMPLE_REQUESTS[operation] as Record<string, { value: unknown }>).map(([name, { value }]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value).replaceAll("https://example.com", callerOrigin),
  ]);
}

/** Paths at which one value has other keys, or another kind of value. Lists are told by their first item, null is of any kind. */
function differences(example: unknown, real: unknown, path = ""): string[] {
  if (example === null || real === null) return [];
  if (Array.isArray(example) && Array.isArray(real)) {
    return example.length === 0 || real.length === 0 ? [] : differences(example[0], real[0], `${path}/0`);
  }
  if (typeof example !== "object" || typeof real !== "object") return typeof example === typeof real ? [] : [path];
  const [one, other] = [example as Record<string, unknown>, real as Record<string, unknown>];
  // What the caller gave is the caller's.
  if (path.endsWith("/custom") || path.endsWith("/payload")) return [];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((key) =>
    differences(one[key], other[key], `${path}/${key}`),
  );
}

const messages: { type: string }[] = [];
const seen: Record<string, Record<number, unknown>> = {};

/** The answer, of the wanted status and of the outline that the description's example has. */
async function answer<Answer>(operation: string, response: Response, status: number): Promise<Answer> {
  const body = await response.json();
  expect([response.status, body]).toEqual([status, expect.anything()]);
  seen[operation] = { [status]: body, ...seen[operation] };
  return body as Answer;
}

const call = callerOf(own.examples);

test("artists, their pictures, notes and songs", async () => {
  const ids: string[] = [];
  for (const [, body] of requests("createArtist")) {
    const response = await call("/api/artists", undefined, { method: "POST", body });
    const { artist } = await answer<{ artist: { account_id: string } }>("createArtist", response, 201);
    ids.unshift(artist.account_id);
  }
  const [id] = ids;
  const path = `/api/artists/${id}`;
  const put = (what: string, body: Body, type: string) =>
    call(`${path}/${what}`, undefined, { method: "PUT", body, headers: { "content-type": type } });
  for (const [, body] of requests("updateArtist")) {
    await answer("updateArtist", await call(path, undefined, { method: "PATCH", body }), 200);
  }
  for (const [, body] of requests("writeArtistNotes")) {
    await answer("writeArtistNotes", await put("notes", body, "text/plain"), 200);
  }
  const lacking = await call(`/api/content/validate?artist_account_id=${id}`);
  expect(await lacking.json()).toMatchObject({ ready: false });
  await answer("uploadFaceGuide", await put("face-guide", picture(), "image/jpeg"), 200);
  await answer("uploadArtistImage", await put("image", picture(), "image/jpeg"), 200);
  const bytes = song();
  for (const status of [201, 200]) {
    await answer("uploadSong", await put("songs/Night%20Bus.mp3", bytes, "audio/mpeg"), status);
  }
  await answer("listSongs", await call(`${path}/songs`), 200);
  await answer("getSong", await call(`${path}/songs/${encodeURIComponent("night bus")}`), 200);
  await answer("getArtist", await call(path), 200);
  await answer("listArtists", await call("/api/artists"), 200);
  await answer("validateArtist", await call(`/api/content/validate?artist_account_id=${id}`), 200);
  for (const [, body] of requests("updateSong")) {
    await answer("updateSong", await call(`${path}/songs/night%20bus`, undefined, { method: "PATCH", body }), 200);
  }
  const remove = (what: string) => call(`${path}${what}`, undefined, { method: "DELETE" });
  for (const [, body] of requests("writeLyrics")) {
    await answer("writeLyrics", await put("songs/night%20bus/lyrics", body, "text/plain"), 200);
  }
  for (const [, body] of requests("correctLine")) {
    const response = await call(`${path}/songs/night%20bus/lines/1`, undefined, { method: "PATCH", body });
    await answer("correctLine", response, 200);
  }
  await answer("getLyrics", await call(`${path}/songs/night%20bus/lyrics`), 200);
  await answer("deleteLyrics", await remove("/songs/night%20bus/lyrics"), 200);
  await answer("deleteSong", await remove(`/songs/${encodeURIComponent("night bus")}`), 200);
  await answer("deleteFaceGuide", await remove("/face-guide"), 200);
  await answer("deleteArtistImage", await remove("/image"), 200);
  await answer("deleteArtist", await remove(""), 200);
  const erasure = `/api/artists/${ids[1]}/erase`;
  await answer("eraseArtist", await call(erasure, undefined, { method: "POST" }), 202);
  await answer("getErasure", await call(erasure), 200);
});

test("templates", async () => {
  for (const [, body] of requests("createTemplate")) {
    await answer("createTemplate", await call("/api/content/templates", undefined, { method: "POST", body }), 201);
  }
  const path = "/api/content/templates/rooftop-dawn";
  for (const [, body] of requests("replaceTemplate")) {
    await answer("replaceTemplate", await call(path, undefined, { method: "PUT", body }), 200);
  }
  const upload = { method: "PUT", body: picture(), headers: { "content-type": "image/jpeg" } };
  await answer("uploadTemplateReference", await call(`${path}/references/ledge`, undefined, upload), 200);
  await answer("getTemplate", await call(path), 200);
  await answer("listTemplates", await call("/api/content/templates"), 200);
  await answer("deleteTemplate", await call(path, undefined, { method: "DELETE" }), 200);
});

test("keys and the account", async () => {
  for (const [, body] of requests("createKey")) {
    const made = await answer<{ api_key: { id: string } }>(
      "createKey",
      await call("/api/keys", undefined, { method: "POST", body }),
      201,
    );
    await answer("revokeKey", await call(`/api/keys/${made.api_key.id}`, undefined, { method: "DELETE" }), 200);
  }
  await answer("listKeys", await call("/api/keys"), 200);
  await answer("getAccount", await call("/api/account"), 200);
  await answer("estimateContent", await call("/api/content/estimate?batch=3&upscale=true"), 200);
  await answer("getHealth", await call("/health"), 200);
});

test("webhooks", async () => {
  const ids: string[] = [];
  for (const [, body] of requests("createWebhook")) {
    const response = await call("/api/webhooks", undefined, { method: "POST", body });
    ids.push((await answer<{ webhook: { id: string } }>("createWebhook", response, 201)).webhook.id);
  }
  const path = `/api/webhooks/${ids[0]}`;
  for (const [, body] of requests("updateWebhook")) {
    await answer("updateWebhook", await call(path, undefined, { method: "PATCH", body }), 200);
  }
  await answer("rotateWebhookSecret", await call(`${path}/rotate`, undefined, { method: "POST" }), 200);
  await answer("getWebhook", await call(path), 200);
  await answer("listWebhooks", await call("/api/webhooks"), 200);
  await answer("getAccountWebhookSecret", await call("/api/webhooks/secret"), 200);
  await answer("listWebhookDeliveries", await call(`${path}/deliveries`), 200);
  const rotate = await call("/api/webhooks/secret/rotate", undefined, { method: "POST" });
  await answer("rotateAccountWebhookSecret", rotate, 200);
  for (const id of ids) {
    await answer("deleteWebhook", await call(`/api/webhooks/${id}`, undefined, { method: "DELETE" }), 200);
  }
});

test("content, from request to video and message", async () => {
  const asOwner = callerOf(owner);
  const created: string[][] = [];
  for (const [, body] of requests("createContent")) {
    const response = await asOwner("/api/content/create", undefined, { method: "POST", body });
    created.push((await answer<{ runIds: string[] }>("createContent", response, 202)).runIds);
  }
  expect(created.map(({ length }) => length)).toEqual([1, 3, 1, 1]);
  const runs = await finish(created.flat());
  expect(runs.map(({ status }) => status)).toEqual(Array(6).fill("COMPLETED"));
  const [id] = created[2] ?? [];
  await answer("listRuns", await asOwner(`/api/tasks/runs?batchId=${runs[4]?.batchId}`), 200);
  await answer("getRun", await asOwner(`/api/tasks/runs/${id}`), 200);
  await answer("cancelRun", await asOwner(`/api/tasks/runs/${id}/cancel`, undefined, { method: "POST" }), 200);
  await expect.poll(() => messages.map(({ type }) => type), { timeout: 60_000 }).toContain("batch.finished");
  await expect.poll(() => messages.map(({ type }) => type), { timeout: 60_000 }).toContain("run.completed");
  const deliveries = await asOwner(`/api/webhooks/deliveries?runId=${id}`);
  const listed = await answer<{ deliveries: { id: string }[] }>("listDeliveries", deliveries, 200);
  const [canceled = ""] = await create({ template: "album-record-store" });
  await asOwner(`/api/tasks/runs/${canceled}/cancel`, undefined, { method: "POST" });
  await answer("retryRun", await asOwner(`/api/tasks/runs/${canceled}/retry`, undefined, { method: "POST" }), 200);
  await finish([canceled]);
  await answer("deleteRun", await asOwner(`/api/tasks/runs/${canceled}`, undefined, { method: "DELETE" }), 200);
  const replay = `/api/webhooks/deliveries/${listed.deliveries[0]?.id}/replay`;
  await answer("replayDelivery", await asOwner(replay, undefined, { method: "POST" }), 202);
});

/** What is read of an operation of the description. */
interface Described {
  operationId: string;
  requestBody?: { content: Record<string, unknown> };
  responses: Record<string, { content?: Record<string, unknown> }>;
}

test("every operation that takes or gives JSON has an example of it", async () => {
  const { paths } = (await (await call("/openapi.json")).json()) as {
    paths: Record<string, Record<string, Described>>;
  };
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  const lacking = operations.flatMap(({ operationId, requestBody, responses }) => [
    ...(requestBody?.content["application/json"] && !(operationId in EXAMPLE_REQUESTS)
      ? [`EXAMPLE_REQUESTS.${operationId}`]
      : []),
    ...Object.entries(responses).flatMap(([status, { content }]) => {
      const example = (EXAMPLE_ANSWERS as Record<string, Record<string, unknown>>)[operationId]?.[status];
      const isLacking = status.startsWith("2") && content?.["application/json"] && example === undefined;
      return isLacking ? [`EXAMPLE_ANSWERS.${operationId}[${status}]`] : [];
    }),
  ]);
  expect(lacking).toEqual([]);
});

test("no request of the description was left out", () => {
  expect([...sent].sort()).toEqual(Object.keys(EXAMPLE_REQUESTS).sort());
});

test("the answers and messages of the description are made as these were", () => {
  expect(differences(EXAMPLE_ANSWERS, seen)).toEqual([]);
  const arrived = Object.fromEntries(messages.map((message) => [message.type, message]));
  // And sometimes the message of the run that was canceled and retried.
  expect(Object.keys(arrived)).toEqual(expect.arrayContaining(["batch.finished", "run.completed"]));
  expect(differences(EXAMPLE_MESSAGES, { ...EXAMPLE_MESSAGES, ...arrived })).toEqual([]);
});
