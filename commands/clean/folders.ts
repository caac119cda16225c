/** What `npm run clean` removes. */
import { existsSync, lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { claim, isClaimed } from "../../local/claim.ts";

/** Below the repository, with what is in it. Videos that the demo saved are in out/, and stay. */
export const FOLDERS = [
  { path: ".wrangler", what: "database, files and logs of the local stack" },
  { path: ".backline", what: "the seed's songs and pictures, made again by the next start" },
  { path: "node_modules/.cache", what: "compiled code" },
] as const;

/** A folder that is there. */
export interface Folder {
  path: string;
  what: string;
  /** As its files say. */
  bytes: number;
}

/** Those that are there and hold something. */
export const findFolders = (root: string): Folder[] =>
  FOLDERS.map((each) => ({ ...each, bytes: bytesBelow(join(root, each.path)) })).filter(({ bytes }) => bytes > 0);

function bytesBelow(path: string): number {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.size ?? 0;
  return readdirSync(path).reduce((sum, name) => sum + bytesBelow(join(path, name)), 0);
}

/**
 * Removes them. False, and nothing is removed: a stack is up on the data, or just starting. Nobody can start one before all is
 * gone: its claim is taken meanwhile, and goes last.
 */
export function removeFolders(root: string): boolean {
  const state = join(root, ".wrangler", "state");
  const claimFile = join(state, "claim.sqlite");
  let release = () => {};
  if (existsSync(claimFile)) {
    try {
      release = claim(claimFile);
    } catch (error) {
      if (isClaimed(error)) return false;
      // A file that is no lock any more claims nothing.
    }
  }
  try {
    for (const name of existsSync(state) ? readdirSync(state) : []) {
      if (join(state, name) !== claimFile) rmSync(join(state, name), { recursive: true, force: true });
    }
    // The folder with the claim is the first.
    for (const { path } of FOLDERS.toReversed()) rmSync(join(root, path), { recursive: true, force: true });
  } finally {
    release();
  }
  return true;
}

/** As a person says it. */
export function sizeOf(bytes: number): string {
  const [unit, size] = bytes < 1e6 ? ["kB", bytes / 1e3] : bytes < 1e9 ? ["MB", bytes / 1e6] : ["GB", bytes / 1e9];
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}
