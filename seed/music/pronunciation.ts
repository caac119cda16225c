/** How the words of the songs are sung: phones, with `|` between syllables. */
import { PHONES, type Phone } from "./phones.ts";

const WORDS: Record<string, string> = {
  a: "ah",
  again: "ah | g eh n",
  all: "ao l",
  and: "ae n d",
  around: "ah | r aw n d",
  asleep: "ah | s l iy p",
  be: "b iy",
  bus: "b ah s",
  carry: "k ae | r iy",
  chair: "ch eh r",
  clear: "k l ih r",
  coat: "k ow t",
  colder: "k ow l | d er",
  come: "k ah m",
  comes: "k ah m z",
  cups: "k ah p s",
  dog: "d ao g",
  "don't": "d ow n t",
  down: "d aw n",
  drove: "d r ow v",
  every: "eh v | r iy",
  father: "f aa | dh er",
  ferry: "f eh | r iy",
  film: "f ih l m",
  for: "f ao r",
  forgot: "f er | g aa t",
  go: "g ow",
  goes: "g ow z",
  hand: "hh ae n d",
  hear: "hh ih r",
  home: "hh ow m",
  how: "hh aw",
  i: "ay",
  "i'm": "ay m",
  in: "ih n",
  is: "ih z",
  it: "ih t",
  "it's": "ih t s",
  just: "jh ah s t",
  keep: "k iy p",
  kind: "k ay n d",
  kitchen: "k ih | ch eh n",
  know: "n ow",
  late: "l ey t",
  leave: "l iy v",
  light: "l ay t",
  like: "l ay k",
  long: "l ao ng",
  low: "l ow",
  me: "m iy",
  miss: "m ih s",
  morning: "m ao r | n ih ng",
  mother: "m ah | dh er",
  my: "m ay",
  name: "n ey m",
  near: "n ih r",
  night: "n ay t",
  nobody: "n ow | b aa | d iy",
  nothing: "n ah | th ih ng",
  of: "ah v",
  older: "ow l | d er",
  on: "aa n",
  only: "ow n | l iy",
  other: "ah | dh er",
  out: "aw t",
  over: "ow | v er",
  porchlight: "p ao r ch | l ay t",
  radio: "r ey | d iy | ow",
  ran: "r ae n",
  regret: "r ih | g r eh t",
  rinsing: "r ih n | s ih ng",
  river: "r ih | v er",
  road: "r ow d",
  round: "r aw n d",
  said: "s eh d",
  says: "s eh z",
  secret: "s iy | k r eh t",
  side: "s ay d",
  slow: "s l ow",
  slower: "s l ow | er",
  small: "s m ao l",
  snow: "s n ow",
  so: "s ow",
  sound: "s aw n d",
  spoon: "s p uw n",
  static: "s t ae | t ih k",
  stop: "s t aa p",
  take: "t ey k",
  they: "dh ey",
  than: "dh ae n",
  that: "dh ae t",
  the: "dh ah",
  // biome-ignore lint/suspicious/noThenProperty: a word of a song, and nothing awaits this table
  then: "dh eh n",
  there: "dh eh r",
  tide: "t ay d",
  time: "t ay m",
  tin: "t ih n",
  to: "t uw",
  town: "t aw n",
  turn: "t er n",
  two: "t uw",
  under: "ah n | d er",
  used: "y uw s t",
  wait: "w ey t",
  want: "w aa n t",
  way: "w ey",
  when: "w eh n",
  window: "w ih n | d ow",
  with: "w ih th",
  words: "w er d z",
  yet: "y eh t",
  you: "y uw",
  "you're": "y ao r",
  your: "y ao r",
};

/** One syllable: what comes before its vowel, the vowel, what comes after. */
export interface Syllable {
  onset: Phone[];
  vowel: Phone;
  coda: Phone[];
}

function phone(name: string): Phone {
  const found = (PHONES as Record<string, Phone>)[name];
  if (!found) throw new Error(`"${name}" is not a phone.`);
  return found;
}

/** The syllables of a word as written, punctuation and capitals ignored. Throws for a word without an entry. */
export function pronounce(word: string): Syllable[] {
  const entry = WORDS[word.toLowerCase().replace(/[^a-z']/g, "")];
  if (!entry) throw new Error(`How to sing "${word}" is not written down in pronunciation.ts.`);
  return entry.split("|").map((syllable) => {
    const phones = syllable.trim().split(" ").map(phone);
    const at = phones.findIndex((each) => each.seconds === 0);
    const vowel = phones[at];
    if (!vowel) throw new Error(`A syllable of "${word}" has no vowel.`);
    return { onset: phones.slice(0, at), vowel, coda: phones.slice(at + 1) };
  });
}
