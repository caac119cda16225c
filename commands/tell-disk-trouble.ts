/**
 * Loaded before every program that commands/run.mjs starts: an error that nobody handles, and that comes of a full or
 * read-only disk, is told as what to do. All others are told as Node tells them.
 */
import { diskTrouble } from "../local/disk-trouble.ts";

process.on("uncaughtException", (error) => {
  console.error(diskTrouble(error) ?? error);
  process.exit(1);
});
