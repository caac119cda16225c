/** What docs/using.md tells a newcomer to type works as it stands. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../../local/paths.ts";
import { callerOrigin, calm, owner, url } from "../support/client.ts";

const folder = mkdtempSync(join(tmpdir(), "backline-using-"));
beforeAll(calm);
// Inside the repository, where what it imports is installed; and not the one that a reader of the page may have made.
const receiver = ".backline/using-receiver.mjs";
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(ROOT, receiver), { force: true });
});

test("from a new artist to a video, a message and a bill", async () => {
  const page = readFileSync(join(ROOT, "docs", "using.md"), "utf8");
  // The demo starts a stack of its own.
  const walk = page.slice(0, page.indexOf("\n## The demo\n"));
  const blocks = [...walk.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = ""]) => block);
  expect(blocks).toHaveLength(12);
  const local = join(folder, "local.json");
  writeFileSync(local, JSON.stringify({ api_key: owner.apiKey }));
  const script = blocks
    .join("echo ---\n")
    .replaceAll("http://localhost:8787", url)
    .replaceAll("./.backline/local.json", local)
    .replaceAll(".backline/receiver.mjs", receiver)
    .replaceAll("http://localhost:3000", callerOrigin)
    .replaceAll("listen(3000)", `listen(${new URL(callerOrigin).port})`);
  const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", script], { cwd: ROOT });
  const [
    ,
    artist = "",
    ,
    ,
    create,
    follow = "",
    downloaded,
    deleted = "",
    sung = "",
    corrected = "",
    told = "",
    account = "",
  ] = stdout.split("---\n");
  expect(artist).toContain('"ready":true');
  expect(create).toContain('"per_video"');
  expect(follow).toMatch(/^event: run$/m);
  expect(follow).toMatch(/^COMPLETED$/m);
  expect(follow.trim().split("\n").at(-1)).toMatch(/^http.+\.mp4$/);
  expect(downloaded?.trim()).toBe("");
  expect(deleted.trim()).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect(sung).toMatch(/^COMPLETED$/m);
  expect(sung.trim().split("\n").at(-1)).toMatch(/^(words|line|none)$/);
  expect(corrected).toContain('"corrected":true');
  expect(told).toMatch(/^run\.completed run_/m);
  expect(told).toMatch(/^batch\.finished batch_/m);
  expect(JSON.parse(account)).toMatchObject({ status: "success", currency: "USD" });
});
