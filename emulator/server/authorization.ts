/** Who may ask: who has the right key, or any where none is set, but for two that stand for what can be wrong with one. */
import type { IncomingMessage } from "node:http";
import type { Settings } from "../settings.ts";
import type { Reply } from "./exchange.ts";

/** A key that fal does not know. */
const INVALID_KEY = "invalid";
/** The key of an account without credit. */
const LOCKED_KEY = "locked";

const LOCKED = "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing";

type RefusalSettings = Pick<Settings, "key" | "account" | "down">;

/** The reply that refuses this request, if it is to be refused. */
export function refusal(request: IncomingMessage, settings: RefusalSettings): Reply | undefined {
  if (settings.down === "silent") return "drop";
  if (settings.down !== null) return { status: settings.down, json: "<html><h1>Bad gateway</h1></html>" };
  const key = /^Key (.+)$/.exec(request.headers.authorization ?? "")?.[1]?.trim();
  if (!key || key === INVALID_KEY || (settings.key !== null && key !== settings.key)) return authorizationReply(401);
  return key === LOCKED_KEY || settings.account === "no-balance" ? authorizationReply(403) : undefined;
}

/** 401 for a key that nobody knows, 403 for one without credit. */
export const authorizationReply = (status: 401 | 403): Reply => ({
  status,
  json: { detail: status === 401 ? "invalid key credentials" : LOCKED },
});
