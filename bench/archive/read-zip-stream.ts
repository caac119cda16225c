/**
 * Checks a ZIP archive that is too long to be held, strictly and knowing nothing of what wrote it. It is made twice: the first
 * time its end is kept, with the directory, the second time every byte is compared with what that says.
 */
import { crc32 } from "node:zlib";

export interface StreamedEntry {
  name: string;
  /** Where its header begins, and how long its content is. */
  at: number;
  size: number;
  crc: number;
}

const [LOCAL, DESCRIPTOR, DIRECTORY, END_64, LOCATOR_64, END] = [
  0x04034b50, 0x08074b50, 0x02014b50, 0x06064b50, 0x07064b50, 0x06054b50,
];
const WIDE = 0xffffffff;
const DESCRIBED = 1 << 3;
/** A directory of a few entries, and all that follows it. */
const KEPT = 64 * 1024;

/** The entries. Throws an Error that says what is wrong. */
export async function readZipStream(make: () => ReadableStream<Uint8Array>): Promise<StreamedEntry[]> {
  const { tail, length } = await endOf(make());
  const { entries, directoryAt } = directoryIn(tail, length);
  const cursor = new Cursor(make());
  for (const entry of entries) {
    if (cursor.at !== entry.at)
      throw new Error(`${entry.name} is said to be at ${entry.at}, and ${cursor.at} comes next`);
    const header = await cursor.take(30);
    if (header.readUInt32LE(0) !== LOCAL) throw new Error(`${entry.name} is not where the directory says`);
    if (!(header.readUInt16LE(6) & DESCRIBED)) throw new Error(`${entry.name} has no descriptor behind it`);
    const name = await cursor.take(header.readUInt16LE(26));
    await cursor.take(header.readUInt16LE(28));
    if (name.toString() !== entry.name) throw new Error(`${entry.name} has another name in its own header`);
    const crc = await cursor.checksum(entry.size);
    const isWide = entry.size >= WIDE;
    const descriptor = await cursor.take(isWide ? 24 : 16);
    const size = isWide ? Number(descriptor.readBigUInt64LE(16)) : descriptor.readUInt32LE(12);
    if (descriptor.readUInt32LE(0) !== DESCRIPTOR || size !== entry.size)
      throw new Error(`${entry.name} has another size`);
    if (descriptor.readUInt32LE(4) !== crc || entry.crc !== crc) throw new Error(`${entry.name} has another checksum`);
  }
  if (cursor.at !== directoryAt) throw new Error(`The directory is said to be at ${directoryAt}, not ${cursor.at}`);
  await cursor.take(length - directoryAt);
  if (!(await cursor.isOver())) throw new Error("The second time it was longer");
  return entries;
}

async function endOf(stream: ReadableStream<Uint8Array>): Promise<{ tail: Buffer; length: number }> {
  let tail = Buffer.alloc(0);
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    tail = Buffer.concat([tail, chunk.subarray(-KEPT)]).subarray(-KEPT);
  }
  return { tail, length };
}

function directoryIn(tail: Buffer, length: number): { entries: StreamedEntry[]; directoryAt: number } {
  const from = length - tail.length;
  const end = tail.length - 22;
  if (tail.readUInt32LE(end) !== END) throw new Error("It does not end as an archive does");
  let count = tail.readUInt16LE(end + 10);
  let directoryBytes = tail.readUInt32LE(end + 12);
  let directoryAt = tail.readUInt32LE(end + 16);
  if (directoryAt === WIDE) {
    const locator = end - 20;
    if (tail.readUInt32LE(locator) !== LOCATOR_64) throw new Error("It has no locator of a 64-bit end");
    const wide = Number(tail.readBigUInt64LE(locator + 8)) - from;
    if (tail.readUInt32LE(wide) !== END_64) throw new Error("Its 64-bit end is not where the locator says");
    [count, directoryBytes, directoryAt] = [32, 40, 48].map((at) => Number(tail.readBigUInt64LE(wide + at))) as [
      number,
      number,
      number,
    ];
    if (directoryAt + directoryBytes !== from + wide) throw new Error("Its directory is not as long as it says");
  }
  const entries: StreamedEntry[] = [];
  let next = directoryAt - from;
  for (let entry = 0; entry < count; entry++) {
    if (tail.readUInt32LE(next) !== DIRECTORY) throw new Error(`Entry ${entry} is not in the directory`);
    const lengths = [28, 30, 32].map((at) => tail.readUInt16LE(next + at)) as [number, number, number];
    const name = tail.subarray(next + 46, next + 46 + lengths[0]).toString();
    const extra = tail.subarray(next + 46 + lengths[0], next + 46 + lengths[0] + lengths[1]);
    entries.push({ name, crc: tail.readUInt32LE(next + 16), ...placeOf(tail.subarray(next, next + 46), extra) });
    next += 46 + lengths[0] + lengths[1] + lengths[2];
  }
  if (next !== directoryAt - from + directoryBytes) throw new Error("Its directory is not as long as it says");
  return { entries, directoryAt };
}

/** As the plain fields say; or, each that is full, as the 64-bit field does: sizes first, and only those that are needed. */
function placeOf(header: Buffer, extra: Buffer): { at: number; size: number } {
  const [packed, size, at] = [20, 24, 42].map((offset) => header.readUInt32LE(offset)) as [number, number, number];
  const needed = [size, packed, at].filter((field) => field === WIDE).length;
  if (needed === 0) return { at, size };
  if (extra.readUInt16LE(0) !== 1 || extra.readUInt16LE(2) !== needed * 8)
    throw new Error("It lacks its 64-bit fields");
  let next = 4;
  const wide = (field: number): number => {
    if (field !== WIDE) return field;
    next += 8;
    return Number(extra.readBigUInt64LE(next - 8));
  };
  const [wholeSize, wholePacked] = [wide(size), wide(packed)];
  if (wholeSize !== wholePacked) throw new Error("It is compressed");
  return { size: wholeSize, at: wide(at) };
}

/** Reads a stream from its beginning to its end, so many bytes at a time. */
class Cursor {
  at = 0;
  #rest: Uint8Array = new Uint8Array(0);
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  async isOver(): Promise<boolean> {
    return this.#rest.length === 0 && (await this.#reader.read()).done;
  }

  async take(bytes: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    await this.#each(bytes, (part) => parts.push(part));
    return Buffer.concat(parts);
  }

  async checksum(bytes: number): Promise<number> {
    let crc = 0;
    await this.#each(bytes, (part) => {
      crc = crc32(part, crc);
    });
    return crc;
  }

  async #each(bytes: number, visit: (part: Uint8Array) => void): Promise<void> {
    for (let left = bytes; left > 0; ) {
      if (this.#rest.length === 0) {
        const { value, done } = await this.#reader.read();
        if (done) throw new Error(`It ends at ${this.at}, in the middle of something`);
        this.#rest = value;
      }
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      visit(part);
      left -= part.length;
      this.at += part.length;
    }
  }
}
