/** `npm start`: the local stack, up until interrupted. PORT chooses another port than 8787. */
import { styleText } from "node:util";
import { sentenceOf, tellDiskTrouble } from "../local/disk-trouble.ts";
import { describeStack, findRunningStack, removeLocalFile, writeLocalFile } from "../local/local-file.ts";
import { openNarrator, type Tone } from "../local/narrator.ts";
import { STATE } from "../local/paths.ts";
import { type Stack, startStack } from "../local/stack.ts";

const DEFAULT_PORT = 8787;
/** Steps that are done within so long are told together. */
const TOGETHER_MS = 1000;

const COLOURS = { good: "green", bad: "red" } as const;
function say(line: string, tone: Tone): void {
  const time = new Date().toLocaleTimeString("en-GB");
  // Without colours where the output is no terminal, or NO_COLOR is set.
  console.log(`${time}  ${tone === "plain" ? line : styleText(COLOURS[tone], line, { stream: process.stdout })}`);
}
const narrator = openNarrator(say);

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
    onWorkerLine: (line) => narrator.hear(line),
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
Backline is up, ${stack.falOrigin ? "with fal.ai's emulator: nothing is charged" : "with fal.ai itself: calls are charged"}.

  The studio   ${stack.url}/
  Every call   ${stack.url}/docs

Or make a video from a second terminal:

  curl -X POST ${stack.url}/api/content/create \\
    -H "content-type: application/json" -H "x-api-key: ${local.api_key}" \\
    -d '{"artist_account_id":"${local.artist_account_id}"}'

Keys and ids are in .backline/local.json, logs in .wrangler/state/logs. Ctrl-C stops everything; what was made stays, until
npm run clean. What happens:
`);

const telling = setInterval(() => narrator.tellSteps(), TOGETHER_MS);
stack.watch((line) => say(line, "bad"));
const failed = await stack.failed;
clearInterval(telling);
tellDiskTrouble(STATE, (line) => console.error(line));
console.error(`Backline cannot go on, because the ${failed} process has ended: see .wrangler/state/logs/${failed}.log`);
await stop(1);
