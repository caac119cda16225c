/**
 * `npm run graph`: checks every import against the layers of layers.ts, and draws the rooms into docs/architecture.md.
 * With --check it draws nothing, and fails if the drawing is out of date.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { ROOT } from "../../local/paths.ts";
import { arrowsOf, flowchart, type Import, withoutShortcuts } from "./draw.ts";
import { LAYERS, OPTIONS, RESOLVING, RULES } from "./layers.ts";

const PAGE = join(ROOT, "docs", "architecture.md");
const DRAWING = /(?<=<!-- graph:begin -->\n)[\s\S]*?(?=<!-- graph:end -->)/;

const { output } = await cruise(
  [...new Set(LAYERS.flat().map((room) => room.split("/", 1)[0] ?? room))],
  { ...OPTIONS, ruleSet: { forbidden: RULES }, validate: true, baseDir: ROOT },
  RESOLVING,
);
// Without a reporter, the output is what it found.
const { modules, summary } = output as ICruiseResult;

for (const { rule, from, to } of summary.violations) console.log(`${rule.name}: ${from} → ${to}`);
if (summary.violations.length > 0) process.exitCode = 1;

const isOurs = (path: string) => !/(^|\/)node_modules\//.test(path);
const imports = modules
  .filter(({ source }) => isOurs(source))
  .flatMap(({ source, dependencies }): Import[] =>
    dependencies.filter(({ resolved }) => isOurs(resolved)).map(({ resolved }) => ({ from: source, to: resolved })),
  );
const rooms = LAYERS.flat();
const roomOf = (path: string) => rooms.find((room) => path === room || path.startsWith(`${room}/`));
const houseOf = (path: string) => roomOf(path)?.split("/", 1)[0];
const drawing = `
The whole tree:

${flowchart(withoutShortcuts(arrowsOf(imports, houseOf)), (room) => `${room}/`)}

The Worker's own rooms:

${flowchart(
  withoutShortcuts(arrowsOf(imports, (path) => (path.startsWith("worker/") ? roomOf(path) : undefined))),
  (room) => (room.endsWith(".ts") ? room.replace("worker/", "") : `${room.replace("worker/", "")}/`),
)}

`;

const page = readFileSync(PAGE, "utf8");
if (!DRAWING.test(page)) throw new Error(`${PAGE} has no place for the graph`);
const drawn = page.replace(DRAWING, () => drawing);
if (drawn !== page && process.argv.includes("--check")) {
  console.log("docs/architecture.md does not show the imports as they are: npm run graph");
  process.exitCode = 1;
} else if (drawn !== page) writeFileSync(PAGE, drawn);
console.log(`${imports.length} imports between ${modules.filter(({ source }) => isOurs(source)).length} files`);
