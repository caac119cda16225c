/** What a file in R2 really is, whatever its name or its sender says. Reads headers and indexes only. */
import { fileTypeFromBuffer } from "file-type";
import { imageSize } from "image-size";
import { CustomSource, EncodedPacketSink, Input, MP4, QTFF } from "mediabunny";
import { retry } from "../retry.ts";

export interface Inspection {
  contentType: string;
  width: number;
  height: number;
  /** Videos only. */
  durationSeconds?: number;
}

const HEAD_BYTES = 256 * 1024;
const IMAGE_TYPES = ["image/png", "image/jpeg", "image/webp"];
const VIDEO_TYPES = ["video/mp4", "video/quicktime"];

/** What the file is, or why it is not the `kind` it should be. Throws when our own storage fails. */
export async function inspect(
  bucket: R2Bucket,
  key: string,
  kind: "image" | "video",
): Promise<{ found: Inspection } | { wrong: string }> {
  // R2 refuses a range read of an empty file, so the size comes first.
  const size = (await retry<R2Object | null>(() => bucket.head(key)))?.size;
  if (size === undefined) return { wrong: "it is not there" };
  if (size === 0) return { wrong: "it is empty" };
  // Trouble with our own storage says nothing about the file.
  let trouble: { error: unknown } | undefined;
  const read: ReadRange = async (range) => {
    try {
      return await retry(async () => {
        const part = await bucket.get(key, { range });
        return part && new Uint8Array(await part.arrayBuffer());
      });
    } catch (error) {
      trouble = { error };
      throw error;
    }
  };
  const bytes = await read({ offset: 0, length: HEAD_BYTES });
  if (!bytes) return { wrong: "it is not there" };
  const contentType = (await fileTypeFromBuffer(bytes))?.mime ?? "application/octet-stream";
  const expected = kind === "image" ? IMAGE_TYPES : VIDEO_TYPES;
  if (!expected.includes(contentType))
    return { wrong: `it is ${contentType}, not ${kind === "image" ? "an" : "a"} ${kind}` };
  try {
    return kind === "image"
      ? await inspectImage(read, size, bytes, contentType)
      : await inspectVideo(read, size, contentType);
  } catch (error) {
    if (trouble) throw trouble.error;
    return { wrong: `it cannot be read (${error instanceof Error ? error.message : String(error)})` };
  }
}

/** Reads a range of the file; null when the file is gone. */
type ReadRange = (range: R2Range) => Promise<Uint8Array | null>;

async function inspectImage(
  read: ReadRange,
  size: number,
  head: Uint8Array,
  contentType: string,
): Promise<{ found: Inspection } | { wrong: string }> {
  const { width, height } = imageSize(head);
  if (width < 16 || height < 16) return { wrong: `it is only ${width}x${height}` };
  const end = await read({ suffix: 16 });
  if (!end || !isCompleteFile(contentType, size, head, end)) return { wrong: "it is cut off" };
  return { found: { contentType, width, height } };
}

/** Whether the file ends as its format demands: by its last bytes, or at the length that its header gives. */
function isCompleteFile(contentType: string, size: number, head: Uint8Array, end: Uint8Array): boolean {
  if (contentType === "image/png") return new TextDecoder("latin1").decode(end).includes("IEND");
  if (contentType === "image/jpeg") return end.at(-2) === 0xff && end.at(-1) === 0xd9;
  // WebP is RIFF: the length, little-endian, counts what follows the first eight bytes.
  return new DataView(head.buffer, head.byteOffset).getUint32(4, true) + 8 <= size;
}

async function inspectVideo(
  read: ReadRange,
  size: number,
  contentType: string,
): Promise<{ found: Inspection } | { wrong: string }> {
  const input = new Input({
    formats: [MP4, QTFF],
    source: new CustomSource({
      getSize: () => size,
      read: async (start, end) => {
        const part = await read({ offset: start, length: end - start });
        if (!part) throw new Error("it went away");
        return part;
      },
    }),
  });
  const track = await input.getPrimaryVideoTrack();
  if (!track) return { wrong: "it has no picture" };
  const durationSeconds = await track.computeDuration();
  if (!(durationSeconds > 0)) return { wrong: "it has no frames" };
  // The index may promise frames that a cut-off transfer never delivered, so read the last one.
  const last = await new EncodedPacketSink(track).getPacket(durationSeconds);
  if (!last || last.data.byteLength === 0) return { wrong: "it is cut off" };
  const [width, height] = await Promise.all([track.getDisplayWidth(), track.getDisplayHeight()]);
  return { found: { contentType, width, height, durationSeconds } };
}
