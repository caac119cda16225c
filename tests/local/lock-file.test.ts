/** The one lock file installs on every platform, from whatever registry a machine has. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../local/paths.ts";

interface Package {
  resolved?: string;
  link?: boolean;
  optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
  packages: Record<string, Package>;
};

test("it has every platform's binaries, not only those of the machine that it was made on", () => {
  const names = new Set(Object.keys(packages).map((path) => path.split("node_modules/").at(-1)));
  const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies));
  expect(wanted.length).toBeGreaterThan(100);
  expect(wanted.filter((name) => !names.has(name))).toEqual([]);
});

test("it names no registry", () => {
  const resolved = Object.values(packages).flatMap((entry) => (entry.link ? [] : (entry.resolved ?? [])));
  expect(resolved).toEqual([]);
});
