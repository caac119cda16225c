/** What `npm run clean` removes, and when it does not. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findFolders, removeFolders, sizeOf } from "../../commands/clean/folders.ts";
import { claim } from "../../local/claim.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "backline-clean-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, bytes = 10): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), Buffer.alloc(bytes));
}
const claimFile = () => join(root, ".wrangler", "state", "claim.sqlite");

test("local data and caches go, and nothing else", () => {
  claim(claimFile())();
  for (const path of [
    ...[".wrangler/state/v3/d1/x.sqlite", ".wrangler/state/logs/worker.log", ".wrangler/tmp/a.js"],
    ...[".backline/seed/songs/a.wav", ".backline/local.json", "node_modules/.cache/compiled/x"],
    ...["node_modules/hono/index.js", "out/run.mp4", "README.md", ".dev.vars"],
  ]) {
    write(path);
  }
  const elsewhere = mkdtempSync(join(tmpdir(), "backline-elsewhere-"));
  writeFileSync(join(elsewhere, "mine"), "mine");
  symlinkSync(elsewhere, join(root, ".backline", "link"));
  expect(removeFolders(root)).toBe(true);
  expect(readdirSync(root).sort()).toEqual([".dev.vars", "README.md", "node_modules", "out"]);
  expect(readdirSync(join(root, "node_modules"))).toEqual(["hono"]);
  expect(readdirSync(elsewhere)).toEqual(["mine"]);
  rmSync(elsewhere, { recursive: true });
  expect(removeFolders(root)).toBe(true);
});

test("nothing goes while a stack has the data", () => {
  write(".wrangler/state/v3/d1/x.sqlite");
  write(".backline/seed/a.wav");
  const release = claim(claimFile());
  expect(removeFolders(root)).toBe(false);
  expect(existsSync(join(root, ".wrangler/state/v3/d1/x.sqlite"))).toBe(true);
  expect(existsSync(join(root, ".backline/seed/a.wav"))).toBe(true);
  release();
  expect(removeFolders(root)).toBe(true);
  expect(readdirSync(root)).toEqual([]);
});

test("what is there is told with its size", () => {
  write(".wrangler/state/v3/r2/a", 3_000_000);
  write(".wrangler/state/logs/worker.log", 500);
  expect(findFolders(root)).toEqual([
    { path: ".wrangler", what: "database, files and logs of the local stack", bytes: 3_000_500 },
  ]);
  expect([999, 12_345, 3_000_500, 1_234_567_890].map(sizeOf)).toEqual(["1.0 kB", "12 kB", "3.0 MB", "1.2 GB"]);
});
