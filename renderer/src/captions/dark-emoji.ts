/**
 * Letters are light with a dark outline, so that they are seen on any ground. Emoji are pictures with colours of their own,
 * and strokes do not outline them: what is dark in them, headphones or a black heart, is lost on a dark picture. Those get a
 * thin light rim.
 */
import type { SKRSContext2D } from "@napi-rs/canvas";
import type { Box } from "./layout.ts";

const { createCanvas } = await import("@napi-rs/canvas");

/** A pixel of which no colour is as light as this is lost in the dark, 0-255. */
const DARK_BELOW = 110;
/** How far the rim reaches, in em: less than an outline, for which there is room. */
const REACH = 0.04;
/** Copies of the dark parts, moved around them, that make up the rim. */
const AROUND = 16;

/** Whether there are emoji in a text. */
export const hasEmoji = (text: string): boolean => /\p{RGI_Emoji}|\p{Emoji_Presentation}|\ufe0f/v.test(text);

/**
 * Draws the rim of dark emoji, and nothing where there are none. The emoji go over it. `draw` draws the text as it will
 * stand, in the colour that its context has; `within`: where that is, whole pixels; `size`: of the text.
 */
export function drawRims(
  context: SKRSContext2D,
  { within, size, colour }: { within: Box; size: number; colour: string },
  draw: (context: SKRSContext2D) => void,
): void {
  const [width, height] = [within.right - within.left, within.bottom - within.top];
  const canvas = createCanvas(width, height);
  const drawnIn = (fill: string) => {
    const own = canvas.getContext("2d");
    own.clearRect(0, 0, width, height);
    own.save();
    own.translate(-within.left, -within.top);
    own.font = context.font;
    own.fontVariationSettings = context.fontVariationSettings;
    own.textAlign = context.textAlign;
    own.textBaseline = context.textBaseline;
    own.fillStyle = fill;
    draw(own);
    own.restore();
    return own.getImageData(0, 0, width, height);
  };
  // What has the same colour whichever it is drawn in is an emoji.
  const [red, cyan] = [drawnIn("#ff0000").data, drawnIn("#00ffff").data];
  const [inRed, inCyan] = [red, cyan].map(
    ({ buffer, byteOffset, length }) => new Uint32Array(buffer, byteOffset, length / 4),
  );
  const own = canvas.getContext("2d");
  own.clearRect(0, 0, width, height);
  own.fillStyle = colour;
  own.fillRect(0, 0, width, height);
  const dark = own.getImageData(0, 0, width, height);
  let isAny = false;
  for (let at = 0; at < red.length; at += 4) {
    const isDark =
      (red[at + 3] ?? 0) > 127 &&
      inRed?.[at / 4] === inCyan?.[at / 4] &&
      Math.max(red[at] ?? 0, red[at + 1] ?? 0, red[at + 2] ?? 0) < DARK_BELOW;
    if (isDark) isAny = true;
    else dark.data[at + 3] = 0;
  }
  if (!isAny) return;
  own.clearRect(0, 0, width, height);
  own.putImageData(dark, 0, 0);
  for (let turn = 0; turn < AROUND; turn++) {
    const angle = (2 * Math.PI * turn) / AROUND;
    const [right, down] = [Math.cos(angle), Math.sin(angle)].map((part) => part * Math.max(1, REACH * size));
    context.drawImage(canvas, within.left + (right ?? 0), within.top + (down ?? 0));
  }
}
