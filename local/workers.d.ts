/**
 * The few globals of the Workers runtime that shared modules name in their types, for programs that are checked with
 * Node's globals. The Worker itself is checked with the whole runtime's (worker/tsconfig.json).
 */
type D1Database = import("@cloudflare/workers-types/experimental").D1Database;
type R2Bucket = import("@cloudflare/workers-types/experimental").R2Bucket;
type R2Object = import("@cloudflare/workers-types/experimental").R2Object;
type Queue<Body> = import("@cloudflare/workers-types/experimental").Queue<Body>;
type MessageBatch<Body> = import("@cloudflare/workers-types/experimental").MessageBatch<Body>;
type Fetcher = import("@cloudflare/workers-types/experimental").Fetcher;
type DurableObjectNamespace = import("@cloudflare/workers-types/experimental").DurableObjectNamespace;
type CryptoKey = import("node:crypto").webcrypto.CryptoKey;
type WorkerVersionMetadata = import("@cloudflare/workers-types/experimental").WorkerVersionMetadata;
type R2Range = import("@cloudflare/workers-types/experimental").R2Range;
