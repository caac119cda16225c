/** Taking a protection away means to edit the code that is it: each edit must find its text. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../local/paths.ts";
import { apply, MUTATIONS } from "./mutations.ts";

test.each(MUTATIONS.map(({ name, edits }) => [name, edits] as const))("%s can be taken away", (_name, edits) => {
  for (const edit of edits) {
    const text = readFileSync(join(ROOT, edit.file), "utf8");
    expect(apply(edit, text)).not.toBe(text);
  }
});
