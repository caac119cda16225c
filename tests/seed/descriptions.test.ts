/** What was made of the seed is found again, in the folder where it lies now. */
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readDescription, writeDescription } from "../../seed/descriptions.ts";

let parent: string;
const at = (folder: string) => join(parent, folder);
const described = (folder: string, version = "v1") =>
  readDescription(at(folder), join(at(folder), "songs", "a.json"), version);
const made = (folder: string) => ({ slug: "a", path: join(at(folder), "songs", "a.mp3"), bytes: 4 });

beforeEach(async () => {
  parent = mkdtempSync(join(tmpdir(), "backline-seed-"));
  mkdirSync(join(at("first"), "songs"), { recursive: true });
  writeFileSync(made("first").path, "song");
  await writeDescription(at("first"), join(at("first"), "songs", "a.json"), "v1", made("first"));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

test("it is found where it was made", async () => {
  expect(await described("first")).toEqual(made("first"));
});

test("a copied folder has its own files, whatever becomes of the first", async () => {
  cpSync(at("first"), at("copy"), { recursive: true });
  expect(await described("copy")).toEqual(made("copy"));
  rmSync(at("first"), { recursive: true });
  expect(await described("copy")).toEqual(made("copy"));
  writeFileSync(made("copy").path, "");
  expect(await described("copy")).toBeUndefined();
});

test("a moved folder need not be made again", async () => {
  renameSync(at("first"), at("moved"));
  expect(await described("moved")).toEqual(made("moved"));
});

test.each([
  ["of another version", () => described("first", "v2")],
  [
    "whose file is gone",
    () => {
      rmSync(made("first").path);
      return described("first");
    },
  ],
  [
    "that is not whole",
    () => {
      writeFileSync(join(at("first"), "songs", "a.json"), '{"version":"v1","ma');
      return described("first");
    },
  ],
])("one %s is none", async (_, look) => {
  expect(await look()).toBeUndefined();
});
