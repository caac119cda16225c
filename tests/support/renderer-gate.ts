/**
 * Stands before the real renderer: passes jobs on, or answers in its place, well and at once or badly. Steered over
 * HTTP, because tests run in other processes than the stack.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startService, untilAnswers } from "../../dev/stack/process.ts";
import { ROOT } from "../../dev/stack/stack.ts";
import { ffmpegPath } from "../../renderer/src/binaries.ts";
import type { JobEvent, RenderJob, RenderResult } from "../../renderer/src/job.ts";

/** real: pass on. instant: a ready-made video. The others: what a renderer in trouble does, `times` times, then instant. */
export type GateMode = "real" | "instant" | "busy" | "reset" | "hang" | "disk-full" | "vanish" | "lie" | "bad-input";

export interface GateState {
  render: GateMode;
  cut: GateMode;
  analyze: GateMode;
  /** How many more jobs the mode is for; null: all. */
  times: number | null;
}

export interface GateJob {
  path: string;
  job: unknown;
  mode: GateMode;
}

export async function startRendererGate(logs: string, workerOrigin: string) {
  const folder = mkdtempSync(join(tmpdir(), "backline-gate-"));
  const port = await freePort();
  const logFile = join(logs, "renderer.log");
  const renderer = startService({
    name: "renderer",
    args: ["--disable-warning=ExperimentalWarning", join(ROOT, "renderer", "src", "main.ts")],
    env: { PORT: String(port), ALLOWED_ORIGINS: workerOrigin },
    cwd: ROOT,
    logFile,
  });
  await untilAnswers(renderer, `http://localhost:${port}/health`, logFile);

  let state: GateState = { render: "real", cut: "real", analyze: "real", times: null };
  const jobs: GateJob[] = [];
  // Made before the first job: making them takes seconds on a busy machine, and blocks.
  const readyMade = new Map(
    [720, 1080].map((width) => [width, makeFiles(folder, width, (width / 9) * 16, 8)] as const),
  );

  const server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing).catch((error: unknown) => {
      outgoing.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  // A renderer that hangs holds its connections open; the gate must still be able to stop.
  server.keepAliveTimeout = 1000;

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readAll(incoming);
    const path = incoming.url ?? "/";
    if (path === "/control" && incoming.method === "PUT") {
      state = {
        render: "real",
        cut: "real",
        analyze: "real",
        times: null,
        ...(JSON.parse(body.toString()) as Partial<GateState>),
      };
      jobs.length = 0;
      return void outgoing.end("{}");
    }
    if (path === "/control") return void outgoing.end(JSON.stringify({ jobs }));
    const mode = modeFor(path);
    if (path !== "/health") jobs.push({ path, job: JSON.parse(body.toString()), mode });
    switch (mode) {
      case "real":
        return passOn(incoming, outgoing, body);
      case "instant":
        return answerInstantly(outgoing, JSON.parse(body.toString()) as RenderJob);
      case "busy":
        return void outgoing
          .writeHead(503, { "retry-after": "1" })
          .end(JSON.stringify({ code: "busy", message: "busy", retryable: true }));
      case "reset":
        return void incoming.socket.destroy();
      case "hang":
        outgoing.writeHead(200, { "content-type": "application/x-ndjson" }).flushHeaders();
        return;
      case "disk-full":
        return send(outgoing, {
          event: "error",
          error: { code: "disk_full", message: "The disk is full.", retryable: true },
        });
      case "bad-input":
        return send(outgoing, {
          event: "error",
          error: { code: "unreadable_video", message: "The video cannot be read.", retryable: false },
        });
      case "vanish":
        outgoing.writeHead(200, { "content-type": "application/x-ndjson" });
        outgoing.write(`${JSON.stringify({ event: "progress", fraction: 0.5 })}\n`);
        setTimeout(() => incoming.socket.destroy(), 50);
        return;
      case "lie": {
        const { output } = JSON.parse(body.toString()) as RenderJob;
        const file = { bytes: 1, md5: "0".repeat(32), width: output.width, height: output.height };
        const result = {
          video: { ...file, durationSeconds: 8 },
          poster: file,
          loudness: { integratedLufs: -14, truePeakDb: -1 },
          warnings: [],
        };
        return send(outgoing, { event: "done", result });
      }
    }
  }

  function modeFor(path: string): GateMode {
    if (path === "/analyze") return state.analyze;
    if (path !== "/render" && path !== "/cut") return "real";
    const mode = path === "/render" ? state.render : state.cut;
    if (mode === "real" || state.times === null) return mode;
    if (state.times === 0) return path === "/render" ? "instant" : "real";
    state.times -= 1;
    return mode;
  }

  function passOn(incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer): void {
    const onward = request(
      { port, host: "localhost", path: incoming.url, method: incoming.method, headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
        answer.on("error", () => outgoing.destroy());
      },
    );
    onward.on("error", () => outgoing.destroy());
    outgoing.on("close", () => onward.destroy());
    onward.end(body);
  }

  async function answerInstantly(outgoing: ServerResponse, job: RenderJob): Promise<void> {
    const { width, height, durationSeconds } = job.output;
    const files = readyMade.get(width);
    if (!files) throw new Error(`No video of width ${width} is ready-made`);
    await put(job.deliver.video, files.video);
    await put(job.deliver.poster, files.poster);
    const describe = (bytes: Buffer) => ({ bytes: bytes.length, md5: createHash("md5").update(bytes).digest("hex") });
    const result: RenderResult = {
      video: { ...describe(files.video), width, height, durationSeconds },
      poster: { ...describe(files.poster), width, height },
      loudness: { integratedLufs: -14, truePeakDb: -1 },
      warnings: [],
    };
    send(outgoing, { event: "done", result });
  }

  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await renderer.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function send(outgoing: ServerResponse, event: JobEvent<unknown>): void {
  outgoing.writeHead(200, { "content-type": "application/x-ndjson" }).end(`${JSON.stringify(event)}\n`);
}

async function put({ url, headers }: RenderJob["deliver"]["video"], bytes: Buffer): Promise<void> {
  const response = await fetch(url, { method: "PUT", headers: headers ?? {}, body: new Uint8Array(bytes) });
  if (!response.ok) throw new Error(`PUT answered ${response.status}`);
}

function makeFiles(folder: string, width: number, height: number, seconds: number): { video: Buffer; poster: Buffer } {
  const [video, poster] = [join(folder, "ready.mp4"), join(folder, "ready.jpg")];
  const picture = ["-f", "lavfi", "-i", `testsrc2=s=${width}x${height}:r=24:d=${seconds}`];
  const sound = ["-f", "lavfi", "-i", `sine=f=330:r=48000:d=${seconds}`];
  const codecs = [
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-pix_fmt",
    "yuv420p",
    "-c:a",
    "aac",
    "-movflags",
    "+faststart",
  ];
  execFileSync(ffmpegPath(), ["-v", "error", "-y", ...picture, ...sound, ...codecs, video]);
  execFileSync(ffmpegPath(), ["-v", "error", "-y", "-i", video, "-frames:v", "1", poster]);
  return { video: readFileSync(video), poster: readFileSync(poster) };
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
