/**
 * The whole system on one machine: the Worker in workerd, by `wrangler dev` or alone, the renderer as a plain Node process, DNS
 * over HTTP, and fal.ai's emulator unless .dev.vars names a real key. Used by `npm start`, the demo and the tests
 * alike.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SeedExtent } from "../seed/build.ts";
import { bundleWorker } from "./bundle.ts";
import { claimState } from "./claim.ts";
import { dnsLaunch, type EmulatorOptions, emulatorLaunch, rendererLaunch } from "./companions.ts";
import { prepareData } from "./data.ts";
import type { LocalDatabase, SeedAccount } from "./database.ts";
import { isForFal, readDevVars, readExample } from "./dev-vars.ts";
import type { Records } from "./dns/server.ts";
import { ROOT } from "./paths.ts";
import { freePort } from "./ports.ts";
import type { Service } from "./process.ts";
import { openServiceGroup } from "./service-group.ts";
import { formatSettings, localSettings } from "./settings.ts";
import { startSweeper } from "./sweeper.ts";
import { workerdLaunch, workerOrigin, wranglerLaunch } from "./worker.ts";

export interface StackOptions {
  /** Database, files, keys and logs; kept between starts. */
  state: string;
  /** Of the Worker; another one is chosen when it is taken. */
  port?: number;
  /** Of the emulator; see emulator/main.ts. */
  fal?: EmulatorOptions;
  /** A renderer that is already running, instead of one of our own. */
  rendererUrl?: string;
  /** Where our own renderer keeps its temporary files, if not in the system's folder. */
  rendererTemporary?: string;
  /** An emulator that is already running, instead of one of our own. */
  falOrigin?: string;
  /** Names that the local DNS knows by itself, before it asks this machine's resolver. */
  dnsRecords?: Records;
  /** What runs the Worker: `wrangler dev` as for a developer, or workerd alone, which costs a test far less. */
  runtime?: "wrangler" | "workerd";
  /** For workerd: the Worker's code, if it was bundled before (local/bundle.ts). */
  bundle?: string | undefined;
  /** For workerd: where the Worker's isolate can be looked into; nowhere by default. */
  inspectorPort?: number;
  /** More settings of the Worker. */
  settings?: Record<string, string>;
  /** Writes more rows into a new database, before anything runs. */
  addToSeed?: (db: LocalDatabase) => Promise<void>;
  /** How much of the seed a new database gets; all of it by default. */
  seedExtent?: SeedExtent;
  /** A folder with data that `prepareData` made: a new `state` gets a copy, in place of the two above. */
  prepared?: string;
  /** Entry file and wrangler.toml of another Worker than the product's, with the same bindings. */
  script?: string;
  config?: string;
  /** How often the sweeper runs. */
  sweepEveryMs?: number;
  /** Tests: do not read .dev.vars. */
  ignoreDevVars?: boolean;
  onProgress?: (what: string) => void;
  /** Told of each line that the Worker prints. */
  onWorkerLine?: (line: string) => void;
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
  /** Has services that no longer answer started again, and `say` told of it; see ServiceGroup. */
  watch(say: (line: string) => void): void;
  /** Kills every service at once, as in a power failure. */
  kill(): Promise<void>;
  /** Resolves when one of the services ends by itself. */
  failed: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts everything and waits until it answers. Throws when something does not, or when another stack keeps its data in
 * the same folder; whatever was started by then is stopped.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { state, onProgress = () => {} } = options;
  const devVars = options.ignoreDevVars ? {} : readDevVars(ROOT);
  const release = claimState(state);
  const logs = join(state, "logs");
  mkdirSync(logs, { recursive: true });
  const group = openServiceGroup(logs);

  try {
    const config = options.config ?? join(ROOT, "wrangler.toml");
    const script = options.script ?? join(ROOT, "worker", "index.ts");
    const [accounts, bundle] = await Promise.all([
      prepareData(state, options),
      options.runtime === "workerd"
        ? (options.bundle ?? bundleWorker(script, config, join(state, "bundle")))
        : undefined,
    ]);

    onProgress("starting the services");
    const port = await freePort(options.port);
    const url = workerOrigin(port);
    const isEmulated = !isForFal(devVars) || options.falOrigin !== undefined;
    const falOrigin = isEmulated ? (options.falOrigin ?? (await freeOrigin())) : undefined;
    const rendererUrl = options.rendererUrl ?? (await freeOrigin());
    const dnsOrigin = await freeOrigin();

    const settingsFile = join(state, "settings.env");
    const origins = { worker: url, renderer: rendererUrl, dns: dnsOrigin, fal: falOrigin };
    const ownKey = accounts[0] && { LOCAL_API_KEY: accounts[0].apiKey };
    const settings = localSettings(origins, readExample(ROOT), devVars, { ...ownKey, ...options.settings });
    writeFileSync(settingsFile, formatSettings(settings), { mode: 0o600 });

    const workerOptions = { port, state, settingsFile, config };
    const launches = {
      worker: bundle
        ? workerdLaunch(workerOptions, bundle, options.inspectorPort)
        : wranglerLaunch(workerOptions, script, await freePort()),
      renderer: rendererLaunch(rendererUrl, [url], options.rendererTemporary),
    };
    await Promise.all([
      group.launch({ ...launches.worker, onLine: options.onWorkerLine }),
      group.launch(dnsLaunch(dnsOrigin, options.dnsRecords)),
      options.rendererUrl === undefined ? group.launch(launches.renderer) : undefined,
      falOrigin !== undefined && options.falOrigin === undefined
        ? group.launch(emulatorLaunch(falOrigin, state, { timeScale: settings.TIME_SCALE ?? "1", ...options.fal }))
        : undefined,
    ]);

    const sweeper = startSweeper(url, options.sweepEveryMs);
    return {
      url,
      falOrigin,
      rendererUrl,
      accounts,
      // Their names are those that were launched above.
      services: group.services as Stack["services"] & typeof group.services,
      sweep: sweeper.sweep,
      restart: group.restart,
      watch: group.watch,
      async kill() {
        sweeper.stop();
        await group.killAll();
        release();
      },
      failed: group.failed,
      async stop() {
        sweeper.stop();
        await group.stop();
        release();
      },
    };
  } catch (error) {
    await group.stop();
    release();
    throw error;
  }
}

const freeOrigin = async (): Promise<string> => `http://127.0.0.1:${await freePort()}`;
