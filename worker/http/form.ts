/**
 * Uploads that come as a form: multipart/form-data with one field, `file`. Read as a stream, because a song is larger than what
 * an isolate may hold. Parsers from npm lose boundaries that are split between two chunks, which on the wire they are:
 * docs/decisions/0030.
 */
import type { Context } from "hono";
import type { AppEnv } from "./app-env.ts";
import { ApiError } from "./errors.ts";

/** The one field of an upload. */
const FIELD = "file";
/** What a form may take besides its file: boundaries, headers, and what comes before the first boundary. */
const MAX_FRAME_BYTES = 16 * 1024;

/** Whether the request is a form. */
export const isForm = (c: Context<AppEnv>): boolean =>
  /^multipart\/form-data *(;|$)/i.test(c.req.header("content-type") ?? "");

/** A file in a form. */
export interface FormFile {
  /** Its bytes. Ends only when the form is whole and has no other field; otherwise it breaks off with an ApiError. */
  body: ReadableStream<Uint8Array>;
  /** The error that it broke off with, if it did. */
  fault(): ApiError | undefined;
}

/** The file of the form that is the request's body. Throws 400 where it has no boundary. */
export function fileOfForm(c: Context<AppEnv>): FormFile {
  const [, quoted, plain] =
    /; *boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i.exec(c.req.header("content-type") ?? "") ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) throw formRefused([], "its content-type names no boundary");
  let fault: ApiError | undefined;
  const bytes = fileIn(new Source(c.req.raw.body), boundary);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await bytes.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        if (error instanceof ApiError) fault = error;
        controller.error(error);
      }
    },
    cancel: async () => void (await bytes.return(undefined)),
  });
  return { body, fault: () => fault };
}

/** 400. `wrong` is a clause about the form. */
const formRefused = (field: string[], wrong: string) =>
  new ApiError(400, "validation_failed", `The form is refused: ${wrong}. Send one file, as the field "${FIELD}".`, {
    field,
    issues: [{ path: field, code: "form", message: wrong }],
  });

const brokenOff = () => new ApiError(400, "upload_incomplete", "The form broke off before its end: send it again.");

/** The bytes of a form's file. Throws an ApiError where the form is not what it should be. */
async function* fileIn(source: Source, boundary: string): AsyncGenerator<Uint8Array, undefined> {
  const delimiter = new TextEncoder().encode(`\r\n--${boundary}`);
  try {
    await source.text(delimiter);
    let isThere = false;
    while (!(await source.endsHere())) {
      const name = nameOf(await source.text(END_OF_HEADERS));
      if (name !== FIELD) throw formRefused([name], `"${name}" is not a field of it`);
      if (isThere) throw formRefused([FIELD], "it has more than one file");
      isThere = true;
      yield* source.until(delimiter);
    }
    if (!isThere) throw formRefused([FIELD], `it has no field "${FIELD}"`);
    return undefined;
  } finally {
    await source.leave();
  }
}

const END_OF_HEADERS = new TextEncoder().encode("\r\n\r\n");

/** The name of the field with these headers. */
function nameOf(headers: string): string {
  const [, parameters] = /^content-disposition: *form-data *(.*)$/im.exec(headers) ?? [];
  // One by one, because a quoted file name may hold what looks like a name.
  for (const [, key, quoted, plain] of (parameters ?? "").matchAll(
    /; *([\w*-]+) *= *(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g,
  )) {
    if (key?.toLowerCase() === "name") return (quoted ?? plain ?? "").slice(0, 100).toWellFormed();
  }
  throw formRefused([], "one of its parts has no name");
}

/** A request's body, read on by as much as is asked for. */
class Source {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  /** What was read and not given away. Begins as if a line had ended, because every boundary begins a line. */
  #rest: Uint8Array = new TextEncoder().encode("\r\n");

  constructor(body: ReadableStream<Uint8Array> | null) {
    this.#reader = body?.getReader();
  }

  /** Leaves the rest unread. */
  async leave(): Promise<void> {
    // A body that broke off has nothing left to cancel.
    await this.#reader?.cancel().catch(() => {});
  }

  async #more(): Promise<void> {
    const read = await this.#reader?.read().catch(() => undefined);
    if (!read?.value) throw brokenOff();
    if (this.#rest.byteLength === 0) {
      this.#rest = read.value;
      return;
    }
    const longer = new Uint8Array(this.#rest.byteLength + read.value.byteLength);
    longer.set(this.#rest);
    longer.set(read.value, this.#rest.byteLength);
    this.#rest = longer;
  }

  /** Whether the last boundary was that of the form's end. */
  async endsHere(): Promise<boolean> {
    while (this.#rest.byteLength < 2) await this.#more();
    return this.#rest[0] === DASH && this.#rest[1] === DASH;
  }

  /** The bytes before the next `delimiter`, which is passed over. */
  async *until(delimiter: Uint8Array): AsyncGenerator<Uint8Array, undefined> {
    for (;;) {
      const at = placeOf(delimiter, this.#rest);
      if (at > 0) yield this.#rest.subarray(0, at);
      const isFound = at + delimiter.byteLength <= this.#rest.byteLength;
      this.#rest = this.#rest.subarray(isFound ? at + delimiter.byteLength : at);
      if (isFound) return undefined;
      await this.#more();
    }
  }

  /** The same as text. Throws 400 where it is too long for what it is. */
  async text(delimiter: Uint8Array): Promise<string> {
    const decoder = new TextDecoder();
    let [text, size] = ["", 0];
    for await (const bytes of this.until(delimiter)) {
      size += bytes.byteLength;
      if (size > MAX_FRAME_BYTES)
        throw formRefused([], "it does not begin with its boundary, or its headers are too long");
      text += decoder.decode(bytes, { stream: true });
    }
    return text + decoder.decode();
  }
}

const DASH = 0x2d;

/** Where `delimiter` begins in `bytes`, or where it may begin to begin at their end; their length where it does not. */
function placeOf(delimiter: Uint8Array, bytes: Uint8Array): number {
  const [first = 0] = delimiter;
  for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1)) {
    const seen = Math.min(delimiter.byteLength, bytes.byteLength - at);
    let same = 1;
    while (same < seen && bytes[at + same] === delimiter[same]) same++;
    if (same === seen) return at;
  }
  return bytes.byteLength;
}
