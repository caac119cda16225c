/** The Worker as a process: `wrangler dev`, with settings, database and ports of its own. */
import { join } from "node:path";
import { ROOT } from "./paths.ts";
import type { Launch } from "./service-group.ts";
import { wranglerEnv, wranglerScript } from "./wrangler.ts";

export interface WorkerOptions {
  port: number;
  inspectorPort: number;
  state: string;
  /** Read instead of .dev.vars. */
  settingsFile: string;
  /** Entry file and wrangler.toml of another Worker than the product's, with the same bindings. */
  script?: string | undefined;
  config?: string | undefined;
}

export const workerOrigin = (port: number): string => `http://localhost:${port}`;

export function workerLaunch({ port, inspectorPort, state, settingsFile, script, config }: WorkerOptions): Launch {
  return {
    name: "worker",
    args: [
      ...[wranglerScript(ROOT), "dev", ...(script ? [script] : [])],
      // Left to wrangler, the choice of an inspector port is a race when two stacks start at once.
      ...["--inspector-port", String(inspectorPort)],
      ...["--config", config ?? join(ROOT, "wrangler.toml"), "--port", String(port), "--persist-to", state],
      // `log` includes the Worker's own lines.
      ...["--env-file", settingsFile, "--show-interactive-dev-session=false", "--log-level", "log"],
    ],
    env: wranglerEnv,
    readyUrl: `${workerOrigin(port)}/health`,
  };
}
