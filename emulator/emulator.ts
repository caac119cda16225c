/** fal.ai on a laptop: the wire protocol of fal, with real media made from the real inputs. */
import { mkdirSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dice } from "./dice.ts";
import { type Fault, FaultPlan } from "./faults.ts";
import type { Head } from "./media/paint/head.ts";
import { Studio } from "./media/studio.ts";
import type { Json, JsonObject } from "./protocol/outcome.ts";
import { signingKey } from "./protocol/signature.ts";
import { RequestBook } from "./requests/book.ts";
import { Callbacks } from "./requests/callbacks.ts";
import type { LedgerEntry } from "./requests/request.ts";
import { Runner } from "./requests/runner.ts";
import type { ServerParts } from "./server/parts.ts";
import { createFalServer } from "./server/server.ts";
import { type Settings, type SettingsInput, settings as settingsSchema } from "./settings.ts";
import { FileStore } from "./store/files.ts";
import { Transcripts } from "./text/transcripts.ts";

export interface FalEmulatorOptions {
  /** 0 (the default) takes a free port. */
  port?: number;
  /** Interface to listen on. */
  host?: string;
  /** What clients reach it by, when that is not `http://127.0.0.1:<port>`. */
  origin?: string;
  /** Folder that keeps requests, results and files over a restart. Without it a temporary one, removed on close. */
  state?: string;
  /** Folder with the known words of songs: `<sha256 of the audio file>.json`. */
  transcripts?: string;
  /** Where the artist's head is in known scenes, by the SHA-256 of the picture's file. */
  heads?: ReadonlyMap<string, Head>;
  /** Decides latencies, chances and everything made up. */
  seed?: string;
  settings?: SettingsInput;
}

export interface FalEmulator {
  origin: string;
  /** Every attempt to submit, oldest first, with what became of it. */
  ledger(): LedgerEntry[];
  settings(): Settings;
  /** Changes the named settings, keeps the others. */
  setSettings(change: Partial<SettingsInput>): Settings;
  /** Replaces what is to go wrong from now on. */
  setFaults(faults: NonNullable<SettingsInput["faults"]>): void;
  /** Forgets every request and goes back to the settings it was started with. */
  reset(): Promise<void>;
  /** Stops the server and every job; what is unfinished is made again by the next start on the same state. */
  close(): Promise<void>;
}

/** Starts the emulator and resolves when it listens. Rejects when its port is taken, and throws on settings that are none. */
export async function startFalEmulator(options: FalEmulatorOptions = {}): Promise<FalEmulator> {
  const initial = settingsSchema.parse(options.settings ?? {});
  const state = options.state ?? mkdtempSync(join(tmpdir(), "backline-fal-"));
  mkdirSync(state, { recursive: true });
  const seed = options.seed ?? "backline";

  let current = initial;
  let origin = "";
  const faults = new FaultPlan(initial.faults, dice(seed, "faults"));
  const settings = (): Settings => ({ ...current, faults: faults.faults });
  const absolute = (json: JsonObject): JsonObject => withOrigin(json, origin);

  const files = new FileStore(state);
  const book = new RequestBook(state);
  const key = signingKey(join(state, "webhook-key.pem"));
  const transcripts = new Transcripts(state, options.transcripts);
  const studio = new Studio({ files, media: () => current.media });
  const callbacks = new Callbacks({ book, key, settings, absolute });
  const runner = new Runner({
    book,
    files,
    studio,
    transcripts,
    heads: options.heads ?? new Map(),
    settings,
    seed,
    temporary: files.temporaryFolder,
    completed: (request) => callbacks.start(request),
  });

  const change = (input: SettingsInput): Settings => {
    current = settingsSchema.parse(input);
    faults.faults = current.faults;
    runner.refresh();
    return settings();
  };
  const reset = async (): Promise<void> => {
    await Promise.all([runner.stop(), callbacks.stop()]);
    book.clear();
    change(initial);
  };
  const parts: ServerParts = {
    book,
    runner,
    callbacks,
    faults,
    files,
    transcripts,
    key,
    origin: () => origin,
    settings,
    change,
    reset,
    absolute,
  };
  const server = createFalServer(parts);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve);
  });
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo;
  origin = options.origin ?? `http://127.0.0.1:${port}`;

  for (const request of book.requests) {
    if (request.completed) callbacks.start(request);
    else void runner.start(request);
  }

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await Promise.all([runner.stop(), callbacks.stop()]);
    server.closeAllConnections();
    await closed;
    if (options.state === undefined) await rm(state, { recursive: true, force: true });
  };
  return {
    origin,
    ledger: () => book.ledger(),
    settings,
    setSettings: (named) => change({ ...settings(), ...named }),
    // Parsed again by `change`, which fills in the defaults.
    setFaults: (list) => void change({ ...settings(), faults: list as Fault[] }),
    reset,
    close: () => (closing ??= close()),
  };
}

/** Adds the origin to every `url` that is a path of the emulator. */
function withOrigin<Value extends Json>(value: Value, origin: string): Value {
  const walk = (each: Json, key?: string): Json => {
    if (typeof each === "string") return key === "url" && each.startsWith("/files/") ? origin + each : each;
    if (each === null || typeof each !== "object") return each;
    if (Array.isArray(each)) return each.map((item) => walk(item));
    return Object.fromEntries(Object.entries(each).map(([name, item]) => [name, walk(item, name)]));
  };
  // Only strings change, so the shape is the same.
  return walk(value) as Value;
}
