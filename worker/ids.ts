const ALPHABET = "123456789abcdefghijkmnopqrstuvwxyz";
const LENGTH = 21;

/** `prefix_` and 21 random characters (no 0, no l): 106 bits, too many to guess. */
export function newId(
  prefix: "acc" | "run" | "batch" | "gen" | "key" | "song" | "req" | "social" | "template" | "file" | "wh",
): string {
  let id = `${prefix}_`;
  while (id.length < prefix.length + 1 + LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH))) {
      // Bytes past the last whole multiple of the alphabet would favour its first characters.
      if (byte < 238 && id.length < prefix.length + 1 + LENGTH) id += ALPHABET[byte % ALPHABET.length];
    }
  }
  return id;
}

/** Lower-case hex SHA-256. */
export async function sha256Hex(content: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return hex(await crypto.subtle.digest("SHA-256", bytes));
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Lower-case hexadecimal. */
export function hex(bytes: ArrayBuffer): string {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += HEX[byte];
  return text;
}
