/** The sung lines that are looked at: every script, and what is nasty. */
import type { RenderJob } from "../../../renderer/contract/job.ts";

export type LyricsJob = NonNullable<RenderJob["lyrics"]>;
export type JobLine = LyricsJob["lines"][number];

/** A line whose words, parted by blanks, are sung one after the other, `each` seconds long, from `start` on. */
export function sung(text: string, start = 0, each = 0.4): JobLine {
  const words = text
    .split(" ")
    .map((word, at) => ({ text: word, start: start + at * each, end: start + (at + 0.9) * each }));
  return { start, end: words.at(-1)?.end ?? start, words, timed: "words" };
}

/** A line of a script without blanks: each of its language's words is sung. */
export function sungWithoutBlanks(text: string, language: string, start = 0, each = 0.4): JobLine {
  const parts = [...new Intl.Segmenter(language, { granularity: "word" }).segment(text)].map(({ segment }) => segment);
  const line = sung(parts.filter((part) => part !== " ").join(" "), start, each);
  return line;
}

/** A line of which only its own time is known. */
export const asLine = (line: JobLine): JobLine => ({ ...line, timed: "line" });

/** One line each. */
export const LINES: Record<string, JobLine> = {
  English: sung("Night bus, take me the long way round"),
  "one word": sung("Wait"),
  "two short words": sung("I do"),
  "long words": sung("unbelievable misunderstandings everywhere tonight"),
  "curly quotes": sung("She said “don’t”, he heard ‘do’"),
  German: sung("Größenwahn und Übermut, die ganze Nacht"),
  Arabic: sung("مرحبا بكم في حفلتنا الليلة يا أصدقاء"),
  "Arabic with vowels": sung("الْحَمْدُ لِلَّهِ رَبِّ الْعَالَمِينَ"),
  Persian: sung("می‌خواهم همیشه با تو باشم"),
  Hebrew: sung("שלום עולם, זה השיר החדש שלי"),
  "Hebrew with English": sung("האלבום Midnight City יוצא היום בלילה!"),
  "English with Arabic": sung("My new single «حب كبير» is out now"),
  Hindi: sung("मैं तुम्हें कभी नहीं भूल पाऊँगा"),
  Thai: sungWithoutBlanks("ฉันยังรักเธอเหมือนเดิมไม่เคยเปลี่ยนแปลง", "th"),
  Japanese: sungWithoutBlanks("夢の中でまた会えるなら、今度こそ離さない", "ja"),
  "Japanese, one phrase": sung("君とのドライブは最高だったね、Tokyo nightsを忘れない", 0, 3),
  "Japanese by character": sung([..."夜空に星が光る"].join(" ")),
  Korean: sung("너의 목소리가 들려, 이 밤이 끝나기 전에"),
  Chinese: sungWithoutBlanks("我一直在等你回来，可是你从来没有出现过", "zh"),
  Cyrillic: sung("Когда музыка громче моих мыслей"),
  Greek: sung("Η μουσική είναι η ζωή μου"),
  Vietnamese: sung("Đừng bao giờ quên những điều tốt đẹp"),
  emoji: sung("I miss you 😭💔🥀 so much 🔥"),
  "joined emoji": sung("👩🏽‍🚀 flies to 👨‍👩‍👧‍👦 with ❤️‍🔥"),
  "sixty letters": sung(`so ${"abcdefghijkl".repeat(5)} it is`),
  "a hundred wide letters": sung("W".repeat(100)),
  "the widest character": sung("﷽ now"),
  digits: sung("1999 was 24/7 and 100%"),
};

/** Long lines that are shown whole, because nobody knows when their words are sung. */
export const WHOLE: Record<string, JobLine> = {
  "a line": asLine(sung("I don't want to be home just yet")),
  "a long line": asLine(sung("every window is a film of town and every stop is a small regret, I said")),
  "forty words": asLine(
    sung(Array.from({ length: 40 }, (_, at) => ["love", "never", "tonight", "midnight"][at % 4]).join(" ")),
  ),
  "a line in Japanese": asLine(sung("君とのドライブは最高だったね、忘れない")),
  "a line in Arabic": asLine(sung("مرحبا بكم في حفلتنا الليلة يا أصدقاء")),
};

/** What is in a job and cannot be seen in a still picture: times that no song has. */
export const TIMES: Record<string, JobLine[]> = {
  overlapping: [sung("words that run into each other", 0, 0.4)].map((line) => ({
    ...line,
    words: line.words.map((word) => ({ ...word, end: word.end + 2 })),
  })),
  "without length": [sung("no word has any length", 1)].map((line) => ({
    ...line,
    words: line.words.map((word) => ({ ...word, end: word.start })),
  })),
  "before the clip and behind it": [
    sung("this is sung before the clip begins", -1.5),
    sung("and this behind its end", 7.2),
  ],
  "lines over each other": [sung("the first goes on and on and on", 0.5, 0.5), sung("while the second has begun", 2)],
  "two hundred words": Array.from({ length: 25 }, (_, at) => sung("and she said that he said we go", at * 0.32, 0.04)),
  "all at once": [sung("all of it is sung together now", 3, 0)],
  "nothing to draw": [sung("\u200b \ufe0f", 0), sung("and then something", 2)],
};
