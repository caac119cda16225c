/** The part of zod that is in the Worker's bundle (worker/zod/names.ts) is the part that the Worker uses. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { ROOT } from "../../local/paths.ts";
import * as bundled from "../../worker/zod/names.ts";

/** Whatever the bundles are made of that use the alias. */
const files = globSync("{worker,renderer/contract,tests/*/worker}/**/*.ts", { cwd: ROOT });
const named = files.flatMap((file) =>
  [...readFileSync(join(ROOT, file), "utf8").matchAll(/\bz\.(\w+)/g)].map(([, name = ""]) => name),
);

test("it has every name that the Worker's files say, and no other", () => {
  // Others are types, which a bundle has no use for.
  const used = new Set(named.filter((name) => name in z));
  expect(Object.keys(bundled).toSorted()).toEqual([...used].toSorted());
});

test("each is zod's own", () => {
  for (const [name, value] of Object.entries(bundled)) expect(value).toBe(z[name as keyof typeof z]);
});

test("nothing else is imported from zod, or past the alias", () => {
  const imports = files
    .filter((file) => !file.startsWith(join("worker", "zod")))
    .flatMap((file) => [...readFileSync(join(ROOT, file), "utf8").matchAll(/^import [^;]*? from "(zod[^"]*)";$/gm)])
    .map(([line]) => line);
  expect(new Set(imports)).toEqual(new Set(['import { z } from "zod";', 'import type { z } from "zod";']));
});
