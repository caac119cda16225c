// Runs a program of this repository on a fresh clone: installs what is missing, then hands over to the
// Node version that package.json pins (it is a dependency, so the machine's own Node only has to start this file).
// Usage: node commands/run.mjs <file> [arguments]
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Installs a folder's locked dependencies unless exactly these are there already. */
function install(folder) {
  const stamp = join(folder, "node_modules", ".backline-installed");
  const wanted = createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  process.stderr.write(`Installing dependencies of ${folder === root ? "the project" : `the ${basename(folder)}`} …\n`);
  // Not `npm ci`: it refuses a lock file made where a registry offers only this platform's optional binaries.
  // `install --no-save` takes the locked versions, adds the binaries of the platform at hand and writes nothing back.
  const npm = spawnSync("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (npm.status !== 0) {
    process.stderr.write(`npm install failed in ${folder}\n`);
    process.exit(npm.status ?? 1);
  }
  writeFileSync(stamp, wanted);
}

install(root);
install(join(root, "renderer"));
install(join(root, "client"));

const bin = join(root, "node_modules", ".bin");
const child = spawn(join(bin, "node"), ["--disable-warning=ExperimentalWarning", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PATH: `${bin}:${process.env.PATH ?? ""}` },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
// npm that is killed cannot pass the signal on: without this, what it started would stay behind.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) child.kill("SIGTERM");
}, 500).unref();
child.on("exit", (code, signal) => process.exit(signal ? 128 + (signal === "SIGINT" ? 2 : 15) : (code ?? 1)));
