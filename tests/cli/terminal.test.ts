/** The command line as a program in a real terminal: what is on the screen, what Ctrl-C does, and what the shell gets. */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { ROOT } from "../../local/paths.ts";
import { callerOf, calm, fal, own, renderer, url } from "../support/client.ts";
import { newHome } from "../support/command-line.ts";
import { record, screenAt } from "../support/terminal.ts";

const home = newHome();
const folder = join(home, "typed here");
const env = {
  ...{ PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, TERM: "xterm-256color" },
  ...{ BACKLINE_URL: url, BACKLINE_API_KEY: own.cli.apiKey },
};
const BACKLINE = join(ROOT, "commands", "backline.mjs");
const create = [BACKLINE, "create", "--artist", own.cli.artistId, "--template", "album-record-store"];

beforeAll(async () => {
  await calm();
  mkdirSync(folder);
});
afterEach(calm);
afterAll(() => rmSync(home, { recursive: true }));

/** A terminal that a person has in front of them, where this machine has the program that makes one. */
const inTerminal = test.skipIf(spawnSync("script", ["--version"]).status !== 0);

inTerminal("a batch is a bar for each video, which fill, and then what came of them", async () => {
  const seconds = { "fal-ai/nano-banana-2/edit": 0.3, "fal-ai/veo3.1/fast/image-to-video": 1.5 };
  await fal.set({ latency: { profile: "instant", seconds } });
  const command = [...create, "--batch", "3", "--download", "out"];
  const recorded = await record(command, { columns: 160, rows: 45, env, cwd: folder });
  expect(recorded.exitCode).toBe(0);
  const bar = /^ {2}run_\w{6} {2}[█░]{24} +\d+% {2}\S/;
  const every = Math.ceil(recorded.pieces.length / 20);
  const some = recorded.pieces.filter((_, at) => at % every === 0);
  const screens = await Promise.all(some.map(({ at }) => screenAt(recorded, at)));
  const withBars = screens.filter((screen) => screen.some((line) => bar.test(line)));
  // On one screen all three, one below the other, and none drawn twice.
  expect(Math.max(...withBars.map((screen) => screen.filter((line) => bar.test(line)).length))).toBe(3);
  expect(withBars.some((screen) => screen.some((line) => /░.* {2}\D/.test(line)))).toBe(true);
  const last = (await screenAt(recorded)).map((line) => line.trimEnd());
  expect(last.filter((line) => /█{24} 100% {2}done/.test(line))).toHaveLength(3);
  expect(last.filter((line) => /^ {4}out\/.*run_\w+\.(mp4|jpg)$/.test(line))).toHaveLength(6);
  expect(last.filter((line) => line !== "").at(-1)).toMatch(/^3 of 3 done, \d\.\d\d USD at .* nothing was charged$/);
});

inTerminal("Ctrl-C leaves the runs running, and says how to follow them", async () => {
  await renderer.set({ render: "hang" });
  let isPressed = false;
  const recorded = await record([...create, "--wait"], {
    ...{ columns: 90, rows: 20, env, cwd: folder },
    onText(text, press) {
      if (isPressed || !text.includes("%")) return;
      isPressed = true;
      press();
    },
  });
  expect(recorded.exitCode).toBe(130);
  const screen = (await screenAt(recorded)).join("\n");
  const [, runId = ""] = /To follow them again: {2}backline follow (run_\w+)/.exec(screen) ?? [];
  const answer = await callerOf(own.cli)(`/api/tasks/runs/${runId}`);
  const { run } = z.object({ run: z.object({ status: z.string() }) }).parse(await answer.json());
  expect(["QUEUED", "EXECUTING"]).toContain(run.status);
  await callerOf(own.cli)(`/api/tasks/runs/${runId}/cancel`, {});
});

test("npm's script is the same program, and gives its exit code", () => {
  const { status, stdout } = spawnSync("npm", ["run", "-s", "backline", "--", "run", "run_unknown", "--json"], {
    ...{ cwd: ROOT, env, encoding: "utf8" },
  });
  expect([status, JSON.parse(stdout).code]).toEqual([4, "run_not_found"]);
});

test("completion knows commands and options", () => {
  const complete = (...typed: string[]) =>
    spawnSync(BACKLINE, ["complete", "--", ...typed], { cwd: folder, env, encoding: "utf8" }).stdout;
  expect(complete("cre")).toContain("create");
  expect(complete("create", "--lyr")).toContain("--lyrics");
  const script = spawnSync(BACKLINE, ["completion", "bash"], { cwd: folder, env, encoding: "utf8" });
  expect(script.stdout).toContain("backline complete --");
});
