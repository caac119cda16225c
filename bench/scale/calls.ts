/** Calls of the API that read or begin something, as a caller with many runs makes them. */
import { openBackline } from "../../client/index.ts";
import type { Question } from "../connections.ts";
import type { Owner } from "../filled/source.ts";

/** What the calls name. */
interface Known {
  runId: string;
  otherRunId: string;
  batchId: string;
  cursor: string;
  deliveriesCursor: string;
}

/** Looks for runs, batches and pages to ask for: the latest there are. */
async function knownTo(url: string, { apiKey }: Owner): Promise<Known> {
  const backline = openBackline(url, apiKey);
  const { data } = await backline.GET("/api/tasks/runs", { params: { query: { status: ["COMPLETED"], limit: 10 } } });
  const { data: delivered } = await backline.GET("/api/webhooks/deliveries", { params: { query: { limit: 10 } } });
  const [run, other] = data?.runs ?? [];
  if (!run?.batchId || !other || !data?.next_cursor || !delivered?.next_cursor)
    throw new Error(`${url} has too few runs`);
  return {
    ...{ runId: run.id, otherRunId: other.id, batchId: run.batchId, cursor: data.next_cursor },
    deliveriesCursor: delivered.next_cursor,
  };
}

/** By what they are called in the results. */
export async function openCalls(url: string, owner: Owner): Promise<Record<string, () => Question>> {
  const { runId, otherRunId, batchId, cursor, deliveriesCursor } = await knownTo(url, owner);
  const { apiKey, artistId, webhookId } = owner;
  const headers = { "x-api-key": apiKey };
  const runs = "/api/tasks/runs";
  const read = (path: string) => (): Question => ({ path, headers });
  const create = (batch: number) => (): Question => ({
    ...{ method: "POST", path: "/api/content/create", headers },
    body: { artist_account_id: artistId, batch },
  });
  return {
    "create(1)": create(1),
    "create(30)": create(30),
    estimate: read("/api/content/estimate?batch=30&compare=true"),
    validate: read(`/api/content/validate?artist_account_id=${artistId}`),
    templates: read("/api/content/templates"),
    "run by id": read(`${runs}/${runId}`),
    "runs by id": read(`${runs}?runIds=${runId},${otherRunId}`),
    "a batch": read(`${runs}?batchId=${batchId}`),
    "a batch, completed": read(`${runs}?batchId=${batchId}&status=COMPLETED`),
    "list of 100": read(`${runs}?limit=100`),
    "list of 20": read(`${runs}?limit=20`),
    "its next page": read(`${runs}?limit=20&status=COMPLETED&cursor=${cursor}`),
    "list of those that failed": read(`${runs}?status=FAILED,CANCELED&limit=20`),
    "list of those under way": read(`${runs}?status=QUEUED,EXECUTING,REATTEMPTING&limit=20`),
    account: read("/api/account"),
    keys: read("/api/keys"),
    artists: read("/api/artists"),
    artist: read(`/api/artists/${artistId}`),
    songs: read(`/api/artists/${artistId}/songs`),
    webhooks: read("/api/webhooks"),
    deliveries: read("/api/webhooks/deliveries?limit=20"),
    "their next page": read(`/api/webhooks/deliveries?limit=20&cursor=${deliveriesCursor}`),
    "deliveries of a webhook": read(`/api/webhooks/${webhookId}/deliveries?limit=20`),
    "deliveries of a run": read(`/api/webhooks/deliveries?runId=${runId}`),
    "deliveries under way": read("/api/webhooks/deliveries?status=pending&limit=20"),
  };
}
