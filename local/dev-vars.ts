/** `.dev.vars`: the developer's own settings and secrets. Plain `wrangler dev` reads it by itself. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

/** The value of FAL_KEY while fal.ai's emulator answers. */
const EMULATOR_KEY = "emulator";

export type Vars = Record<string, string>;

/** The settings in a file of this format. */
export function readVars(file: string): Vars {
  const parsed = parseEnv(readFileSync(file, "utf8"));
  return Object.fromEntries(
    Object.entries(parsed).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The settings in `.dev.vars` below `root`; none when there is no such file. */
export function readDevVars(root: string): Vars {
  const file = join(root, ".dev.vars");
  return existsSync(file) ? readVars(file) : {};
}

/** Copies `.dev.vars.example` to `.dev.vars`, unless there is one. Returns whether it did. */
export function makeDevVars(root: string): boolean {
  const file = join(root, ".dev.vars");
  if (existsSync(file)) return false;
  // Readable by its owner alone, because keys go there.
  writeFileSync(file, readFileSync(join(root, ".dev.vars.example"), "utf8"), { mode: 0o600, flag: "wx" });
  return true;
}

/** Whether these settings are for fal.ai itself, which charges. */
export const isForFal = ({ FAL_KEY }: Vars): boolean => FAL_KEY !== undefined && FAL_KEY !== EMULATOR_KEY;

/** Whether an origin is on this machine, where a companion can listen. */
export const isLocal = (origin: string | undefined): origin is string =>
  origin !== undefined && ["localhost", "127.0.0.1", "[::1]"].includes(URL.parse(origin)?.hostname ?? "");

/**
 * What is wrong with these settings for a whole local stack, as sentences; none when nothing is. `example`: what
 * missing settings may be copied from.
 */
export function faultsOf(vars: Vars, example: Vars): string[] {
  const needed = Object.keys(example).filter((name) => !(name === "FAL_ORIGIN" && isForFal(vars)));
  const missing = needed.filter((name) => !vars[name]);
  return [
    ...(missing.length > 0 ? [`.dev.vars lacks ${missing.join(", ")}: take the lines from .dev.vars.example.`] : []),
    ...(isForFal(vars) && isLocal(vars.FAL_ORIGIN)
      ? ["FAL_KEY is a key of fal.ai, but FAL_ORIGIN leads to the emulator: remove that line from .dev.vars."]
      : []),
    ...(isForFal(vars) && vars.FAL_INPUTS === undefined
      ? ['FAL_KEY is a key of fal.ai, which cannot read files from here: add FAL_INPUTS="upload" to .dev.vars.']
      : []),
  ];
}

/** The settings that `.dev.vars.example` proposes. */
export const readExample = (root: string): Vars => readVars(join(root, ".dev.vars.example"));
