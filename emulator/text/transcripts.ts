/** The words of songs that are known: one file per song, named by the SHA-256 of its audio. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const transcript = z.object({
  text: z.string(),
  /** Times in seconds. Empty for an instrumental. */
  words: z.array(z.object({ text: z.string(), start: z.number(), end: z.number() })),
});

export type Transcript = z.infer<typeof transcript>;

export class Transcripts {
  readonly #folder: string | undefined;

  constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  async find(sha256: string): Promise<Transcript | undefined> {
    if (this.#folder === undefined) return undefined;
    let text: string;
    try {
      text = await readFile(join(this.#folder, `${sha256}.json`), "utf8");
    } catch {
      return undefined;
    }
    return transcript.parse(JSON.parse(text));
  }
}
