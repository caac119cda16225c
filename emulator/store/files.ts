/** The files that the emulator serves: bytes under their SHA-256, and records that say what each URL shows of them. */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, mkdirSync, rmSync } from "node:fs";
import { copyFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Flaw } from "../faults.ts";
import { Journal } from "./journal.ts";

export interface StoredFile {
  /** The part of the URL that finds it: the SHA-256 of a file that was made, a token for one that was uploaded. */
  id: string;
  sha256: string;
  name: string;
  contentType: string;
  bytes: number;
  flaw?: Flaw;
  /** When it is gone, Unix milliseconds; undefined: it stays. */
  expiresAt?: number;
}

/** Where a file can be read, without the origin. */
export const filePath = (file: StoredFile): string => `/files/${file.id}/${encodeURIComponent(file.name)}`;

export class FileStore {
  readonly #blobs: string;
  readonly #temporary: string;
  readonly #journal: Journal<StoredFile>;
  readonly #files = new Map<string, StoredFile>();

  constructor(state: string) {
    this.#blobs = join(state, "blobs");
    this.#temporary = join(state, "temporary");
    mkdirSync(this.#blobs, { recursive: true });
    // A process that was killed may have left half-written files.
    rmSync(this.#temporary, { recursive: true, force: true });
    mkdirSync(this.#temporary, { recursive: true });
    this.#journal = new Journal(join(state, "files.jsonl"));
    for (const file of this.#journal.read()) this.#files.set(file.id, file);
  }

  /** The file of that id, unless it is none any more. */
  get(id: string): StoredFile | undefined {
    const file = this.#files.get(id);
    return file?.expiresAt !== undefined && file.expiresAt <= Date.now() ? undefined : file;
  }

  /** Absolute path of a file's bytes. */
  blob(file: StoredFile): string {
    return join(this.#blobs, file.sha256);
  }

  /** Where unfinished files live; emptied at every start. */
  get temporaryFolder(): string {
    return this.#temporary;
  }

  /** A path inside the state that nothing else uses. Whoever asks removes it. */
  temporary(extension = ""): string {
    return join(this.#temporary, `${randomUUID()}${extension}`);
  }

  /** Stores bytes; the same bytes are the same file. */
  async put(bytes: Uint8Array, name: string, contentType: string): Promise<StoredFile> {
    const path = this.temporary();
    await writeFile(path, bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return this.#keep(path, { id: sha256, sha256, name, contentType, bytes: bytes.length });
  }

  /** Stores a copy of the file at `path`. */
  async putFile(path: string, name: string, contentType: string): Promise<StoredFile> {
    const copy = this.temporary();
    await copyFile(path, copy);
    const { sha256, bytes } = await digest(createReadStream(copy));
    return this.#keep(copy, { id: sha256, sha256, name, contentType, bytes });
  }

  /** Stores what a stream carries under an id that was given out before. */
  async receive(
    source: Readable,
    id: string,
    { name, contentType, expiresAt }: Pick<StoredFile, "name" | "contentType" | "expiresAt">,
  ): Promise<StoredFile> {
    const path = this.temporary();
    try {
      await pipeline(source, createWriteStream(path));
      const { sha256, bytes } = await digest(createReadStream(path));
      const expiry = expiresAt === undefined ? {} : { expiresAt };
      return await this.#keep(path, { id, sha256, name, contentType, bytes, ...expiry });
    } finally {
      await rm(path, { force: true });
    }
  }

  /** A second URL for the same bytes, with something wrong about it, or an end of its own. */
  shownAs(file: StoredFile, change: Pick<StoredFile, "flaw" | "expiresAt">): StoredFile {
    const shown = { ...file, id: `${file.sha256}-${randomUUID().slice(0, 8)}`, ...change };
    this.#record(shown);
    return shown;
  }

  async #keep(path: string, file: StoredFile): Promise<StoredFile> {
    await rename(path, this.blob(file));
    this.#record(file);
    return file;
  }

  #record(file: StoredFile): void {
    this.#files.set(file.id, file);
    this.#journal.append(file);
  }
}

async function digest(source: Readable): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of source) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest("hex"), bytes };
}
