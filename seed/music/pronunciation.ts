/** How the words of the songs are sung, by language: phones, with `|` between syllables. */
import { PHONES, type Phone } from "./phones.ts";

const ENGLISH: Record<string, string> = {
  a: "ah",
  again: "ah | g eh n",
  all: "ao l",
  and: "ae n d",
  asleep: "ah | s l iy p",
  be: "b iy",
  bus: "b ah s",
  chair: "ch eh r",
  clear: "k l ih r",
  coat: "k ow t",
  come: "k ah m",
  cups: "k ah p s",
  dog: "d ao g",
  "don't": "d ow n t",
  down: "d aw n",
  drove: "d r ow v",
  every: "eh v | r iy",
  film: "f ih l m",
  for: "f ao r",
  forgot: "f er | g aa t",
  go: "g ow",
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
  my: "m ay",
  near: "n ih r",
  night: "n ay t",
  nobody: "n ow | b aa | d iy",
  of: "ah v",
  on: "aa n",
  only: "ow n | l iy",
  out: "aw t",
  porchlight: "p ao r ch | l ay t",
  radio: "r ey | d iy | ow",
  ran: "r ae n",
  regret: "r ih | g r eh t",
  rinsing: "r ih n | s ih ng",
  road: "r ow d",
  round: "r aw n d",
  secret: "s iy | k r eh t",
  slower: "s l ow | er",
  small: "s m ao l",
  snow: "s n ow",
  so: "s ow",
  sound: "s aw n d",
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
  to: "t uw",
  town: "t aw n",
  turn: "t er n",
  two: "t uw",
  under: "ah n | d er",
  used: "y uw s t",
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

const SPANISH: Record<string, string> = {
  a: "a",
  agua: "a | g w a",
  barca: "b a tap | k a",
  calló: "k a | y o",
  cantó: "k a n | t o",
  con: "k o n",
  cuento: "k w e n | t o",
  del: "d e l",
  dice: "d i | s e",
  el: "e l",
  fría: "f tap i | a",
  horas: "o | tap a s",
  hunde: "u n | d e",
  la: "l a",
  larga: "l a tap | g a",
  llévame: "y e | bh a | m e",
  luz: "l u s",
  madre: "m a | dh tap e",
  mar: "m a tap",
  más: "m a s",
  mi: "m i",
  no: "n o",
  nombre: "n o m | b tap e",
  ola: "o | l a",
  padre: "p a | dh tap e",
  pan: "p a n",
  río: "rr i | o",
  sal: "s a l",
  se: "s e",
  va: "b a",
  volvió: "b o l | bh y o",
  y: "i",
  yo: "y o",
};

const WORDS = { en: ENGLISH, es: SPANISH };
export type Language = keyof typeof WORDS;

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
export function pronounce(word: string, language: Language = "en"): Syllable[] {
  const entry = WORDS[language][word.toLowerCase().replace(/[^\p{L}']/gu, "")];
  if (!entry) throw new Error(`How to sing "${word}" is not written down in pronunciation.ts.`);
  return entry.split("|").map((syllable) => {
    const phones = syllable.trim().split(" ").map(phone);
    const at = phones.findIndex((each) => each.seconds === 0);
    const vowel = phones[at];
    if (!vowel) throw new Error(`A syllable of "${word}" has no vowel.`);
    return { onset: phones.slice(0, at), vowel, coda: phones.slice(at + 1) };
  });
}
