import type { Caller } from "../accounts/authentication.ts";
import type { PrepareFirst } from "../accounts/entry.ts";
import type { Env } from "../env.ts";
import type { Services } from "../services.ts";

/** The types of what middleware sets for routes. */
export interface AppEnv {
  Bindings: Env;
  Variables: {
    requestId: string;
    services: Services;
    caller: Caller;
    /** Of the caller's API key. */
    keyHash: string;
    /** Unix milliseconds; null: never. */
    keyExpiresAt: number | null;
    /** What the route reads first, where it says so; `by` tells which. See first-read.ts. */
    firstRead: { by: object; prepare: PrepareFirst } | undefined;
    /** What that came to. */
    wasRead: { by: object; result: unknown } | undefined;
    /**
     * To be waited for before anything is answered. Throws 429 when the key has used up its quota. True: what was read is
     * too old, or `lacks` something that the nearest copy of the database may not know yet, and is to be read again.
     */
    settle: (lacks: boolean) => Promise<boolean>;
  };
}
