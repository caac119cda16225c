/** rest.fal.ai: uploads (whole and in parts) and the key set of callback signatures. */
import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { expiryOf, readLifecycle } from "../requests/retention.ts";
import { refusal } from "./authorization.ts";
import { body, type Exchange, type Handler, notFound, parseJson, type Reply } from "./exchange.ts";
import type { ServerParts } from "./parts.ts";
import { badLifecycle } from "./submit.ts";

interface Upload {
  name: string;
  contentType: string;
  filesKeptSeconds: number | undefined;
  /** Paths of the parts that came in, by number; null for an upload in one piece. */
  parts: Map<number, { path: string; etag: string }> | null;
}

const initiation = z.object({ content_type: z.string().min(1), file_name: z.string().min(1) });
const completion = z.object({ parts: z.array(z.object({ partNumber: z.int(), etag: z.string() })).min(1) });

/** The handlers of /rest and of /files/upload; they share the uploads that were announced. */
export function storage(parts: ServerParts): { rest: Handler; upload: Handler } {
  const uploads = new Map<string, Upload>();
  return {
    rest: (exchange) => rest(exchange, parts, uploads),
    upload: (exchange) => upload(exchange, parts, uploads),
  };
}

async function rest(exchange: Exchange, parts: ServerParts, uploads: Map<string, Upload>): Promise<Reply> {
  const route = `${exchange.method} ${exchange.path.join("/")}`;
  if (route === "GET .well-known/jwks.json") {
    return { status: 200, json: parts.key.jwks, headers: { "cache-control": "max-age=86400" } };
  }
  const multipart = route === "POST storage/upload/initiate-multipart";
  if (!multipart && route !== "POST storage/upload/initiate") return notFound;
  const refused = refusal(exchange.request, parts.settings());
  if (refused) return refused;
  const asked = initiation.safeParse(parseJson(await body(exchange.request)));
  if (!asked.success) return { status: 422, json: { detail: "content_type and file_name are required" } };
  const kept = readLifecycle(exchange.request.headers["x-fal-object-lifecycle"]);
  if (kept.problem) return badLifecycle;
  const token = randomUUID();
  const name = asked.data.file_name.split(/[\\/]/).at(-1) || "file";
  const about = { name, contentType: asked.data.content_type, filesKeptSeconds: kept.seconds };
  uploads.set(token, { ...about, parts: multipart ? new Map() : null });
  return {
    status: 200,
    json: {
      upload_url: `${parts.origin()}/files/upload/${token}`,
      file_url: `${parts.origin()}/files/${token}/${encodeURIComponent(name)}`,
    },
  };
}

async function upload(exchange: Exchange, parts: ServerParts, uploads: Map<string, Upload>): Promise<Reply> {
  const [token = "", part] = exchange.path;
  const announced = uploads.get(token);
  if (!announced) return notFound;
  if (!announced.parts) {
    if (exchange.method !== "PUT" || part !== undefined) return notFound;
    await parts.files.receive(exchange.request, token, described(announced, parts));
    uploads.delete(token);
    return { status: 200, json: {} };
  }
  if (exchange.method === "PUT" && /^\d+$/.test(part ?? "")) {
    const number = Number(part);
    const path = parts.files.temporary();
    await pipeline(exchange.request, createWriteStream(path));
    const etag = `"${token}-${number}"`;
    announced.parts.set(number, { path, etag });
    return { status: 200, json: { partNumber: number, etag }, headers: { etag } };
  }
  if (exchange.method === "POST" && part === "complete") return complete(exchange, parts, uploads, token, announced);
  return notFound;
}

const described = ({ name, contentType, filesKeptSeconds }: Upload, parts: ServerParts) => {
  const expiresAt = expiryOf(filesKeptSeconds, parts.settings(), Date.now());
  return { name, contentType, ...(expiresAt === undefined ? {} : { expiresAt }) };
};

async function complete(
  exchange: Exchange,
  parts: ServerParts,
  uploads: Map<string, Upload>,
  token: string,
  announced: Upload,
): Promise<Reply> {
  const asked = completion.safeParse(parseJson(await body(exchange.request)));
  const paths = asked.data?.parts.map(({ partNumber, etag }) => {
    const part = announced.parts?.get(partNumber);
    return part?.etag === etag ? part.path : undefined;
  });
  if (!paths || paths.some((path) => path === undefined)) {
    return { status: 400, json: { detail: "The list of parts does not match what was uploaded" } };
  }
  const whole = Readable.from(concatenated(paths.filter((path) => path !== undefined)));
  await parts.files.receive(whole, token, described(announced, parts));
  uploads.delete(token);
  await Promise.all([...(announced.parts?.values() ?? [])].map(({ path }) => rm(path, { force: true })));
  return { status: 200, json: {} };
}

async function* concatenated(paths: string[]): AsyncGenerator<Buffer> {
  for (const path of paths) yield* createReadStream(path);
}
