import { join } from "node:path";

export const wranglerScript = (root: string): string => join(root, "node_modules", "wrangler", "bin", "wrangler.js");

/** Keeps wrangler from asking the network anything. */
export const wranglerEnv = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
};
