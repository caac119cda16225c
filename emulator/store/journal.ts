/** An append-only file of JSON lines: what must be known again after a restart. */
import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";

export class Journal<Entry> {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Every entry, oldest first. What a killed process left of a last line is cut off. */
  read(): Entry[] {
    if (!existsSync(this.#path)) return [];
    const text = readFileSync(this.#path, "utf8");
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    if (whole.length < text.length) truncateSync(this.#path, Buffer.byteLength(whole));
    return (
      whole
        .split("\n")
        .filter((line) => line !== "")
        // Written by `append` of the same class.
        .map((line) => JSON.parse(line) as Entry)
    );
  }

  append(entry: Entry): void {
    appendFileSync(this.#path, `${JSON.stringify(entry)}\n`);
  }

  clear(): void {
    writeFileSync(this.#path, "");
  }
}
