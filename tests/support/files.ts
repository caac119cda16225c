/** Files that a caller would upload: drawn and encoded here, small, and different each time where they have to be. */
import { execFileSync } from "node:child_process";
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
  return new Uint8Array(Buffer.concat([encoded, titleOf(`${process.pid} ${made}`)]));
}

/** Encoded once per length: most tests want many songs, and encoding is what they would wait for. */
const tones = new Map<number, Uint8Array<ArrayBuffer>>();

/** An ID3v1 tag, which players expect at the end of an MP3. */
function titleOf(title: string): Buffer {
  const tag = Buffer.alloc(128);
  tag.write(`TAG${title}`);
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
export function longSong(seconds: number): Uint8Array<ArrayBuffer> {
  const source = ["-f", "lavfi", "-i", `sine=f=300:r=8000:d=${seconds}`];
  const bytes = execFileSync(ffmpegPath(), ["-v", "error", ...source, "-c:a", "pcm_u8", "-f", "wav", "-"], {
    maxBuffer: 1 << 27,
  });
  return new Uint8Array(bytes);
}
