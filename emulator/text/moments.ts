/** Chooses moments of a song. */
import type { Dice } from "../dice.ts";
import type { Prompt } from "./prompt.ts";

interface Line {
  /** In a numbered list. */
  number: number | null;
  start: number;
  text: string;
}

interface Moment {
  number: number | null;
  start: number;
  end: number;
  lyrics: string;
  reason: string;
  mood: string;
  score: number;
}

const MOODS = [
  "aching",
  "hopeful",
  "restless",
  "tender",
  "defiant",
  "dreamy",
  "nostalgic",
  "triumphant",
  "lonely",
  "playful",
] as const;

const REASONS = [
  "the line everyone will want to sing back",
  "the first time the voice opens up",
  "it says in one breath what the verse walks around",
  "the beat drops out and the words are left alone",
  "a picture anyone can see themselves in",
  "the turn of the song, where it stops pretending",
] as const;

/** JSON in the shape that the prompt describes; undefined where it describes none. */
export function momentsAnswer(prompt: Prompt, chance: Dice): string | undefined {
  const shape = shapeIn(prompt.instructions);
  if (!shape) return undefined;
  const song = songIn(prompt);
  const moods = chance.draw(MOODS, MOODS.length);
  const reasons = chance.draw(REASONS, REASONS.length);
  const moments = places(prompt, song, chance).map(
    (place, position): Moment => ({
      ...place,
      end: place.start + song.clipSeconds,
      reason: reasons[position % reasons.length] ?? REASONS[0],
      mood: moods[position % moods.length] ?? MOODS[0],
      score: 5 + Math.floor(chance.between(0, 6)),
    }),
  );
  return JSON.stringify({ [shape.list]: moments.map((moment) => inShape(moment, shape.fields)) });
}

/** Of `{"list":[{"field":type, …}]}`: the names. */
function shapeIn(instructions: string): { list: string; fields: string[] } | undefined {
  const [, list, body = ""] = /\{\s*"(\w+)"\s*:\s*\[\s*\{([^}]*)\}/.exec(instructions) ?? [];
  return list === undefined
    ? undefined
    : { list, fields: [...body.matchAll(/"(\w+)"\s*:/g)].map(([, name = ""]) => name) };
}

/** A field's value by what its name means; null for a name that means nothing here. */
function inShape(moment: Moment, fields: readonly string[]): Record<string, unknown> {
  const meaning: readonly (readonly [RegExp, unknown])[] = [
    [/^(number|index|id)$/i, moment.number],
    [/^(has|is)/i, moment.lyrics !== ""],
    [/start|from|second|time/i, moment.start],
    [/end|until/i, moment.end],
    [/lyric|line|words|text/i, moment.lyrics],
    [/reason|why/i, moment.reason],
    [/mood|feel/i, moment.mood],
    [/relat|score|rating/i, moment.score],
  ];
  return Object.fromEntries(fields.map((field) => [field, meaning.find(([name]) => name.test(field))?.[1] ?? null]));
}

interface Song {
  /** 0 where the prompt does not say. */
  seconds: number;
  clipSeconds: number;
  lines: Line[];
}

function songIn({ instructions, quotes }: Prompt): Song {
  const number = (pattern: RegExp) => Number(pattern.exec(instructions)?.[1] ?? 0);
  const sung = [...quotes.values(), instructions].join("\n");
  return {
    seconds: number(/\bsong (?:lasts|is|runs|of)\b\D*(\d+(?:\.\d+)?) ?s(?:econds)?\b/i),
    clipSeconds: number(/(\d+(?:\.\d+)?) ?s(?:econds)? long\b/i) || 8,
    // "[12.34] words", "12.34: words", "[1:02.5] words", "3. [12.34] words"
    lines: [...sung.matchAll(/^(?:(\d+)\. )?[[(]?(?:(\d+):)?(\d+(?:\.\d+)?)(?:[\])]|s|:)\s+(\S.*)$/gm)].map(
      ([, number, minutes = "0", seconds = "0", text = ""]) => ({
        number: number === undefined ? null : Number(number),
        start: Number(minutes) * 60 + Number(seconds),
        text: text.trim(),
      }),
    ),
  };
}

/** Where moments start, spread over the song, and what is sung there. */
function places(prompt: Prompt, { seconds, clipSeconds, lines }: Song, chance: Dice) {
  const [, least = 3, most = 5] =
    /\b(\d+) ?(?:to|-|–) ?(\d+) (?:\w+ )?(?:stretch|moment|part|passage|section|clip)/i
      .exec(prompt.instructions)
      ?.map(Number) ?? [];
  const usable = lines.filter(({ start }) => seconds === 0 || start <= Math.max(1, seconds - clipSeconds));
  if (usable.length === 0) {
    return [0.22, 0.48, 0.74].map((part) => ({
      number: null,
      start: Math.round(seconds * part * 100) / 100,
      lyrics: "",
    }));
  }
  const count = Math.floor(chance.between(least, most + 1));
  return spread(usable.length, count, chance.roll()).map((index) => ({
    number: usable[index]?.number ?? null,
    start: usable[index]?.start ?? 0,
    lyrics: usable
      .slice(index, index + 2)
      .map(({ text }) => text)
      .join(" / "),
  }));
}

/** Places in a list of `length`: one somewhere in each of `count` equal parts. */
function spread(length: number, count: number, offset: number): number[] {
  const part = length / count;
  const chosen = Array.from({ length: count }, (_, index) => Math.floor((index + offset * 0.9) * part));
  return [...new Set(chosen.map((place) => Math.min(length - 1, place)))];
}
