/** The command line against the running stack: what it answers, to people and to programs, and how it ends. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Command } from "commander";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { configFile } from "../../cli/config.ts";
import { EXIT } from "../../cli/failure.ts";
import type { Io } from "../../cli/io.ts";
import { newProgram } from "../../cli/program.ts";
import { ROOT } from "../../local/paths.ts";
import { freePort } from "../../local/ports.ts";
import { callerOf, calm, fal, own, owner, quiet, renderer, stranger, url } from "../support/client.ts";
import { newHome, type Typed, typed } from "../support/command-line.ts";
import { longSong, picture } from "../support/files.ts";
import { readZip } from "../support/read-zip.ts";

const fast = ["--template", "album-record-store"];
const home = newHome();
const files = join(home, "files");
/** Logged in by the environment. */
const env = { XDG_CONFIG_HOME: home, BACKLINE_URL: url, BACKLINE_API_KEY: own.cli.apiKey };
const call = callerOf(own.cli);

beforeAll(async () => {
  await calm();
  mkdirSync(files);
  writeFileSync(join(files, "undertow.wav"), longSong(12));
  writeFileSync(join(files, "face.jpg"), picture("image/jpeg", 256, 256));
  writeFileSync(join(files, "undertow.lrc"), "[00:02.00]leave the light on\n[00:05.00]I'm slower than I was\n");
});
beforeEach(calm);
afterAll(() => rmSync(home, { recursive: true }));

const type = (args: string[], more: Partial<Parameters<typeof typed>[1]> = {}): Promise<Typed> =>
  typed(args, { env, ...more });
/** What a program that asked for JSON is given: exactly one document. */
async function json(args: string[], more: Partial<Parameters<typeof typed>[1]> = {}) {
  const { exitCode, stdout, stderr } = await type([...args, "--json"], more);
  return { exitCode, stderr, body: JSON.parse(stdout) as Record<string, unknown> };
}
const runIdsOf = (body: Record<string, unknown>) => z.array(z.string()).parse(body.runIds);
async function newRun(): Promise<string> {
  const [runId = ""] = runIdsOf((await json(["create", "--artist", own.cli.artistId, ...fast])).body);
  return runId;
}

/** What a terminal would obey, line ends apart. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

/** Every command, by its name, and what is typed behind it. What is made by one may be used by those behind it. */
const COMMANDS: [name: string, typed: (made: Made) => string[], given?: { input: string }][] = [
  ["login", () => [url], { input: `${own.cli.apiKey}\n` }],
  ["account", () => []],
  ["artists", () => []],
  ["artists add", () => ["Mira Sol", "--notes", "Dry.", "--face", join(files, "face.jpg")]],
  ["artists show", () => ["mira-sol"]],
  ["artists face", () => ["Mira Sol", join(files, "face.jpg")]],
  ["songs add", () => [join(files, "undertow.wav"), "--artist", "Mira Sol", "--title", "Undertow"]],
  ["songs", () => ["--artist", "Mira Sol"]],
  ["songs show", () => ["undertow", "--artist", "mira sol"]],
  ["songs moments", () => ["undertow", "--artist", "mira sol"]],
  ["songs lyrics", () => ["undertow", "--artist", "mira sol", "--set", join(files, "undertow.lrc")]],
  ["templates", () => []],
  ["templates show", () => ["artist-caption-stage"]],
  ["estimate", () => ["--batch", "3", "--no-lipsync", "--upscale", "--duration", "8", "--compare"]],
  ["create", () => ["--artist", own.cli.artistId, ...fast, "--batch", "2", "--tag", "a", "--metadata", "b=c"]],
  ["runs", () => ["--status", "queued", "--status", "completed", "--since", "2026-01-01", "--limit", "5"]],
  ["run", ({ runId }) => [runId]],
  ["follow", ({ runId }) => [runId]],
  ["archive", ({ batchId }) => [batchId, "--output", join(home, "all.zip")]],
  ["cancel", ({ openRunId }) => [openRunId]],
  ["retry", ({ openRunId }) => [openRunId]],
  ["keys", () => []],
  ["keys add", () => ["another", "--expires", "2999-01-01"]],
  ["keys revoke", ({ keyId }) => [keyId]],
  ["songs rename", () => ["undertow", "--artist", "mira sol", "--title", "Undertow (demo)", "--by", "Mira"]],
  ["delete", ({ runId }) => [runId, "--yes"]],
  ["songs delete", () => ["undertow", "--artist", "mira sol", "--yes"]],
  ["artists erase", () => ["mira sol", "--yes"]],
  ["logout", () => []],
];
/** What is gone, or there, the second time. */
const ONCE = ["artists add", "artists erase", "songs add", "songs delete", "keys revoke", "cancel", "retry"];
/** Tested by themselves. */
const ELSEWHERE = ["listen", "completion", "complete"];

interface Made {
  runId: string;
  batchId: string;
  openRunId: string;
  keyId: string;
}

function namesOf(command: Command, before: string[] = []): string[] {
  return command.commands.flatMap((each) => {
    const path = [...before, each.name()];
    // Commands with commands below them do something by themselves, too.
    return [path.join(" "), ...namesOf(each, path)];
  });
}

describe("every command", () => {
  test("is tried here", () => {
    const program = newProgram({ stdout: process.stdout, stderr: process.stderr } as unknown as Io, false, () => {});
    expect(namesOf(program).toSorted()).toEqual([...COMMANDS.map(([name]) => name), ...ELSEWHERE].toSorted());
  });

  test("answers people with text, and programs with one document of JSON and nothing else", async () => {
    const made: Made = { runId: "", batchId: "", openRunId: "", keyId: "" };
    for (const [name, behind, given = { input: "" }] of COMMANDS) {
      if (name === "cancel") {
        await renderer.set({ render: "hang" });
        made.openRunId = await newRun();
      }
      const args = [...name.split(" "), ...behind(made)];
      const { exitCode, body, stderr } = await json(args, given);
      expect([name, exitCode, body.status === "error", stderr]).toEqual([name, EXIT.done, false, ""]);
      if (name === "create") [made.runId = ""] = runIdsOf(body);
      if (name === "run") made.batchId = z.object({ run: z.object({ batchId: z.string() }) }).parse(body).run.batchId;
      if (name === "keys add") made.keyId = z.object({ api_key: z.object({ id: z.string() }) }).parse(body).api_key.id;
      // The same again, to a person: only what can be done twice.
      if (ONCE.includes(name)) continue;
      const shown = await type(args, given);
      expect([name, shown.exitCode]).toEqual([name, EXIT.done]);
      expect(shown.stdout).not.toBe("");
      expect(shown.stdout + shown.stderr).not.toMatch(CONTROLS);
    }
    await calm();
  });
});

test("delete and rename ask for what was typed, and delete only when it was confirmed", async () => {
  const artists = [{ account_id: "1", name: "Mira" }];
  const server = await answering({ ...{ status: "success", artists }, run: { id: "run_1" }, song: { slug: "a" } });
  const around = { env: { ...env, BACKLINE_URL: server.url } };
  expect((await json(["delete", "run_1"], around)).exitCode).toBe(EXIT.usage);
  expect((await json(["songs", "rename", "a"], around)).exitCode).toBe(EXIT.usage);
  expect(server.asked).toEqual([]);
  expect((await json(["delete", "run_1", "run_2", "--yes"], around)).exitCode).toBe(EXIT.done);
  expect((await json(["songs", "rename", "a b", "--title", "New", "--by", "Mira"], around)).exitCode).toBe(EXIT.done);
  expect(server.asked).toEqual([
    ...["DELETE /api/tasks/runs/run_1 ", "DELETE /api/tasks/runs/run_2 ", "GET /api/artists "],
    'PATCH /api/artists/1/songs/a%20b {"title":"New","artist":"Mira"}',
  ]);
  await server.stop();
});

describe("the archive of a batch", () => {
  test("is a zip of its videos, which says what is not in it", async () => {
    // Or a run that an earlier test left under way meets the fault.
    await quiet([owner, stranger, ...Object.values(own)]);
    await fal.set({ faults: [{ kind: "fail", error: "content_policy_violation", next: 1 }] });
    const to = join(home, "archives");
    mkdirSync(to);
    const made = await json(["create", "--artist", own.cli.artistId, ...fast, "--batch", "2", "--wait"]);
    const [{ batchId } = { batchId: "" }] = z.array(z.object({ batchId: z.string() })).parse(made.body.runs);
    const at = join(to, "all.zip");
    // What had the name before goes when the other is whole.
    writeFileSync(at, "old");
    const { exitCode, body } = await json(["archive", batchId, "--output", at]);
    const entries = readZip(readFileSync(at));
    const [video] = entries.map(({ name }) => name);
    expect(entries.map(({ name }) => name)).toEqual([expect.stringMatching(/run_\w+\.mp4$/), "missing.txt"]);
    expect([exitCode, body]).toMatchObject([
      EXIT.done,
      {
        ...{ status: "success", batchId, bytes: statSync(at).size, videos: [video] },
        missing: [expect.stringMatching(/^run_\w+: it has no video \(FAILED\)\.$/)],
      },
    ]);
    const shown = await type(["archive", batchId, "--output", at]);
    expect(shown.stdout).toMatch(/✓ .*all\.zip {2}1 video, \d+\.\d MB\n {4}run_\w+: it has no video/);
    expect(shown.stderr).toMatch(/^ {2}( 25| 50| 75|100)% {2}\d+\.\d MB\n/m);
    expect(shown.stdout + shown.stderr).not.toMatch(CONTROLS);
    expect(readdirSync(to)).toEqual(["all.zip"]);
  });

  test("that breaks off, or is none, leaves what was there and nothing else", async () => {
    const to = join(home, "broken");
    mkdirSync(to);
    const at = join(to, "all.zip");
    writeFileSync(at, "old");
    for (const cut of [true, false]) {
      let isBegun = false;
      const server = await serving((incoming, outgoing) => {
        if (!incoming.url?.endsWith("/archive.zip")) {
          outgoing.writeHead(200, { "content-type": "application/json" }).end('{"status":"success","runs":[]}');
          return;
        }
        isBegun = true;
        outgoing.writeHead(200, { "content-type": "application/zip" }).write(Buffer.alloc(70_000, "PK"));
        if (cut) setTimeout(() => outgoing.destroy(), 50);
        else outgoing.end();
      });
      const around = { env: { ...env, BACKLINE_URL: server.url } };
      const { exitCode, body } = await json(["archive", "batch_1", "--output", at], around);
      expect([isBegun, exitCode, body.code, readdirSync(to), readFileSync(at, "utf8")]).toEqual([
        ...[true, EXIT.noAnswer, "no_answer", ["all.zip"], "old"],
      ]);
      await server.stop();
    }
  });

  test("has to have a batch, and a place where it can be kept", async () => {
    const ended = async (...args: string[]) => {
      const { exitCode, body } = await json(["archive", ...args]);
      return [exitCode, body.code];
    };
    expect(await ended("batch_unknown", "--output", join(home, "x.zip"))).toEqual([EXIT.notFound, "batch_not_found"]);
    expect(await ended("batch_unknown", "--output", home)).toEqual([EXIT.usage, "usage"]);
    expect(await ended("batch_unknown", "--output", join(home, "none", "x.zip"))).toEqual([EXIT.usage, "usage"]);
    expect(existsSync(join(home, "x.zip"))).toBe(false);
  });
});

describe("erasing an artist", () => {
  const id = "67b8601c-13ef-4ee5-bfe5-4aa377b5f711";
  const erasure = (status: string, runs: number) => ({
    ...{ status, startedAt: "2026-11-26T10:00:00.000Z", completedAt: null },
    removed: { runs, files: 3 * runs, songs: 1, references: 0, generations: 2 },
    remains: [{ where: "logs", what: "Ids.", until: status === "COMPLETED" ? "2026-12-26T10:00:00.000Z" : null }],
  });

  /** An artist, gone once somebody asked for it, whose erasure takes some looks. */
  async function erasing(name = "Mira Sol") {
    let looks = 0;
    const asked: string[] = [];
    const server = await serving((incoming, outgoing) => {
      const call = `${incoming.method} ${incoming.url}`;
      asked.push(call);
      const isBegun = asked.some((each) => each.startsWith("POST"));
      const answer = (status: number, body: object) =>
        outgoing.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      if (call === "GET /api/artists") {
        answer(200, { status: "success", artists: isBegun ? [] : [{ account_id: id, name }] });
        return;
      }
      if (!isBegun) {
        answer(404, { status: "error", error: "Nobody asked.", code: "erasure_not_found" });
        return;
      }
      if (incoming.method === "GET") looks += 1;
      // Away for a moment.
      if (looks === 2) outgoing.destroy();
      else answer(200, { status: "success", erasure: erasure(looks > 2 ? "COMPLETED" : "RUNNING", looks) });
    });
    return { ...server, asked, around: { env: { ...env, BACKLINE_URL: server.url } } };
  }

  test("asks for the name, and does nothing for another or where nobody can be asked", async () => {
    const { around, asked, stop } = await erasing("Mira \u001b[31mSol");
    const terminal = { ...around, isTerminal: true };
    const wrong = await type(["artists", "erase", id], { ...terminal, input: "mira\n" });
    expect([wrong.exitCode, wrong.stderr]).toEqual([EXIT.usage, expect.stringContaining("Nothing was done.")]);
    expect(wrong.stderr).toContain("type Mira Sol: ");
    expect((await type(["artists", "erase", id], terminal)).exitCode).toBe(EXIT.usage);
    expect((await json(["artists", "erase", id], around)).exitCode).toBe(EXIT.usage);
    expect(asked.filter((call) => call.startsWith("POST"))).toEqual([]);
    const right = await type(["artists", "erase", id], { ...terminal, input: "Mira Sol\n" });
    expect([right.exitCode, asked.at(-1)]).toEqual([EXIT.done, `POST /api/artists/${id}/erase`]);
    await stop();
  });

  test("tells what is removed and what remains until when, at once or when it is over", async () => {
    const { around, asked, stop } = await erasing();
    const begun = await type(["artists", "erase", "mira-sol", "--yes"], around);
    expect(begun.exitCode).toBe(EXIT.done);
    expect(begun.stdout).toContain(`backline artists erase ${id} --wait`);
    expect(begun.stdout).toMatch(/^logs +Ids\.$/m);
    // Gone, it is known by its id, and nobody is asked again.
    const { exitCode, body, stderr } = await json(["artists", "erase", id, "--wait"], around);
    expect([exitCode, stderr, body]).toEqual([
      ...[EXIT.done, ""],
      { status: "success", artist_account_id: id, erasure: erasure("COMPLETED", 3) },
    ]);
    expect(asked.filter((call) => call.startsWith("POST"))).toHaveLength(1);
    const over = await type(["artists", "erase", id], around);
    expect(over.stdout).toMatch(/nothing is left here.*\n {2}4 runs, 1 song, 12 files, 2 calls to models removed\n/);
    expect(over.stdout).toMatch(/^logs +2026-12-26 \d\d:\d\d +Ids\.$/m);
    expect((await json(["artists", "erase", "mira-sol", "--yes"], around)).exitCode).toBe(EXIT.notFound);
    await stop();
  });

  test("that is followed goes on by itself after Ctrl-C", async () => {
    const { around, stop } = await erasing();
    const interruption = new AbortController();
    const { exitCode, stderr } = await type(["artists", "erase", id, "--yes", "--wait"], {
      ...{ ...around, signal: interruption.signal },
      onStderr: (text) => void (text.includes("removed") && interruption.abort()),
    });
    expect([exitCode, stderr]).toEqual([EXIT.interrupted, expect.stringContaining(`artists erase ${id} --wait`)]);
    await stop();
  });
});

describe("exit codes", () => {
  const ended = async (args: string[], more: Parameters<typeof json>[1] = {}) => {
    const { exitCode, body } = await json(args, more);
    return [exitCode, body.code];
  };
  const as = (changes: NodeJS.ProcessEnv) => ({ env: { ...env, ...changes } });

  test("say what kind of trouble it was, and JSON which", async () => {
    expect(await ended(["runs", "--what"])).toEqual([EXIT.usage, "usage"]);
    expect(await ended(["create", "--batch", "many"])).toEqual([EXIT.usage, "usage"]);
    expect(await ended(["create", "--duration", "9"])).toEqual([EXIT.usage, "usage"]);
    expect(await ended(["songs", "add", join(files, "none.wav")])).toEqual([EXIT.usage, "usage"]);
    expect(await ended(["songs", "delete", "undertow"])).toEqual([EXIT.usage, "usage"]);
    expect(await ended(["runs"], as({ BACKLINE_API_KEY: "bk_wrong" }))).toEqual([EXIT.key, "unauthorized"]);
    expect(await ended(["runs"], as({ BACKLINE_URL: "" }))).toEqual([EXIT.usage, "usage"]);
    expect(await ended(["run", "run_unknown"])).toEqual([EXIT.notFound, "run_not_found"]);
    expect(await ended(["create", "--artist", "Nobody"])).toEqual([EXIT.notFound, "not_found"]);
    expect(await ended(["create", "--artist", own.cli.artistId, "--template", "none"])).toEqual([
      ...[EXIT.refused, "unknown_template"],
    ]);
    const poor = as({ BACKLINE_API_KEY: own.cliSpent.apiKey });
    expect(await ended(["create", "--batch", "9"], poor)).toEqual([EXIT.limit, "spend_limit_reached"]);
    const nobody = as({ BACKLINE_URL: `http://localhost:${await freePort()}` });
    expect(await ended(["runs"], nobody)).toEqual([EXIT.noAnswer, "no_answer"]);
  });

  test("tell a run that failed from one that completed, and show why it failed", async () => {
    await fal.set({ faults: [{ kind: "fail", error: "content_policy_violation" }] });
    const { exitCode, body } = await json(["create", "--artist", own.cli.artistId, ...fast, "--wait"]);
    expect([exitCode, body.runs]).toEqual([EXIT.runFailed, [expect.objectContaining({ status: "FAILED" })]]);
    const [runId = ""] = runIdsOf(body);
    const { exitCode: shownCode, stdout } = await type(["follow", runId]);
    expect([shownCode, stdout]).toEqual([EXIT.runFailed, expect.stringMatching(/failed: .+\n\n0 of 1 done/)]);
  });

  test("are the same for all runs of a command: one that is unknown does not keep the others from it", async () => {
    await renderer.set({ render: "hang" });
    const runId = await newRun();
    const { exitCode, body } = await json(["cancel", "run_unknown", runId]);
    expect([exitCode, body]).toMatchObject([
      EXIT.notFound,
      {
        status: "error",
        runs: [{ id: runId, status: "CANCELED" }],
        errors: [{ id: "run_unknown", code: "run_not_found" }],
      },
    ]);
  });

  test("are in the help, and in the documentation", async () => {
    const { exitCode, stdout } = await type(["--help"]);
    expect(exitCode).toBe(EXIT.done);
    const documented = readFileSync(join(ROOT, "docs/using.md"), "utf8");
    for (const code of Object.values(EXIT)) {
      expect(stdout).toMatch(new RegExp(`\\b${code} \\w`));
      expect(documented).toMatch(new RegExp(`^\\| ${code} \\| `, "m"));
    }
  });
});

describe("create", () => {
  test("that waits keeps videos and posters, and is text without control characters where nobody looks", async () => {
    const to = join(home, "out");
    const made = await type(["create", "--artist", own.cli.artistId, ...fast, "--batch", "2", "--download", to]);
    expect([made.exitCode, made.stdout + made.stderr]).toEqual([EXIT.done, expect.not.stringMatching(CONTROLS)]);
    expect(made.stderr).toMatch(/run_\w{6} +\d+% {2}Making the video/);
    expect(made.stdout).toContain("2 of 2 done");
    const kept = readdirSync(to).toSorted();
    expect(kept.map((name) => name.replace(/.*\./, ""))).toEqual(["jpg", "mp4", "jpg", "mp4"]);
    for (const name of kept) {
      expect(made.stdout).toContain(name);
      expect(statSync(join(to, name)).size).toBeGreaterThan(1000);
    }
  });

  test("whose answer was lost finds its batch when it is typed again", async () => {
    const tag = "answer-lost";
    const args = ["create", "--artist", own.cli.artistId, ...fast, "--batch", "2", "--tag", tag];
    const losing = await losingAnswers();
    const interruption = new AbortController();
    losing.onLost = () => interruption.abort();
    const through = { env: { ...env, BACKLINE_URL: losing.url }, signal: interruption.signal };
    const first = await json(args, through);
    expect([first.exitCode, first.body.code]).toEqual([EXIT.interrupted, "interrupted"]);
    losing.isLosing = false;
    const second = await type(args, { env: through.env });
    expect([second.exitCode, second.stderr]).toEqual([EXIT.done, expect.stringContaining("asked before")]);
    const made = async () =>
      z.object({ runs: z.array(z.unknown()) }).parse(await (await call(`/api/tasks/runs?tag=${tag}`)).json()).runs
        .length;
    expect(await made()).toBe(2);
    // It was answered: the same once more is another batch.
    await type(args, { env: through.env });
    expect(await made()).toBe(4);
    await losing.stop();
  });
});

describe("what others wrote", () => {
  const hostile = "Mal\u001b[2J\u009b31m\u001b]0;owned\u0007\u202eory\r\nnext";

  test("is shown as text, to a terminal, to a file and to programs", async () => {
    const server = await answering({
      ...{
        status: "success",
        name: hostile,
        artists: ["1", "2"].map((account_id) => ({ account_id, name: hostile })),
        next_cursor: null,
      },
      ...{ templates: [{ name: hostile, description: hostile, defaultLipsync: false }] },
    });
    const around = { env: { ...env, BACKLINE_URL: server.url } };
    for (const command of ["artists", "templates", "create", "runs --artist x"]) {
      const args = command.split(" ");
      const toTerminal = await type(args, { ...around, isTerminal: true });
      // Colours of our own, and nothing else.
      const text = stripVTControlCharacters(toTerminal.stdout + toTerminal.stderr);
      const bare = await type(args, around);
      const { stdout } = await type([...args, "--json"], around);
      for (const shown of [text, bare.stdout + bare.stderr, stdout]) {
        expect(shown).toContain("Mal");
        expect(shown).not.toMatch(CONTROLS);
        expect(shown).not.toContain("\u202e");
      }
      expect(toTerminal.stdout + toTerminal.stderr).not.toMatch(/owned|\u009b|\[2J/);
      // To programs it means the same.
      if (command === "artists") expect(JSON.parse(stdout)).toMatchObject({ artists: [{ name: hostile }, {}] });
    }
    await server.stop();
  });

  test("has no colours where NO_COLOR is set", async () => {
    expect((await type(["templates"], { isTerminal: true })).stdout).toContain("\u001b[");
    const around = { isTerminal: true, env: { ...env, NO_COLOR: "1" } };
    expect((await type(["templates"], around)).stdout).not.toContain("\u001b[");
  });
});

describe("a login", () => {
  const alone = () => ({ XDG_CONFIG_HOME: newHome() });

  test("keeps a key that works, where only its user can read it, until logout", async () => {
    const own_ = alone();
    const { exitCode, body } = await json(["login", url], { env: own_, input: `${own.cli.apiKey}\n` });
    expect([exitCode, body]).toMatchObject([EXIT.done, { url, account: "cli" }]);
    expect(statSync(configFile(own_)).mode & 0o777).toBe(0o600);
    expect((await json(["account"], { env: own_ })).body.name).toBe("cli");
    // The environment's goes first, as a whole.
    const both = { ...own_, BACKLINE_URL: url, BACKLINE_API_KEY: own.cliSpent.apiKey };
    expect((await json(["account"], { env: both })).body.name).toBe("cliSpent");
    await json(["logout"], { env: own_ });
    const text = readFileSync(configFile(own_), "utf8");
    expect(text).not.toContain(own.cli.apiKey);
  });

  test("keeps no key that does not work, and sends none in the clear", async () => {
    const own_ = alone();
    const refused = await json(["login", url], { env: own_, input: "bk_wrong\n" });
    expect([refused.exitCode, refused.body.code]).toEqual([EXIT.key, "unauthorized"]);
    expect((await json(["login", "http://backline.example.com"], { env: own_, input: "k" })).exitCode).toBe(EXIT.usage);
    expect((await json(["login", url], { env: own_, input: "" })).exitCode).toBe(EXIT.usage);
    expect(existsSync(configFile(own_))).toBe(false);
  });
});

/** Answers every call with the same, and remembers what was asked. */
async function answering(body: unknown) {
  const asked: string[] = [];
  const server = await serving(async (incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url} ${Buffer.concat(await incoming.toArray())}`);
    outgoing.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  return { ...server, asked };
}

/** Stands in the API's place. */
async function serving(answer: (incoming: IncomingMessage, outgoing: ServerResponse) => unknown) {
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "localhost", resolve));
  return { url: `http://localhost:${port}`, stop: () => new Promise((resolve) => server.close(resolve)) };
}

/** Stands before the API, and cuts callers off whose batch was created. */
async function losingAnswers() {
  const losing = { url: "", isLosing: true, onLost: () => {}, stop: async () => {} };
  const server = createServer((incoming, outgoing) => {
    const passed = request(
      `${url}${incoming.url}`,
      { method: incoming.method, headers: incoming.headers },
      (answer) => {
        if (losing.isLosing && incoming.method === "POST") {
          answer.resume().on("end", () => {
            incoming.socket.destroy();
            losing.onLost();
          });
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    incoming.pipe(passed);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "localhost", resolve));
  losing.url = `http://localhost:${port}`;
  losing.stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return losing;
}
