/**
 * API keys: `bk_`, 30 random characters and a six-character checksum over them. The checksum lets a typo or garbage be
 * refused without a database query, and lets scanners tell a leaked key from noise.
 */
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const PREFIX = "bk_";
const RANDOM = 30;
const CHECKSUM = 6;
const SHAPE = new RegExp(`^${PREFIX}[0-9A-Za-z]{${RANDOM + CHECKSUM}}$`);

/** A new key. `randomByte` gives values 0..255. */
export function createApiKey(randomByte = () => crypto.getRandomValues(new Uint8Array(1))[0] ?? 0): string {
  let random = "";
  while (random.length < RANDOM) {
    const byte = randomByte();
    // 248 is the largest multiple of 62 within a byte: values above it would favour the first digits.
    if (byte < 248) random += DIGITS[byte % DIGITS.length];
  }
  return `${PREFIX}${random}${checksum(random)}`;
}

/** Whether the text has the form and checksum of a key. Only the database knows whether that key exists. */
export function isWellFormedApiKey(key: string): boolean {
  if (!SHAPE.test(key)) return false;
  return key.slice(-CHECKSUM) === checksum(key.slice(PREFIX.length, -CHECKSUM));
}

/** The first characters of a key, to recognise it by in a list. */
export const apiKeyPrefix = (key: string): string => key.slice(0, PREFIX.length + 6);

/** CRC-32 (IEEE 802.3) in base 62, padded. */
function checksum(text: string): string {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  let rest = (crc ^ 0xffffffff) >>> 0;
  let digits = "";
  for (let position = 0; position < CHECKSUM; position++) {
    digits = DIGITS[rest % DIGITS.length] + digits;
    rest = Math.floor(rest / DIGITS.length);
  }
  return digits;
}
