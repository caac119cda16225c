/** Answers the task of writing a caption: in the voice of somebody at the edge of a song, within the asked length. */
import { type Dice, dice } from "../dice.ts";
import { BANKS, EMOJI, LONG_SENTENCES, MEDIUM_SENTENCES, SHORT_LINES } from "./caption-words.ts";

export type CaptionLength = "short" | "medium" | "long";

/** What a caption of each length must keep to; words and characters, both inclusive. */
export const BOUNDS: Record<CaptionLength, { words: [number, number]; characters: number }> = {
  short: { words: [1, 10], characters: 60 },
  medium: { words: [15, 30], characters: 240 },
  long: { words: [40, 80], characters: 600 },
};

export const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => word !== "").length;

const within = (text: string, length: CaptionLength): boolean => {
  const { words, characters } = BOUNDS[length];
  const count = wordsIn(text);
  return count >= words[0] && count <= words[1] && text.length <= characters;
};

/** Reads `LENGTH:`, `MOOD:` and `LYRICS:` out of a prompt and answers with the caption alone. */
export function captionAnswer(prompt: string, seed: string): string {
  const asked = /^LENGTH:\s*(short|medium|long)\b/im.exec(prompt)?.[1]?.toLowerCase();
  // The expression lets nothing else through.
  const length = (asked ?? "short") as CaptionLength;
  const chance = dice(seed, "caption", prompt);
  const keyword = keywordOf(prompt, chance);
  const emoji = !/\bno\b[^.\n]*\bemoji/i.test(prompt);
  for (let attempt = 0; attempt < 60; attempt++) {
    const caption = write(length, chance, keyword, emoji);
    if (within(caption, length)) return caption;
  }
  // Every short line fits with every word of the banks, so only a lyric's own word can be too long.
  return write(length, chance, undefined, false);
}

const COMMON = new Set(
  "about after again away back because before could don't down every from gonna have into just know like love never over that that's their them then there they this through want was were what when where will with would you're your yeah only said still until while were mean told came come".split(
    " ",
  ),
);

/** A word of the clip's lyrics that a caption can take up. */
function keywordOf(prompt: string, chance: Dice): string | undefined {
  // A remark in brackets, such as "(instrumental)", is no lyric.
  const lyrics = (/^LYRICS:\s*(.*)$/im.exec(prompt)?.[1] ?? "").replace(/\([^)]*\)/g, "");
  const words = (lyrics.toLowerCase().match(/\b[a-z]{4,9}\b/g) ?? []).filter((word) => !COMMON.has(word));
  return chance.pick(words);
}

function write(length: CaptionLength, chance: Dice, keyword: string | undefined, emoji: boolean): string {
  const share = emoji ? 0.15 : 0;
  switch (length) {
    case "short":
      return withEmoji(fill(chance.pick(SHORT_LINES), chance, keyword), chance, share);
    case "medium": {
      const sentences = chance.draw(MEDIUM_SENTENCES, 2).map((sentence) => fill(sentence, chance, keyword));
      return withEmoji(sentences.join(". "), chance, share);
    }
    case "long": {
      const sentences = chance.draw(LONG_SENTENCES, 4 + Math.floor(chance.roll() * 2));
      return sentences.map((sentence) => fill(sentence, chance, keyword)).join(". ");
    }
  }
}

const withEmoji = (text: string, chance: Dice, share: number): string =>
  chance.roll() < share ? `${text} ${chance.pick(EMOJI)}` : text;

/** Replaces `{bank}` by a word of the bank, the same word never twice, and `{word}` by the lyric's own. */
function fill(template: string, chance: Dice, keyword: string | undefined): string {
  const used = new Set<string>();
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === "word") return keyword ?? chance.pick(BANKS.thing);
    // Templates only name banks that exist; a test holds them to it.
    const bank = BANKS[name as keyof typeof BANKS] as readonly [string, ...string[]];
    let word = chance.pick(bank);
    for (let again = 0; used.has(word) && again < 8; again++) word = chance.pick(bank);
    used.add(word);
    return word;
  });
}
