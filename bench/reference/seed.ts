/** The reference flow, with the artist that the product's accounts have here. */
import { join } from "node:path";
import { ROOT, SEED } from "../../local/paths.ts";
import { buildSeed } from "../../seed/build.ts";
import { BUILT_IN } from "../../worker/templates/index.ts";
import { openReference, type Reference, type ReferenceOptions } from "./flow.ts";

/** Throws when the seed has no artist. */
export async function openSeedReference(options: Omit<ReferenceOptions, "artist" | "scene">): Promise<Reference> {
  const seed = await buildSeed(SEED, undefined, "small");
  const artist = seed.accounts[0]?.artists[0];
  const [template] = BUILT_IN;
  if (!artist) throw new Error("The seed has no artist");
  const scene = join(ROOT, "public", "templates", template?.name ?? "", template?.references[0]?.file ?? "");
  return openReference({ ...options, artist, scene });
}
