/** A full or read-only disk is told as what to do, whichever program meets it, and wherever in it. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { claimState } from "../../local/claim.ts";
import { checkWritable, diskTrouble } from "../../local/disk-trouble.ts";
import { ROOT } from "../../local/paths.ts";

const folder = mkdtempSync(join(tmpdir(), "backline-disk-"));
beforeAll(() => writeFileSync(join(folder, "file"), ""));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const coded = (fields: object, message = "as the system says it") => Object.assign(new Error(message), fields);
const FULL = /^The disk is full.*Make room and start again/;
const FORBIDDEN = /cannot be written to\. Give it to the user who runs this/;

test.each<[string, unknown, RegExp]>([
  ["a full disk", coded({ code: "ENOSPC", syscall: "write" }), FULL],
  ["a used-up quota", coded({ code: "EDQUOT", path: "/data/a" }), FULL],
  ["SQLite on a full disk", coded({ code: "ERR_SQLITE_ERROR", errcode: 13 }), FULL],
  ["D1 on a full disk", new Error("D1_ERROR: database or disk is full: SQLITE_FULL"), FULL],
  ["what was caused by one", new Error("The seed was not made", { cause: coded({ code: "ENOSPC" }) }), FULL],
  ["a read-only disk", coded({ code: "EROFS", path: "/data/a", syscall: "open" }), FORBIDDEN],
  ["a file of another user", coded({ code: "EACCES", path: "/data/a", syscall: "open" }), FORBIDDEN],
  ["SQLite in a read-only folder", coded({ code: "ERR_SQLITE_ERROR", errcode: 8 }), FORBIDDEN],
])("%s is told", (_, error, sentence) => {
  expect(diskTrouble(error)).toMatch(sentence);
});

test.each<[string, unknown]>([
  ["a port that may not be taken", coded({ code: "EACCES", syscall: "listen" })],
  ["a program that may not be run", coded({ code: "EACCES", syscall: "spawn ffmpeg", path: "ffmpeg" })],
  ["a lock", coded({ code: "ERR_SQLITE_ERROR", errcode: 5 })],
  ["anything else", new TypeError("x is not a function")],
  ["what is no error", "ENOSPC"],
])("%s is no trouble of the disk", (_, error) => {
  expect(diskTrouble(error)).toBeUndefined();
});

test("a folder that can be written to is made, and nothing is left in it", () => {
  const state = join(folder, "new", "state");
  checkWritable(state);
  expect(readdirSync(state)).toEqual([]);
});

test("a folder that cannot be made or opened is refused with its name, not as another Backline's", () => {
  expect(() => claimState(join(folder, "file", "state"))).toThrow(/file\/state cannot be written to/);
  const made = (() => {
    try {
      return checkWritable(join(folder, "file", "state"));
    } catch (error) {
      return error;
    }
  })();
  // Whoever meets it again says the same.
  expect(diskTrouble(new Error("around it", { cause: made }))).toBe((made as Error).message);
  // What is in the place of the claim cannot be opened.
  mkdirSync(join(folder, "taken", "claim.sqlite"), { recursive: true });
  expect(() => claimState(join(folder, "taken"))).toThrow(FORBIDDEN);
});

// Linux has a file that is always on a full disk.
test.runIf(existsSync("/dev/full"))("every program that npm starts tells it without a stack", () => {
  const program = join(folder, "program.mjs");
  writeFileSync(program, 'import { createWriteStream } from "node:fs"; createWriteStream("/dev/full").write("x");');
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, "commands", "run.mjs"), program]);
  expect([status, stderr.toString().trim()]).toEqual([1, expect.stringMatching(FULL)]);
  expect(stderr.toString()).not.toContain("    at ");
});

test("a program that fails otherwise is told as Node tells it", () => {
  const program = join(folder, "failing.mjs");
  writeFileSync(program, 'throw new TypeError("of its own");');
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, "commands", "run.mjs"), program]);
  expect(status).toBe(1);
  expect(stderr.toString()).toMatch(/TypeError: of its own\n\s+at .*failing\.mjs/);
});
