/** A renderer on a port of its own, with an origin beside it that serves test media and takes what is delivered. */
import { createReadStream, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll } from "vitest";
import {
  type JobErrorBody,
  type JobEvent,
  type RenderJob,
  type RenderResult,
  renderJob,
} from "../../renderer/contract/job.ts";
import { render } from "../../renderer/src/render.ts";
import { createRenderer } from "../../renderer/src/server.ts";
import { readSettings } from "../../renderer/src/settings.ts";
import { withWorkspace } from "../../renderer/src/workspace.ts";
import { childCommands } from "./process.ts";
import { folder } from "./sources.ts";

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Answer<Result> {
  status: number;
  headers: Headers;
  events: JobEvent<Result>[];
  /** Of the last event. */
  result: Result | undefined;
  error: JobErrorBody | undefined;
}

export interface Stage {
  /** Where test media can be written; served under its own names. */
  media: string;
  /** Where the renderer keeps its temporary folders. */
  temporary: string;
  origin: string;
  address: string;
  /** Requests the origin has seen. */
  requests: { method: string; url: string; headers: IncomingMessage["headers"] }[];
  /** What was PUT, by path; the files lie in `delivered/`. */
  delivered: string;
  /** Answers a path in another way than by its file. */
  route(path: string, handler: Handler): void;
  post<Result = RenderResult>(path: string, body: unknown, signal?: AbortSignal): Promise<Answer<Result>>;
  /**
   * Renders as the server does, but in a frame that callers may not ask for: a tenth of the pixels, which is what a render
   * costs. For what does not depend on how large the picture is. Throws JobError.
   */
  renderSmall(job: RenderJob): Promise<RenderResult>;
  /** A render job over files of `media`, changed by `change`. */
  job(video: string, change?: Partial<RenderJob>): RenderJob;
  renderer: ReturnType<typeof createRenderer>;
}

/** The frame of `renderSmall`. */
export const SMALL = { width: 216, height: 384 };

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const open: { renderer: ReturnType<typeof createRenderer>; servers: Server[] }[] = [];
afterAll(() => {
  for (const { renderer, servers } of open) {
    renderer.cancel();
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  }
});

export async function stage(settings: Record<string, string> = {}): Promise<Stage> {
  const root = await folder();
  const [media, temporary, delivered] = ["media", "temporary", "delivered"].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [media, temporary, delivered]) mkdirSync(path);
  process.env.TMPDIR = temporary;

  const routes = new Map<string, Handler>();
  const requests: Stage["requests"] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://origin");
    requests.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers });
    const route = routes.get(pathname);
    if (route) return route(request, response);
    if (request.method === "PUT") return take(request, response, join(delivered, pathname.slice(1)));
    const path = join(media, pathname.slice(1));
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    if (size === undefined) return response.writeHead(404).end();
    response.writeHead(200, { "content-length": size });
    return createReadStream(path).pipe(response);
  });
  const origin = await listen(server);
  const read = readSettings({ ALLOWED_ORIGINS: origin, CAPACITY: "4", ...settings });
  const renderer = createRenderer(read);
  const address = await listen(renderer.server);
  open.push({ renderer, servers: [server, renderer.server] });

  let deliveries = 0;
  return {
    media,
    temporary,
    delivered,
    origin,
    address,
    requests,
    renderer,
    route: (path, handler) => void routes.set(path, handler),
    async post<Result>(path: string, body: unknown, signal?: AbortSignal) {
      const response = await fetch(address + path, {
        method: "POST",
        body: typeof body === "string" ? body : JSON.stringify(body),
        signal: signal ?? null,
      });
      const text = await response.text();
      if (response.status !== 200) {
        const error = JSON.parse(text) as JobErrorBody;
        return { status: response.status, headers: response.headers, events: [], result: undefined, error };
      }
      const events = text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as JobEvent<Result>);
      const last = events.at(-1);
      return {
        status: 200,
        headers: response.headers,
        events,
        result: last?.event === "done" ? last.result : undefined,
        error: last?.event === "error" ? last.error : undefined,
      };
    },
    renderSmall(job) {
      // What the schema makes of a job, but for the size that it would refuse.
      const whole = renderJob.parse(job);
      const small = { ...whole, output: { ...whole.output, ...SMALL } };
      return withWorkspace((directory) =>
        render(small as typeof whole, {
          ...{ directory, signal: new AbortController().signal, progress: () => {} },
          ...{ egress: read.egress, maxDownloadBytes: read.maxDownloadBytes },
        }),
      );
    },
    job(video, change = {}) {
      deliveries += 1;
      return {
        video: { url: video.includes("://") ? video : `${origin}/${video}` },
        audio: null,
        caption: null,
        output: { width: 720, height: 1280, durationSeconds: 1 },
        deliver: {
          video: { url: `${origin}/${deliveries}.mp4?X-Amz-Signature=abc` },
          poster: { url: `${origin}/${deliveries}.jpg` },
        },
        ...change,
      };
    },
  };
}

function take(request: IncomingMessage, response: ServerResponse, path: string): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    writeFileSync(path, Buffer.concat(chunks));
    response.writeHead(200).end();
  });
}

/** The file that a job delivered as its video or poster. */
export const deliveredBy = (stage: Stage, job: RenderJob, what: "video" | "poster" = "video"): string =>
  join(stage.delivered, new URL(job.deliver[what].url).pathname.slice(1));

/** What is left of jobs: their temporary folders and their ffmpeg processes. */
export function leftovers(stage: Stage): string[] {
  return [...readdirSync(stage.temporary), ...childCommands().filter((command) => /ff(mpeg|probe)/.test(command))];
}
