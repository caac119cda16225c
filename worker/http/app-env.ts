import type { Env } from "../env.ts";
import type { Services } from "../services.ts";

/** Who calls. */
export interface Caller {
  accountId: string;
  apiKeyId: string;
  /** Null: as the settings have it. */
  requestsPerMinute: number | null;
}

/** Types of what middleware leaves for routes. */
export interface AppEnv {
  Bindings: Env;
  Variables: { requestId: string; services: Services; caller: Caller };
}
