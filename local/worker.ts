/** The Worker as a process, with settings, database and ports of its own. */
import { join } from "node:path";
import { ROOT } from "./paths.ts";
import type { Launch } from "./service-group.ts";
import { wranglerEnv, wranglerScript } from "./wrangler.ts";

export interface WorkerOptions {
  port: number;
  state: string;
  /** Read instead of .dev.vars. */
  settingsFile: string;
  /** A wrangler.toml. */
  config: string;
}

export const workerOrigin = (port: number): string => `http://localhost:${port}`;

/** By `wrangler dev`, as a developer runs it. `script`: the entry file. */
export function wranglerLaunch(
  { port, state, settingsFile, config }: WorkerOptions,
  script: string,
  inspectorPort: number,
): Launch {
  return {
    name: "worker",
    args: [
      ...[wranglerScript(ROOT), "dev", script],
      // Left to wrangler, the choice of an inspector port is a race when two stacks start at once.
      ...["--inspector-port", String(inspectorPort)],
      // Its stack traces are of the bundle, and a developer may look them up there.
      "--no-minify",
      ...["--config", config, "--port", String(port), "--persist-to", state],
      // `log` includes the Worker's own lines.
      ...["--env-file", settingsFile, "--show-interactive-dev-session=false", "--log-level", "log"],
    ],
    env: wranglerEnv,
    readyUrl: `${workerOrigin(port)}/health`,
  };
}

/**
 * By workerd alone, which costs a test far less. `bundle`: the module that `bundleWorker` wrote. `inspectorPort`: where its
 * isolate can be looked into, if at all.
 */
export function workerdLaunch(
  { port, state, settingsFile }: Omit<WorkerOptions, "config">,
  bundle: string,
  inspectorPort?: number,
): Launch {
  return {
    name: "worker",
    args: [
      ...["--disable-warning=ExperimentalWarning", join(ROOT, "local", "workerd.ts")],
      ...["--bundle", bundle, "--settings", settingsFile, "--state", state, "--port", String(port)],
      ...(inspectorPort === undefined ? [] : ["--inspector-port", String(inspectorPort)]),
    ],
    env: wranglerEnv,
    readyUrl: `${workerOrigin(port)}/health`,
  };
}
