// Runs a program of this repository on a fresh clone: installs what is missing, then hands over to the Node that
// package.json pins, so the machine's own (20 or newer) only has to start this file.
// Usage: node commands/run.mjs <file> [arguments]
//
// Linux and macOS, on x64 and arm64; on Windows inside WSL. package-lock.json has the binaries for all of these. Node's are
// in packages of their own: the package `node` would have npm install the one for the platform at hand all over again,
// past the lock file and after everything else.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, "node_modules", ".bin");
const OWN_NODE_SUFFICES = 24;

/**
 * Whether npm's own record of node_modules, which it writes last, has everything that the lock file asks for on every
 * platform.
 */
function isInstalled() {
  const record = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const [wanted, present] = [join(root, "package-lock.json"), record].map(
    (file) => JSON.parse(readFileSync(file, "utf8")).packages,
  );
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    if (path === "") return true;
    const found = present[path];
    return found ? found.version === version && found.integrity === integrity : optional === true;
  });
}

if (!isInstalled()) {
  process.stderr.write("Installing dependencies …\n");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) {
    process.stderr.write("npm ci failed\n");
    process.exit(status ?? 1);
  }
}

/** The process that started this one; and that one's parent, if it is the shell that npm runs a script in. */
function processesAbove() {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return [parent];
  const { stdout } = spawnSync("ps", ["-o", "ppid=,comm=", "-p", String(parent)], { encoding: "utf8" });
  const [, npm] = /^\s*(\d+)\s+(?:\S*\/)?\w*sh\s*$/.exec(stdout ?? "") ?? [];
  return npm === undefined ? [parent] : [parent, Number(npm)];
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: alive, and another user's.
    return error.code === "EPERM";
  }
}

const pinned = join(bin, "node");
const hasPinned = existsSync(pinned);
if (!hasPinned && Number.parseInt(process.versions.node, 10) < OWN_NODE_SUFFICES) {
  process.stderr.write(
    `There is no Node of package.json's version for this platform: install Node ${OWN_NODE_SUFFICES} or newer yourself.\n`,
  );
  process.exit(1);
}

// Before the program starts: it may say that it is up, and npm be killed for it, while this is still looked up.
const above = processesAbove();
const child = spawn(
  hasPinned ? pinned : process.execPath,
  [
    "--disable-warning=ExperimentalWarning",
    `--import=${pathToFileURL(join(root, "commands", "tell-disk-trouble.ts"))}`,
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: "inherit",
    env: {
      // What was compiled once is kept: each program of this repository then starts in half the time.
      NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "compiled"),
      ...process.env,
      PATH: `${bin}:${process.env.PATH ?? ""}`,
    },
  },
);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
// An npm that is killed cannot pass the signal on: without this, what it started would stay behind.
setInterval(() => {
  if (process.ppid !== above[0] || !above.every(isAlive)) child.kill("SIGTERM");
}, 500).unref();
child.on("exit", (code, signal) => process.exit(signal ? 128 + (signal === "SIGINT" ? 2 : 15) : (code ?? 1)));
