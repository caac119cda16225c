/** What the product exports says what it is, in which units, and what it throws. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../local/paths.ts";

const files = execFileSync("git", ["ls-files", "--", "worker/*.ts", "renderer/*.ts", "client/index.ts"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file.endsWith(".ts"));

/** Functions, classes, and constants that are functions, as the formatter writes them. */
const EXPORTED =
  /^export (async function\*? |function\*? |(abstract )?class |const \w+(: [^=\n]+)? = (async )?(<[^\n]*>)?\()/;

test("every exported function and class has a doc comment", () => {
  const bare = files.flatMap((file) => {
    const lines = readFileSync(join(ROOT, file), "utf8").split("\n");
    return lines.flatMap((line, at) => {
      const isFunction =
        EXPORTED.test(line) &&
        (!line.startsWith("export const") ||
          lines
            .slice(at, at + 8)
            .join(" ")
            .includes("=>"));
      return isFunction && !lines[at - 1]?.trimEnd().endsWith("*/") ? [`${file}:${at + 1} ${line.slice(0, 60)}`] : [];
    });
  });
  expect(bare).toEqual([]);
});
