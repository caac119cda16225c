/**
 * The few globals of the Workers runtime that shared modules name in their types, for programs that are checked with
 * Node's globals. The Worker itself is checked with the whole runtime's (worker/tsconfig.json).
 *
 * Types that carry streams, blobs or answers are written out here, because the runtime's own types for these do not fit
 * Node's.
 */
type D1Database = import("@cloudflare/workers-types/experimental/index.ts").D1Database;
type D1DatabaseSession = import("@cloudflare/workers-types/experimental/index.ts").D1DatabaseSession;
type D1PreparedStatement = import("@cloudflare/workers-types/experimental/index.ts").D1PreparedStatement;
type R2Object = import("@cloudflare/workers-types/experimental/index.ts").R2Object;
type R2Objects = import("@cloudflare/workers-types/experimental/index.ts").R2Objects;
type R2Range = import("@cloudflare/workers-types/experimental/index.ts").R2Range;
type Queue<Body> = import("@cloudflare/workers-types/experimental/index.ts").Queue<Body>;
type MessageBatch<Body> = import("@cloudflare/workers-types/experimental/index.ts").MessageBatch<Body>;
type WorkerVersionMetadata = import("@cloudflare/workers-types/experimental/index.ts").WorkerVersionMetadata;
type CryptoKey = import("node:crypto").webcrypto.CryptoKey;

type RuntimeR2Bucket = import("@cloudflare/workers-types/experimental/index.ts").R2Bucket;
type RuntimeR2ObjectBody = import("@cloudflare/workers-types/experimental/index.ts").R2ObjectBody;
type R2ObjectBody = Omit<RuntimeR2ObjectBody, "blob" | "body"> & {
  blob(): Promise<Blob>;
  body: ReadableStream<Uint8Array>;
};
type R2Bucket = Omit<RuntimeR2Bucket, "get" | "put"> & {
  get(...parameters: Parameters<RuntimeR2Bucket["get"]>): Promise<R2ObjectBody | null>;
  put(
    key: string,
    value: ReadableStream | ArrayBuffer | ArrayBufferView | string | null | Blob,
    options?: Parameters<RuntimeR2Bucket["put"]>[2],
  ): Promise<R2Object>;
};

interface Fetcher {
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
}
type DurableObjectNamespace = Omit<
  import("@cloudflare/workers-types/experimental/index.ts").DurableObjectNamespace,
  "get" | "getByName"
> & { get(id: import("@cloudflare/workers-types/experimental/index.ts").DurableObjectId): Fetcher };
