/** Two stacks never keep their data in one folder at the same time, and a crash leaves no folder claimed. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { claimState } from "../../local/claim.ts";

const parent = mkdtempSync(join(tmpdir(), "backline-claim-"));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const REFUSED = /Another Backline is up/;

test("a folder is claimed by one, until it is given back", () => {
  const state = join(parent, "one");
  const release = claimState(state);
  expect(() => claimState(state)).toThrow(REFUSED);
  claimState(join(parent, "other"))();
  release();
  claimState(state)();
});

test("a program keeps its folder for as long as it runs, and gives it back when it is killed", async () => {
  const state = join(parent, "killed");
  const code = `
    const { claimState } = await import(${JSON.stringify(new URL("../../local/claim.ts", import.meta.url).href)});
    claimState(${JSON.stringify(state)});
    gc();
    await new Promise((resolve) => setTimeout(resolve, 50));
    gc();
    console.log("claimed");
    setInterval(() => {}, 1000);`;
  const program = spawn(process.execPath, ["--expose-gc", "--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void program.kill("SIGKILL"));
  await once(program.stdout, "data");
  expect(() => claimState(state)).toThrow(REFUSED);
  const ended = once(program, "exit");
  program.kill("SIGKILL");
  await ended;
  claimState(state)();
});
