/** What tests of the running stack do: call the API, look into the emulator's ledger, steer faults, wait. */
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { inject, vi } from "vitest";
import { openBackline, type Schemas } from "../../client/index.ts";
import type { RunDetailBody } from "../../worker/contract/run.ts";
import { ACTIVE_STATUSES } from "../../worker/domain/run.ts";
import { holdToDescription } from "./description.ts";
import type { StandInJob, StandInState } from "./renderer-stand-in.ts";

/** An account with limits of its own, as tests/support/own-accounts.ts makes them. */
export type OwnAccount = (typeof own)[keyof typeof own];

const stack = inject("stack");

export const url = stack.url;
const [first, second] = stack.accounts;
if (!first || !second) throw new Error("The seed has two accounts");
export const [owner, stranger] = [first, second];
export const artistId = first.artistIds[0] ?? "";
export const { extra, own, callerOrigin } = stack;

/** A call with the owner's key, unless `headers` say otherwise. */
export async function call(
  path: string,
  init: RequestInit & { headers?: Record<string, string> } = {},
): Promise<Response> {
  const ask = () => fetch(`${url}${path}`, { ...init, headers: { "x-api-key": owner.apiKey, ...init.headers } });
  // The server closes a connection over which it refused a body unread, maybe just as it is used again.
  const response = await ask().catch((error: unknown) => {
    if (init.method !== undefined && init.method !== "GET") throw error;
    return ask();
  });
  await holdToDescription(init.method ?? "GET", path, response);
  return response;
}

/**
 * Announces a body and sends none of it: who refuses it for what is announced answers at once, and closes the
 * connection, which a client that is still sending may notice before the answer.
 */
export async function announce(
  method: string,
  path: string,
  bytes: number,
  headers: Record<string, string>,
): Promise<Response> {
  const response = await new Promise<Response>((resolve, reject) => {
    const outgoing = request(`${url}${path}`, { method, headers: { ...headers, "content-length": bytes } });
    outgoing.on("response", async (incoming) => {
      const answered = incoming.headers as Record<string, string>;
      resolve(new Response(await text(incoming), { status: incoming.statusCode ?? 0, headers: answered }));
      outgoing.destroy();
    });
    outgoing.on("error", reject);
    outgoing.flushHeaders();
  });
  await holdToDescription(method, path, response);
  return response;
}

const backline = openBackline(url, owner.apiKey);

export const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  call(path, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });

/** Calls with the account's own key; a body makes it a POST. */
export const callerOf =
  ({ apiKey }: { apiKey: string }) =>
  (
    path: string,
    body?: unknown,
    { headers, ...init }: Omit<RequestInit, "headers"> & { headers?: Record<string, string> } = {},
  ): Promise<Response> =>
    call(path, {
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      ...init,
      headers: { "content-type": "application/json", "x-api-key": apiKey, ...headers },
    });

/** Creates runs; throws the API's sentence when it refuses. */
export async function create(parameters: Partial<Schemas["CreateContent"]> = {}): Promise<string[]> {
  const body = { artist_account_id: artistId, ...parameters };
  const { data, error, response } = await backline.POST("/api/content/create", { body });
  if (!data) throw new Error(`${response.status}: ${error.error}`);
  return data.runIds;
}

export async function readRun(runId: string): Promise<RunDetailBody> {
  const { data } = await backline.GET("/api/tasks/runs/{runId}", { params: { path: { runId } } });
  if (!data) throw new Error(`No run ${runId}`);
  return data.run;
}

const OVER = ["COMPLETED", "FAILED", "CANCELED", "TIMED_OUT"];

/** Milliseconds until the next look: seldom enough that looking does not hold up what is looked at. */
const PAUSE_MS = 250;
/** The states of runs, a hundred at most, by one request. */
async function statesOf(runIds: string[]): Promise<{ id: string; status?: string }[]> {
  const { data } = await backline.GET("/api/tasks/runs", { params: { query: { runIds, fields: ["id", "status"] } } });
  if (!data) throw new Error(`No runs ${runIds}`);
  return data.runs;
}

/** Waits until every run is over. */
export async function finish(runIds: string[], seconds = 120): Promise<RunDetailBody[]> {
  const giveUpAt = Date.now() + seconds * 1000;
  let open = runIds;
  for (;;) {
    const states = await statesOf(open);
    open = states.flatMap(({ id, status }) => (OVER.includes(status ?? "") ? [] : [id]));
    if (open.length === 0) return Promise.all(runIds.map(readRun));
    if (Date.now() > giveUpAt) {
      const logs = (await Promise.all(open.map(readRun))).map((run) => run.metadata.logs);
      throw new Error(`Still open after ${seconds} s: ${JSON.stringify(logs, null, 2)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** An entry of the emulator's ledger. */
export interface Submission {
  model: string;
  input: Record<string, unknown>;
  requestId: string | null;
  webhookUrl: string | null;
  accepted: boolean;
  outcome: string | null;
  status: string | null;
  cancelled: boolean;
  callbacks: unknown[];
}

export const fal = {
  ledger: async (): Promise<Submission[]> =>
    ((await (await fetch(`${stack.falOrigin}/control/ledger`)).json()) as { submissions: Submission[] }).submissions,
  settings: async (): Promise<Record<string, unknown>> =>
    (await (await fetch(`${stack.falOrigin}/control/settings`)).json()) as Record<string, unknown>,
  /** Says what is sung in the song of that file. Times in seconds. */
  async tell(sha256: string, words: readonly { text: string; start: number; end: number }[]): Promise<void> {
    const text = words.map((word) => word.text).join(" ");
    const response = await fetch(`${stack.falOrigin}/control/transcripts/${sha256}`, {
      method: "PUT",
      body: JSON.stringify({ text, words }),
    });
    if (!response.ok) throw new Error(await response.text());
  },
  /** Changes settings, faults among them. */
  async set(settings: Record<string, unknown>): Promise<void> {
    const response = await fetch(`${stack.falOrigin}/control/settings`, {
      method: "PATCH",
      body: JSON.stringify(settings),
    });
    if (!response.ok) throw new Error(await response.text());
  },
};

export const renderer = {
  async set(state: Partial<StandInState>): Promise<void> {
    await fetch(`${stack.rendererStandIn}/control`, { method: "PUT", body: JSON.stringify(state) });
  },
  jobs: async (): Promise<StandInJob[]> =>
    ((await (await fetch(`${stack.rendererStandIn}/control`)).json()) as { jobs: StandInJob[] }).jobs,
};

/** Everything as it should be. */
export async function calm(): Promise<void> {
  await fal.set({ faults: [], latency: { profile: "instant" }, key: null, account: "ok", down: null });
  await renderer.set({ render: "instant", cut: "real" });
}

/** Waits until nothing is under way that could send a request: of the seed and what was added to it, or of these accounts. */
export async function quiet(accounts: { apiKey: string }[] = [owner, stranger, extra]): Promise<void> {
  const statuses = ACTIVE_STATUSES.join();
  for (const { apiKey } of accounts) {
    const isQuiet = async () => {
      const response = await call(`/api/tasks/runs?limit=1&status=${statuses}`, { headers: { "x-api-key": apiKey } });
      return ((await response.json()) as { runs: unknown[] }).runs.length === 0;
    };
    await vi.waitUntil(isQuiet, { timeout: 120_000, interval: 200 });
  }
}
