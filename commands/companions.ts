/**
 * `npm run companions`: everything that the Worker needs beside it on this machine, running until interrupted: the
 * prepared database, fal.ai's emulator, the renderer, DNS, and the sweeps. `npx wrangler dev` in a second terminal does
 * the rest. .dev.vars says where each of them listens; it is made from .dev.vars.example if there is none, and
 * gets the lines that it lacks.
 */
import { join } from "node:path";
import { claimState } from "../local/claim.ts";
import { dnsLaunch, emulatorLaunch, rendererLaunch } from "../local/companions.ts";
import { completeDevVars } from "../local/complete-dev-vars.ts";
import { prepareData } from "../local/data.ts";
import { faultsOf, isForFal, isLocal, makeDevVars, readDevVars, readExample } from "../local/dev-vars.ts";
import { sentenceOf, tellDiskTrouble } from "../local/disk-trouble.ts";
import { describeStack, removeLocalFile, writeLocalFile } from "../local/local-file.ts";
import { ROOT, STATE } from "../local/paths.ts";
import { openServiceGroup, type ServiceGroup } from "../local/service-group.ts";
import { startSweeper } from "../local/sweeper.ts";

let group: ServiceGroup | undefined;
let ownsLocalFile = false;
let stopping = false;
async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  if (ownsLocalFile) removeLocalFile();
  await group?.stop();
  process.exit(exitCode);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));

try {
  await start();
} catch (error) {
  console.error(sentenceOf(error));
  await stop(1);
}

async function start(): Promise<void> {
  claimState(STATE);
  const accounts = await prepareData(STATE, { onProgress: (what) => console.log(`… ${what}`) });
  // After the database is prepared, because a Worker without settings leaves that alone.
  const isMade = makeDevVars(ROOT);
  const changed = completeDevVars(ROOT, accounts[0]?.apiKey);
  if (isMade || changed.length > 0) {
    const what = isMade ? "made .dev.vars from .dev.vars.example" : `set ${changed.join(", ")} in .dev.vars`;
    console.log(`… ${what}: a wrangler that is up must start again`);
  }
  const vars = readDevVars(ROOT);
  const faults = faultsOf(vars, readExample(ROOT));
  if (faults.length > 0) throw new Error(faults.join("\n"));
  // Each is set, because the example has it, and faultsOf found none missing.
  const { PUBLIC_ORIGIN = "", MEDIA_ORIGIN = "", R2_S3_ORIGIN = "", RENDERER_URL, DNS_ORIGIN, FAL_ORIGIN } = vars;

  const companions = [
    ...(isLocal(RENDERER_URL)
      ? [
          rendererLaunch(
            RENDERER_URL,
            [MEDIA_ORIGIN, R2_S3_ORIGIN].map((url) => new URL(url).origin),
          ),
        ]
      : []),
    ...(isLocal(DNS_ORIGIN) ? [dnsLaunch(DNS_ORIGIN)] : []),
    ...(isLocal(FAL_ORIGIN) ? [emulatorLaunch(FAL_ORIGIN, STATE, { timeScale: vars.TIME_SCALE ?? "1" })] : []),
  ];
  if (stopping) return;
  console.log("… starting the services");
  const services = openServiceGroup(join(STATE, "logs"));
  group = services;
  await Promise.all(companions.map((companion) => services.launch(companion)));
  startSweeper(PUBLIC_ORIGIN);
  ownsLocalFile = true;
  writeLocalFile(describeStack({ url: PUBLIC_ORIGIN, accounts }));
  console.log(`
The Worker's companions are up (${isForFal(vars) ? "with fal.ai itself: calls are charged" : "with fal.ai's emulator: nothing is charged"}). In a second terminal:

  npx wrangler dev

Backline is then at ${PUBLIC_ORIGIN}; keys and ids are in .backline/local.json. Ctrl-C stops the companions.`);
  services.watch((line) => console.error(line));
  const failed = await services.failed;
  tellDiskTrouble(STATE, (line) => console.error(line));
  throw new Error(
    `The companions cannot go on, because the ${failed} process has ended: see .wrangler/state/logs/${failed}.log`,
  );
}
