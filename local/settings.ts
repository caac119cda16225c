/** The Worker's settings on a laptop. Names and meanings: worker/env.ts. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

/** As in wrangler.toml, for the emulated S3 endpoint. */
const LOCAL_S3 = { accessKeyId: "local-access-key", secretAccessKey: "local-secret-key" };

/** The developer's own settings and secrets; a FAL_KEY among them means that fal.ai itself is called. */
export function readDevVars(root: string): Record<string, string> {
  const file = join(root, ".dev.vars");
  if (!existsSync(file)) return {};
  const parsed = parseEnv(readFileSync(file, "utf8"));
  return Object.fromEntries(
    Object.entries(parsed).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

export interface LocalOrigins {
  worker: string;
  renderer: string;
  dns: string;
  /** Undefined: fal.ai itself. */
  fal: string | undefined;
}

export function localSettings(
  origins: LocalOrigins,
  devVars: Record<string, string>,
  extra: Record<string, string>,
): Record<string, string> {
  return {
    PUBLIC_ORIGIN: origins.worker,
    MEDIA_ORIGIN: `${origins.worker}/cdn-cgi/local/r2/public/backline-media`,
    R2_S3_ORIGIN: `${origins.worker}/cdn-cgi/local/r2/s3`,
    R2_ACCESS_KEY_ID: LOCAL_S3.accessKeyId,
    R2_SECRET_ACCESS_KEY: LOCAL_S3.secretAccessKey,
    RENDERER_URL: origins.renderer,
    DNS_ORIGIN: origins.dns,
    // For a receiver of webhooks, as docs/using.md has it.
    LOOPBACK_ORIGINS: "http://localhost:3000",
    ...(origins.fal === undefined
      ? // fal.ai can neither read files from a laptop nor call back.
        { FAL_INPUTS: "upload" }
      : { FAL_ORIGIN: origins.fal, FAL_KEY: "emulator" }),
    ...devVars,
    ...extra,
  };
}

/** In the format of .dev.vars. */
export const formatSettings = (settings: Record<string, string>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}\n`)
    .join("");
