/** The effects a request or a message may have, opened once per isolate and handed down as arguments. */
import { sql } from "drizzle-orm";
import { type Database, openDatabase } from "./db/database.ts";
import { Session, type SessionStart } from "./db/session.ts";
import type { LimiterApi } from "./domain/limiter-api.ts";
import { type Env, readSettings, type Settings, SettingsError } from "./env.ts";
import { type CallbackVerifier, openCallbackVerifier } from "./fal/callback.ts";
import { type Candidates, faultsOf, openCandidates } from "./fal/candidates.ts";
import { type FalQueue, moveHost, openFalQueue } from "./fal/client.ts";
import type { GateApi } from "./fal/gate-api.ts";
import { consoleLog, type Log } from "./log.ts";
import { type MediaStore, openMediaStore } from "./media/store.ts";
import type { Guard } from "./net/guarded-fetch.ts";
import { openResolver } from "./net/resolver.ts";
import { openQueues, type Queues } from "./queues.ts";
import type { PoolApi } from "./rendering/pool-api.ts";
import { openRenderer, type Renderer } from "./rendering/renderer.ts";
import { SECONDS, scaledMs } from "./timing.ts";

export interface Services {
  /** The primary; of a request's services, what its session reads. */
  db: Database;
  /** Of a request's services alone. */
  session?: Session;
  openSession(start: SessionStart): Session;
  /** What counts the requests of the API key with this hash. A stub is good for the request that got it. */
  limiterOf(hash: string): LimiterApi;
  /** Of a request's services alone: goes on with the work once the caller was answered. */
  afterAnswer?: (work: Promise<unknown>) => void;
  queues: Queues;
  fal: FalQueue;
  /** Gives generations their turn at fal.ai. A stub is good for the request that got it. */
  gate(): GateApi;
  candidates: Candidates;
  callbacks: CallbackVerifier;
  media: MediaStore;
  renderer: Renderer;
  /** For URLs that callers give us. */
  net: Guard;
  settings: Settings;
  log: Log;
  /** Unix milliseconds. */
  now(): number;
}

/**
 * One pool, for all renderers. wrangler.toml binds its class, whose methods are these. A stub is good for the request that
 * got it, and services outlive that.
 */
const poolOf =
  ({ RENDERER_POOL }: Env) =>
  (): PoolApi =>
    RENDERER_POOL.get(RENDERER_POOL.idFromName("pool")) as unknown as PoolApi;

const opened = new WeakMap<Env, Services>();

/** The services of an isolate. Throws a SettingsError when settings are missing or wrong. */
export function servicesOf(env: Env): Services {
  const known = opened.get(env);
  if (known) return known;
  const settings = readSettings(env);
  const scaled = (seconds: number) => scaledMs({ settings }, seconds);
  // Only here, because settings are checked by those who know nothing of models.
  const faults = faultsOf(settings.MODEL_CHOICES);
  if (faults.length > 0) {
    throw new SettingsError(faults.map((message) => ({ setting: "MODEL_CHOICES", message })));
  }
  const services: Services = {
    db: openDatabase(env.DB),
    // wrangler.toml binds its class, whose methods are these.
    limiterOf: (hash) => env.RATE_LIMITER.get(env.RATE_LIMITER.idFromName(hash)) as unknown as LimiterApi,
    openSession: (start) => new Session(env.DB, start),
    queues: openQueues({ steps: env.STEPS, renders: env.RENDERS, webhooks: env.WEBHOOKS, chores: env.CHORES }),
    fal: openFalQueue({
      ...{ key: settings.FAL_KEY, origin: settings.FAL_ORIGIN, timeoutMs: scaled(30) },
      // Not scaled: it is fal.ai's time.
      filesKeptSeconds: settings.MAX_WAIT_SECONDS + SECONDS.falFilesKept,
    }),
    // wrangler.toml binds its class, whose methods are these. There is one, for the whole deployment.
    gate: () => env.FAL_GATE.get(env.FAL_GATE.idFromName("gate")) as unknown as GateApi,
    candidates: openCandidates(settings.MODEL_CHOICES, scaled(SECONDS.retirementKept)),
    callbacks: openCallbackVerifier(moveHost("https://rest.fal.ai/.well-known/jwks.json", settings.FAL_ORIGIN)),
    media: openMediaStore({ library: env.LIBRARY, media: env.MEDIA, assets: env.ASSETS }, settings),
    renderer: openRenderer(poolOf(env), env.RENDERER, scaled(SECONDS.rendererSilence)),
    net: { resolve: openResolver(settings.DNS_ORIGIN), loopback: settings.LOOPBACK_ORIGINS },
    settings,
    log: consoleLog,
    now: () => Date.now(),
  };
  opened.set(env, services);
  return services;
}

/** Queries the database. Throws when it does not answer. */
export async function ping({ db }: Pick<Services, "db">): Promise<void> {
  await db.run(sql`SELECT 1`);
}
