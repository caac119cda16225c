/** Request bodies that are a raw file. */
import type { Context } from "hono";
import { readAtMost } from "../bytes.ts";
import { MAX_PICTURE_BYTES, PICTURE_TYPES } from "../media/picture.ts";
import type { AppEnv } from "./app-env.ts";
import { refuseEncoded } from "./content-encoding.ts";
import { ApiError, tooLarge } from "./errors.ts";

const MIB = 1024 * 1024;

/** For a route's description: the content types to list. A file's real type is detected, whatever it is sent as. */
export const fileBody = (types: readonly string[]) => ({
  required: true,
  content: Object.fromEntries(types.map((type) => [type, { schema: { type: "string" as const, format: "binary" } }])),
});

export const pictureBody = fileBody(PICTURE_TYPES);

/** Reads the whole body into memory. Throws 413 as soon as it is longer than `most` bytes, and 415 when compressed. */
export async function readFile(c: Context<AppEnv>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  refuseEncoded(c);
  if (Number(c.req.header("content-length") ?? 0) > most) throw tooLarge(`${most / MIB} MiB`);
  const { bytes, more } = await readAtMost(c.req.raw.body, most);
  if (more) throw tooLarge(`${most / MIB} MiB`);
  return bytes;
}

/** Reads a picture from the body. Throws what `readFile` throws. */
export const readPicture = (c: Context<AppEnv>) => readFile(c, MAX_PICTURE_BYTES);

/** 400. `wrong` is a clause: "it is 100 pixels wide". */
export const pictureRefused = (wrong: string) =>
  new ApiError(400, "picture_refused", `The picture is refused: ${wrong}.`);

/**
 * The body as a stream of known length. Throws 411 without a length, 413 above `most` bytes, 415 when it is compressed, and
 * 400 when it is empty.
 */
export function streamFile(c: Context<AppEnv>, most: number): { body: ReadableStream<Uint8Array>; bytes: number } {
  refuseEncoded(c);
  const length = c.req.header("content-length");
  if (length === undefined) throw new ApiError(411, "length_required", "Send the file with a content-length.");
  const bytes = Number(length);
  if (bytes > most) throw tooLarge(`${most / MIB} MiB`);
  const { body } = c.req.raw;
  if (!body || bytes === 0) throw new ApiError(400, "song_unreadable", "The song is refused: it is empty.");
  return { body, bytes };
}
