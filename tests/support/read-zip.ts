/** Reads a ZIP archive strictly, by its own directory, and knows nothing of what wrote it. */
import { crc32 } from "node:zlib";

export interface ZipEntry {
  name: string;
  content: Buffer;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
const UTF_8 = 1 << 11;

/** The entries of an archive without compression. Throws an Error that says what is wrong with it. */
export function readZip(zip: Buffer): ZipEntry[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || zip.readUInt32LE(end) !== END) throw new Error("It has no end of directory");
  if (zip.length !== end + 22 + zip.readUInt16LE(end + 20)) throw new Error("Something follows its end");
  const { count, at } = directoryOf(zip, end);
  const entries: ZipEntry[] = [];
  let next = at;
  for (let entry = 0; entry < count; entry++) {
    if (zip.readUInt32LE(next) !== DIRECTORY) throw new Error(`Entry ${entry} is not in the directory`);
    const [flags, method] = [zip.readUInt16LE(next + 8), zip.readUInt16LE(next + 10)];
    const [crc, size] = [zip.readUInt32LE(next + 16), zip.readUInt32LE(next + 24)];
    const lengths = [28, 30, 32].map((offset) => zip.readUInt16LE(next + offset)) as [number, number, number];
    const name = zip.subarray(next + 46, next + 46 + lengths[0]).toString("utf8");
    if (method !== 0) throw new Error(`${name} is compressed`);
    if (!(flags & UTF_8)) throw new Error(`${name} is not marked as UTF-8`);
    const local = zip.readUInt32LE(next + 42);
    if (zip.readUInt32LE(local) !== LOCAL) throw new Error(`${name} is not where the directory says`);
    const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    if (zip.subarray(local + 30, local + 30 + lengths[0]).toString("utf8") !== name) {
      throw new Error(`${name} has another name in its own header`);
    }
    const content = zip.subarray(data, data + size);
    if (crc32(content) !== crc) throw new Error(`${name} has another checksum`);
    entries.push({ name, content });
    next += 46 + lengths[0] + lengths[1] + lengths[2];
  }
  return entries;
}

/** How many entries the directory has, and where it begins: as the 64-bit end says, where there is one. */
function directoryOf(zip: Buffer, end: number): { count: number; at: number } {
  const wide = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 6, 6]), end);
  if (wide >= 0 && zip.readUInt32LE(wide) === END_64 && zip.readUInt32LE(end + 16) === 0xffffffff) {
    return { count: Number(zip.readBigUInt64LE(wide + 32)), at: Number(zip.readBigUInt64LE(wide + 48)) };
  }
  return { count: zip.readUInt16LE(end + 10), at: zip.readUInt32LE(end + 16) };
}
