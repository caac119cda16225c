/** The floor Worker in a workerd of its own, as the local stack runs the product. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleWorker } from "../../local/bundle.ts";
import { ROOT } from "../../local/paths.ts";
import { freePort } from "../../local/ports.ts";
import { openServiceGroup } from "../../local/service-group.ts";
import { workerdLaunch, workerOrigin } from "../../local/worker.ts";
import { exitOnSignals } from "../stack/signals.ts";
import { ROWS_PATH } from "./calls.ts";

export interface Floor {
  url: string;
  /** Of the process that has started its workerd. */
  pid: number;
  rows: number;
  stop(): Promise<void>;
}

/** `state`: a folder for its database and its log. `rows`: how many there are to be read. */
export async function startFloor(state: string, rows = 100): Promise<Floor> {
  exitOnSignals();
  mkdirSync(state, { recursive: true });
  const folder = join(ROOT, "bench", "floor");
  const bundle = await bundleWorker(
    join(folder, "worker", "main.ts"),
    join(folder, "wrangler.toml"),
    join(state, "bundle"),
  );
  const settingsFile = join(state, "settings.env");
  writeFileSync(settingsFile, "");
  const port = await freePort();
  const group = openServiceGroup(state);
  const { pid } = await group.launch(workerdLaunch({ port, state, settingsFile }, bundle));
  const url = workerOrigin(port);
  const made = await fetch(`${url}${ROWS_PATH}?count=${rows}`, { method: "PUT" });
  if (!made.ok) throw new Error(`${ROWS_PATH} was answered ${made.status}: ${await made.text()}`);
  return { url, pid, rows, stop: group.stop };
}
