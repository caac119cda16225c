/** Every row of the contract has a test that says so. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../local/paths.ts";
import { ROWS } from "./rows.ts";

const rows = Object.values(ROWS).flat();

test("no row is there twice", () => {
  const promises = rows.map(([promise]) => promise);
  expect(promises).toEqual([...new Set(promises)]);
});

test.each(rows)("%s", (_, file, ...titles) => {
  const path = join(ROOT, "tests", `${file}.test.ts`);
  expect(existsSync(path), path).toBe(true);
  const text = readFileSync(path, "utf8");
  expect(titles.length).toBeGreaterThan(0);
  expect(titles.filter((title) => !text.includes(title))).toEqual([]);
});
