/** The HTTP API in this process, on bindings that a test chooses. Who uses this must mock "cloudflare:workers". */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { vi } from "vitest";
import { ROOT } from "../../local/paths.ts";

const ORIGIN = "https://backline.test";

/** Bindings and settings that no test cares about. */
const PLAIN = {
  VERSION: { id: "v" },
  ...{ PUBLIC_ORIGIN: "http://localhost", MEDIA_ORIGIN: ORIGIN, R2_S3_ORIGIN: ORIGIN, R2_LIBRARY_BUCKET: "library" },
  ...{ R2_MEDIA_BUCKET: "media", R2_ACCESS_KEY_ID: "k", R2_SECRET_ACCESS_KEY: "s", FAL_KEY: "k" },
  ...{ DNS_ORIGIN: ORIGIN, FAL_ORIGIN: ORIGIN },
};

export interface Api {
  /** Sends a request, whose body goes as it is. Work that goes on behind the answer is kept in `later`. */
  request(
    path: string,
    init?: {
      method?: string;
      headers?: Record<string, string>;
      body?: string | Uint8Array<ArrayBuffer> | ReadableStream;
      duplex?: "half";
    },
  ): Promise<Response>;
  later: Promise<unknown>[];
}

/** A new copy of the API's code, which remembers nothing: an isolate of its own. */
export async function openApi(bindings: Record<string, unknown>): Promise<Api> {
  // This gives schemas their openapi(), but only those that are made afterwards.
  await import("@hono/zod-openapi");
  vi.resetModules();
  // By its path: the Worker is checked with the types of its own runtime, not with Node's.
  const { app } = await import(pathToFileURL(join(ROOT, "worker/http/index.ts")).href);
  const env = { ...PLAIN, ...bindings };
  const later: Promise<unknown>[] = [];
  const context = { waitUntil: (work: Promise<unknown>) => later.push(work), passThroughOnException() {} };
  return { later, request: async (path, init = {}) => app.request(path, init, env, context) };
}

/** A Durable Object namespace with one object for all names, or one for each that `open` makes. */
export const namespace = (open: (name: string) => unknown) => ({ idFromName: (name: string) => name, get: open });
