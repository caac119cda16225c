/** The settings of a laptop: proposed by .dev.vars.example, the developer's own in .dev.vars, those of a stack with its own ports. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { unstable_readConfig } from "wrangler";
import { completeDevVars } from "../../local/complete-dev-vars.ts";
import { faultsOf, makeDevVars, readDevVars, readExample, readVars } from "../../local/dev-vars.ts";
import { ROOT } from "../../local/paths.ts";
import { formatSettings, localSettings } from "../../local/settings.ts";
import { type Env, readSettings, SETTING_NAMES } from "../../worker/env.ts";

const EXAMPLE = readExample(ROOT);
const { vars } = unstable_readConfig({ config: join(ROOT, "wrangler.toml") }, { hideWarnings: true });
const ORIGINS = {
  worker: "http://localhost:20001",
  renderer: "http://127.0.0.1:20002",
  dns: "http://127.0.0.1:20003",
  fal: "http://127.0.0.1:20004",
};
/** As the Worker would read them. */
const checked = (settings: Record<string, string>) => readSettings({ ...vars, ...settings } as unknown as Env);

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "backline-vars-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test("wrangler.toml and .dev.vars.example set settings that there are, and together all that must be set", () => {
  expect(SETTING_NAMES).toEqual(expect.arrayContaining(Object.keys(vars)));
  expect(SETTING_NAMES).toEqual(expect.arrayContaining(Object.keys(EXAMPLE)));
  expect(checked(EXAMPLE)).toMatchObject({ FAL_KEY: "emulator", FAL_INPUTS: "presigned" });
  expect(faultsOf(EXAMPLE, EXAMPLE)).toEqual([]);
});

test(".dev.vars is made where there is none, and never written over", () => {
  const root = folder();
  writeFileSync(join(root, ".dev.vars.example"), "FAL_KEY=emulator\n");
  expect(makeDevVars(root)).toBe(true);
  expect(readDevVars(root)).toEqual({ FAL_KEY: "emulator" });
  expect(statSync(join(root, ".dev.vars")).mode & 0o777).toBe(0o600);
  writeFileSync(join(root, ".dev.vars"), "FAL_KEY=mine\n");
  expect(makeDevVars(root)).toBe(false);
  expect(readFileSync(join(root, ".dev.vars"), "utf8")).toBe("FAL_KEY=mine\n");
});

describe("a .dev.vars from before", () => {
  const HERE = 'PUBLIC_ORIGIN="http://localhost:8787"\n';
  /** With this text in it, beside an example; and what it says when it was completed. */
  function older(text: string, example = `${HERE}FAL_ORIGIN=http://127.0.0.1:8790\n`) {
    const root = folder();
    const file = join(root, ".dev.vars");
    writeFileSync(join(root, ".dev.vars.example"), example);
    writeFileSync(file, text);
    return (key?: string) => {
      const set = completeDevVars(root, key);
      return { set, text: readFileSync(file, "utf8"), vars: readDevVars(root) };
    };
  }

  test("gets the lines that it lacks, and the studio's key, behind what was written", () => {
    const written = `# mine\n${HERE}RATE_LIMIT=7 # low`;
    const complete = older(written);
    const { set, text, vars } = complete("bk_1");
    expect(set).toEqual(["FAL_ORIGIN", "LOCAL_API_KEY"]);
    expect(text.startsWith(`${written}\n`)).toBe(true);
    expect(vars).toEqual({
      ...{ PUBLIC_ORIGIN: "http://localhost:8787", RATE_LIMIT: "7" },
      ...{ FAL_ORIGIN: "http://127.0.0.1:8790", LOCAL_API_KEY: "bk_1" },
    });
    expect(complete("bk_1")).toEqual({ set: [], text, vars });
  });

  test("follows the database that is made anew, and keeps a key that somebody wrote", () => {
    const complete = older(HERE);
    const first = complete("bk_1").text;
    const { set, text } = complete("bk_$&2");
    expect(set).toEqual(["LOCAL_API_KEY"]);
    expect(text).toBe(first.replace("bk_1", () => "bk_$&2"));
    const own = older(`${HERE}FAL_ORIGIN=\nLOCAL_API_KEY=bk_mine\n`);
    expect(own("bk_1").set).toEqual([]);
  });

  test("gets no emulator beside a key of fal.ai's, and no key for a page that is elsewhere", () => {
    expect(older(`${HERE}FAL_KEY=mine\n`)("bk_1").set).toEqual(["LOCAL_API_KEY"]);
    expect(older("PUBLIC_ORIGIN=https://b.example.com\nFAL_ORIGIN=x\n")("bk_1").set).toEqual([]);
  });
});

test.each([
  ["lacks what the example has", { FAL_KEY: "mine" }, ["PUBLIC_ORIGIN"]],
  [
    "has a key of fal.ai's beside the emulator's address",
    { ...EXAMPLE, FAL_KEY: "mine" },
    ["FAL_ORIGIN", "FAL_INPUTS"],
  ],
])("a .dev.vars that %s is refused with sentences that name it", (_, own, names) => {
  const text = faultsOf(own, EXAMPLE).join("\n");
  for (const name of names) expect(text).toContain(name);
});

test("a key of fal.ai's and FAL_INPUTS, without the emulator's address, are all that fal.ai itself takes", () => {
  const { FAL_ORIGIN, ...others } = EXAMPLE;
  expect(FAL_ORIGIN).toBeDefined();
  expect(faultsOf({ ...others, FAL_KEY: "mine", FAL_INPUTS: "upload" }, EXAMPLE)).toEqual([]);
});

test.each([
  ["is all there is", { FAL_KEY: "mine" }],
  ["took the place of the example's", { ...EXAMPLE, FAL_KEY: "mine" }],
])("a key of fal.ai's that %s in .dev.vars means fal.ai itself, with inputs that are uploaded", (_, own) => {
  const settings = checked(localSettings({ ...ORIGINS, fal: undefined }, EXAMPLE, own, {}));
  expect(settings).toMatchObject({ FAL_KEY: "mine", FAL_INPUTS: "upload" });
  expect(settings.FAL_ORIGIN).toBeUndefined();
});

test("a stack with ports of its own leads to its own services, whatever .dev.vars says, and keeps the rest of it", () => {
  const own = { ...EXAMPLE, LOOPBACK_ORIGINS: "http://localhost:4000", RATE_LIMIT: "7" };
  expect(checked(localSettings(ORIGINS, EXAMPLE, own, { TIME_SCALE: "0.5" }))).toMatchObject({
    PUBLIC_ORIGIN: ORIGINS.worker,
    RENDERER_URL: ORIGINS.renderer,
    DNS_ORIGIN: ORIGINS.dns,
    FAL_ORIGIN: ORIGINS.fal,
    FAL_KEY: "emulator",
    LOOPBACK_ORIGINS: ["http://localhost:4000"],
    RATE_LIMIT: 7,
    TIME_SCALE: 0.5,
  });
});

test("settings are written so that they are read as they were, quotation marks included", () => {
  const settings = { PLAIN: "a b#c", MODEL_CHOICES: '{"write":["a/b"]}', NAME: "it's", BOTH: `it's "so"` };
  const file = join(folder(), "settings.env");
  writeFileSync(file, formatSettings(settings));
  expect(readVars(file)).toEqual(settings);
  expect(() => formatSettings({ NAME: "'\"`" })).toThrow("NAME");
});
