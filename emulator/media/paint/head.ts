/** Where a head is: in a picture that was sent, and in the outline of a person. */

/** Centre as fractions of the width and of the height; radius (half the head's height) as a fraction of the width. */
export interface Head {
  x: number;
  y: number;
  radius: number;
}

/** A head in pixels, and the row at which the neck is thinnest. */
export interface HeadPixels {
  x: number;
  y: number;
  radius: number;
  neck: number;
}

/**
 * Finds the head of a person seen from the front by its outline: it begins at the top and ends above the thinnest row
 * before the shoulders. Hair that covers the neck leaves no such row; then a portrait's usual proportions are taken.
 */
export function headOf(
  alpha: Uint8ClampedArray,
  width: number,
  box: { left: number; right: number; top: number; bottom: number },
): HeadPixels {
  const height = box.bottom - box.top;
  const widths = Array.from({ length: height }, (_, row) => {
    let count = 0;
    const start = (box.top + row) * width;
    for (let x = box.left; x < box.right; x++) if ((alpha[start + x] as number) > 128) count++;
    return count;
  });
  const from = Math.round(height * 0.4);
  const to = Math.round(height * 0.92);
  let thinnest = from;
  for (let row = from; row < to; row++) if ((widths[row] ?? 0) < (widths[thinnest] ?? 0)) thinnest = row;
  const widest = Math.max(...widths.slice(0, thinnest + 1));
  const isNeck = thinnest > from + 2 && (widths[thinnest] ?? 0) < widest * 0.8;
  const neck = isNeck ? thinnest : aboveShoulders(widths);
  // The chin hides the upper part of the neck.
  const chin = neck - height * 0.035;
  return {
    x: middleOf(alpha, width, box, Math.round(box.top + chin * 0.6)),
    y: box.top + chin / 2,
    radius: chin / 2,
    neck: box.top + neck,
  };
}

/** The row before an outline that had no neck widens into shoulders. */
function aboveShoulders(widths: number[]): number {
  const half = Math.round(widths.length * 0.55);
  const widest = Math.max(...widths.slice(0, half));
  const shoulder = widths.findIndex((width, row) => row > half && width > widest * 1.08);
  return Math.round(Math.min(widths.length * 0.78, shoulder < 0 ? Number.POSITIVE_INFINITY : shoulder));
}

/** The middle of a row of the outline. */
function middleOf(alpha: Uint8ClampedArray, width: number, box: { left: number; right: number }, row: number): number {
  let sum = 0;
  let count = 0;
  for (let x = box.left; x < box.right; x++) {
    if ((alpha[row * width + x] as number) <= 128) continue;
    sum += x;
    count++;
  }
  return count === 0 ? (box.left + box.right) / 2 : sum / count;
}
