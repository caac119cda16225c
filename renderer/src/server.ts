/** HTTP: which path is which job, and how a job's progress, result or failure is written. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { z } from "zod";
import { analyzeJob, cutJob, type JobEvent, pictureJob, renderJob } from "../contract/job.ts";
import { analyzeSong } from "./analyze.ts";
import { checkPicture } from "./check-picture.ts";
import type { JobContext } from "./context.ts";
import { cut } from "./cut.ts";
import { ffmpegVersion } from "./ffmpeg.ts";
import { asJobError, errorBody, JobError, type JobErrorCode } from "./job-error.ts";
import { render } from "./render.ts";
import type { Settings } from "./settings.ts";
import { withWorkspace } from "./workspace.ts";

/** Room for the words of a minute of rap, with their times. */
const MAX_BODY_BYTES = 256 * 1024;
const RETRY_AFTER_SECONDS = 5;
const HEARTBEAT_MS = 10_000;

/** A job ready to run: its body has been checked. */
type Prepared = (context: JobContext) => Promise<unknown>;

/** Jobs of one lane never wait for those of the other. */
type Lane = "render" | "small";

const JOBS: Record<string, { lane: Lane; prepare: (body: unknown) => Prepared }> = {
  "/render": { lane: "render", prepare: (body) => prepare(renderJob, render, body) },
  "/cut": { lane: "small", prepare: (body) => prepare(cutJob, cut, body) },
  "/analyze": { lane: "small", prepare: (body) => prepare(analyzeJob, analyzeSong, body) },
  "/picture": { lane: "small", prepare: (body) => prepare(pictureJob, checkPicture, body) },
};

function prepare<Schema extends z.ZodType>(
  schema: Schema,
  work: (job: z.output<Schema>, context: JobContext) => Promise<unknown>,
  body: unknown,
): Prepared {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new JobError("invalid_job", z.prettifyError(parsed.error));
  return (context) => work(parsed.data, context);
}

export interface RendererServer {
  server: Server;
  /** Stops taking jobs and resolves when the running ones are over. */
  drain(): Promise<void>;
  /** Cancels the running jobs. */
  cancel(): void;
}

/** The renderer's HTTP server, not yet listening. */
export function createRenderer(settings: Settings): RendererServer {
  const running = new Map<AbortController, Lane>();
  const inLane = (lane: Lane) => [...running.values()].filter((each) => each === lane).length;
  let draining = false;

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => refuse(response, asJobError(error)));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = URL.parse(request.url ?? "/", "http://renderer")?.pathname ?? "";
    if (path === "/health") {
      if (request.method !== "GET") return refuse(response, wrongMethod("GET"), { allow: "GET" });
      return json(response, draining ? 503 : 200, {
        status: draining ? "draining" : "ok",
        busy: inLane("render"),
        capacity: settings.capacity.render,
        small: { busy: inLane("small"), capacity: settings.capacity.small },
        ffmpeg: await ffmpegVersion(),
      });
    }
    const job = Object.hasOwn(JOBS, path) ? JOBS[path] : undefined;
    if (!job) return refuse(response, new JobError("not_found", `There is nothing at ${path}.`));
    if (request.method !== "POST") return refuse(response, wrongMethod("POST"), { allow: "POST" });
    const prepared = job.prepare(await readJson(request));
    const retryAfter = { "retry-after": String(RETRY_AFTER_SECONDS) };
    if (draining) return refuse(response, new JobError("draining", "The renderer is shutting down."), retryAfter);
    if (inLane(job.lane) >= settings.capacity[job.lane]) {
      return refuse(response, new JobError("busy", "All places are taken."), retryAfter);
    }
    return runJob(prepared, job.lane, response);
  }

  async function runJob(prepared: Prepared, lane: Lane, response: ServerResponse): Promise<void> {
    const controller = new AbortController();
    running.set(controller, lane);
    const deadline = setTimeout(
      () => controller.abort(new JobError("deadline_exceeded", `The job took over ${settings.jobDeadlineSeconds} s.`)),
      settings.jobDeadlineSeconds * 1000,
    );
    response.once("close", () => controller.abort(new JobError("canceled", "The caller closed the connection.")));
    response.writeHead(200, { "content-type": "application/x-ndjson", "cache-control": "no-store" });
    let fraction = 0;
    const say = (event: JobEvent<unknown>) => void response.write(`${JSON.stringify(event)}\n`);
    const progress = () => say({ event: "progress", fraction: Math.round(fraction * 1000) / 1000 });
    // Repeated while nothing moves, so that no proxy mistakes slow work for a dead connection.
    const heartbeat = setInterval(progress, HEARTBEAT_MS);
    progress();
    try {
      const result = await withWorkspace((directory) =>
        prepared({
          directory,
          signal: controller.signal,
          egress: settings.egress,
          maxDownloadBytes: settings.maxDownloadBytes,
          progress: (now) => {
            if (now - fraction < 0.01) return;
            fraction = now;
            progress();
          },
        }),
      );
      say({ event: "done", result });
    } catch (error) {
      // A stopped job fails in whatever it was doing; what counts is why it was stopped.
      const failure = asJobError(controller.signal.aborted ? controller.signal.reason : error);
      if (failure.code === "internal") console.error(failure);
      say({ event: "error", error: errorBody(failure) });
    } finally {
      clearTimeout(deadline);
      clearInterval(heartbeat);
      running.delete(controller);
      response.end();
      if (running.size === 0) server.emit("idle");
    }
  }

  return {
    server,
    async drain() {
      draining = true;
      if (running.size > 0) await new Promise((resolve) => server.once("idle", resolve));
      server.close();
      server.closeAllConnections();
    },
    cancel() {
      for (const controller of running.keys())
        controller.abort(new JobError("canceled", "The renderer is shutting down."));
    },
  };
}

const STATUS: Partial<Record<JobErrorCode, number>> = {
  invalid_job: 400,
  not_found: 404,
  method_not_allowed: 405,
  body_too_large: 413,
  busy: 503,
  draining: 503,
};

const wrongMethod = (allowed: string) => new JobError("method_not_allowed", `Use ${allowed}.`);

function refuse(response: ServerResponse, failure: JobError, headers: Record<string, string> = {}): void {
  if (failure.code === "internal") console.error(failure);
  json(response, STATUS[failure.code] ?? 500, errorBody(failure), headers);
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  if (response.headersSent) return void response.end();
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new JobError("body_too_large", `A job is at most ${MAX_BODY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (cause) {
    throw new JobError("invalid_job", "The body is not JSON.", { cause });
  }
}
