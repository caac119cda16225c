/** What a model of the emulator is: one file each beside this one. */
import type { z } from "zod";
import type { Dice } from "../dice.ts";
import type { Head } from "../media/paint/head.ts";
import type { Studio } from "../media/studio.ts";
import type { Billing, Detail, JsonObject } from "../protocol/outcome.ts";
import { details } from "../protocol/validation.ts";
import type { StoredFile } from "../store/files.ts";
import type { Transcripts } from "../text/transcripts.ts";
import type { FrameRounding } from "./frame-rounding.ts";

/** Which field of the input holds a URL. */
export type Loc = (string | number)[];

/** A file that an input's URL led to. */
export interface Fetched {
  url: string;
  /** Absolute path of the bytes; removed when the request ends. */
  path: string;
  sha256: string;
}

/** What a model may use while it works. */
export interface Work {
  signal: AbortSignal;
  /** Seeded by the input, so the same input makes the same thing. */
  dice: Dice;
  studio: Studio;
  transcripts: Transcripts;
  frameRounding: FrameRounding;
  /** Where the heads of known pictures are, by the SHA-256 of the file. */
  heads: ReadonlyMap<string, Head>;
  log(message: string): void;
  /** Downloads, or fails with what fal answers when it cannot: 422 `file_download_error`. */
  fetch(loc: Loc, url: string): Promise<Fetched>;
  /** Stores a finished file and describes it as fal does; with `width` and `height` for an image that carries them. */
  publish(file: StoredFile): PublishedFile;
}

export type PublishedFile = { url: string; content_type: string; file_name: string; file_size: number };

export interface Made {
  output: JsonObject;
  billing: Billing;
}

export interface Model {
  id: string;
  /** How long it takes in the `demo` latency profile, seconds: the real time scaled down. */
  demoSeconds: number;
  /** Which fields of the output are media; a fault takes them away. */
  mediaFields: readonly string[];
  /** Checks an input: what is wrong with it, or the work that it asks for. */
  prepare(raw: unknown): { problems: Detail[] } | { make(work: Work): Promise<Made> };
}

/** A model from its schema and its work; the schema's output type is the work's input. */
export function defineModel<Schema extends z.ZodType>(definition: {
  id: string;
  demoSeconds: number;
  mediaFields: readonly string[];
  input: Schema;
  make(input: z.output<Schema>, work: Work): Promise<Made>;
}): Model {
  return {
    id: definition.id,
    demoSeconds: definition.demoSeconds,
    mediaFields: definition.mediaFields,
    prepare(raw) {
      const parsed = definition.input.safeParse(raw, { reportInput: true });
      return parsed.success
        ? { make: (work) => definition.make(parsed.data, work) }
        : { problems: details(parsed.error) };
    },
  };
}

/** A price in USD without the noise of binary fractions. */
export const usd = (amount: number): number => Math.round(amount * 1e6) / 1e6;

/** `published` with the pixels of the picture. */
export const imageFile = (published: PublishedFile, size: { width: number; height: number }): JsonObject => ({
  ...published,
  ...size,
});
