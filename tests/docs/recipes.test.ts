/** Recipes of CONTRIBUTING.md do what they say: their commands are run in a copy of the repository. */
import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { ROOT } from "../../local/paths.ts";

/** What the recipes need. Installed packages are only linked to. */
const COPIED = ["art", "client", "commands", "drizzle", "local", "renderer", "worker", "drizzle.config.ts"];
const LOCKED = ["package.json", "package-lock.json"];

const copy = mkdtempSync(join(tmpdir(), "backline-recipes-"));
afterAll(() => rmSync(copy, { recursive: true, force: true }));
const isOwn = (path: string) => basename(path) !== "node_modules";
for (const path of [...COPIED, ...LOCKED])
  cpSync(join(ROOT, path), join(copy, path), { recursive: true, filter: isOwn });
for (const folder of ["", "client", "renderer"]) {
  const installed = join(ROOT, folder, "node_modules");
  if (existsSync(installed)) symlinkSync(installed, join(copy, folder, "node_modules"));
}

/** The command under this heading, run as it stands. */
function follow(heading: string): Promise<unknown> {
  const text = readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8");
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  const command = /^ *```sh run\n(.*?)^ *```$/ms.exec(section)?.[1];
  if (command === undefined) throw new Error(`There is no command to run under "${heading}"`);
  return promisify(execFile)("bash", ["-euo", "pipefail", "-c", command], { cwd: copy });
}

test("every block that is marked to be run is run here", () => {
  const marked = readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8").match(/```sh run$/gm);
  expect(marked).toHaveLength(2);
});

test("change the database: a column that is added to the schema becomes a migration", async () => {
  const schema = join(copy, "worker", "db", "tables", "accounts.ts");
  const before = readdirSync(join(copy, "drizzle"));
  const text = readFileSync(schema, "utf8");
  writeFileSync(schema, text.replace(/sqliteTable\("accounts", \{/, '$&\n  recipe_probe: text("recipe_probe"),'));
  await follow("Change the database");
  const [made = "", ...others] = readdirSync(join(copy, "drizzle")).filter((name) => !before.includes(name));
  expect([made, others]).toEqual([expect.stringMatching(/^\d{4}_your-change\.sql$/), []]);
  expect(readFileSync(join(copy, "drizzle", made), "utf8").trim()).toBe(
    "ALTER TABLE `accounts` ADD `recipe_probe` text;",
  );
});

test("change a scene: the same code draws the same pictures, where the Worker serves them from", async () => {
  await follow("Change a scene");
  const folder = join("public", "templates", "album-record-store");
  for (const name of readdirSync(join(copy, folder))) {
    expect(readFileSync(join(copy, folder, name)).equals(readFileSync(join(ROOT, folder, name))), name).toBe(true);
  }
});
