import type { Caller } from "../accounts/authentication.ts";
import type { Env } from "../env.ts";
import type { Services } from "../services.ts";

/** Types of what middleware leaves for routes. */
export interface AppEnv {
  Bindings: Env;
  Variables: { requestId: string; services: Services; caller: Caller };
}
