/** The check of the documentation finds what drifts, in both directions. */
import { remark } from "remark";
import remarkGfm from "remark-gfm";
import { expect, test } from "vitest";
import { codeParses, namesAreThere, type Repository } from "../../commands/check-docs/pages.ts";
import {
  checkDecisions,
  checkFailureCodes,
  checkLogEvents,
  checkScripts,
  checkSettings,
} from "../../commands/check-docs/told.ts";

const repository: Repository = {
  scripts: ["check"],
  has: (path) => ["worker", "worker/index.ts", "worker/runs/", "tests/steps"].includes(path),
};

async function complaints(page: string): Promise<string[]> {
  const file = await remark().use(remarkGfm).use(codeParses).use(namesAreThere, repository).process(page);
  return file.messages.map(({ reason, line }) => `${line}: ${reason}`);
}

test.each([
  ["json", "{}", "{"],
  ["ts", "const a: number = 1;", "const = 1;"],
  ["sh", "if true; then echo; fi", "if true; then"],
])("%s has to parse", async (language, good, bad) => {
  expect(await complaints(`\`\`\`${language}\n${good}\n\`\`\`\n`)).toEqual([]);
  expect(await complaints(`\n\`\`\`${language}\n${bad}\n\`\`\`\n`)).toEqual([
    expect.stringMatching(new RegExp(`^2: this ${language} does not parse: .`)),
  ]);
});

test("paths have to be there, in a table too; models and what runs make are not ours", async () => {
  expect(await complaints("`worker/index.ts`, `worker/runs/`, `fal-ai/whisper`, `.backline/local.json`")).toEqual([]);
  expect(await complaints("| a |\n| --- |\n| `worker/nope.ts` |\n\n`nope.json`")).toEqual([
    "3: there is no worker/nope.ts",
    "5: there is no nope.json",
  ]);
});

test("npm scripts and tests have to be there", async () => {
  expect(await complaints("```sh\nnpm run check\nnpm test -- tests/steps -t x\n```")).toEqual([]);
  expect(await complaints("```sh\nnpm run nope -- --all\nnpm test -- tests/nope\n```")).toEqual([
    "1: there is no tests/nope",
    "1: package.json has no script nope",
  ]);
});

test("log events are described with their levels, all of them and no others", () => {
  const sources = new Map([
    [
      "a.ts",
      'log.info("one", {}); services.log.error(\n  "two", error); log.warn("one", {}); consoleLog.warn("three");',
    ],
    ["b.ts", 'report(services, "four", generation, {}); log.info(event, fields);'],
  ]);
  const row = (name: string, levels: string) => `| \`${name}\` | ${levels} | It means. | Nothing. |\n`;
  const two = row("two", "error");
  const page = `${row("one", "info, warn")}${two}${row("three", "warn")}${row("four", "info")}`;
  expect(checkLogEvents(sources, page)).toEqual([]);
  expect(checkLogEvents(sources, page.replace(two, row("five", "error")))).toEqual([
    "docs/operating.md must describe the log event two (error)",
    "docs/operating.md describes the log event five (error), which is not there",
  ]);
  expect(checkLogEvents(sources, page.replace(two, row("two", "info")))).toHaveLength(2);
  expect(checkLogEvents(new Map([["c.ts", "log.info(name)"]]), "")).toEqual([
    "c.ts logs name: an event is a literal in snake case",
  ]);
});

test("settings are described, and failures, and scripts", () => {
  const source = "  DB: D1Database;\n    PORT: number,\n    R2_BUCKET: z.string(),\n";
  const page =
    "## Settings\n\n| `PORT`, `R2_BUCKET` | with `OTHER` |\n\n## Failures of runs\n\n| `a_b` | … |\n\n## End\n";
  expect(checkSettings([source], page)).toEqual([]);
  expect(checkSettings([`${source}    NEW: z.string(),\n`], page.replace("PORT", "PROT"))).toEqual([
    "docs/operating.md must describe the setting PORT",
    "docs/operating.md must describe the setting NEW",
    "docs/operating.md describes the setting PROT, which is not there",
  ]);
  expect(checkFailureCodes(["a_b"], page)).toEqual([]);
  expect(checkFailureCodes(["b_a"], page)).toHaveLength(2);
  expect(checkScripts(["test", "check"], "npm test, npm run check")).toEqual([]);
  expect(checkScripts(["test", "check"], "npm test")).toEqual([
    "CONTRIBUTING.md or docs/operating.md must tell of npm run check",
  ]);
});

test("a decision has a number, a title, a month and four sections, and stands in the index", () => {
  const page =
    "# 1. Rows\n\nNovember 2026\n\n## Context\n\n## Decision\n\n## What it costs\n\n## What would change it\n";
  const index = "| [1](0001-rows.md) | Rows |";
  const check = (text: string, lines = index) =>
    checkDecisions(
      new Map([
        ["0001-rows.md", text],
        ["README.md", lines],
      ]),
    );
  expect(check(page)).toEqual([]);
  expect(check(page.replace("## Decision", "## Choice"))).toEqual([expect.stringContaining("must have the sections")]);
  expect(check(page.replace("# 1", "# 2"))).toEqual([expect.stringContaining('must begin with "# 1. Title"')]);
  expect(check(page, "")).toEqual([expect.stringContaining("must have the line | [1](0001-rows.md) | Rows |")]);
});
