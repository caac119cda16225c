/** The studio's files, and an API that answers with made runs and tells of their changes: so that the page alone is measured. */
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { ROOT } from "../../local/paths.ts";

const TYPES: Record<string, string> = {
  ...{ ".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml" },
  ...{ ".woff2": "font/woff2", ".jpg": "image/jpeg" },
};
const PAGE = 100;
const TEMPLATES = ["artist-caption-bedroom", "artist-caption-outside", "artist-caption-stage", "album-record-store"];
const STEPS = ["Listening to the song", "Choosing the clip", "Making the image", "Making the video", "Rendering"];

const AT = new Date().toISOString();

/** A run under way. `change`: how often it has changed. */
function runOf(index: number, change: number): object {
  const template = TEMPLATES[index % TEMPLATES.length] ?? "";
  const at = Math.min(STEPS.length - 1, Math.floor(change / 4));
  const steps = STEPS.map((title, position) => ({
    ...{ name: `step-${position}`, title, status: position < at ? "done" : position === at ? "running" : "blocked" },
    ...{
      startedAt: position <= at ? AT : null,
      finishedAt: position < at ? AT : null,
      durationMs: position < at ? 900 : null,
    },
    ...{ failures: 0, model: null, costInCents: 0, note: null, error: null },
  }));
  return {
    ...{ id: `run_${index}`, status: "EXECUTING", taskIdentifier: "create-content", createdAt: AT, updatedAt: AT },
    ...{ startedAt: AT, finishedAt: null, deletedAt: null, tags: [], costInCents: 0, durationMs: 0 },
    ...{ batchId: `batch_${Math.floor(index / 30)}`, idempotencyKey: null, isTest: true, output: null, error: null },
    choices: { reference: null, mood: null, movement: null },
    payload: { artist_account_id: "a", template },
    metadata: {
      ...{
        currentStep: `step-${at}`,
        progress: Math.min(0.99, change / 20),
        logs: [],
        steps,
        waiting: null,
        custom: {},
      },
      ...{ expectedAt: new Date(Date.now() + 60_000).toISOString(), estimateInCents: 93, version: 1 + change },
      imageUrl: change > 8 ? `/templates/${template}/0${1 + (index % 4)}.jpg` : null,
      wastedInCents: 0,
    },
  };
}

/** Serves it for so many runs. `changesPerSecond`: of all of them together, for as long as a stream is open. */
export async function serveStudio(runs: number, changesPerSecond: number) {
  const changes = new Array<number>(runs).fill(0);
  let [cursor, sent] = [0, 0];
  const streams = new Set<{ response: ServerResponse; ids: Set<string> }>();
  const tell = (index: number) => {
    const id = `run_${index}`;
    for (const { response, ids } of streams) {
      if (!ids.has(id)) continue;
      response.write(`event: run\ndata: ${JSON.stringify(runOf(index, changes[index] ?? 0))}\nid: ${sent}\n\n`);
      sent += 1;
    }
  };
  const timer = setInterval(() => {
    for (let told = 0; told < changesPerSecond / 10; told++) {
      cursor = (cursor + 7) % runs;
      changes[cursor] = (changes[cursor] ?? 0) + 1;
      tell(cursor);
    }
  }, 100);

  const answers: Record<string, (query: URLSearchParams) => object> = {
    "/api/account": () => ({
      ...{ status: "success", id: "a", name: "Bench", currency: "USD" },
      limits: { active_runs: 1000, requests_per_minute: 3000, monthly_spend: null },
      usage: { active_runs: runs, month: "2026-11", spent: 0, reserved: 0 },
    }),
    "/api/artists": () => ({
      status: "success",
      artists: [{ account_id: "a", name: "Bench", image: null, pinned: false, socials: [] }],
    }),
    "/api/content/estimate": () => ({ per_video: 0.93, total: 2.79 }),
    "/api/content/templates": () => ({ status: "success", templates: TEMPLATES.map((name) => ({ name })) }),
    "/api/tasks/runs": (query) => {
      const from = Number(query.get("cursor") ?? 0);
      const page = Array.from({ length: Math.min(PAGE, runs - from) }, (_, at) =>
        runOf(from + at, changes[from + at] ?? 0),
      );
      return { status: "success", runs: page, next_cursor: from + PAGE < runs ? String(from + PAGE) : null };
    },
  };
  for (const name of TEMPLATES) {
    answers[`/api/content/templates/${name}`] = () => ({
      status: "success",
      template: {
        ...{ name, builtIn: true, description: "", defaultLipsync: false, usesFace: true, moods: [], movements: [] },
        references: [{ id: "1", description: "", imageUrl: `/templates/${name}/01.jpg` }],
      },
    });
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const answer = answers[pathname];
    if (answer) {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer(searchParams)));
    } else if (pathname === "/api/tasks/runs/stream") {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const stream = { response, ids: new Set(searchParams.get("runIds")?.split(",")) };
      streams.add(stream);
      request.on("close", () => streams.delete(stream));
    } else {
      const file = join(ROOT, "public", pathname === "/" ? "index.html" : pathname);
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
      response.end(readFileSync(file));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // It listens on a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    told: () => sent,
    close: () => {
      clearInterval(timer);
      server.closeAllConnections();
      server.close();
    },
  };
}
