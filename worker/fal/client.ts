/**
 * fal.ai's queue through its own client, with two changes. Its hosts can be moved (FAL_ORIGIN). And it never retries by
 * itself: it would repeat a submit on 429, 502, 503 and 504 whatever its `retry` option says, and a repeated submit is
 * paid for twice. So every answer that is not 2xx is thrown as a FalAnswer.
 */
import { createFalClient } from "@fal-ai/client";

/** fal.ai answered with anything but success. */
export class FalAnswer extends Error {
  override name = "FalAnswer";
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
  constructor(status: number, body: unknown, headers: Headers) {
    super(`fal.ai answered ${status}: ${detailOf(body)}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** No answer: fal.ai may or may not have accepted the request. */
export class FalSilence extends Error {
  override name = "FalSilence";
}

export type QueueState = "IN_QUEUE" | "IN_PROGRESS" | "COMPLETED";

export interface FalQueue {
  /** Returns the request id. fal.ai drops a request that has not started within `startWithinSeconds`. */
  submit(model: string, input: unknown, options: { callbackUrl?: string; startWithinSeconds: number }): Promise<string>;
  /** `failed`: the request completed, and this answer already says that it ended in an error. */
  status(model: string, requestId: string): Promise<{ state: QueueState; failed: boolean }>;
  /** Throws FalAnswer when the request failed. */
  result(model: string, requestId: string): Promise<{ data: unknown; billedUnits: number | undefined }>;
  cancel(model: string, requestId: string): Promise<void>;
  /** Puts a file on fal.ai's storage and returns its URL. */
  upload(file: Blob, name: string): Promise<string>;
}

const HOSTS: Record<string, string> = {
  "https://queue.fal.run": "/queue",
  "https://fal.run": "/run",
  "https://rest.fal.ai": "/rest",
};

/** Where one of fal.ai's URLs is reached when its hosts are moved below `origin`. Other URLs stay as they are. */
export function moveHost(url: string, origin: string | undefined): string {
  if (origin === undefined) return url;
  const { origin: host } = new URL(url);
  const folder = HOSTS[host];
  return folder === undefined ? url : `${origin}${folder}${url.slice(host.length)}`;
}

/**
 * Opens fal.ai's queue. `origin`: where fal.ai is emulated; undefined: fal.ai itself. `timeoutMs` bounds every
 * exchange. `filesKeptSeconds`: fal.ai is asked to delete what it makes, and what is uploaded to it, after so long. Calls
 * throw FalAnswer, or FalSilence when there was no answer.
 */
export function openFalQueue(options: {
  key: string;
  origin: string | undefined;
  timeoutMs: number;
  filesKeptSeconds: number;
}): FalQueue {
  const lifecycle = { expiresIn: options.filesKeptSeconds };
  const call = () => {
    let headers = new Headers();
    const client = createFalClient({
      credentials: options.key,
      requestMiddleware: async (request) => ({ ...request, url: moveHost(request.url, options.origin) }),
      fetch: async (input, init) => {
        let response: Response;
        try {
          response = await fetch(input, { ...init, signal: AbortSignal.timeout(options.timeoutMs) });
          // Read here, so that a connection that breaks halfway counts as silence too.
          if (response.ok) {
            headers = response.headers;
            const body = await response.arrayBuffer();
            const kept = new Headers(headers);
            // The body is already decoded, so these no longer describe it.
            kept.delete("content-encoding");
            kept.delete("content-length");
            return new Response(body, { status: response.status, headers: kept });
          }
          throw new FalAnswer(response.status, parse(await response.text()), response.headers);
        } catch (cause) {
          if (cause instanceof FalAnswer) throw cause;
          throw new FalSilence(`fal.ai did not answer: ${cause instanceof Error ? cause.message : String(cause)}`, {
            cause,
          });
        }
      },
    });
    return { client, answered: () => headers };
  };
  return {
    async submit(model, input, { callbackUrl, startWithinSeconds }) {
      const { request_id } = await call().client.queue.submit(model, {
        // The model table types the input; the client's own types know only some of the models.
        input: input as Record<string, unknown>,
        storageSettings: lifecycle,
        startTimeout: Math.max(2, Math.round(startWithinSeconds)),
        ...(callbackUrl === undefined ? {} : { webhookUrl: callbackUrl }),
      });
      return request_id;
    },
    async status(model, requestId) {
      const answer = await call().client.queue.status(model, { requestId, logs: false });
      // The client's types omit `error`.
      const failed = "error" in answer && answer.error !== null && answer.error !== undefined;
      return { state: answer.status, failed };
    },
    async result(model, requestId) {
      const { client, answered } = call();
      const { data } = await client.queue.result(model, { requestId });
      const units = Number.parseFloat(answered().get("x-fal-billable-units") ?? "");
      return { data, billedUnits: Number.isFinite(units) ? units : undefined };
    },
    async cancel(model, requestId) {
      await call().client.queue.cancel(model, { requestId });
    },
    upload: (file, name) => call().client.storage.upload(new File([file], name, { type: file.type }), { lifecycle }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(0, 500); // Not JSON: an error page from a gateway.
  }
}

/** What went wrong according to fal.ai, in one line: `detail` is a text or a list of {msg}. */
export function detailOf(body: unknown): string {
  if (typeof body === "string") return body;
  if (typeof body !== "object" || body === null || !("detail" in body)) return JSON.stringify(body) ?? "";
  const { detail } = body;
  if (typeof detail === "string") return detail;
  if (!Array.isArray(detail)) return JSON.stringify(detail);
  return detail.map((item) => (typeof item === "object" && item && "msg" in item ? String(item.msg) : "")).join("; ");
}

/** The types of the errors in `detail`, and the infrastructure's `error_type`. */
export function errorTypesOf(body: unknown): string[] {
  if (typeof body !== "object" || body === null) return [];
  const types: string[] = "error_type" in body ? [String(body.error_type)] : [];
  if ("detail" in body && Array.isArray(body.detail)) {
    for (const item of body.detail) {
      if (typeof item === "object" && item && "type" in item) types.push(String(item.type));
    }
  }
  return types;
}
