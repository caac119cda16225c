/** No test is left out: whatever its folder, exactly one project of vitest.config.ts runs it. */
import { globSync } from "node:fs";
import { join, matchesGlob } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../local/paths.ts";
import config from "../../vitest.config.ts";

interface Project {
  test: { name: string; include: string[]; exclude?: string[] };
}
// What the file defines; vitest's own type also allows for projects that are named by a path.
const projects = (config as { test: { projects: Project[] } }).test.projects.map((project) => project.test);

const files = globSync("{tests,bench}/**/*.test.ts", { cwd: ROOT }).map((path) => path.replaceAll("\\", "/"));

test.each([
  ...files,
  "tests/a-new-folder/some.test.ts",
  "bench/a-new-folder/some.test.ts",
  "tests/a-new-folder/deeper/some.test.ts",
  "tests/at-the-top.test.ts",
  "tests/chaos/a-new-one.test.ts",
])("%s is run by exactly one project", (path) => {
  const matches = (globs: string[] = []) => globs.some((glob) => matchesGlob(join(path), glob));
  expect(
    projects.filter(({ include, exclude }) => matches(include) && !matches(exclude)).map(({ name }) => name),
  ).toHaveLength(1);
});
