/** Where on the picture a caption may stand so that heads stay free. Pure: boxes in pixels of the picture. */
import type { Part } from "../heads/faces.ts";
import type { Frame } from "../picture.ts";
import { area, type Box, type Placement, safeZone } from "./layout.ts";

/** Room that a head is given on each side, because it moves, in its own heights; and the least, in heights of the picture. */
const ROOM = 0.12;
const MIN_ROOM = 0.008;
/** What of a head is face, whatever is hair, or only framed with it: so much less on each side. */
const FACE_WITHIN = 0.1;
/** Rows of a head between which its mouth is, in its heights, and the columns, in its widths. */
const MOUTH = { top: 0.62, bottom: 0.97, left: 0.15, right: 0.85 } as const;
/** Strips lower than this, in heights of the picture, have no room for a line. */
const MIN_STRIP = 0.035;

/** A head in pixels, as large as it is seen. */
export const headBox = ({ x, y, width, height }: Part, frame: Frame): Box => ({
  left: x * frame.width,
  right: (x + width) * frame.width,
  top: y * frame.height,
  bottom: (y + height) * frame.height,
});

/** The part of a head that moves when it sings. */
export function mouthBox(head: Box): Box {
  const [width, height] = [head.right - head.left, head.bottom - head.top];
  return {
    left: head.left + MOUTH.left * width,
    right: head.left + MOUTH.right * width,
    top: head.top + MOUTH.top * height,
    bottom: head.top + MOUTH.bottom * height,
  };
}

/** The part of a head that is the face. */
export function faceOf(head: Box): Box {
  const [across, down] = [(head.right - head.left) * FACE_WITHIN, (head.bottom - head.top) * FACE_WITHIN];
  return { left: head.left + across, right: head.right - across, top: head.top + down, bottom: head.bottom - down };
}

/** A head with the room that it needs around it. */
export function withRoom(head: Box, frame: Frame): Box {
  const room = Math.max((head.bottom - head.top) * ROOM, frame.height * MIN_ROOM);
  return { left: head.left - room, right: head.right + room, top: head.top - room, bottom: head.bottom + room };
}

/**
 * The places for a caption, the one that it is meant for first; then the strips of the safe zone that no head reaches
 * into, from the lowest up. Not all of the first need be free: few lines may leave a head alone there.
 */
export function placesFor(placement: Placement, frame: Frame, heads: readonly Box[]): Box[] {
  const zone = safeZone(frame.width);
  const preferred = area(placement, frame.width);
  const { left, right } = preferred;
  const rows = heads
    .filter((head) => head.left < right && head.right > left)
    .map(({ top, bottom }) => ({ top: Math.max(top, zone.top), bottom: Math.min(bottom, zone.bottom) }))
    .filter(({ top, bottom }) => top < bottom)
    .sort((one, other) => one.top - other.top);
  const strips: Box[] = [];
  let top = zone.top;
  for (const head of [...rows, { top: zone.bottom, bottom: zone.bottom }]) {
    if (head.top - top >= frame.height * MIN_STRIP) strips.push({ left, right, top, bottom: head.top });
    top = Math.max(top, head.bottom);
  }
  return [preferred, ...strips.reverse()];
}

/** How much of `boxes` lies over `heads`, in pixels, on average over the heads: they are one head at several times. */
export function overlap(boxes: readonly Box[], heads: readonly Box[]): number {
  let sum = 0;
  for (const box of boxes) {
    for (const head of heads) {
      const across = Math.min(box.right, head.right) - Math.max(box.left, head.left);
      const down = Math.min(box.bottom, head.bottom) - Math.max(box.top, head.top);
      if (across > 0 && down > 0) sum += across * down;
    }
  }
  return heads.length === 0 ? 0 : sum / heads.length;
}
