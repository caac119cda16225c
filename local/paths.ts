/** Where the local stack keeps what it makes. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** What `npm start` and the demo keep: in the folder of plain `wrangler dev`, so that all share one database. */
export const STATE = join(ROOT, ".wrangler", "state");
/** What users of the stack are told, and what is made once. */
export const LOCAL = join(ROOT, ".backline");
/** The seed's files, made once. */
export const SEED = join(LOCAL, "seed");
