/** Writes a caption: in the voice of somebody at the edge of a song, within the length that was asked for. */
import type { Dice } from "../dice.ts";
import { BANKS, EMOJI, LONG_SENTENCES, MEDIUM_SENTENCES, SHORT_LINES } from "./caption-words.ts";
import { type Bounds, boundsIn, lyricsIn, type Prompt } from "./prompt.ts";

/** Words as spaces part them. */
export const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => word !== "").length;

const within = (text: string, { words, characters }: Bounds): boolean =>
  wordsIn(text) >= words[0] && wordsIn(text) <= words[1] && text.length <= characters;

/** The caption that the prompt asks for, alone. */
export function captionAnswer(prompt: Prompt, chance: Dice): string {
  const bounds = boundsIn(prompt);
  const keyword = keywordOf(lyricsIn(prompt), chance);
  const emoji = !/\bno\b[^.\n]*\bemoji/i.test(prompt.instructions);
  for (let attempt = 0; attempt < 60; attempt++) {
    const caption = write(bounds, chance, keyword, emoji);
    if (within(caption, bounds)) return caption;
  }
  return cut(write(bounds, chance, undefined, false), bounds);
}

const COMMON = new Set(
  "about after again away back because before could don't down every from gonna have into just know like love never over that that's their them then there they this through want was were what when where will with would you're your yeah only said still until while were mean told came come".split(
    " ",
  ),
);

/** A word of the clip's lyrics that a caption can take up. */
function keywordOf(lyrics: string, chance: Dice): string | undefined {
  // A remark in brackets, such as "(instrumental)", is no lyric.
  const sung = lyrics.replace(/\([^)]*\)/g, "").toLowerCase();
  return chance.pick((sung.match(/\b[a-z]{4,9}\b/g) ?? []).filter((word) => !COMMON.has(word)));
}

/** One line where few words are wanted, else sentences until there are enough. */
function write({ words, sentences }: Bounds, chance: Dice, keyword: string | undefined, emoji: boolean): string {
  const [least, most] = words;
  const share = emoji ? 0.15 : 0;
  if (most < 15) return withEmoji(fill(chance.pick(SHORT_LINES), chance, keyword), chance, share);
  const wanted = least + (most - least) * chance.between(0.2, 0.8);
  const said: string[] = [];
  for (const sentence of chance.draw(most < 40 ? MEDIUM_SENTENCES : LONG_SENTENCES, 12)) {
    if (said.length === sentences || wordsIn(said.join(" ")) >= wanted) break;
    said.push(fill(sentence, chance, keyword));
  }
  const text = said.join(". ");
  return most < 40 ? withEmoji(text, chance, share) : text;
}

const withEmoji = (text: string, chance: Dice, share: number): string =>
  chance.roll() < share ? `${text} ${chance.pick(EMOJI)}` : text;

/** As many of the first words as fit. */
function cut(text: string, { words, characters }: Bounds): string {
  const kept = text.split(" ").slice(0, words[1]);
  while (kept.length > 1 && kept.join(" ").length > characters) kept.pop();
  return kept.join(" ");
}

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
