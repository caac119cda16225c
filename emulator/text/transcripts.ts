/** The words of songs that are known: one file per song, named by the SHA-256 of its audio. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

export const transcript = z.object({
  text: z.string(),
  /** ISO 639-1. */
  language: z.string().length(2).default("en"),
  /** Times in seconds. Empty for an instrumental. */
  words: z.array(z.object({ text: z.string(), start: z.number(), end: z.number() })),
});

export type Transcript = z.infer<typeof transcript>;

export const SHA256 = /^[0-9a-f]{64}$/;

export class Transcripts {
  /** What was told here, before what is given. */
  readonly #told: string;
  readonly #folders: readonly string[];

  /** `state`: the emulator's folder, which keeps what is told; `given`: a folder of known ones. */
  constructor(state: string, given: string | undefined) {
    this.#told = join(state, "transcripts");
    this.#folders = given === undefined ? [this.#told] : [this.#told, given];
  }

  async find(sha256: string): Promise<Transcript | undefined> {
    for (const folder of this.#folders) {
      let text: string;
      try {
        text = await readFile(join(folder, `${sha256}.json`), "utf8");
      } catch {
        continue;
      }
      return transcript.parse(JSON.parse(text));
    }
    return undefined;
  }

  /** Says what is sung in the song of that SHA-256, from now on. */
  tell(sha256: string, words: Transcript): void {
    mkdirSync(this.#told, { recursive: true });
    const path = join(this.#told, `${sha256}.json`);
    // Whole or not at all, for whoever is just reading it.
    writeFileSync(`${path}.part`, JSON.stringify(words));
    renameSync(`${path}.part`, path);
  }
}
