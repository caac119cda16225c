/** Request bodies that are a file, as it is or as the one field of a form. */
import type { Context } from "hono";
import { readAtMost } from "../bytes.ts";
import { MAX_PICTURE_BYTES, PICTURE_TYPES } from "../media/picture.ts";
import type { AppEnv } from "./app-env.ts";
import { refuseEncoded } from "./content-encoding.ts";
import { ApiError, tooLarge } from "./errors.ts";
import { fileOfForm, isForm } from "./form.ts";

const MIB = 1024 * 1024;
/** What a form may be longer than its file. */
const FORM_BYTES = 64 * 1024;

const FORM = {
  "multipart/form-data": {
    schema: {
      type: "object" as const,
      properties: { file: { type: "string" as const, format: "binary" } },
      required: ["file"],
      additionalProperties: false,
    },
  },
};

/**
 * For a route's description: the content types to list, and the form that takes their place. A file's real type is detected,
 * whatever it is sent as.
 */
export const fileBody = (types: readonly string[]) => ({
  required: true,
  content: {
    ...Object.fromEntries(types.map((type) => [type, { schema: { type: "string" as const, format: "binary" } }])),
    ...FORM,
  },
});

/** The same for text of at most `maxLength` characters. */
export const textBody = (limits: { minLength?: number; maxLength: number }) => ({
  required: true,
  content: { "text/plain": { schema: { type: "string" as const, ...limits } }, ...FORM },
});

export const pictureBody = fileBody(PICTURE_TYPES);

/** Throws 413 when more than `most` bytes are announced. */
function refuseTooLong(c: Context<AppEnv>, most: number): void {
  const allowed = isForm(c) ? most + FORM_BYTES : most;
  if (Number(c.req.header("content-length") ?? 0) > allowed) throw tooLarge(`${most / MIB} MiB`);
}

/**
 * Reads the whole file into memory. Throws 413 as soon as it is longer than `most` bytes, 415 when the body is compressed, and
 * 400 when it is a form that is not as it should be.
 */
export async function readFile(c: Context<AppEnv>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  refuseEncoded(c);
  refuseTooLong(c, most);
  const { bytes, more } = await readAtMost(isForm(c) ? fileOfForm(c).body : c.req.raw.body, most);
  if (more) throw tooLarge(`${most / MIB} MiB`);
  return bytes;
}

/** Reads a picture from the body. Throws what `readFile` throws. */
export const readPicture = (c: Context<AppEnv>) => readFile(c, MAX_PICTURE_BYTES);

/** 400. `wrong` is a clause: "it is 100 pixels wide". */
export const pictureRefused = (wrong: string) =>
  new ApiError(400, "picture_refused", `The picture is refused: ${wrong}.`);

/** A file on its way in. */
export interface Incoming {
  body: ReadableStream<Uint8Array>;
  /** Undefined: nobody knows, as in a form. Then `body` breaks off above what is allowed. */
  bytes: number | undefined;
  /** What is wrong with what was sent, where `body` broke off for it. */
  fault(): ApiError | undefined;
}

/**
 * The file as a stream. Throws 411 without a length, 413 above `most` bytes, 415 when it is compressed, and 400 when it is
 * empty or a form without a boundary.
 */
export function streamFile(c: Context<AppEnv>, most: number): Incoming {
  refuseEncoded(c);
  const length = c.req.header("content-length");
  if (length === undefined) throw new ApiError(411, "length_required", "Send the file with a content-length.");
  refuseTooLong(c, most);
  if (isForm(c)) {
    const file = fileOfForm(c);
    const limited = limitTo(file.body, most);
    return { body: limited.body, bytes: undefined, fault: () => file.fault() ?? limited.fault() };
  }
  const bytes = Number(length);
  const { body } = c.req.raw;
  if (!body || bytes === 0) throw new ApiError(400, "song_unreadable", "The song is refused: it is empty.");
  return { body, bytes, fault: () => undefined };
}

/** The same stream, which breaks off with 413 above `most` bytes. */
function limitTo(body: ReadableStream<Uint8Array>, most: number): Pick<Incoming, "body" | "fault"> {
  let size = 0;
  let fault: ApiError | undefined;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      size += chunk.byteLength;
      if (size > most) fault = tooLarge(`${most / MIB} MiB`);
      if (fault) controller.error(fault);
      else controller.enqueue(chunk);
    },
  });
  return { body: body.pipeThrough(limit), fault: () => fault };
}
