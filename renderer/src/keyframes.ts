/**
 * Takes keyframes out of a file that we wrote, to decode these and nothing else: a decoder that is given the whole file
 * takes a hundredth of a second and more for each of its keyframes, and there are two a second.
 */
import { open, writeFile } from "node:fs/promises";
import { JobError } from "./job-error.ts";
import type { MediaFile } from "./media.ts";
import type { Packet } from "./probe.ts";

/** Where the decoder's settings are looked for: they come before the tables that grow with the video. */
const HEAD_BYTES = 64 * 1024;
const START_CODE = Buffer.from([0, 0, 0, 1]);

/** Writes `keyframes` of the MP4 `file` to `path`, as an H.264 stream of their own. Throws `gate_undecodable`. */
export async function copyKeyframes(file: MediaFile, keyframes: readonly Packet[], path: string): Promise<MediaFile> {
  const handle = await open(file.path);
  try {
    const read = async (position: number, bytes: number) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, position);
      return buffer.subarray(0, bytesRead);
    };
    const { settings, lengthBytes } = decoderSettings(await read(0, HEAD_BYTES));
    const stream = [...settings];
    for (const { position, bytes } of keyframes) {
      const units = chunks(await read(position, bytes), lengthBytes);
      stream.push(...units);
    }
    await writeFile(
      path,
      stream.flatMap((unit) => [START_CODE, unit]),
    );
    return { path, demuxer: "h264" };
  } finally {
    await handle.close();
  }
}

/** The sets of parameters in the box `avcC`, and by how many bytes the length of each unit of a packet is told. */
function decoderSettings(head: Buffer): { settings: Buffer[]; lengthBytes: number } {
  const at = head.indexOf("avcC", 0, "latin1");
  if (at < 0) throw new JobError("gate_undecodable", "The finished file does not say how to decode its picture.");
  const box = head.subarray(at + 4, at - 4 + head.readUInt32BE(at - 4));
  const settings: Buffer[] = [];
  let offset = 5;
  // Sequence parameter sets, their number in five bits; then picture parameter sets, their number in eight.
  for (const mask of [0x1f, 0xff]) {
    const count = box.readUInt8(offset++) & mask;
    for (let one = 0; one < count; one++) {
      const bytes = box.readUInt16BE(offset);
      settings.push(box.subarray(offset + 2, offset + 2 + bytes));
      offset += 2 + bytes;
    }
  }
  return { settings, lengthBytes: (box.readUInt8(4) & 3) + 1 };
}

/** The units of a packet, each of which follows its length. */
function chunks(packet: Buffer, lengthBytes: number): Buffer[] {
  const units: Buffer[] = [];
  for (let offset = 0; offset + lengthBytes <= packet.length; ) {
    const bytes = packet.readUIntBE(offset, lengthBytes);
    units.push(packet.subarray(offset + lengthBytes, offset + lengthBytes + bytes));
    offset += lengthBytes + bytes;
  }
  return units;
}
