/** Fills a hole in a picture from its edges, as heat spreads: no shapes, only the light of the surroundings. */

/** What a pixel of a small picture is to the filling. */
export const KNOWN = 0;
export const HOLE = 1;
/** Neither filled nor asked: what lies there must not spread into the hole. */
export const IGNORED = 2;

const PASSES = 400;

/** Changes the hole's pixels of `data` (RGBA) in place. `kinds` has one entry per pixel. */
export function diffuse(data: Uint8ClampedArray, kinds: Uint8Array, width: number): void {
  const values = Float32Array.from(data);
  const holes = [...kinds.keys()].filter((pixel) => kinds[pixel] === HOLE);
  const neighbours = holes.map((pixel) => {
    const x = pixel % width;
    return [x > 0 ? pixel - 1 : -1, x < width - 1 ? pixel + 1 : -1, pixel - width, pixel + width].filter(
      (next) => next >= 0 && next < kinds.length && kinds[next] !== IGNORED,
    );
  });
  for (let pass = 0; pass < PASSES; pass++) {
    for (const [index, pixel] of holes.entries()) {
      const around = neighbours[index] ?? [];
      if (around.length === 0) continue;
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (const next of around) sum += values[next * 4 + channel] as number;
        values[pixel * 4 + channel] = sum / around.length;
      }
    }
  }
  for (const pixel of holes) {
    for (let channel = 0; channel < 3; channel++) data[pixel * 4 + channel] = values[pixel * 4 + channel] as number;
  }
}
