/**
 * `npm run bench`: every part, one after the other, and how each went. A part is a script of package.json by the name
 * bench:NAME, and writes its own figures to out/bench-NAME.json.
 *   --only api,calls   some of them
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../local/paths.ts";

const { values } = parseArgs({ options: { only: { type: "string" } } });
const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: Record<string, string> };
const PARTS = Object.keys(scripts).flatMap((script) => /^bench:(.+)$/.exec(script)?.[1] ?? []);

const chosen = values.only?.split(",") ?? PARTS;
const unknown = chosen.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) throw new Error(`--only: there is no ${unknown}; there are ${PARTS.join(", ")}`);

const went: Record<string, { minutes: number; ended: string }> = {};
for (const part of chosen) {
  console.log(`\n=== bench:${part}`);
  const begun = performance.now();
  const code = await new Promise<number | null>((resolve) => {
    const child = spawn("npm", ["run", "--silent", `bench:${part}`], {
      ...{ cwd: ROOT, stdio: "inherit" },
    });
    child.on("error", () => resolve(null));
    child.on("close", resolve);
  });
  const minutes = Number(((performance.now() - begun) / 60_000).toFixed(1));
  went[part] = { minutes, ended: code === 0 ? "well" : `with ${code}` };
}
console.table(went);
process.exit(Object.values(went).every(({ ended }) => ended === "well") ? 0 : 1);
