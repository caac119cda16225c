/** Where the artist's head is in the pictures of the built-in templates: an image model sees it, the emulator is told. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { BUILT_IN } from "../worker/templates/index.ts";
import type { Head } from "./media/paint/head.ts";

/** Heads by the SHA-256 of the picture's file: what arrives here has lost its name. Throws when a picture is not there. */
export function templateHeads(): ReadonlyMap<string, Head> {
  const heads = new Map<string, Head>();
  for (const { name, references } of BUILT_IN) {
    for (const { file, head } of references) {
      const path = fileURLToPath(new URL(`../public/templates/${name}/${file}`, import.meta.url));
      if (head) heads.set(createHash("sha256").update(readFileSync(path)).digest("hex"), head);
    }
  }
  return heads;
}
