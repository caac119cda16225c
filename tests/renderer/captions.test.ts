/** Captions: every script and every nasty text, inside the safe zone, whole, and without boxes for missing glyphs. */
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { type CaptionImage, drawCaption } from "../../renderer/src/captions/draw.ts";
import { hanOrder, setText } from "../../renderer/src/captions/fonts.ts";
import { safeZone } from "../../renderer/src/captions/layout.ts";
import { STYLES } from "../../renderer/src/captions/styles.ts";
import { isRightToLeft, tidy } from "../../renderer/src/captions/text.ts";
import { CAPTION_STYLES } from "../../renderer/src/job.ts";

// The renderer's own copy of the canvas library: the fonts are registered in that one.
const canvas = createRequire(new URL("../../renderer/package.json", import.meta.url))(
  "@napi-rs/canvas",
) as typeof import("@napi-rs/canvas");

const FRAMES = [
  { width: 1080, height: 1920 },
  { width: 720, height: 1280 },
];

/** Texts that must come out whole and without a warning. */
const WHOLE: Record<string, string> = {
  "one word": "Wait",
  "one letter": "I",
  "a punch line": "POV: you finally let go",
  "a question": "What if this is the last summer we get?",
  "smart quotes": "She said “don’t”, he heard ‘do’",
  "straight quotes": `It's "fine"`,
  apostrophes: "rock 'n' roll ain't noise pollution, y'all",
  percent: "100% that girl, 0% sorry: %{pts} %d %n",
  backslashes: "C:\\music\\new \\n \\t \\\\",
  colons: "3:47 AM: still: awake::",
  "a filter graph": "[0:v]drawtext=text='x':fontfile=/etc/passwd[v];[v]null",
  "a shell": "$(rm -rf /) `reboot` && ; | > /dev/null $HOME",
  markup: "<b>bold</b> & <script>alert(1)</script> &amp;",
  brackets: "{a} [b] (c) <d>",
  url: "https://example.com/a/very/long/path?with=query&and=more",
  hashtags: "#newmusic #indie @someone",
  "two lines": "first line\nsecond line",
  "blank line": "verse\n\nchorus",
  "line ends of other systems": "one\r\ntwo\rthree\u2028four",
  ellipsis: "and then… nothing…",
  dashes: "love — hate – love-hate",
  fractions: "½ cup of ⅓ chance ²",
  currency: "€5 £4 ¥300 ₩900 ₹75",
  "music signs": "♪ la la ♫ ♬ ♭ ♯",
  arrows: "left ← → right ↑ ↓",
  symbols: "★ ✓ • © ® ™ § ¶ ° ∞ ≠",
  "mathematical letters": "𝓗𝓮𝓵𝓵𝓸 𝕎𝕠𝕣𝕝𝕕",
  "accents, composed": "Crème brûlée à Noël, señor Ångström",
  "accents, decomposed": "Cre\u0300me bru\u0302le\u0301e",
  Vietnamese: "Đừng bao giờ quên những điều tốt đẹp",
  Turkish: "İstanbul'da ılık bir gece",
  Polish: "Zażółć gęślą jaźń",
  Icelandic: "Þú ert ekki ein, það er ég líka",
  German: "Größenwahn und Übermut",
  Cyrillic: "Когда музыка громче мыслей",
  Ukrainian: "Її очі — як ґанок у липні",
  Greek: "Η μουσική είναι η ζωή μου",
  Arabic: "مرحبا بكم في حفلتنا الليلة",
  "Arabic with vowels": "الْحَمْدُ لِلَّهِ رَبِّ الْعَالَمِينَ",
  Persian: "می‌خواهم همیشه با تو باشم",
  Urdu: "تم کہاں ہو، میں یہاں ہوں",
  Hebrew: "שלום עולם, זה השיר החדש שלי",
  "Hebrew with English": "האלבום Midnight City יוצא ב-12.5!",
  "English with Arabic": "My new single «حب» is out now",
  Hindi: "मैं तुम्हें कभी नहीं भूल पाऊँगा",
  Marathi: "तुझ्या आठवणीत रात्र सरली",
  Thai: "ฉันยังรักเธอเหมือนเดิมไม่เคยเปลี่ยนแปลง",
  Japanese: "夢の中でまた会えるなら、今度こそ離さない",
  "Japanese and English": "君とのドライブは最高だったね、Tokyo nightsを忘れない",
  Korean: "너의 목소리가 들려, 이 밤이 끝나기 전에",
  "Chinese, simplified": "我一直在等你回来，可是你从来没有出现过",
  "Chinese, traditional": "我一直在等你回來，可是你從來沒有出現過",
  emoji: "I miss you 😭💔🥀",
  "emoji only": "🔥🔥🔥",
  "emoji with skin tones": "👋🏻👋🏽👋🏿 hey ✌🏾",
  "joined emoji": "👩🏽‍🚀 👨‍👩‍👧‍👦 ❤️‍🔥 🏳️‍🌈 🧑🏿‍🤝‍🧑🏻",
  flags: "🇩🇪 🇧🇷 🇯🇵 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
  keycaps: "1️⃣ 2️⃣ 3️⃣ go",
  "text and emoji presentation": "☺︎ ☺️ ❤ ❤️",
  "numbers only": "1999",
  "a long word": "Donaudampfschifffahrtsgesellschaftskapitän",
  "no spaces at all": "a".repeat(70),
  "words joined by slashes": "love/hate/love/hate/love/hate/love/hate",
  "a no-break space": "50 km de toi",
  "mixed scripts": "Hello Привет 你好 مرحبا שלום สวัสดี",
  "many short lines": "a\nb\nc\nd\ne\nf",
};

const CONTROLS =
  "be\u0000fore\u0007 \u001b[31mred\u001b[0m \u202eevil\u202c \u2066iso\u2069 so\u00adft \ufeffbom \u0085next";
const EIGHTY = Array.from({ length: 80 }, (_, at) => ["love", "never", "tonight", "the", "midnight", "a"][at % 6]).join(
  " ",
);

/** Texts that lose something, and what the warning must say. */
const CUT: Record<string, [string, RegExp]> = {
  "4000 characters": [`${"This is one sentence of many. ".repeat(133)}`, /shortened/],
  "400 words without a full stop": [Array.from({ length: 400 }, (_, at) => `word${at}`).join(" "), /shortened/],
  "2000 letters without a space": ["x".repeat(2000), /shortened/],
  "a script without a font": ["Hello ᚠᚢᚦ world", /left out: ᚠ ᚢ ᚦ/],
  "private characters": ["logo \ue000\u{f0000} here", /left out/],
  "only unknown characters": ["𒀀𒀁𒀂", /nothing that can be drawn/],
  "only blanks": [" \n\t \u200b ", /nothing that can be drawn/],
  "a broken surrogate": ["half \ud83d here", /^$/],
};

async function pixels(image: CaptionImage) {
  const loaded = await canvas.loadImage(image.png);
  const context = canvas.createCanvas(loaded.width, loaded.height).getContext("2d");
  context.drawImage(loaded, 0, 0);
  return context.getImageData(0, 0, loaded.width, loaded.height);
}

/** The darkest and the lightest pixel of a caption that lies on a grey of `ground`, 0-255. */
async function extremes(image: CaptionImage, ground: number) {
  const { data } = await pixels(image);
  let [darkest, lightest] = [ground, ground];
  for (let at = 0; at < data.length; at += 4) {
    const alpha = (data[at + 3] ?? 0) / 255;
    const luma = 0.2126 * (data[at] ?? 0) + 0.7152 * (data[at + 1] ?? 0) + 0.0722 * (data[at + 2] ?? 0);
    const seen = luma * alpha + ground * (1 - alpha);
    darkest = Math.min(darkest, seen);
    lightest = Math.max(lightest, seen);
  }
  return { darkest, lightest };
}

function expectInside(image: CaptionImage, frame: (typeof FRAMES)[number], placement: string) {
  const zone = safeZone(frame.width);
  // Strictly inside: what touches the border would have been cut there.
  expect(image.x).toBeGreaterThan(zone.left);
  expect(image.x + image.width).toBeLessThan(zone.right);
  expect(image.y).toBeGreaterThan(zone.top);
  expect(image.y + image.height).toBeLessThan(zone.bottom);
  if (placement === "lower") expect(image.y).toBeGreaterThan(zone.top + (zone.bottom - zone.top) * 0.6);
  expect([image.x % 2, image.y % 2, image.width % 2, image.height % 2]).toEqual([0, 0, 0, 0]);
}

describe.each(CAPTION_STYLES)("in the style %s", (style) => {
  it.each(Object.entries(WHOLE))("%s stands whole in the safe zone", async (name, text) => {
    const at = Object.keys(WHOLE).indexOf(name);
    const placement = at % 2 === 0 ? "lower" : "center";
    const frame = FRAMES[at % 3 === 0 ? 1 : 0] ?? { width: 0, height: 0 };
    const { image, warnings } = drawCaption({ text, style, placement }, frame);
    expect(warnings).toEqual([]);
    if (!image) throw new Error("nothing was drawn");
    expectInside(image, frame, placement);
    if (/^\p{Extended_Pictographic}+$/u.test(text)) return;
    // Light letters with something dark around them, whatever is behind.
    const onWhite = await extremes(image, 255);
    expect(onWhite.darkest).toBeLessThan(75);
    expect((await extremes(image, 0)).lightest).toBeGreaterThan(230);
  });

  it.each(Object.entries(CUT))("%s is cut with a warning", (_, [text, warning]) => {
    const frame = { width: 1080, height: 1920 };
    const { image, warnings } = drawCaption({ text, style, placement: "center" }, frame);
    expect(warnings.join(" ")).toMatch(warning);
    if (image) expectInside(image, frame, "center");
  });

  it("80 words fit a block without being cut", () => {
    expect(drawCaption({ text: EIGHTY, style, placement: "center" }, { width: 1080, height: 1920 }).warnings).toEqual(
      [],
    );
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
