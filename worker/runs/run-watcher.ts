/**
 * The object that looks after runs for all who watch them, so that the database is asked once for all. It is awake as long
 * as anybody watches, and holds nothing that would be missed: whoever is cut off by its end asks again, and says which
 * versions it has. It looks at the primary: a copy may be behind, and a change is to be told within a second.
 */
import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { servicesOf } from "../services.ts";
import type { Seen, Watch, WatchApi } from "./watch-api.ts";
import { Watcher } from "./watcher.ts";

/** Its object is called `watcher`: there is one in a deployment. */
export class RunWatcher extends DurableObject<Env> implements WatchApi {
  readonly #watcher: Watcher;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#watcher = new Watcher(servicesOf(env));
  }

  next(watch: Watch): Promise<Seen> {
    return this.#watcher.next(watch);
  }
}
