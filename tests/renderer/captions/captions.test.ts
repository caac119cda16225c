/** Captions: every script and every nasty text, inside the safe zone, whole, and without boxes for missing glyphs. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CAPTION_STYLES } from "../../../renderer/contract/job.ts";
import { type CaptionImage, type DrawnCaption, drawCaption } from "../../../renderer/src/captions/draw.ts";
import { hanOrder, setText } from "../../../renderer/src/captions/fonts.ts";
import { safeZone } from "../../../renderer/src/captions/layout.ts";
import { STYLES } from "../../../renderer/src/captions/styles.ts";
import { isRightToLeft, tidy } from "../../../renderer/src/captions/text.ts";
import { ALL_SAMPLES, CONTROLS, CUT, LARGE, type Sample, samples, titleOf, WHOLE } from "./corpus.ts";
import { canvas, differenceOf, type Look, lookOf, lumaAt, pixels } from "./look.ts";

type Pixels = ReturnType<typeof pixels>;

const drawings = new Map<string, DrawnCaption>();
/** A sample's caption, drawn once for all tests that look at it: drawing is most of their time. */
function drawnOf(sample: Sample): DrawnCaption {
  const known = drawings.get(titleOf(sample));
  if (known) return known;
  const drawn = drawCaption(sample.caption, sample.frame);
  drawings.set(titleOf(sample), drawn);
  return drawn;
}

/** The darkest and the lightest of every other pixel of a caption that lies on a grey of `ground`, 0-255. */
function extremes({ data }: Pixels, ground: number) {
  let [darkest, lightest] = [ground, ground];
  for (let at = 0; at < data.length; at += 8) {
    const seen = lumaAt(data, at, ground);
    darkest = Math.min(darkest, seen);
    lightest = Math.max(lightest, seen);
  }
  return { darkest, lightest };
}

function expectInside(image: CaptionImage, frame: Sample["frame"], placement: string) {
  const zone = safeZone(frame.width);
  // Strictly inside: what touches the border would have been cut there.
  expect(image.x).toBeGreaterThan(zone.left);
  expect(image.x + image.width).toBeLessThan(zone.right);
  expect(image.y).toBeGreaterThan(zone.top);
  expect(image.y + image.height).toBeLessThan(zone.bottom);
  if (placement === "lower") expect(image.y).toBeGreaterThan(zone.top + (zone.bottom - zone.top) * 0.6);
  expect([image.x % 2, image.y % 2, image.width % 2, image.height % 2]).toEqual([0, 0, 0, 0]);
}

/** As accepted by whoever last looked: `npm run captions -- --accept`, on Linux. Elsewhere letters are rasterized otherwise. */
const LOOKS = JSON.parse(readFileSync(new URL("looks.json", import.meta.url), "utf8")) as Record<string, Look | null>;

it.runIf(process.platform === "linux").each(ALL_SAMPLES)("%s looks as it did", async (name, sample) => {
  const { image } = drawnOf(sample);
  const accepted = LOOKS[name];
  if (!image || !accepted) return expect(image ?? null).toEqual(accepted);
  const { edges, cells } = differenceOf(lookOf(image), accepted);
  // Processors round the edges of letters differently.
  expect(edges).toBeLessThanOrEqual(2);
  expect(cells).toBeLessThanOrEqual(1);
});

it("a look tells one letter from another", async () => {
  const lookAt = (text: string) => {
    const { image } = drawCaption({ text, style: "clean", placement: "lower" }, LARGE);
    if (!image) throw new Error("nothing was drawn");
    return lookOf(image);
  };
  const { edges, cells } = differenceOf(lookAt("you said it would ache"), lookAt("you said it would echo"));
  expect(edges > 2 || cells > 1).toBe(true);
});

describe.each(CAPTION_STYLES)("in the style %s", (style) => {
  it.each(
    samples(style)
      .filter(({ name }) => name in WHOLE)
      .map((sample): [string, Sample] => [sample.name, sample]),
  )("%s stands whole in the safe zone", async (_, sample) => {
    const { caption, frame } = sample;
    const { image, warnings } = drawnOf(sample);
    expect(warnings).toEqual([]);
    if (!image) throw new Error("nothing was drawn");
    expectInside(image, frame, caption.placement);
    if (/^\p{Extended_Pictographic}+$/u.test(caption.text)) return;
    // Light letters with something dark around them, whatever is behind.
    const seen = pixels(image);
    expect(extremes(seen, 255).darkest).toBeLessThan(75);
    expect(extremes(seen, 0).lightest).toBeGreaterThan(230);
  });

  it("dark emoji have a light rim, and light ones are as they are", () => {
    const lightOf = (text: string) => {
      const { image } = drawCaption({ text, style, placement: "center" }, LARGE);
      if (!image) throw new Error("nothing was drawn");
      const { data } = pixels(image);
      const lumas = Array.from({ length: data.length / 4 }, (_, at) => lumaAt(data, 4 * at, 0));
      return lumas.filter((luma) => luma > 225).length / lumas.length;
    };
    for (const dark of ["🖤", "🎧", "♠️"]) expect(lightOf(dark), dark).toBeGreaterThan(0.03);
    for (const light of ["💙", "💜"]) expect(lightOf(light), light).toBe(0);
  });

  const drawnAs = (name: string) => {
    const sample = samples(style).find((each) => each.name === name);
    if (!sample) throw new Error(`There is no sample ${name}.`);
    return drawnOf(sample);
  };

  it.each(Object.entries(CUT))("%s is cut with a warning", (name, [, warning]) => {
    const { image, warnings } = drawnAs(name);
    expect(warnings.join(" ")).toMatch(warning);
    if (image) expectInside(image, LARGE, "center");
  });

  it("80 words fit a block without being cut", () => {
    expect(drawnAs("80 words").warnings).toEqual([]);
  });
});

describe("no character is drawn as a box", () => {
  const texts = [...Object.values(WHOLE), ...Object.values(CUT).map(([text]) => text), CONTROLS];

  it.each(CAPTION_STYLES)("in the style %s", (style) => {
    const context = canvas.createCanvas(48, 48).getContext("2d");
    const seen = new Set<string>();
    const shape = (text: string, families: string) => {
      context.clearRect(0, 0, 48, 48);
      context.font = `400 28px ${families}`;
      context.fillText(text, 8, 34);
      return Buffer.from(context.getImageData(0, 0, 48, 48).data).toString("latin1");
    };
    for (const text of texts) {
      const setting = setText(tidy(text), STYLES[style].faces);
      if (setting.families === "") continue;
      const box = shape("\u{10ffff}", setting.families);
      for (const { segment } of new Intl.Segmenter("und", { granularity: "grapheme" }).segment(setting.text)) {
        if (/^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(segment) || seen.has(segment + setting.families)) continue;
        seen.add(segment + setting.families);
        expect(shape(segment, setting.families), `${segment} in ${text.slice(0, 30)}`).not.toBe(box);
      }
    }
  });
});

describe("the text before it is set", () => {
  it("loses control characters and overrides of direction, and nothing else", () => {
    expect(tidy(CONTROLS)).toBe("before [31mred[0m evil iso soft bom\nnext");
  });

  it("keeps the joiners that letters and emoji need", () => {
    for (const text of ["می‌خواهم", "👩🏽‍🚀", "क्‍ष", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"]) expect(tidy(text)).toBe(text);
  });

  it("loses piled up marks, which would run over other lines", () => {
    expect(tidy(`a${"\u0336\u0310".repeat(20)}b`)).toMatch(/^a\p{M}{4}b$/u);
  });

  it("runs from right to left when its first letter does", () => {
    expect(["שלום hi", "«مرحبا»", "123 שלום"].map(isRightToLeft)).toEqual([true, true, true]);
    expect(["hi שלום", "Привет", "1999", "夢"].map(isRightToLeft)).toEqual([false, false, false, false]);
  });
});

it("Han characters take the shapes of the language around them", () => {
  const first = (text: string) => hanOrder(text)[0]?.name;
  expect(first("夢の中")).toBe("noto-sans-jp");
  expect(first("사랑 愛")).toBe("noto-sans-kr");
  expect(first("我们爱音乐")).toBe("noto-sans-sc");
  expect(first("我們愛音樂")).toBe("noto-sans-tc");
});
