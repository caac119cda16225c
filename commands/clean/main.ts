/**
 * `npm run clean`: removes what the local stack keeps and can make again, after saying what that is and how large. Refuses while
 * a stack is up. `-- --yes` does not ask, for scripts; without, it asks in a terminal, and does nothing elsewhere.
 */
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { sentenceOf } from "../../local/disk-trouble.ts";
import { findRunningStack } from "../../local/local-file.ts";
import { ROOT } from "../../local/paths.ts";
import { findFolders, removeFolders, sizeOf } from "./folders.ts";

const USAGE = "npm run clean [-- --yes]";

function refuse(sentence: string, exitCode: number): never {
  console.error(sentence);
  process.exit(exitCode);
}

let isSure: boolean;
try {
  isSure = parseArgs({ options: { yes: { type: "boolean", short: "y", default: false } } }).values.yes;
} catch (error) {
  refuse(`${sentenceOf(error)}\n${USAGE}`, 2);
}

const running = await findRunningStack();
if (running) refuse(`Backline is up, at ${running.url}: stop it first.`, 1);

const folders = findFolders(ROOT);
if (folders.length === 0) {
  console.log("There is nothing to remove.");
  process.exit(0);
}
const width = Math.max(...folders.map(({ path }) => path.length));
for (const { path, what, bytes } of folders) {
  console.log(`${path.padEnd(width)}  ${sizeOf(bytes).padStart(7)}  ${what}`);
}
const all = sizeOf(folders.reduce((sum, { bytes }) => sum + bytes, 0));

if (!isSure) {
  if (!process.stdin.isTTY) refuse(`Nothing was removed: say --yes to remove these ${all}.`, 2);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Remove these ${all}? Artists, runs and videos in them are lost. [y/N] `);
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) refuse("Nothing was removed.", 1);
}
try {
  if (!removeFolders(ROOT)) refuse("Backline is up, or just starting, on this data: stop it first.", 1);
} catch (error) {
  refuse(sentenceOf(error), 1);
}
console.log(`Removed ${all}.`);
