/** Streams that are read into memory, but never more of them than was asked for; and bytes as text. */

export interface SomeBytes {
  bytes: Uint8Array<ArrayBuffer>;
  /** Whether there was more. The rest was left unread, and the stream canceled. */
  more: boolean;
}

/** Reads at most `most` bytes of `body`; a null body is empty. Throws what the stream throws. */
export async function readAtMost(body: ReadableStream<Uint8Array> | null, most: number): Promise<SomeBytes> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Breaking out of the loop cancels the stream.
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > most) break;
  }
  const bytes = new Uint8Array(Math.min(size, most));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk.subarray(0, bytes.byteLength - offset), offset);
    offset += chunk.byteLength;
  }
  return { bytes, more: size > most };
}

/** Bytes that become text at a time: a call takes only so many arguments. */
const CHUNK = 0x8000;

/** The bytes in base64. */
export function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}
