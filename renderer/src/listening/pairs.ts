/** Bytes become samples. */

const PAIR_BYTES = 8;

/** Takes little-endian 32-bit floats in chunks of any size, and hands on whole pairs of a left and a right sample. */
export function pairsOf(onPairs: (interleaved: Float32Array) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const whole = bytes.length - (bytes.length % PAIR_BYTES);
    rest = Buffer.from(bytes.subarray(whole));
    // A copy begins where floats may; a chunk of a stream need not.
    if (whole > 0) onPairs(new Float32Array(Uint8Array.prototype.slice.call(bytes, 0, whole).buffer));
  };
}
