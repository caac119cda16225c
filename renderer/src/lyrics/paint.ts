/** Paints a state: the words of its page where they stand, the one being sung as its style has it. */
import type { SKRSContext2D } from "@napi-rs/canvas";
import { drawRims, hasEmoji } from "../captions/dark-emoji.ts";
import { useFont } from "../captions/draw.ts";
import type { Setting } from "../captions/fonts.ts";
import type { LaidOutPage, Placed } from "./layout.ts";
import type { State } from "./states.ts";
import type { Style } from "./styles.ts";

/** Paints `state` on an empty `context` whose coordinates are the picture's. */
export function paint(context: SKRSContext2D, { page, unit, filled }: State, style: Style, setting: Setting): void {
  if (!page) return;
  const { size, placed } = page;
  useFont(context, style, setting, size);
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.lineJoin = "round";
  const active = placed.filter((each) => each.unit === unit);
  const others = placed.filter((each) => each.unit !== unit);
  outline(context, others, style, size);
  for (const each of others) {
    // Where no word is singled out, all are as a word is that is not being sung.
    const isSung = unit !== undefined && each.unit < unit;
    fill(context, each, isSung ? style.sung : style.idle);
  }
  paintActive(context, active, page, filled, style);
}

function paintActive(
  context: SKRSContext2D,
  active: readonly Placed[],
  { size, ascent, descent }: LaidOutPage,
  filled: number,
  style: Style,
): void {
  const { pill, grows, fills, fill: colour } = style.active;
  if (pill) {
    context.fillStyle = pill.colour;
    context.beginPath();
    for (const { left, right, baseline } of active) {
      const top = baseline - ascent - pill.across * size;
      const height = ascent + descent + 2 * pill.across * size;
      context.roundRect(
        left - pill.along * size,
        top,
        right - left + 2 * pill.along * size,
        height,
        pill.radius * size,
      );
    }
    context.fill();
  }
  const whole = active.reduce((sum, { left, right }) => sum + right - left, 0);
  let before = 0;
  for (const each of active) {
    const width = each.right - each.left;
    context.save();
    if (grows > 0) grow(context, each, (width + 2 * grows * size) / width, size);
    outline(context, [each], style, size);
    if (fills) {
      fill(context, each, style.idle);
      const share = Math.min(1, Math.max(0, (filled * whole - before) / width));
      clipTo(context, each, share, size);
    }
    fill(context, each, colour);
    context.restore();
    before += width;
  }
}

/** The most that a short word grows by: as much above and below as beside it would make a letter a giant. */
const MOST = 1.22;

/** Scales what is drawn next around the middle of the word. */
function grow(context: SKRSContext2D, { left, right, baseline }: Placed, by: number, size: number): void {
  const scale = Math.min(MOST, by);
  const [x, y] = [(left + right) / 2, baseline - 0.32 * size];
  context.translate(x, y);
  context.scale(scale, scale);
  context.translate(-x, -y);
}

/** The least of a word that is filled, in em: less is lost in the room before its first letter, and the word begins unseen. */
const SEEN = 0.2;

/** Clips what is drawn next to the share of the word that was sung: from the left, or from the right as the word is read. */
function clipTo(
  context: SKRSContext2D,
  { left, right, rightToLeft, baseline }: Placed,
  share: number,
  size: number,
): void {
  const reach = share > 0 ? Math.max((right - left) * share, SEEN * size) : 0;
  // Ink may reach a little beyond the ends of a word.
  const [before, after] = [size, share === 1 ? size : 0];
  context.beginPath();
  if (rightToLeft) context.rect(right - reach - after, baseline - 3 * size, reach + before + after, 5 * size);
  else context.rect(left - before, baseline - 3 * size, reach + before + after, 5 * size);
  context.clip();
}

function outline(context: SKRSContext2D, placed: readonly Placed[], style: Style, size: number): void {
  context.save();
  context.shadowColor = style.shadow.colour;
  context.shadowBlur = style.shadow.blur * size;
  context.shadowOffsetY = style.shadow.down * size;
  context.strokeStyle = style.outline.colour;
  context.lineWidth = style.outline.width * 2 * size;
  for (const { text, rightToLeft, left, right, baseline } of placed) {
    context.direction = rightToLeft ? "rtl" : "ltr";
    context.textAlign = "center";
    context.strokeText(text, (left + right) / 2, baseline);
  }
  context.restore();
  for (const each of placed) if (hasEmoji(each.text)) rim(context, each, style, size);
}

/** The rim of dark emoji, for which a stroke is none. */
function rim(context: SKRSContext2D, placed: Placed, { idle }: Style, size: number): void {
  const { left, right, baseline } = placed;
  const within = {
    left: Math.floor(left - size / 2),
    right: Math.ceil(right + size / 2),
    top: Math.floor(baseline - 2 * size),
    bottom: Math.ceil(baseline + size),
  };
  context.textAlign = "center";
  drawRims(context, { within, size, colour: idle }, (own) => {
    own.direction = placed.rightToLeft ? "rtl" : "ltr";
    own.fillText(placed.text, (left + right) / 2, baseline);
  });
}

function fill(context: SKRSContext2D, { text, rightToLeft, left, right, baseline }: Placed, colour: string): void {
  context.direction = rightToLeft ? "rtl" : "ltr";
  context.textAlign = "center";
  context.fillStyle = colour;
  context.fillText(text, (left + right) / 2, baseline);
}
