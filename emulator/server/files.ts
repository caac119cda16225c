/** The media that models made and clients uploaded, as fal's CDN serves it: public, with ranges. */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type { FileStore, StoredFile } from "../store/files.ts";
import { type Exchange, notFound, pour, type Reply } from "./exchange.ts";

interface Range {
  start: number;
  end: number;
}

/** The one range of a Range header, `undefined` without one, `null` when it cannot be satisfied. */
function parseRange(header: string | undefined, size: number): Range | null | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return undefined;
  const start = match[1] === "" ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = match[1] === "" || match[2] === "" ? size - 1 : Math.min(Number(match[2]), size - 1);
  return start > end || start >= size ? null : { start, end };
}

/** Answers /files/…, with the flaw that the file was made with. */
export function files(exchange: Exchange, store: FileStore): Promise<Reply> | Reply {
  const file = store.get(exchange.path[0] ?? "");
  if (!file) return notFound;
  if (exchange.method !== "GET" && exchange.method !== "HEAD") {
    return { status: 405, json: { detail: "Method Not Allowed" } };
  }
  return file.flaw ? serveFlawed(exchange, store, file, file.flaw) : serve(exchange, store, file, file.bytes);
}

/** Serves the first `size` bytes. */
async function serve(exchange: Exchange, store: FileStore, file: StoredFile, size: number): Promise<Reply> {
  const { response } = exchange;
  const range = parseRange(exchange.request.headers.range, size);
  if (range === null) {
    response.setHeader("content-range", `bytes */${size}`);
    return { status: 416, json: { detail: "Range Not Satisfiable" } };
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  response.writeHead(range ? 206 : 200, {
    "content-type": file.contentType,
    "content-length": end - start + 1,
    "accept-ranges": "bytes",
    etag: `"${file.sha256}"`,
    "cache-control": "public, max-age=31536000, immutable",
    ...(range ? { "content-range": `bytes ${start}-${end}/${size}` } : {}),
  });
  if (exchange.method === "HEAD" || size === 0) response.end();
  else await pour(createReadStream(store.blob(file), { start, end }), response);
  return "answered";
}

async function serveFlawed(
  exchange: Exchange,
  store: FileStore,
  file: StoredFile,
  flaw: NonNullable<StoredFile["flaw"]>,
): Promise<Reply> {
  const { response } = exchange;
  const half = Math.floor(file.bytes / 2);
  switch (flaw.kind) {
    case "media-missing":
      return notFound;
    case "media-unavailable":
      if (flaw.times <= 0) return serve(exchange, store, file, file.bytes);
      flaw.times -= 1;
      return { status: 503, json: { detail: "Service Unavailable" } };
    case "media-truncated":
      return serve(exchange, store, file, half);
    case "media-cut-off": {
      response.writeHead(200, { "content-type": file.contentType, "content-length": file.bytes });
      if (exchange.method === "HEAD") {
        response.end();
        return "answered";
      }
      const source = createReadStream(store.blob(file), { end: half - 1 });
      for await (const chunk of source) {
        if (!response.write(chunk))
          await new Promise((resolve) => response.once("drain", resolve).once("close", resolve));
        if (response.destroyed) break;
      }
      // Lets what was written leave before the connection goes.
      setTimeout(() => exchange.request.socket.destroy(), 20);
      return "answered";
    }
    case "media-wrong-type": {
      const page = "<!doctype html><title>Just a moment…</title><p>Checking your browser.</p>";
      response.writeHead(200, { "content-type": file.contentType, "content-length": Buffer.byteLength(page) });
      response.end(exchange.method === "HEAD" ? undefined : page);
      return "answered";
    }
    case "media-huge": {
      response.writeHead(200, { "content-type": file.contentType, "content-length": flaw.bytes });
      if (exchange.method === "HEAD") response.end();
      else await pour(Readable.from(zeros(flaw.bytes)), response);
      return "answered";
    }
  }
}

function* zeros(bytes: number): Generator<Buffer> {
  const block = Buffer.alloc(256 * 1024);
  for (let left = bytes; left > 0; left -= block.length) yield left < block.length ? block.subarray(0, left) : block;
}
