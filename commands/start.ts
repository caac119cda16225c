/** `npm start`: the local stack, up until interrupted. PORT chooses another port than 8787. */
import { sentenceOf, tellDiskTrouble } from "../local/disk-trouble.ts";
import { describeStack, findRunningStack, removeLocalFile, writeLocalFile } from "../local/local-file.ts";
import { STATE } from "../local/paths.ts";
import { type Stack, startStack } from "../local/stack.ts";

const DEFAULT_PORT = 8787;

const port = Number(process.env.PORT ?? DEFAULT_PORT);
if (!Number.isInteger(port) || port < 1 || port > 65535) {
  console.error(`PORT must be a port number, not ${process.env.PORT}`);
  process.exit(2);
}

const running = await findRunningStack();
if (running) {
  console.error(`Backline is up already, at ${running.url}: two stacks would share one database.`);
  process.exit(1);
}

let stack: Stack | undefined;
let stopping = false;
async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  if (stack) removeLocalFile();
  await stack?.stop();
  process.exit(exitCode);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));

try {
  stack = await startStack({
    state: STATE,
    port,
    onProgress: (what) => console.log(`… ${what}`),
  });
} catch (error) {
  console.error(sentenceOf(error));
  process.exit(1);
}
if (stopping) await stack.stop();

const local = describeStack(stack);
writeLocalFile(local);

if (!stack.url.endsWith(`:${port}`)) console.log(`Port ${port} is taken.`);
console.log(`
Backline is up at ${stack.url} (${stack.falOrigin ? "with fal.ai's emulator: nothing is charged" : "with fal.ai itself: calls are charged"})

Make a video:

  curl -X POST ${stack.url}/api/content/create \\
    -H "content-type: application/json" -H "x-api-key: ${local.api_key}" \\
    -d '{"artist_account_id":"${local.artist_account_id}"}'

See how it is doing:

  curl -H "x-api-key: ${local.api_key}" "${stack.url}/api/tasks/runs?limit=1"

Keys and ids are in .backline/local.json. Ctrl-C stops everything; what was made stays.`);

stack.watch((line) => console.error(line));
const failed = await stack.failed;
tellDiskTrouble(STATE, (line) => console.error(line));
console.error(`Backline cannot go on, because the ${failed} process has ended: see .wrangler/state/logs/${failed}.log`);
await stop(1);
