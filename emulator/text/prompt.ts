/** Reads a prompt as a model would: what it asks for, within which bounds, and what it quotes. */

export interface Prompt {
  /** Without what it quotes: words of a song or of a person ask for nothing. */
  instructions: string;
  /** What stands between a tag and its end, by the tag's name in lower case. */
  quotes: ReadonlyMap<string, string>;
}

/** What is in `<tags>` is quoted, everything else is meant for the model. */
export function readPrompt(text: string): Prompt {
  const quotes = new Map<string, string>();
  const instructions = text.replace(/<(\w+)>([\s\S]*?)<\/\1>/g, (_, name: string, quote: string) => {
    quotes.set(name.toLowerCase(), quote.trim());
    return "";
  });
  return { instructions, quotes };
}

export type Wanted = "moments" | "caption" | "anything";

const ASKS = String.raw`\b(?:write|draft|give|suggest|make|choose|pick|find|select)\b`;
const PARTS = "(?:stretch|moment|part|passage|section|clip)(?:es|s)?";

/** Moments of a song are wanted as JSON, a caption as it is. */
export function wantedBy({ instructions }: Prompt): Wanted {
  const choosesParts = new RegExp(`${ASKS}[^.\\n]*\\b${PARTS}\\b[^.\\n]*\\bsong\\b`, "i").test(instructions);
  if (choosesParts && /\bJSON\b/i.test(instructions)) return "moments";
  return new RegExp(`${ASKS}[^.\\n]*\\bcaptions?\\b`, "i").test(instructions) ? "caption" : "anything";
}

export interface Bounds {
  /** The fewest and the most. */
  words: readonly [number, number];
  /** The most. */
  characters: number;
  sentences: number;
}

const NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");
const AT_MOST = "(?:at most|up to|no more than|not more than|a maximum of|within|under)";

/** How long an answer may be. Where the prompt does not say, as long as captions usually are. */
export function boundsIn({ instructions }: Prompt): Bounds {
  const text = instructions.replace(new RegExp(`\\b(?:${NUMBERS.join("|")})\\b`, "gi"), (word) =>
    String(NUMBERS.indexOf(word.toLowerCase())),
  );
  const find = (pattern: string) => new RegExp(pattern, "i").exec(text);
  const most = (unit: string) => Number(find(`${AT_MOST} (\\d+) ${unit}`)?.[1] ?? find(`\\b(\\d+) ${unit}`)?.[1]);
  const [, from, to] = find(String.raw`\b(\d+)\s*(?:to|and|-|–)\s*(\d+) words`) ?? [];
  const least = Number(from ?? find(String.raw`at least (\d+) words`)?.[1] ?? 1);
  return {
    words: [least, Math.max(least, Number(to ?? (most("words") || 30)))],
    characters: most("characters") || 240,
    sentences: most("sentences?") || 20,
  };
}

/** What is sung, as far as the prompt tells it: quoted, or on a line that says so. */
export const lyricsIn = ({ instructions, quotes }: Prompt): string =>
  quotes.get("lyrics") ?? quotes.get("transcript") ?? /^\W*lyrics?\b[^:\n]*:\s*(.+)$/im.exec(instructions)?.[1] ?? "";
