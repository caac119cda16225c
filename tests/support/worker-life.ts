/** All that the Worker does with rows, done once: a run in all its states, what goes wrong, sweeps, and every call. */
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import type { JobEvent, PictureResult } from "../../renderer/contract/job.ts";
import { apiKeyPrefix, createApiKey } from "../../worker/accounts/api-key.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { apiKeys, generations, webhookDeliveries } from "../../worker/db/schema.ts";
import { newId, sha256Hex } from "../../worker/ids.ts";
import { addSong } from "../../worker/library/add-song.ts";
import { storeOrphaned } from "../../worker/library/orphaned-files.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { commitRun } from "../../worker/runs/commit-run.ts";
import { findRun } from "../../worker/runs/context.ts";
import { handleDeadLetter } from "../../worker/runs/dead-letter.ts";
import { deleteRuns } from "../../worker/runs/delete-runs.ts";
import { cancelRun } from "../../worker/runs/end-run.ts";
import { adoptRequest, unansweredSubmit } from "../../worker/runs/fal-requests.ts";
import { UNANSWERED } from "../../worker/runs/generation-outcome.ts";
import { releaseGeneration } from "../../worker/runs/generations.ts";
import { claimIdempotencyKey, releaseClaim } from "../../worker/runs/idempotency.ts";
import { keepResult, keptResultOf } from "../../worker/runs/kept-results.ts";
import { performSteps } from "../../worker/runs/perform-steps.ts";
import { recordRenderFraction } from "../../worker/runs/progress.ts";
import { retryRun } from "../../worker/runs/retry.ts";
import { sweep } from "../../worker/runs/sweep.ts";
import { Watcher } from "../../worker/runs/watcher.ts";
import { attemptDelivery } from "../../worker/webhooks/deliver.ts";
import { claimDelivery, recordAttempt } from "../../worker/webhooks/deliveries.ts";
import { missedMessages, takeMessages } from "../../worker/webhooks/listen.ts";
import { analysisOf } from "./analyses.ts";
import { namespace, openApi } from "./api.ts";
import { templateDefinition } from "./definitions.ts";
import { picture } from "./files.ts";
import type { openLocalDatabase } from "./local-database.ts";
import { newAdmission } from "./new-admission.ts";
import { openDriver } from "./run-driver.ts";

type Local = Awaited<ReturnType<typeof openLocalDatabase>>;

/** Where nobody listens, and no message is sent. */
const RECEIVER = "http://localhost:9";

/**
 * Does everything that the Worker does with rows, on `d1`, which is `local`'s own database or stands before it. The
 * test's own looks at what came of it go around that. `time`: when it begins, Unix milliseconds.
 */
export async function live(local: Local, d1: D1Database, time: number): Promise<void> {
  const db = openDatabase(d1);
  const driver = openDriver(db, time);
  const { services } = driver;
  const admission = await newAdmission(db, time, { monthlyLimitMicros: 1e9 });
  const { accountId, request } = admission;
  const artistId = request.artist_account_id;
  const apiKey = createApiKey();
  await db.insert(apiKeys).values({
    ...{ id: newId("key"), accountId, name: "k", hash: await sha256Hex(apiKey), prefix: apiKeyPrefix(apiKey) },
    createdAt: time,
  });
  const call = await openCalls(local, d1, apiKey);

  const webhook = await call("POST", "/api/webhooks", { url: `${RECEIVER}/` });
  const claim = async () => {
    const claimed = await claimIdempotencyKey(services, accountId, randomUUID(), "hash");
    if (claimed.kind !== "claimed") throw new Error(claimed.kind);
    return claimed.claim;
  };
  await releaseClaim(services, accountId, await claim());
  const once = { claim: await claim(), answer: () => ({ status: 202, body: "" }) };
  const admit = async (changes: Partial<typeof request> = {}) => {
    const admitted = await admitBatch(services, { ...admission, request: { ...request, ...changes }, once });
    if (admitted.kind !== "admitted") throw new Error(admitted.kind);
    once.claim = await claim();
    return admitted;
  };
  const { batchId, runIds } = await admit({ lipsync: true, upscale: true, webhook_url: "https://receiver.test/own" });
  const [runId = "", other = ""] = runIds;
  // Not through the recording: this is the test's own look.
  const generated = () => local.db.select().from(generations).where(eq(generations.accountId, accountId));
  await driver.run(async () => (await generated()).some(({ requestId }) => requestId !== null));
  await cancelRun(services, accountId, other);
  await retryRun(services, accountId, other);
  await driver.run();

  const [failing = "", stuck = ""] = (await admit()).runIds;
  await recordRenderFraction(services, failing, 1, 0.5);
  for (const changes of [
    ...[{ isPostponed: true }, { isBusy: true }, { pooled: { waits: { aboutMs: 1 } } }],
    { failure: { ...UNANSWERED, step: "image" as const } },
  ]) {
    const found = await findRun(services, failing);
    if (!found) throw new Error("The run is gone");
    const pass = await performSteps(services, found, "steps", []);
    await commitRun(services, found.run, { ...pass, ...changes }, undefined);
  }
  await handleDeadLetter(services, { runId: stuck }, "steps");
  const [generation] = await generated();
  if (!generation) throw new Error("Nothing was generated");
  await adoptRequest(services, generation.id, 1, "r");
  await unansweredSubmit(services, generation.id, 1);
  await keepResult(services, generation.id, { requestId: "r", status: 200, payload: {} });
  await keptResultOf(services, generation, undefined);
  const claimedNow = { ...generation, claimedAt: driver.time };
  await releaseGeneration(services, claimedNow, { wastedMicros: 1, from: "pending" });

  await sweep(services);
  driver.time += 7 * 3_600_000;
  await sweep(services);

  const deliveries = await local.db.select().from(webhookDeliveries).where(eq(webhookDeliveries.accountId, accountId));
  const refusing = { ...services, net: { resolve: async () => [], loopback: [] } };
  for (const { id } of deliveries.slice(0, 2)) await attemptDelivery(refusing, id);
  const claimed = await claimDelivery(services, deliveries.find(({ endpointId }) => endpointId)?.id ?? "");
  if (claimed) await recordAttempt(services, claimed, { status: "gone" }, { at: 1, durationMs: 1, statusCode: 410 });

  const listener = (await call("POST", "/api/webhooks", { kind: "listener" })) as { webhook: { id: string } };
  const listensTo = listener.webhook.id;
  await cancelRun(services, accountId, (await admit()).runIds[0] ?? "");
  await new Watcher(services, async () => {}).next({
    keyHash: await sha256Hex(apiKey),
    versions: [],
    listensTo: { webhookId: listensTo, since: time },
  });
  for (const next of [takeMessages, missedMessages]) {
    await next(services, listensTo, { givenAt: time, createdAt: 0, id: "" });
  }

  await storeOrphaned(services, accountId, "library:n", new Uint8Array(1), "audio/mpeg");
  const song = {
    ...{
      id: "song",
      accountId,
      artistId,
      slug: "new",
      title: "N",
      filename: "n",
      audio: "library:n" as const,
      bytes: 1,
    },
    ...{ sha256: "s", durationSeconds: 60, loudness: [], createdAt: time },
  };
  await addSong(services, song, analysisOf());

  const webhookId = (webhook as { webhook: { id: string } }).webhook.id;
  const reads = [
    ...["/api/account", "/api/keys", "/api/artists", `/api/artists/${artistId}`, `/api/artists/${artistId}/songs`],
    `/api/artists/${artistId}/songs/new`,
    ...["/api/tasks/runs", "/api/tasks/runs?status=COMPLETED", `/api/tasks/runs?batchId=${batchId}`],
    ...[`/api/tasks/runs?batchId=${batchId}&status=COMPLETED`, `/api/tasks/runs/${runId}`],
    ...[`/api/tasks/runs?runIds=${runId},${other}`, "/api/tasks/runs?status=FAILED,CANCELED&limit=2"],
    ...["/api/webhooks", `/api/webhooks/${webhookId}`, `/api/webhooks/${webhookId}/deliveries`, "/api/webhooks/secret"],
    ...["/api/webhooks/deliveries", `/api/webhooks/deliveries?runId=${runId}`],
    ...["/api/webhooks/deliveries?status=pending", "/api/content/templates"],
  ];
  for (const path of reads) await call("GET", path);
  for (const path of ["/api/tasks/runs?limit=1", "/api/webhooks/deliveries?limit=1"]) {
    const { next_cursor } = (await call("GET", path)) as { next_cursor: string };
    await call("GET", `${path}&cursor=${next_cursor}`);
  }
  // They are over, so the stream ends at once.
  await call("GET", `/api/tasks/runs/stream?runIds=${runId},${other}`);
  await call("GET", `/api/tasks/runs/stream?batchId=${batchId}`);

  const watcher = new Watcher(services, async () => {});
  await watcher.next({ keyHash: await sha256Hex(apiKey), versions: [[runId, 0]] });

  for (const kind of ["face-guide", "image"]) await call("PUT", `/api/artists/${artistId}/${kind}`, picture());
  await call("GET", `/api/content/validate?artist_account_id=${artistId}`);
  const created = await call("POST", "/api/content/create", { artist_account_id: artistId });
  const [createdId] = (created as { runIds: string[] }).runIds;
  await call("POST", `/api/tasks/runs/${createdId}/cancel`);
  await call("POST", `/api/tasks/runs/${createdId}/retry`);
  await call("POST", `/api/tasks/runs/${createdId}/cancel`);
  await call("DELETE", `/api/tasks/runs/${createdId}`);
  await call("GET", `/api/tasks/batches/${batchId}/archive.zip`);
  const [delivery] = deliveries;
  await call("PATCH", `/api/webhooks/${webhookId}`, { enabled: false });
  await call("PATCH", `/api/webhooks/${webhookId}`, { enabled: true });
  await call("POST", `/api/webhooks/deliveries/${delivery?.id}/replay`);
  await call("POST", `/api/webhooks/${webhookId}/rotate`);
  await call("POST", "/api/webhooks/secret/rotate");
  await call("DELETE", `/api/webhooks/${webhookId}`);
  const key = (await call("POST", "/api/keys", { name: "another" })) as { api_key: { id: string } };
  await call("DELETE", `/api/keys/${key.api_key.id}`);
  await call("POST", "/api/content/templates", { ...templateDefinition(), name: "own" });
  const { references } = templateDefinition() as { references: { id: string }[] };
  await call("PUT", `/api/content/templates/own/references/${references[0]?.id}`, picture());
  await call("PUT", "/api/content/templates/own", templateDefinition());
  await call("GET", "/api/content/templates/own");
  await call("DELETE", "/api/content/templates/own");
  await call("POST", "/api/artists", { name: "New" });
  // What is accented may be stored in two forms.
  const artist = (await call("POST", "/api/artists", { name: "Noé" })) as { artist: { account_id: string } };
  const newPath = `/api/artists/${artist.artist.account_id}`;
  await call("PATCH", newPath, { name: "Newer", slug: "noé-2", socials: [] });
  await call("PUT", `${newPath}/face-guide`, picture());
  await call("DELETE", `${newPath}/face-guide`);
  await call("DELETE", `/api/artists/${artistId}/songs/new`);
  await call("DELETE", newPath);

  // Until the first of its runs are archived.
  driver.time += 8 * 24 * 3_600_000;
  await sweep(services);
  await retryRun(services, accountId, failing);

  await deleteRuns(services, accountId, [runId, other]);
  await call("POST", `/api/artists/${artistId}/erase`);
  await call("GET", `/api/artists/${artistId}/erase`);
  for (let minutes = 0; minutes < 3; minutes++) {
    driver.time += 1_800_000;
    await sweep(services);
  }
}

/** An instance to which every picture is in order. */
const renderer = {
  fetch: async () => {
    const done: JobEvent<PictureResult> = { event: "done", result: { picture: null } };
    return new Response(JSON.stringify(done));
  },
};
const pool = { cancel: async () => {}, forSmallJob: async () => [0] };

/** Calls of the API in this process. Who imports this must mock "cloudflare:workers". */
export async function openCalls(local: Local, d1: D1Database, apiKey: string) {
  const queue = { sendBatch: async () => {} };
  const limiter = {
    count: async () => ({ used: 1, endsInMs: 1, bookmark: null }),
    showed: async () => {},
  };
  const api = await openApi({
    ...{ DB: d1, LIBRARY: local.env.LIBRARY, MEDIA: local.env.MEDIA, STEPS: queue, RENDERS: queue, WEBHOOKS: queue },
    CHORES: queue,
    ...{ FAL_GATE: namespace(() => ({ leave: async () => {} })), RATE_LIMITER: namespace(() => limiter) },
    ...{ RENDERER_POOL: namespace(() => pool), RENDERER: namespace(() => renderer), LOOPBACK_ORIGINS: RECEIVER },
  });
  return async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const isFile = body instanceof Uint8Array;
    const headers = {
      "x-api-key": apiKey,
      ...(body === undefined ? {} : { "content-type": isFile ? "image/png" : "application/json" }),
      ...(isFile ? { "content-length": String(body.length) } : {}),
    };
    const sent = body === undefined ? {} : { body: isFile ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) };
    const response = await api.request(path, { method, headers, ...sent });
    const answer = await response.text();
    await Promise.all(api.later.splice(0));
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer}`);
    return response.headers.get("content-type")?.startsWith("application/json") ? JSON.parse(answer) : answer;
  };
}
