/** The captions that are looked at: every script, every nasty text. */

import { CAPTION_STYLES, type CaptionStyle } from "../../../renderer/contract/job.ts";
import type { Caption } from "../../../renderer/src/captions/draw.ts";

export const LARGE = { width: 1080, height: 1920 };
export const SMALL = { width: 720, height: 1280 };

/** Texts that must come out whole and without a warning. */
export const WHOLE: Record<string, string> = {
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

export const CONTROLS =
  "be\u0000fore\u0007 \u001b[31mred\u001b[0m \u202eevil\u202c \u2066iso\u2069 so\u00adft \ufeffbom \u0085next";
export const EIGHTY = Array.from(
  { length: 80 },
  (_, at) => ["love", "never", "tonight", "the", "midnight", "a"][at % 6],
).join(" ");

/** Texts that lose something, and what the warning must say. */
export const CUT: Record<string, [string, RegExp]> = {
  "4000 characters": [`${"This is one sentence of many. ".repeat(133)}`, /shortened/],
  "400 words without a full stop": [Array.from({ length: 400 }, (_, at) => `word${at}`).join(" "), /shortened/],
  "2000 letters without a space": ["x".repeat(2000), /shortened/],
  "a script without a font": ["Hello ᚠᚢᚦ world", /left out: ᚠ ᚢ ᚦ/],
  "private characters": ["logo \ue000\u{f0000} here", /left out/],
  "only unknown characters": ["𒀀𒀁𒀂", /nothing that can be drawn/],
  "only blanks": [" \n\t \u200b ", /nothing that can be drawn/],
  "a broken surrogate": ["half \ud83d here", /^$/],
};

export interface Sample {
  name: string;
  caption: Caption;
  frame: { width: number; height: number };
}

/** Every text in a style, in both placements and both sizes of picture by turns. */
export function samples(style: CaptionStyle): Sample[] {
  const whole = Object.entries(WHOLE).map(([name, text], at): Sample => {
    const placement = at % 2 === 0 ? "lower" : "center";
    return { name, caption: { text, style, placement }, frame: at % 3 === 0 ? SMALL : LARGE };
  });
  const long = { ...Object.fromEntries(Object.entries(CUT).map(([name, [text]]) => [name, text])), "80 words": EIGHTY };
  const centred = Object.entries(long).map(([name, text]): Sample => {
    return { name, caption: { text, style, placement: "center" }, frame: LARGE };
  });
  return [...whole, ...centred];
}

/** Under which the sample's look is kept. */
export const titleOf = ({ name, caption }: Sample) => `${caption.style}: ${name}`;

export const ALL_SAMPLES: [string, Sample][] = CAPTION_STYLES.flatMap((style) =>
  samples(style).map((sample): [string, Sample] => [titleOf(sample), sample]),
);
