/**
 * Takes the place of "zod" in the Worker's bundle: `alias` in wrangler.toml. Whoever imports zod, a library too, hands the
 * whole of `z` on, and no bundler can then tell which parts of it are used.
 */
export * from "./names.ts";
export * as z from "./names.ts";
