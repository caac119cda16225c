/** Which Backline is called, and with whose key. */
import { readConfig } from "./config.ts";
import { EXIT, Failure } from "./failure.ts";
import type { Output } from "./io.ts";

export interface Connection {
  url: string;
  key: string;
}

/**
 * From the environment (BACKLINE_URL and BACKLINE_API_KEY), else from `backline login`, else of the local stack that is up,
 * which is told. Throws a Failure where there is none.
 */
export async function findConnection(output: Output): Promise<Connection> {
  const { env } = output.io;
  const [url, key] = [env.BACKLINE_URL || undefined, env.BACKLINE_API_KEY || undefined];
  if (url !== undefined && key !== undefined) return { url: apiUrl(url, "BACKLINE_URL"), key };
  // A key is sent to nobody that it was not meant for.
  if (key !== undefined) throw new Failure(EXIT.usage, "Set BACKLINE_URL, too: it says whose key BACKLINE_API_KEY is.");
  const { login } = readConfig(env);
  const wanted = url === undefined ? undefined : apiUrl(url, "BACKLINE_URL");
  if (login && (wanted === undefined || login.url === wanted)) return login;
  const local = await localStack();
  if (local && (wanted === undefined || local.url === wanted)) {
    output.note([
      { text: `Using the local stack at ${local.url}, with its key from .backline/local.json.`, style: "dim" },
    ]);
    return local;
  }
  throw new Failure(
    EXIT.key,
    wanted === undefined
      ? "Nobody is logged in. Run `backline login https://your-backline.example.com`, or start the local stack: npm start"
      : `There is no key for ${wanted}. Run \`backline login ${wanted}\`, or set BACKLINE_API_KEY.`,
  );
}

/** The stack of this checkout that `npm start` keeps up. */
export async function localStack(): Promise<Connection | undefined> {
  const { findRunningStack } = await import("../local/local-file.ts");
  const found = await findRunningStack();
  return found && { url: found.url, key: found.api_key };
}

const isLoopback = (hostname: string) => hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);

/** The origin of an API. Throws a Failure that names `source` for what is none, or would carry a key in the clear. */
export function apiUrl(text: string, source: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !["https:", "http:"].includes(url.protocol)) {
    throw new Failure(EXIT.usage, `${source} is not a URL such as https://backline.example.com: ${text}`);
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw new Failure(
      EXIT.usage,
      `${source} must begin with https://, or anybody on the way could read the key: ${text}`,
    );
  }
  return url.origin;
}
