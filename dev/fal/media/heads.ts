/** Where the artist's head is in scenes that are known: an image model sees it, the emulator has to be told. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Head } from "./paint/head.ts";

export type Heads = ReadonlyMap<string, Head>;

const file = z.record(
  z.string().regex(/^[0-9a-f]{64}$/),
  z.object({ x: z.number(), y: z.number(), radius: z.number().positive() }),
);

/** Reads `{"<sha256>": {x, y, radius}}`; no file, no heads. Throws when the file says something else. */
export const readHeads = (path: string | undefined): Heads =>
  new Map(path === undefined ? [] : Object.entries(file.parse(JSON.parse(readFileSync(path, "utf8")))));
