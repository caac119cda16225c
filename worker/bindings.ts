/** What wrangler.toml binds. Made by `npm run bindings`. */
export interface Bindings {
  LIBRARY: R2Bucket;
  MEDIA: R2Bucket;
  DB: D1Database;
  STEPS: Queue<unknown>;
  RENDERS: Queue<unknown>;
  WEBHOOKS: Queue<unknown>;
  CHORES: Queue<unknown>;
  VERSION: WorkerVersionMetadata;
  ASSETS: Fetcher;
  RENDERER: DurableObjectNamespace;
  RENDERER_POOL: DurableObjectNamespace;
  FAL_GATE: DurableObjectNamespace;
  RATE_LIMITER: DurableObjectNamespace;
  RUN_WATCHER: DurableObjectNamespace;
}
