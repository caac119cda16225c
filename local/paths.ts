/** Where the local stack keeps what it makes. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** What `npm start` and the demo keep: where plain `wrangler dev` keeps its own, so that all have one database. */
export const STATE = join(ROOT, ".wrangler", "state");
/** What is told to whoever uses the stack, and what is made once. */
export const LOCAL = join(ROOT, ".backline");
/** The seed's files, made once. */
export const SEED = join(LOCAL, "seed");
