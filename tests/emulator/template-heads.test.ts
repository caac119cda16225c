import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { templateHeads } from "../../emulator/template-heads.ts";
import { BUILT_IN } from "../../worker/templates/index.ts";

test("every built-in scene with an artist tells where the head is, by the picture's bytes", () => {
  const heads = templateHeads();
  const withFace = BUILT_IN.filter(({ usesFace }) => usesFace);
  expect(withFace.length).toBeGreaterThan(0);
  for (const { name, references } of withFace) {
    for (const { file, head } of references) {
      const bytes = readFileSync(new URL(`../../public/templates/${name}/${file}`, import.meta.url));
      expect(heads.get(createHash("sha256").update(bytes).digest("hex"))).toEqual(head);
    }
  }
});
