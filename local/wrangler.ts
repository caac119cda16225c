import { join } from "node:path";

export const wranglerScript = (root: string): string => join(root, "node_modules", "wrangler", "bin", "wrangler.js");

export const wranglerEnv = {
  // Keeps wrangler off the network.
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  // Traces that nobody reads: storing them costs a quarter of the Worker's time.
  X_LOCAL_OBSERVABILITY: "false",
  X_LOCAL_EXPLORER: "false",
};
