import type { Caller } from "../accounts/authentication.ts";
import type { Env } from "../env.ts";
import type { Services } from "../services.ts";

/** The types of what middleware sets for routes. */
export interface AppEnv {
  Bindings: Env;
  Variables: {
    requestId: string;
    services: Services;
    caller: Caller;
    /** Whether the caller's key still works: for answers that take long. Reads the database every 20 seconds at most. */
    isStillAllowed: () => Promise<boolean>;
  };
}
