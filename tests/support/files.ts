/** Files that a caller would upload: drawn and encoded here, small, and different each time where they have to be. */
import { execFileSync } from "node:child_process";
import { crc32 } from "node:zlib";
import { createCanvas } from "@napi-rs/canvas";
import { ffmpegPath } from "../../renderer/src/binaries.ts";

let made = 0;

/** A picture unlike any made before in this process. */
export function picture(
  type: "image/jpeg" | "image/png" | "image/webp" = "image/jpeg",
  width = 320,
  height = 400,
): Uint8Array<ArrayBuffer> {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = "#446";
  context.fillRect(0, 0, width, height);
  context.fillStyle = "#fec";
  context.fillText(`${process.pid} ${made++} ${Math.random()}`, 10, height / 2);
  // The canvas' encoders are overloaded by literal.
  if (type === "image/png") return new Uint8Array(canvas.toBuffer("image/png"));
  return new Uint8Array(type === "image/jpeg" ? canvas.toBuffer("image/jpeg") : canvas.toBuffer("image/webp"));
}

/** Exif data as a camera writes it: how it was held, and where it was. */
export function exif(orientation: number): Uint8Array<ArrayBuffer> {
  const entry = (tag: number, type: number, count: number, value: [number, number]) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16BE(tag, 0);
    bytes.writeUInt16BE(type, 2);
    bytes.writeUInt32BE(count, 4);
    bytes.writeUInt16BE(value[0], 8);
    bytes.writeUInt16BE(value[1], 10);
    return bytes;
  };
  const head = Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 2]);
  const place = Buffer.from("52.5200N 13.4050E\0");
  const entries = [entry(0x010e, 2, place.length, [0, 38]), entry(0x0112, 3, 1, [orientation, 0])];
  return new Uint8Array(Buffer.concat([head, ...entries, Buffer.alloc(4), place]));
}

/** The JPEG as a camera writes it, with `exif` of that orientation. */
export function photographed(jpeg: Uint8Array, orientation: number): Uint8Array<ArrayBuffer> {
  const data = Buffer.concat([Buffer.from("Exif\0\0"), exif(orientation)]);
  return new Uint8Array(Buffer.concat([jpeg.subarray(0, 2), jpegSegment(0xe1, data), jpeg.subarray(2)]));
}

/** A segment of a JPEG. */
export const jpegSegment = (marker: number, data: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255]), data]);

/** The PNG with other chunks, each a type and its data. */
export function changedPng(
  png: Uint8Array,
  change: (chunks: [string, Uint8Array][]) => [string, Uint8Array][],
): Uint8Array<ArrayBuffer> {
  const chunks: [string, Uint8Array][] = [];
  const bytes = Buffer.from(png);
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    chunks.push([bytes.toString("latin1", at + 4, at + 8), bytes.subarray(at + 8, at + 8 + length)]);
    at += 12 + length;
  }
  const written = change(chunks).map(([type, data]) => {
    const chunk = Buffer.alloc(12 + data.length);
    chunk.writeUInt32BE(data.length, 0);
    chunk.write(type, 4, "latin1");
    chunk.set(data, 8);
    chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
    return chunk;
  });
  return new Uint8Array(Buffer.concat([bytes.subarray(0, 8), ...written]));
}

/** Files that begin and end as pictures do, and are none. */
export const brokenPictures = (): Record<string, Uint8Array<ArrayBuffer>> => {
  const [jpeg, png] = [picture("image/jpeg"), picture("image/png")];
  const noise = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 167 + (at >> 3) * 89) % 255);
  const scan = Buffer.from(jpeg).indexOf(Buffer.from([0xff, 0xda])) + 14;
  return {
    "a PNG without data": changedPng(png, (chunks) => chunks.filter(([type]) => type !== "IDAT")),
    "a PNG of garbage": changedPng(png, (chunks) =>
      chunks.map(([type, data]) => [type, type === "IDAT" ? noise(data.length) : data]),
    ),
    "a PNG of half its data": changedPng(png, (chunks) =>
      chunks.map(([type, data]) => [type, type === "IDAT" ? data.subarray(0, data.length >> 1) : data]),
    ),
    "a JPEG of garbage": new Uint8Array(Buffer.concat([jpeg.subarray(0, scan), noise(4000), Buffer.from([255, 217])])),
    "a JPEG without data": new Uint8Array(Buffer.concat([jpeg.subarray(0, scan), Buffer.from([255, 217])])),
    "a WebP of garbage": (() => {
      const webp = picture("image/webp");
      webp.set(noise(webp.length - 40), 40);
      return webp;
    })(),
  };
};

const FORMATS = {
  mp3: ["-c:a", "libmp3lame", "-b:a", "64k", "-f", "mp3"],
  wav: ["-c:a", "pcm_s16le", "-f", "wav"],
  flac: ["-c:a", "flac", "-f", "flac"],
  m4a: ["-c:a", "aac", "-f", "ipod", "-movflags", "frag_keyframe+empty_moov"],
  ogg: ["-c:a", "libvorbis", "-f", "ogg"],
  wma: ["-c:a", "wmav2", "-f", "asf"],
} as const;

/** A tone that swells and fades, unlike any made before in this process. */
export function song(format: keyof typeof FORMATS = "mp3", seconds = 12): Uint8Array<ArrayBuffer> {
  made += 1;
  if (format !== "mp3") return tone(format, seconds, 200 + ((made * 7 + process.pid) % 600));
  const encoded = tones.get(seconds) ?? tone("mp3", seconds, 330);
  tones.set(seconds, encoded);
  return new Uint8Array(Buffer.concat([encoded, commentOf(`${process.pid} ${made}`)]));
}

/** The same as MP3, with these tags before it in ID3v2.4 and UTF-8. */
export const taggedSong = (tags: { title?: string; artist?: string }): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    Buffer.concat([
      id3(4, [
        ...(tags.title === undefined ? [] : [["TIT2", 3, Buffer.from(tags.title)] as const]),
        ...(tags.artist === undefined ? [] : [["TPE1", 3, Buffer.from(tags.artist)] as const]),
      ]),
      song("mp3"),
    ]),
  );

/** An ID3v2 tag of that version: frames with a number for their encoding, and their text in it. */
export function id3(
  version: 2 | 3 | 4,
  frames: readonly (readonly [name: string, encoding: 0 | 1 | 2 | 3, text: Uint8Array])[],
): Buffer {
  const synchsafe = (size: number) => Buffer.from([21, 14, 7, 0].map((shift) => (size >> shift) & 0x7f));
  const body = Buffer.concat(
    frames.map(([name, encoding, text]) => {
      const data = Buffer.concat([Buffer.from([encoding]), text]);
      const plain = Buffer.alloc(4);
      plain.writeUInt32BE(data.length);
      if (version === 2) return Buffer.concat([Buffer.from(name), plain.subarray(1), data]);
      return Buffer.concat([Buffer.from(name), version === 4 ? synchsafe(data.length) : plain, Buffer.alloc(2), data]);
    }),
  );
  return Buffer.concat([Buffer.from("ID3"), Buffer.from([version, 0, 0]), synchsafe(body.length), body]);
}

/** Encoded once per length: most tests want many songs, and encoding is what they would wait for. */
const tones = new Map<number, Uint8Array<ArrayBuffer>>();

/** An ID3v1 tag without a title, which players expect at the end of an MP3. */
function commentOf(comment: string): Buffer {
  const tag = Buffer.alloc(128);
  tag.write("TAG");
  tag.write(comment, 97);
  return tag;
}

function tone(format: keyof typeof FORMATS, seconds: number, pitch: number): Uint8Array<ArrayBuffer> {
  const source = `aevalsrc='0.4*sin(2*PI*${pitch}*t)*(0.2+0.8*abs(sin(t/4)))|0.4*sin(2*PI*${pitch}*t)':s=44100:d=${seconds}`;
  const bytes = execFileSync(ffmpegPath(), ["-v", "error", "-f", "lavfi", "-i", source, ...FORMATS[format], "-"], {
    maxBuffer: 1 << 27,
  });
  return new Uint8Array(bytes);
}

/** Many seconds in few bytes. */
export const longSong = (seconds: number) => soundOf("sine=f=300:r=8000", seconds, "pcm_u8");

/** A WAV file of what one of ffmpeg's own sources gives. */
export function soundOf(source: string, seconds: number, codec = "pcm_s16le"): Uint8Array<ArrayBuffer> {
  const from = ["-f", "lavfi", "-i", source, "-t", String(seconds)];
  const bytes = execFileSync(ffmpegPath(), ["-v", "error", ...from, "-c:a", codec, "-f", "wav", "-"], {
    maxBuffer: 1 << 27,
  });
  return new Uint8Array(bytes);
}
