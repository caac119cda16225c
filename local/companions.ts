/**
 * The Worker's companions on a laptop: the renderer, DNS, and fal.ai's emulator. How each is started, as plain data.
 */
import { join } from "node:path";
import type { Records } from "./dns/server.ts";
import { HUGE_PAGES } from "./huge-pages.ts";
import { ROOT, SEED } from "./paths.ts";
import type { Launch } from "./service-group.ts";

const program = (...path: string[]) => ["--disable-warning=ExperimentalWarning", join(ROOT, ...path)];

/** Host and port of an origin on this machine. Throws when it names no port. */
function listeningAt(origin: string): { host: string; port: string } {
  const { hostname, port } = new URL(origin);
  if (port === "") throw new Error(`${origin} names no port to listen on`);
  return { host: hostname.replace(/^\[(.*)\]$/, "$1"), port };
}

/**
 * `mediaOrigins`: where it reads its inputs and delivers its results. `temporary`: the folder for its temporary files,
 * if not the system's.
 */
export function rendererLaunch(origin: string, mediaOrigins: string[], temporary?: string): Launch {
  const { host, port } = listeningAt(origin);
  return {
    name: "renderer",
    args: program("renderer", "src", "main.ts"),
    env: {
      ...HUGE_PAGES,
      ...{ HOST: host, PORT: port, ALLOWED_ORIGINS: [...new Set(mediaOrigins)].join() },
      ...(temporary === undefined ? {} : { TMPDIR: temporary }),
    },
    readyUrl: `${origin}/health`,
  };
}

/** `records`: names that it knows by itself, before it asks this machine's resolver. */
export function dnsLaunch(origin: string, records: Records = {}): Launch {
  const { host, port } = listeningAt(origin);
  return {
    name: "dns",
    args: [
      ...program("local", "dns", "main.ts"),
      ...["--host", host, "--port", port, "--records", JSON.stringify(records)],
    ],
    readyUrl: `${origin}/health`,
  };
}

export interface EmulatorOptions {
  latency?: "instant" | "demo";
  media?: "real" | "instant";
  seed?: string;
  /** How fast fal.ai forgets: the Worker's TIME_SCALE. */
  timeScale?: string;
}

/** `state`: the stack's folder, below which the emulator keeps its journal and files. */
export function emulatorLaunch(origin: string, state: string, options: EmulatorOptions = {}): Launch {
  const { host, port } = listeningAt(origin);
  return {
    name: "fal",
    args: [
      ...[...program("emulator", "main.ts"), "--host", host, "--port", port, "--origin", origin],
      ...["--state", join(state, "fal"), "--transcripts", join(SEED, "transcripts")],
      ...["--latency", options.latency ?? "demo", "--media", options.media ?? "real"],
      ...["--seed", options.seed ?? "backline", "--time-scale", options.timeScale ?? "1"],
    ],
    readyUrl: `${origin}/rest/.well-known/jwks.json`,
  };
}
