/**
 * Holds the documentation to what it speaks of: links, code, files, npm scripts, log events, and the README's length. One of
 * the checks of `npm run check`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { remark } from "remark";
import remarkGfm from "remark-gfm";
import remarkValidateLinks from "remark-validate-links";
import { engine } from "unified-engine";
import { visit } from "unist-util-visit";
import { z } from "zod";
import { ROOT } from "../local/stack.ts";

type Root = ReturnType<ReturnType<typeof remark>["parse"]>;
/** What is said against a page; unified gives the file's name and, with a node, the line. */
interface Page {
  path?: string;
  message(reason: string, node?: object): unknown;
}

const PAGES = ["*.md", "docs/**/*.md", "emulator/*.md", ".github/**/*.md"];
const MAX_README_LINES = 120;

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const scripts = Object.keys(
  z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read("package.json"))).scripts,
);

/** Why the code does not parse, or undefined. What is in another language is not looked at. */
const PARSERS: Record<string, (code: string) => string | undefined> = {
  json: (code) => complaint(() => JSON.parse(code)),
  ts: (code) => complaint(() => stripTypeScriptTypes(code)),
  sh: (code) => {
    const { status, stderr } = spawnSync("bash", ["-n"], { input: code, encoding: "utf8" });
    return status === 0 ? undefined : stderr.trim();
  },
};

function complaint(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function checkCode() {
  return (tree: Root, page: Page): void => {
    visit(tree, "code", (node) => {
      const wrong = PARSERS[node.lang ?? ""]?.(node.value);
      if (wrong !== undefined) page.message(`this ${node.lang} does not parse: ${wrong}`, node);
    });
  };
}

/** Text in code marks that can only be a file or folder of this repository. */
const IS_PATH =
  /^(?:\.?[\w-]+\/)+[\w.-]*$|^(?:wrangler\.toml|package\.json|openapi\.json|biome\.json|\.dev\.vars\.example)$/;
/** What runs make, which a fresh clone does not have. */
const IS_MADE = /^(?:\.backline|out|node_modules)\//;
/** Told of before they are there. To be taken out as soon as they are, which the check demands. */
const EXPECTED = ["renderer/contract/", ".dev.vars.example", "npm run companions", "npm run graph"];
/** Whatever begins with none of these is a model, an endpoint, or a path in somebody else's repository. */
const AT_ROOT = new Set(globSync("*", { cwd: ROOT }).concat(globSync(".*", { cwd: ROOT })));

function checkNames() {
  return (tree: Root, page: Page): void => {
    visit(tree, ["inlineCode", "code"], (node) => {
      if (!("value" in node)) return;
      if (node.type === "inlineCode" && IS_PATH.test(node.value) && !IS_MADE.test(node.value)) {
        const isOurs = !node.value.includes("/") || AT_ROOT.has(node.value.split("/")[0] ?? "");
        const isThere = existsSync(join(ROOT, node.value)) || EXPECTED.includes(node.value);
        if (isOurs && !isThere) page.message(`there is no ${node.value}`, node);
      }
      for (const [, script = ""] of node.value.matchAll(/npm run ([\w:-]+)/g)) {
        if (!scripts.includes(script) && !EXPECTED.includes(`npm run ${script}`))
          page.message(`package.json has no script ${script}`, node);
      }
      for (const [, path = ""] of node.value.matchAll(/npm test -- ([\w./-]+\/[\w./-]+)/g)) {
        if (!existsSync(join(ROOT, path))) page.message(`there is no ${path}`, node);
      }
    });
  };
}

const problems: string[] = [];

for (const name of EXPECTED) {
  const isThere = name.startsWith("npm run ") ? scripts.includes(name.slice(8)) : existsSync(join(ROOT, name));
  if (isThere) problems.push(`${name} is there: take it out of EXPECTED in commands/check-docs.ts`);
}

const lines = read("README.md").trimEnd().split("\n").length;
if (lines > MAX_README_LINES) problems.push(`README.md has ${lines} lines: ${MAX_README_LINES} are allowed`);

const told = `${read("CONTRIBUTING.md")}${read("docs/operating.md")}`;
for (const script of scripts) {
  const command = script === "test" || script === "start" ? `npm ${script}` : `npm run ${script}`;
  if (!told.includes(command)) problems.push(`CONTRIBUTING.md or docs/operating.md must tell of \`${command}\``);
}

/** Log lines are written by `log` alone, or through `report`, which hands its event on. */
const LOGGED = /\blog\s*\.(?:info|warn|error)\(\s*([^,)]+)|\breport\(\s*services,\s*([^,)]+)/g;
const REPORTS = "worker/runs/generation-outcome.ts";
const inCode = new Set<string>();
for (const path of globSync("worker/**/*.ts", { cwd: ROOT })) {
  for (const [, logged, reported] of read(path).matchAll(LOGGED)) {
    const event = (logged ?? reported ?? "").trim();
    const name = /^"([a-z_]+)"$/.exec(event)?.[1];
    if (name !== undefined) inCode.add(name);
    else if (path !== REPORTS) problems.push(`${path} logs ${event}: an event must be a literal in snake case`);
  }
}
const described = new Set(
  [...read("docs/operating.md").matchAll(/^\| `([a-z_]+)` \| (?:info|warn|error)/gm)].map((row) => row[1]),
);
for (const event of inCode)
  if (!described.has(event)) problems.push(`docs/operating.md must describe the event ${event}`);
for (const event of described) {
  if (event !== undefined && !inCode.has(event))
    problems.push(`docs/operating.md describes ${event}, which nothing logs`);
}

type Plugins = Parameters<typeof engine>[0]["plugins"];
// The engine's type is that of plugins for trees of any kind; this one is for Markdown, which our processor makes.
const validateLinks = [[remarkValidateLinks, { repository: false }]] as unknown as Plugins;

for (const problem of problems) console.log(problem);

engine(
  {
    processor: remark().use(remarkGfm).use(checkCode).use(checkNames),
    // Here and not above, because only the engine gives a plugin the other pages, whose headings are linked to.
    plugins: validateLinks,
    cwd: ROOT,
    files: globSync(PAGES, { cwd: ROOT }),
    frail: true,
    quiet: true,
    output: false,
    streamError: process.stdout,
  },
  (error, code) => {
    if (error) console.log(error);
    process.exitCode = error || code !== 0 || problems.length > 0 ? 1 : 0;
  },
);
