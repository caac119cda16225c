/**
 * Takes the place of "@tokenizer/inflate" in the Worker's bundle: `alias` in wrangler.toml. What recognises files would
 * unpack archives with it, to tell one kind from another. The Worker takes no kind, and unpacks nothing that a stranger
 * packed: a ZIP file is a ZIP file.
 */

/** Also what the library throws for an archive that it does not read any further. */
export class ZipLimitError extends RangeError {}

const unpacksNothing = () => new ZipLimitError("The Worker unpacks nothing");

/** An archive of which nothing but its kind is told. */
export class ZipHandler {
  unzip(): never {
    throw unpacksNothing();
  }
}

/** A compressed file of which nothing but its kind is told. */
export class GzipHandler {
  inflate(): ReadableStream {
    return new ReadableStream({ start: (controller) => controller.error(unpacksNothing()) });
  }
}
