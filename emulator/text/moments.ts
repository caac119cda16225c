/** Answers the task of choosing moments of a song. */
import { dice } from "../dice.ts";

interface Line {
  start: number;
  text: string;
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

/** Reads `TASK: moments`, `SONG SECONDS: n` and lines `[12.34] words` out of a prompt; answers with JSON. */
export function momentsAnswer(prompt: string, seed: string): string {
  const seconds = Number(/^SONG SECONDS:\s*([\d.]+)/m.exec(prompt)?.[1] ?? 0);
  const lines = [...prompt.matchAll(/^\[(\d+(?:\.\d+)?)\]\s*(\S.*)$/gm)].map(
    (match): Line => ({ start: Number(match[1]), text: (match[2] ?? "").trim() }),
  );
  const chance = dice(seed, "moments", prompt);
  const usable = lines.filter((line) => seconds === 0 || line.start < Math.max(1, seconds - 4));
  const count = Math.min(Math.max(3, Math.floor(chance.between(3, 6))), Math.max(usable.length, 3));
  const starts = usable.length > 0 ? spread(usable, count, chance.roll()) : [];
  const moods = chance.draw(MOODS, MOODS.length);
  const reasons = chance.draw(REASONS, REASONS.length);
  const moments = starts.map((index, place) => ({
    startSeconds: usable[index]?.start ?? 0,
    lyrics: usable
      .slice(index, index + 2)
      .map((line) => line.text)
      .join(" / "),
    reason: reasons[place % reasons.length],
    mood: moods[place % moods.length],
    hasLyrics: true,
    relatability: 5 + Math.floor(chance.between(0, 6)),
  }));
  return JSON.stringify({ moments: moments.length > 0 ? moments : instrumental(seconds, moods, reasons) });
}

/** Places spread over a list: one somewhere in each of `count` equal parts. */
function spread(lines: Line[], count: number, offset: number): number[] {
  const part = lines.length / count;
  const places = Array.from({ length: count }, (_, index) => Math.floor((index + offset * 0.9) * part));
  return [...new Set(places.map((place) => Math.min(lines.length - 1, place)))];
}

function instrumental(seconds: number, moods: string[], reasons: string[]) {
  return [0.22, 0.48, 0.74].map((part, place) => ({
    startSeconds: Math.round(seconds * part * 100) / 100,
    lyrics: "",
    reason: reasons[place],
    mood: moods[place],
    hasLyrics: false,
    relatability: 6 + place,
  }));
}
