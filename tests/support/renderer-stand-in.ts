/**
 * Stands before the real renderer: passes jobs on, or answers in its place, well and at once or badly. Steered over
 * HTTP, because tests run in other processes than the stack.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../local/paths.ts";
import { freePort } from "../../local/ports.ts";
import { startService, untilAnswers } from "../../local/process.ts";
import type { RenderJob } from "../../renderer/contract/job.ts";
import { ffmpegPath } from "../../renderer/src/binaries.ts";
import { answerBadly, answerDone, put, readAll, resultOf, type Trouble } from "./renderer-answers.ts";

/** real: pass on. instant: a ready-made video. The others: what a renderer in trouble does, `times` times, then instant. */
export type StandInMode = "real" | "instant" | Trouble;

export interface StandInState {
  render: StandInMode;
  cut: StandInMode;
  analyze: StandInMode;
  /** How many more jobs the mode is for; null: all. */
  times: number | null;
}

export interface StandInJob {
  path: string;
  job: unknown;
  mode: StandInMode;
}

export async function startRendererStandIn(logs: string, workerOrigin: string) {
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

  let state: StandInState = { render: "real", cut: "real", analyze: "real", times: null };
  const jobs: StandInJob[] = [];
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
        ...(JSON.parse(body.toString()) as Partial<StandInState>),
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
      default:
        return answerBadly(mode, JSON.parse(body.toString()) as RenderJob, incoming, outgoing);
    }
  }

  function modeFor(path: string): StandInMode {
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
    const { width } = job.output;
    const files = readyMade.get(width);
    if (!files) throw new Error(`No video of width ${width} is ready-made`);
    const video = await put(job.deliver.video, files.video);
    const poster = await put(job.deliver.poster, files.poster);
    answerDone(outgoing, resultOf(job, video, poster));
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

function makeFiles(folder: string, width: number, height: number, seconds: number): { video: Buffer; poster: Buffer } {
  const [video, poster] = [join(folder, "ready.mp4"), join(folder, "ready.jpg")];
  // One color: every run that is rendered at once stores the file, and nobody looks at its picture.
  const picture = ["-f", "lavfi", "-i", `color=c=teal:s=${width}x${height}:r=2:d=${seconds}`];
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
