/** One exchange with a renderer about one job, by renderer/contract/job.ts: what it came to, never an exception. */
import type { JobErrorBody, JobEvent } from "../../renderer/contract/job.ts";
import { describe } from "../log.ts";

export type JobEnd<Result> =
  | { kind: "done"; result: Result }
  /** The renderer's own word on the job, which another renderer would give as well. */
  | { kind: "judged"; error: JobErrorBody }
  /** It takes no job now, and nothing is wrong with it. `seconds`: when to ask again, if it says so. */
  | { kind: "refused"; reason: "busy" | "draining"; seconds: number | undefined }
  /** It cannot be reached, hangs, ended in the middle, or said what no renderer says. `begun`: it had taken the job. */
  | { kind: "broken"; reason: string; begun: boolean };

export interface JobOptions {
  path: "/render" | "/cut" | "/analyze" | "/picture";
  job: unknown;
  /** Silence for so long means that it hangs. */
  silenceMs: number;
  /** Receives fractions 0..1. */
  onProgress?: (fraction: number) => void;
  /** Ends the exchange, which cancels the job. */
  signal?: AbortSignal;
}

/** Codes of a 503 from an instance that another job would be refused with as well. */
const BROKEN_CODES = ["not_started", "silent"];

/** Has the renderer behind `send` do the job. Closing the connection, as every end of this does, cancels the job there. */
export async function performJob<Result>(
  send: (url: string, init: RequestInit) => Promise<Response>,
  { path, job, silenceMs, onProgress = () => {}, signal }: JobOptions,
): Promise<JobEnd<Result>> {
  const abort = new AbortController();
  const stop = () => abort.abort();
  let silence = setTimeout(stop, silenceMs);
  let begun = false;
  try {
    const response = await send(`http://renderer${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(job),
      // Also one that was aborted before.
      signal: signal ? AbortSignal.any([abort.signal, signal]) : abort.signal,
    });
    if (!response.ok || !response.body) return await refusalOf(response);
    begun = true;
    for await (const line of linesOf(response.body)) {
      clearTimeout(silence);
      silence = setTimeout(stop, silenceMs);
      // Written by our own renderer, with the shared types.
      const event = JSON.parse(line) as JobEvent<Result>;
      if (event.event === "done") return { kind: "done", result: event.result };
      if (event.event === "error") return judgementOf(event.error);
      onProgress(event.fraction);
    }
    return { kind: "broken", reason: "it went away in the middle of the job", begun };
  } catch (error) {
    return { kind: "broken", reason: abort.signal.aborted ? "it stopped answering" : describe(error), begun };
  } finally {
    clearTimeout(silence);
    abort.abort();
  }
}

/** A job that was canceled by its renderer was so because the renderer ends. */
const judgementOf = (error: JobErrorBody): JobEnd<never> =>
  error.code === "canceled" ? { kind: "refused", reason: "draining", seconds: undefined } : { kind: "judged", error };

async function refusalOf(response: Response): Promise<JobEnd<never>> {
  const { status } = response;
  const error = parse(await response.text());
  if (status === 503 || status === 429) {
    if (error && BROKEN_CODES.includes(error.code)) return { kind: "broken", reason: error.message, begun: false };
    const seconds = Number(response.headers.get("retry-after"));
    const reason = error?.code === "draining" ? "draining" : "busy";
    return { kind: "refused", reason, seconds: seconds > 0 ? seconds : undefined };
  }
  // While a new version is rolled out, an instance may be older than the Worker, and not know the job.
  if (status === 404) return { kind: "refused", reason: "draining", seconds: undefined };
  // Of the renderer itself: a gateway that answers in its place knows no codes.
  if (error) return { kind: "judged", error };
  return { kind: "broken", reason: `it answered ${status}`, begun: false };
}

function parse(text: string): JobErrorBody | undefined {
  try {
    const body = JSON.parse(text) as Partial<JobErrorBody> | null;
    return typeof body?.code === "string" && typeof body.message === "string" ? (body as JobErrorBody) : undefined;
  } catch {
    return undefined;
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield line;
  }
  if (rest.trim() !== "") yield rest;
}
