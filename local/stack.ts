/**
 * The whole system on one machine: the Worker in workerd by `wrangler dev`, the renderer as a plain Node process, DNS
 * over HTTP, and fal.ai's emulator unless .dev.vars names a real key. Used by `npm start`, the demo and the tests alike.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSeed } from "../seed/build.ts";
import { type LocalDatabase, migrate, type SeedAccount, seedDatabase } from "./database.ts";
import type { Records } from "./dns/server.ts";
import { copyDocsAssets } from "./docs-assets.ts";
import { freePort, type Service, startService, untilAnswers } from "./process.ts";
import { formatSettings, localSettings, readDevVars } from "./settings.ts";
import { wranglerEnv, wranglerScript } from "./wrangler.ts";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const LOCAL = join(ROOT, ".backline");
/** What `npm start` and the demo keep. */
export const STATE = join(LOCAL, "state");
/** The seed's files, made once. */
export const SEED = join(LOCAL, "seed");
const SWEEP_EVERY_MS = 5000;

export interface StackOptions {
  /** Database, files, keys and logs; kept between starts. */
  state: string;
  /** Of the Worker; another one is taken when it is not free. */
  port?: number;
  /** Arguments of the emulator; see emulator/main.ts. */
  fal?: { latency?: "instant" | "demo"; media?: "real" | "instant"; seed?: string };
  /** A renderer that runs already, instead of one of our own. */
  rendererUrl?: string;
  /** Where our own renderer keeps its temporary files, instead of where this machine does. */
  rendererTemporary?: string;
  /** An emulator that runs already, instead of one of our own. */
  falOrigin?: string;
  /** Names that the local DNS knows before it asks this machine's own. */
  dnsRecords?: Records;
  /** More settings of the Worker. */
  settings?: Record<string, string>;
  /** Writes more rows into a database that is new, before anything runs. */
  addToSeed?: (db: LocalDatabase) => Promise<void>;
  /** Entry file and wrangler.toml of another Worker than the product's, with the same bindings. */
  script?: string;
  config?: string;
  /** How often the sweeper runs. */
  sweepEveryMs?: number;
  /** Tests: do not read .dev.vars. */
  ignoreDevVars?: boolean;
  onProgress?: (what: string) => void;
}

export interface Stack {
  url: string;
  falOrigin: string | undefined;
  rendererUrl: string;
  accounts: SeedAccount[];
  services: { worker: Service; dns: Service; renderer?: Service; fal?: Service };
  /** Runs the sweeper now. */
  sweep(): Promise<void>;
  /** Kills a service as a crash would, and starts it again on the same port and state; the others go on. */
  restart(name: "worker" | "renderer"): Promise<void>;
  /** Kills every service at once, as when the power goes. */
  kill(): Promise<void>;
  /** Resolves when one of the services ends by itself. */
  failed: Promise<string>;
  stop(): Promise<void>;
}

export async function startStack(options: StackOptions): Promise<Stack> {
  const { state, onProgress = () => {} } = options;
  const devVars = options.ignoreDevVars ? {} : readDevVars(ROOT);
  const logs = join(state, "logs");
  mkdirSync(logs, { recursive: true });

  copyDocsAssets(ROOT);
  const port = await freePort(options.port);
  const origin = `http://localhost:${port}`;
  const started: Service[] = [];
  const launch = async (name: string, args: string[], env: Record<string, string>, readyUrl: string) => {
    const logFile = join(logs, `${name}.log`);
    const service = startService({ name, args, env, cwd: ROOT, logFile });
    started.push(service);
    await untilAnswers(service, readyUrl, logFile);
    return service;
  };
  const stopAll = async () => {
    // The Worker first: it would only complain about the others being gone.
    await Promise.all(started.toReversed().map((service) => service.stop()));
  };

  try {
    onProgress("composing the seed songs and pictures");
    const seed = await buildSeed(SEED, (made) => onProgress(`  ${made}`));
    const accounts = await prepareData(state, seed, onProgress, options.addToSeed);

    onProgress("starting the services");
    const emulated = devVars.FAL_KEY === undefined || options.falOrigin !== undefined;
    const falPort = await freePort();
    const falOrigin = emulated ? (options.falOrigin ?? `http://localhost:${falPort}`) : undefined;
    const inspectorPort = await freePort();
    const rendererPort = await freePort();
    const rendererUrl = options.rendererUrl ?? `http://localhost:${rendererPort}`;

    const dnsPort = await freePort();
    const dnsOrigin = `http://localhost:${dnsPort}`;

    const settingsFile = join(state, "settings.env");
    const settings = localSettings({ worker: origin, renderer: rendererUrl, dns: dnsOrigin, fal: falOrigin }, devVars, {
      ...options.settings,
    });
    writeFileSync(settingsFile, formatSettings(settings), { mode: 0o600 });

    const launchWorker = () =>
      launch(
        "worker",
        [
          ...[wranglerScript(ROOT), "dev", ...(options.script ? [options.script] : [])],
          // wrangler's own choice of an inspector port is a race when two stacks start at once.
          ...["--inspector-port", String(inspectorPort)],
          ...["--config", options.config ?? join(ROOT, "wrangler.toml"), "--port", String(port), "--persist-to", state],
          // `log`: with the Worker's own lines.
          ...["--env-file", settingsFile, "--show-interactive-dev-session=false", "--log-level", "log"],
        ],
        wranglerEnv,
        `${origin}/health`,
      );
    const launchRenderer = () =>
      launch(
        "renderer",
        ["--disable-warning=ExperimentalWarning", join(ROOT, "renderer", "src", "main.ts")],
        {
          ...{ PORT: String(rendererPort), ALLOWED_ORIGINS: origin },
          ...(options.rendererTemporary === undefined ? {} : { TMPDIR: options.rendererTemporary }),
        },
        `${rendererUrl}/health`,
      );
    const [worker, dns, renderer, fal] = await Promise.all([
      launchWorker(),
      launch(
        "dns",
        [
          ...["--disable-warning=ExperimentalWarning", join(ROOT, "local", "dns", "main.ts")],
          ...["--port", String(dnsPort), "--records", JSON.stringify(options.dnsRecords ?? {})],
        ],
        {},
        `${dnsOrigin}/health`,
      ),
      options.rendererUrl === undefined ? launchRenderer() : undefined,
      falOrigin !== undefined && options.falOrigin === undefined
        ? launch(
            "fal",
            [
              ...["--disable-warning=ExperimentalWarning", join(ROOT, "emulator", "main.ts")],
              ...["--port", String(falPort), "--host", "localhost", "--origin", falOrigin],
              ...["--state", join(state, "fal"), "--transcripts", join(SEED, "transcripts")],
              ...["--latency", options.fal?.latency ?? "demo", "--media", options.fal?.media ?? "real"],
              ...["--seed", options.fal?.seed ?? "backline"],
            ],
            {},
            `${falOrigin}/rest/.well-known/jwks.json`,
          )
        : undefined,
    ]);

    const sweep = async () => {
      const answer = await fetch(`${origin}/cdn-cgi/handler/scheduled`, { signal: AbortSignal.timeout(30_000) });
      await answer.body?.cancel();
    };
    // Cron does not fire locally. A sweep that fails is a Worker that is going down or restarting: the next one counts.
    const sweeper = setInterval(() => void sweep().catch(() => {}), options.sweepEveryMs ?? SWEEP_EVERY_MS);
    let stopping = false;
    const services: Stack["services"] = { worker, dns, ...(renderer ? { renderer } : {}), ...(fal ? { fal } : {}) };
    return {
      url: origin,
      falOrigin,
      rendererUrl,
      accounts,
      services,
      sweep,
      async restart(name) {
        const killed = services[name];
        if (!killed) throw new Error(`This stack has no ${name} of its own`);
        await killed.kill();
        started.splice(started.indexOf(killed), 1);
        services[name] = await (name === "worker" ? launchWorker() : launchRenderer());
      },
      async kill() {
        stopping = true;
        clearInterval(sweeper);
        await Promise.all(started.map((service) => service.kill()));
      },
      failed: Promise.race(
        started.map(async ({ name, ended }) => {
          await ended;
          // An expected end must not look like a failure, so that promise stays open.
          if (stopping) await new Promise(() => {});
          return name;
        }),
      ),
      async stop() {
        stopping = true;
        clearInterval(sweeper);
        await stopAll();
      },
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

/** The database that `npm start` and the demo keep: migrated, and seeded if it is new. */
export async function prepareLocalData(onProgress: (what: string) => void): Promise<void> {
  mkdirSync(STATE, { recursive: true });
  await prepareData(STATE, await buildSeed(SEED, (made) => onProgress(`  ${made}`)), onProgress, undefined);
}

/** Migrates, and seeds a database that is new. The keys exist only here: the database knows their hashes. */
async function prepareData(
  state: string,
  seed: Awaited<ReturnType<typeof buildSeed>>,
  onProgress: (what: string) => void,
  addToSeed: StackOptions["addToSeed"],
): Promise<SeedAccount[]> {
  const accountsFile = join(state, "accounts.json");
  onProgress("preparing the database");
  // Written last: without it an earlier start was interrupted, and what it left is of no use.
  if (!existsSync(accountsFile)) rmSync(join(state, "v3"), { recursive: true, force: true });
  migrate(ROOT, state);
  // Our own file, written below.
  if (existsSync(accountsFile)) return JSON.parse(readFileSync(accountsFile, "utf8")) as SeedAccount[];
  const accounts = await seedDatabase(ROOT, state, seed, addToSeed);
  writeFileSync(accountsFile, JSON.stringify(accounts, null, 2), { mode: 0o600 });
  return accounts;
}
