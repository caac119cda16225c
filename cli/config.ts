/** What the command line keeps between calls, in one file of the user's own that nobody else can read. */
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { EXIT, Failure } from "./failure.ts";

const config = z.object({
  login: z.object({ url: z.url(), key: z.string() }).optional(),
  /** Create calls whose answer never came, by what was asked: asked again, they have the same idempotency key. */
  unanswered: z.record(z.string(), z.object({ key: z.string(), at: z.number() })).default({}),
  /** The listener that `listen` uses, by who it belongs to: its secret stays the same. */
  listeners: z.record(z.string(), z.object({ id: z.string(), secret: z.string() })).default({}),
});
export type Config = z.infer<typeof config>;

const EMPTY: Config = { unanswered: {}, listeners: {} };

/** Answers to idempotency keys are kept for a day. */
const UNANSWERED_MS = 23 * 3600 * 1000;

export const configFile = (env: NodeJS.ProcessEnv): string =>
  join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), ".config"), "backline", "config.json");

/** What is kept; nothing where there is no file. Throws a Failure where the file is not one of ours. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const file = configFile(env);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return EMPTY;
    throw new Failure(EXIT.unexpected, `${file} cannot be read: ${(error as Error).message}`);
  }
  try {
    return config.parse(JSON.parse(text));
  } catch {
    throw new Failure(EXIT.unexpected, `${file} is not what was written there. Delete it, and log in again.`);
  }
}

/** Changes what is kept, as it is at that moment. */
export function changeConfig(env: NodeJS.ProcessEnv, change: (config: Config) => Config): void {
  const file = configFile(env);
  const changed = change(readConfig(env));
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const part = `${file}.${process.pid}`;
  try {
    writeFileSync(part, `${JSON.stringify(changed, null, 2)}\n`, { mode: 0o600 });
    chmodSync(part, 0o600);
    // At once: whoever reads meanwhile reads the one or the other.
    renameSync(part, file);
  } finally {
    rmSync(part, { force: true });
  }
}

/** A name for whatever these values say together, which does not tell them. */
export const nameOf = (...values: unknown[]): string =>
  createHash("sha256").update(JSON.stringify(values)).digest("hex").slice(0, 32);

/** The idempotency key of a create call like this that was never answered; undefined: there is none, or it is too old. */
export function unansweredKey(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const found = readConfig(env).unanswered[name];
  return found && Date.now() - found.at < UNANSWERED_MS ? found.key : undefined;
}

/** Keeps the key of a call that is about to be made; `null`: it was answered. */
export function keepUnanswered(env: NodeJS.ProcessEnv, name: string, key: string | null): void {
  const isKept = ([other, { at }]: [string, { at: number }]) => other !== name && Date.now() - at < UNANSWERED_MS;
  changeConfig(env, (kept) => ({
    ...kept,
    unanswered: {
      ...Object.fromEntries(Object.entries(kept.unanswered).filter(isKept)),
      ...(key === null ? {} : { [name]: { key, at: Date.now() } }),
    },
  }));
}
