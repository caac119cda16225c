/** An account with one of everything that the API knows, made through the API, and how each operation is called well. */
import { templateDefinition } from "../support/definitions.ts";
import { longSong, picture } from "../support/files.ts";
import type { Operation } from "./document.ts";
import { type Answer, type Sent, send } from "./wire.ts";

export interface Api {
  url: string;
  apiKey: string;
  /** Where messages may be sent; nobody needs to listen. */
  receiver: string;
}

/** The parts of a request that an operation has a say in. */
export interface Call {
  params?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  json?: unknown;
  file?: { type: string; bytes: Uint8Array<ArrayBuffer> | string };
}

export interface World {
  /** With a face guide, a picture and a song. */
  artistId: string;
  songSlug: string;
  songFile: { type: string; bytes: Uint8Array<ArrayBuffer> };
  picture: { type: string; bytes: Uint8Array<ArrayBuffer> };
  /** With a picture of its only reference. */
  template: string;
  referenceId: string;
  webhookId: string;
  listenerId: string;
  deliveryId: string;
  /** Not the key that is called with. */
  apiKeyId: string;
  /** One that completed, and one that was canceled. */
  runId: string;
  canceledRunId: string;
  /** An artist that was erased: asked again, the answer is the same. */
  erasedArtistId: string;
  /** Another one that was canceled: it may be deleted, and deleted again. */
  deletedRunId: string;
  batchId: string;
}

/** Half of what an account may have: others make some meanwhile. */
const MANY_WEBHOOKS = 10;

let count = 0;
/** Like nothing else in the account, and the same in every run of the tests. */
const fresh = (word: string) => `${word}-${++count}`;

/** The request for a call: what the operation names in its path, and everything else as `call` has it. */
export function requestOf({ method, path }: Operation, call: Call, apiKey?: string): Sent {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(call.params?.[name] ?? ""));
  const query = new URLSearchParams(call.query).toString();
  const type = call.json === undefined ? call.file?.type : "application/json";
  return {
    method,
    path: query === "" ? filled : `${filled}?${query}`,
    headers: [
      ...(apiKey === undefined ? [] : [["x-api-key", apiKey] as [string, string]]),
      ...(type === undefined ? [] : [["content-type", type] as [string, string]]),
      ...Object.entries(call.headers ?? {}),
    ],
    body: call.json === undefined ? call.file?.bytes : JSON.stringify(call.json),
  };
}

export async function ask({ url, apiKey }: Api, method: string, path: string, call: Call = {}): Promise<Answer> {
  const operation = { name: path, method, path, parameters: [], body: undefined, answers: new Map(), secured: true };
  return send(url, requestOf(operation, call, apiKey));
}

async function give<Body>(api: Api, method: string, path: string, call: Call = {}): Promise<Body> {
  let answer = await ask(api, method, path, call);
  // On a busy machine the renderer has no time just now, as it says.
  for (let again = 0; answer.status === 503 && again < 20; again++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    answer = await ask(api, method, path, call);
  }
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body) as Body;
}

const newArtist = async (api: Api): Promise<string> => {
  const json = { name: fresh("Artist") };
  const { artist } = await give<{ artist: { account_id: string } }>(api, "POST", "/api/artists", { json });
  return artist.account_id;
};
const definitionWith = (referenceId: string) =>
  templateDefinition({ references: [{ id: referenceId, description: "sitting on the ledge" }] });
const newTemplate = async (api: Api, referenceId = "ledge"): Promise<string> => {
  const name = fresh("template");
  await give(api, "POST", "/api/content/templates", { json: { ...definitionWith(referenceId), name } });
  return name;
};
const newWebhook = async (api: Api): Promise<string> => {
  const json = { url: `${api.receiver}/${fresh("hook")}`, enabled: false };
  return (await give<{ webhook: { id: string } }>(api, "POST", "/api/webhooks", { json })).webhook.id;
};
export const newKey = (api: Api) =>
  give<{ key: string; api_key: { id: string } }>(api, "POST", "/api/keys", { json: { name: fresh("key") } });

/** Each made, and deleted again: what they were called. */
export async function makeDeleted(api: Api, { songFile }: World) {
  const [artist, ofSong, template, webhook] = [
    await newArtist(api),
    await newArtist(api),
    await newTemplate(api),
    await newWebhook(api),
  ];
  const song = fresh("song");
  await give(api, "PUT", `/api/artists/${ofSong}/songs/${song}.wav`, { file: songFile });
  await give(api, "DELETE", `/api/artists/${ofSong}/songs/${song}`);
  await give(api, "DELETE", `/api/artists/${artist}`);
  await give(api, "DELETE", `/api/content/templates/${template}`);
  await give(api, "DELETE", `/api/webhooks/${webhook}`);
  return { artist, song, template, webhook };
}

export async function makeWorld(api: Api): Promise<World> {
  const picturePart = { type: "image/jpeg", bytes: picture("image/jpeg", 256, 256) };
  const songFile = { type: "audio/wav", bytes: longSong(10) };
  const webhook = await give<{ webhook: { id: string } }>(api, "POST", "/api/webhooks", {
    json: { url: `${api.receiver}/${fresh("hook")}` },
  });
  const listener = await give<{ webhook: { id: string } }>(api, "POST", "/api/webhooks", {
    json: { kind: "listener", events: ["run.failed"] },
  });
  const artistId = await newArtist(api);
  const erasedArtistId = await newArtist(api);
  await give(api, "POST", `/api/artists/${erasedArtistId}/erase`);
  const referenceId = fresh("ledge");
  const template = await newTemplate(api, referenceId);
  const songName = fresh("undertow");
  const [, , song] = await Promise.all([
    give(api, "PUT", `/api/artists/${artistId}/face-guide`, { file: picturePart }),
    give(api, "PUT", `/api/artists/${artistId}/image`, { file: picturePart }),
    give<{ song: { slug: string } }>(api, "PUT", `/api/artists/${artistId}/songs/${songName}.wav`, { file: songFile }),
    give(api, "PUT", `/api/content/templates/${template}/references/${referenceId}`, { file: picturePart }),
  ]);
  const json = { artist_account_id: artistId, caption_length: "none" };
  const make = async () => (await give<{ runIds: [string] }>(api, "POST", "/api/content/create", { json })).runIds[0];
  const runId = await make();
  const run = await until(async () => {
    const found = await give<{ run: { status: string; batchId: string } }>(api, "GET", `/api/tasks/runs/${runId}`);
    return found.run.status === "COMPLETED" ? found.run : undefined;
  });
  const canceledRunId = await make();
  await give(api, "POST", `/api/tasks/runs/${canceledRunId}/cancel`);
  const deletedRunId = await make();
  await give(api, "POST", `/api/tasks/runs/${deletedRunId}/cancel`);
  const delivery = await until(async () => {
    const path = `/api/webhooks/deliveries?runId=${canceledRunId}`;
    return (await give<{ deliveries: { id: string }[] }>(api, "GET", path)).deliveries[0];
  });
  const { api_key } = await newKey(api);
  return {
    ...{
      artistId,
      erasedArtistId,
      template,
      referenceId,
      runId,
      canceledRunId,
      deletedRunId,
      songFile,
      picture: picturePart,
    },
    ...{ songSlug: song.song.slug, webhookId: webhook.webhook.id, listenerId: listener.webhook.id },
    ...{ batchId: run.batchId, deliveryId: delivery.id, apiKeyId: api_key.id },
  };
}

async function until<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
  const giveUpAt = Date.now() + 60_000;
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    if (Date.now() > giveUpAt) throw new Error("It did not come about in a minute");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/**
 * A call of each operation that must succeed, any number of times: what it takes away it makes before. An operation
 * without a row here fails the tests.
 */
export const GOOD_CALLS: Record<string, (world: World, api: Api) => Call | Promise<Call>> = {
  "GET /health": () => ({}),
  "GET /api/account": () => ({}),
  "POST /api/content/create": ({ artistId }) => ({ json: { artist_account_id: artistId, caption_length: "none" } }),
  "GET /api/content/validate": ({ artistId }) => ({ query: { artist_account_id: artistId } }),
  "GET /api/content/estimate": () => ({ query: { batch: "3", compare: "true" } }),

  "GET /api/content/templates": () => ({}),
  "POST /api/content/templates": () => ({ json: { ...templateDefinition(), name: fresh("posted") } }),
  "GET /api/content/templates/{name}": ({ template }) => ({ params: { name: template } }),
  "PUT /api/content/templates/{name}": ({ template, referenceId }) => ({
    params: { name: template },
    json: definitionWith(referenceId),
  }),
  "DELETE /api/content/templates/{name}": async (_, api) => ({ params: { name: await newTemplate(api) } }),
  "PUT /api/content/templates/{name}/references/{referenceId}": ({ template, referenceId, picture }) => ({
    params: { name: template, referenceId },
    file: picture,
  }),

  "GET /api/tasks/runs": () => ({ query: { limit: "5" } }),
  "GET /api/tasks/runs/stream": ({ runId }) => ({ query: { runId } }),
  "GET /api/tasks/runs/{runId}": ({ runId }) => ({ params: { runId } }),
  "POST /api/tasks/runs/{runId}/cancel": ({ canceledRunId }) => ({ params: { runId: canceledRunId } }),
  "POST /api/tasks/runs/{runId}/retry": async ({ canceledRunId }, api) => {
    // One run may be under way, and creating has made one.
    await until(async () => {
      const { usage } = await give<{ usage: { active_runs: number } }>(api, "GET", "/api/account");
      return usage.active_runs === 0 ? true : undefined;
    });
    return { params: { runId: canceledRunId } };
  },

  "DELETE /api/tasks/runs/{runId}": ({ deletedRunId }) => ({ params: { runId: deletedRunId } }),
  "GET /api/tasks/batches/{batchId}/archive.zip": ({ batchId }) => ({ params: { batchId } }),

  "GET /api/artists": () => ({}),
  "POST /api/artists/{id}/erase": ({ erasedArtistId }) => ({ params: { id: erasedArtistId } }),
  "GET /api/artists/{id}/erase": ({ erasedArtistId }) => ({ params: { id: erasedArtistId } }),
  "POST /api/artists": () => ({
    json: {
      name: fresh("Artist"),
      socials: [{ platform: "instagram", username: "mira", profile_url: "https://example.com/mira" }],
    },
  }),
  "GET /api/artists/{id}": ({ artistId }) => ({ params: { id: artistId } }),
  "PATCH /api/artists/{id}": ({ artistId }) => ({ params: { id: artistId }, json: { pinned: true } }),
  "DELETE /api/artists/{id}": async (_, api) => ({ params: { id: await newArtist(api) } }),
  "PUT /api/artists/{id}/face-guide": ({ artistId, picture }) => ({ params: { id: artistId }, file: picture }),
  "DELETE /api/artists/{id}/face-guide": (world, api) => artistWith(api, "face-guide", world),
  "PUT /api/artists/{id}/image": ({ artistId, picture }) => ({ params: { id: artistId }, file: picture }),
  "DELETE /api/artists/{id}/image": (world, api) => artistWith(api, "image", world),
  "PUT /api/artists/{id}/notes": ({ artistId }) => ({
    params: { id: artistId },
    file: { type: "text/plain", bytes: "dry, never sorry" },
  }),
  "GET /api/artists/{id}/songs": ({ artistId }) => ({ params: { id: artistId } }),
  "PUT /api/artists/{id}/songs/{song}": ({ artistId, songFile }) => ({
    params: { id: artistId, song: "Undertow.wav" },
    query: { title: "Undertow" },
    file: songFile,
  }),
  "GET /api/artists/{id}/songs/{song}": ({ artistId, songSlug }) => ({ params: { id: artistId, song: songSlug } }),
  "PATCH /api/artists/{id}/songs/{song}": ({ artistId, songSlug }) => ({
    params: { id: artistId, song: songSlug },
    json: { title: fresh("Undertow"), artist: "Mira Sol" },
  }),
  "DELETE /api/artists/{id}/songs/{song}": async ({ songFile }, api) => {
    const id = await newArtist(api);
    await give(api, "PUT", `/api/artists/${id}/songs/Undertow.wav`, { file: songFile });
    return { params: { id, song: "undertow" } };
  },
  "GET /api/artists/{id}/songs/{song}/lyrics": ofSongWithLyrics,
  "PUT /api/artists/{id}/songs/{song}/lyrics": ({ artistId, songSlug }) => ({
    params: { id: artistId, song: songSlug },
    file: { type: "text/plain", bytes: "[00:02.00]leave the light on" },
  }),
  "DELETE /api/artists/{id}/songs/{song}/lyrics": async ({ songFile }, api) => {
    const id = await newArtist(api);
    await give(api, "PUT", `/api/artists/${id}/songs/Undertow.wav`, { file: songFile });
    await give(api, "PUT", `/api/artists/${id}/songs/undertow/lyrics`, { file: LYRICS });
    return { params: { id, song: "undertow" } };
  },
  "PATCH /api/artists/{id}/songs/{song}/lines/{number}": async (world, api) => {
    const { params } = await ofSongWithLyrics(world, api);
    return { params: { ...params, number: "1" }, json: { text: "leave it on", start_seconds: 2.5 } };
  },

  "GET /api/keys": () => ({}),
  "POST /api/keys": () => ({ json: { name: fresh("key") } }),
  "DELETE /api/keys/{keyId}": ({ apiKeyId }) => ({ params: { keyId: apiKeyId } }),

  "POST /api/webhooks": (_, { receiver }) => ({ json: { url: `${receiver}/posted`, enabled: false } }),
  "GET /api/webhooks": () => ({}),
  "GET /api/webhooks/{id}": ({ webhookId }) => ({ params: { id: webhookId } }),
  "PATCH /api/webhooks/{id}": ({ webhookId }) => ({ params: { id: webhookId }, json: { enabled: true } }),
  "DELETE /api/webhooks/{id}": async (world, api) => ({ params: { id: await spareWebhook(world, api) } }),
  "POST /api/webhooks/{id}/rotate": ({ webhookId }) => ({ params: { id: webhookId } }),
  "GET /api/webhooks/{id}/listen": ({ listenerId }) => ({ params: { id: listenerId } }),
  "GET /api/webhooks/{id}/deliveries": ({ webhookId }) => ({ params: { id: webhookId } }),
  "GET /api/webhooks/deliveries": ({ runId }) => ({ query: { runId } }),
  "POST /api/webhooks/deliveries/{id}/replay": ({ deliveryId }) => ({ params: { id: deliveryId } }),
  "GET /api/webhooks/secret": () => ({}),
  "POST /api/webhooks/secret/rotate": () => ({}),
};

const LYRICS = { type: "text/plain", bytes: "leave the light on\nI'm slower than I was" };

/** The world's song, which others give other lyrics meanwhile, and none takes away. */
async function ofSongWithLyrics({ artistId, songSlug }: World, api: Api): Promise<Call> {
  await give(api, "PUT", `/api/artists/${artistId}/songs/${songSlug}/lyrics`, { file: LYRICS });
  return { params: { id: artistId, song: songSlug } };
}

/** A new one, or where the account has many, one that nobody needs. */
async function spareWebhook({ webhookId, listenerId }: World, api: Api): Promise<string> {
  const { webhooks } = await give<{ webhooks: { id: string }[] }>(api, "GET", "/api/webhooks");
  const spare = webhooks.find(({ id }) => id !== webhookId && id !== listenerId);
  return webhooks.length < MANY_WEBHOOKS || !spare ? newWebhook(api) : spare.id;
}

async function artistWith(api: Api, kind: string, { picture }: World): Promise<Call> {
  const id = await newArtist(api);
  await give(api, "PUT", `/api/artists/${id}/${kind}`, { file: picture });
  return { params: { id } };
}

export async function goodCall(operation: Operation, world: World, api: Api): Promise<Call> {
  const row = GOOD_CALLS[operation.name];
  if (!row) throw new Error(`${operation.name} has no row in GOOD_CALLS (tests/document/world.ts)`);
  return row(world, api);
}
