/** Where in the picture the sung words stand. Pure. */
import { type Box, safeZone } from "../captions/layout.ts";
import { DESIGN_WIDTH } from "../captions/styles.ts";

/** In pixels of a picture 1080 wide: two lines at the best size; one line; the distance from a caption, and from a head. */
const WANTED = 330;
const LEAST = 140;
const APART = 44;

/**
 * The band for sung words in the safe zone of a picture `width` wide: as low as can be, beside what is `taken` (by a
 * caption), and away from heads if there is room. Undefined: beside what is taken there is no room for a line.
 */
export function lyricsBand(width: number, taken: readonly Box[], heads: readonly Box[]): Box | undefined {
  const zone = safeZone(width);
  const scale = width / DESIGN_WIDTH;
  const half = Math.min(width / 2 - zone.left, zone.right - width / 2) - 1;
  const free = (boxes: readonly Box[], least: number) =>
    between(zone, boxes, APART * scale).filter(({ top, bottom }) => bottom - top >= least * scale);
  const around = [...taken, ...heads];
  const place =
    free(around, WANTED).at(-1) ??
    tallest(free(around, LEAST)) ??
    free(taken, WANTED).at(-1) ??
    tallest(free(taken, LEAST));
  return (
    place && {
      ...{ left: width / 2 - half, right: width / 2 + half },
      ...{ top: Math.max(place.top, place.bottom - WANTED * scale), bottom: place.bottom },
    }
  );
}

/** Below which height in the picture a caption has to end, so that sung words have their band below it. */
export const captionsBottom = (width: number): number =>
  Math.floor(safeZone(width).bottom - ((WANTED + APART) * width) / DESIGN_WIDTH);

const tallest = (rows: readonly Rows[]): Rows | undefined =>
  [...rows].sort((one, other) => other.bottom - other.top - (one.bottom - one.top))[0];

interface Rows {
  top: number;
  bottom: number;
}

/** The rows of `zone` that are free of the boxes and of `apart` around them, from the top down. */
function between(zone: Box, boxes: readonly Box[], apart: number): Rows[] {
  const free: Rows[] = [];
  let { top } = zone;
  for (const box of [...boxes].sort((one, other) => one.top - other.top)) {
    free.push({ top, bottom: Math.min(zone.bottom, box.top - apart) });
    top = Math.max(top, box.bottom + apart);
  }
  free.push({ top, bottom: zone.bottom });
  return free;
}
