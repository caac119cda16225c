/** Checks the documentation, as part of `npm run check`: prints what is wrong, and exits with 1 when anything is. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { remark } from "remark";
import remarkGfm from "remark-gfm";
import remarkValidateLinks from "remark-validate-links";
import { engine } from "unified-engine";
import { z } from "zod";
import { ROOT } from "../../local/paths.ts";
import { FAILURE_CODES } from "../../worker/domain/failure.ts";
import { codeParses, namesAreThere, type Repository } from "./pages.ts";
import { checkDecisions, checkFailureCodes, checkLogEvents, checkScripts, checkSettings } from "./told.ts";

const PAGES = ["*.md", "docs/**/*.md", "emulator/*.md", ".github/**/*.md", "skills/**/*.md"];
const MAX_README_LINES = 120;

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const find = (...patterns: string[]): string[] => globSync(patterns, { cwd: ROOT });

const manifest = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read("package.json")));
const scripts = Object.keys(manifest.scripts);
const repository: Repository = { scripts, has: (path) => existsSync(join(ROOT, path)) };

const operating = read("docs/operating.md");
const readmeLines = read("README.md").trimEnd().split("\n").length;
const problems = [
  ...(readmeLines > MAX_README_LINES ? [`README.md has ${readmeLines} lines: ${MAX_README_LINES} are allowed`] : []),
  ...checkScripts(scripts, `${read("CONTRIBUTING.md")}${operating}`),
  ...checkLogEvents(new Map(find("worker/**/*.ts").map((path) => [path, read(path)])), operating),
  ...checkSettings([read("worker/env.ts"), read("renderer/src/settings.ts")], operating),
  ...checkFailureCodes(FAILURE_CODES, operating),
  ...checkDecisions(new Map(find("docs/decisions/*.md").map((path) => [basename(path), read(path)]))),
];
for (const problem of problems) console.log(problem);

// The engine's type is for plugins for trees of any kind; this one is for Markdown, which is what our processor makes.
// It is given to the engine and not to the processor, because only the engine tells a plugin about the other pages,
// whose headings are linked to.
const plugins = [[remarkValidateLinks, { repository: false }]] as unknown as Parameters<typeof engine>[0]["plugins"];

engine(
  {
    processor: remark().use(remarkGfm).use(codeParses).use(namesAreThere, repository),
    plugins,
    cwd: ROOT,
    files: find(...PAGES),
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
