/** A singer: a buzzing source and breath, shaped by the resonances of the words it sings. */
import { filter } from "./filter.ts";
import type { Phone } from "./phones.ts";
import type { Syllable } from "./pronunciation.ts";
import { NOISE, NOISE_MASK, type Random } from "./random.ts";
import { hertz, RATE } from "./sound.ts";

/** A syllable on its note; `start` is where the vowel begins, seconds. */
export interface SungSyllable extends Syllable {
  start: number;
  duration: number;
  note: number;
}

export interface Singer {
  /** Length of the throat: 1 low, 1.17 high. */
  throat: number;
  /** Extra breath, 0 to 1. */
  breath: number;
  /** Cents. */
  vibrato: number;
}

interface Segment {
  phone: Phone;
  start: number;
  end: number;
  note: number;
}

const total = (phones: Phone[]): number => phones.reduce((sum, phone) => sum + phone.seconds, 0);

/** When each syllable is heard: consonants lead into the beat, the vowel starts on it. */
export const soundingStart = (syllable: SungSyllable): number => syllable.start - total(syllable.onset);

/** Every phone of a line with its place in time. */
export function segments(line: readonly SungSyllable[]): Segment[] {
  return line.flatMap((syllable, index) => {
    const { start, duration, note, onset, vowel, coda } = syllable;
    const following = line[index + 1];
    const end = Math.min(start + duration, following ? soundingStart(following) : Number.POSITIVE_INFINITY);
    const codaSeconds = Math.min(total(coda), (end - start) * 0.5);
    const squeeze = coda.length === 0 ? 1 : codaSeconds / total(coda);
    const out: Segment[] = [];
    let at = soundingStart(syllable);
    for (const phone of onset) {
      out.push({ phone, start: at, end: at + phone.seconds, note });
      at += phone.seconds;
    }
    out.push({ phone: vowel, start, end: end - codaSeconds, note });
    at = end - codaSeconds;
    for (const phone of coda) {
      out.push({ phone, start: at, end: at + phone.seconds * squeeze, note });
      at += phone.seconds * squeeze;
    }
    return out;
  });
}

const FRAME = 96;
const GAINS = [1, 0.62, 0.34, 0.16] as const;
const WIDTHS = [0.16, 0.1, 0.075, 0.07] as const;

/** Renders a line; the answer starts at `from` seconds of the song. `cents` detunes a double. */
export function sing(
  line: readonly SungSyllable[],
  singer: Singer,
  random: Random,
  cents = 0,
): { from: number; sound: Float32Array } {
  const timeline = segments(line);
  const from = (timeline[0]?.start ?? 0) - 0.05;
  const until = (timeline.at(-1)?.end ?? 0) + 0.35;
  const sound = new Float32Array(Math.ceil((until - from) * RATE));
  const hiss = new Float32Array(sound.length);

  let segment = 0;
  let pitch = line[0]?.note ?? 60;
  let voice = 0;
  let breath = 0;
  let drift = 0;
  let noteSince = 0;
  let lastNote = -1;
  let phase = random();
  let lastOpen = 0;
  const offset = Math.floor(random() * NOISE_MASK);
  const formants = [500, 1500, 2500, 3500];
  const g = [0, 0, 0, 0];
  const a = [0, 0, 0, 0];
  const first = [0, 0, 0, 0];
  const second = [0, 0, 0, 0];
  let hissHz = 5000;
  let hissG = 0.5;
  let hissA = 0.5;
  let hissFirst = 0;
  let hissSecond = 0;
  let step = hertz(pitch) / RATE;

  for (let frame = 0; frame < sound.length; frame += FRAME) {
    const time = from + frame / RATE;
    while (segment + 1 < timeline.length && (timeline[segment + 1]?.start ?? 0) <= time) segment++;
    const current = timeline[segment];
    if (!current) break;
    const inside = time >= current.start && time < current.end;
    const { phone } = current;
    const progress = Math.min(1, Math.max(0, (time - current.start) / (current.end - current.start)));

    if (current.note !== lastNote) {
      noteSince = time;
      lastNote = current.note;
    }
    pitch += (current.note - pitch) * 0.085;
    drift += (random() - 0.5) * 0.012 - drift * 0.01;
    const wobble = Math.min(1, Math.max(0, time - noteSince - 0.22) * 2.6);
    const bend = (singer.vibrato / 100) * wobble * Math.sin(time * Math.PI * 2 * 5.3);
    step = hertz(pitch + bend + drift + cents / 100) / RATE;

    // A diphthong holds its first vowel and glides over the last stretch.
    const glideSeconds = Math.min(0.2, (current.end - current.start) * 0.5);
    const glide = phone.glide ? Math.min(1, Math.max(0, 1 - (current.end - time) / glideSeconds)) : 0;
    const quick = phone.seconds === 0 ? 0.11 : 0.2;
    for (let n = 0; n < 4; n++) {
      const here = n === 3 ? 3500 : (phone.formants[n] ?? 0);
      const there = n === 3 ? 3500 : (phone.glide?.[n] ?? here);
      const goal = (here + (there - here) * glide) * singer.throat;
      // High notes carry the first resonance up with them, or the vowel would lose its body.
      const lifted = n === 0 ? Math.max(goal, step * RATE * 0.98) : goal;
      formants[n] = (formants[n] ?? lifted) + (lifted - (formants[n] ?? lifted)) * quick;
      g[n] = Math.tan((Math.PI * (formants[n] ?? 500)) / RATE);
      a[n] = 1 / (1 + (g[n] ?? 0) * ((g[n] ?? 0) + (WIDTHS[n] ?? 0.1)));
    }

    const closed = phone.stop === true && progress < 0.5;
    const voiceGoal = inside ? (closed ? phone.voice * 0.6 : phone.voice) : 0;
    const breathGoal = inside && !closed ? phone.breath : 0;
    const swell = phone.seconds === 0 ? 0.86 + 0.14 * Math.sin(Math.PI * progress) : 1;
    const voiceFrom = voice;
    const breathFrom = breath;
    voice += (voiceGoal * swell - voice) * (voiceGoal > voice ? 0.2 : inside ? 0.16 : 0.06);
    breath += (breathGoal - breath) * 0.3;
    if (phone.hiss && inside) hissHz = phone.hiss;
    hissG = Math.tan((Math.PI * hissHz) / RATE);
    hissA = 1 / (1 + hissG * (hissG + 0.5));

    const end = Math.min(frame + FRAME, sound.length);
    for (let i = frame; i < end; i++) {
      const between = (i - frame) / FRAME;
      const loud = voiceFrom + (voice - voiceFrom) * between;
      const airy = breathFrom + (breath - breathFrom) * between;
      phase += step;
      if (phase >= 1) phase -= 1;
      // The folds open slowly and shut fast; the corner at the shutting is where the brightness comes from.
      const open =
        phase < 0.42
          ? 0.5 - 0.5 * Math.cos((Math.PI * phase) / 0.42)
          : phase < 0.6
            ? Math.cos(((Math.PI / 2) * (phase - 0.42)) / 0.18)
            : 0;
      const flow = (open - lastOpen) / step;
      lastOpen = open;
      const white = NOISE[(i + offset) & NOISE_MASK] ?? 0;
      const source = (flow * 0.1 + white * singer.breath * 0.055 * open) * loud;
      let sum = 0;
      for (let n = 0; n < 4; n++) {
        const gn = g[n] ?? 0;
        const band = (a[n] ?? 0) * ((first[n] ?? 0) + gn * (source - (second[n] ?? 0)));
        const low = (second[n] ?? 0) + gn * band;
        first[n] = 2 * band - (first[n] ?? 0);
        second[n] = 2 * low - (second[n] ?? 0);
        sum += band * (GAINS[n] ?? 0) * ((n & 1) === 0 ? 1 : -1);
      }
      sound[i] = sum;
      const hissBand = hissA * (hissFirst + hissG * (white - hissSecond));
      const hissLow = hissSecond + hissG * hissBand;
      hissFirst = 2 * hissBand - hissFirst;
      hissSecond = 2 * hissLow - hissSecond;
      hiss[i] = hissBand * airy;
    }
  }
  filter(sound, "highpass", 140, 0.1);
  let peak = 1e-6;
  for (const sample of sound) peak = Math.max(peak, Math.abs(sample));
  for (let i = 0; i < sound.length; i++) {
    // Gentle compression evens out vowels, as a microphone channel would.
    sound[i] = Math.tanh(((sound[i] ?? 0) / peak) * 1.6) * 0.6 + (hiss[i] ?? 0) * 0.32;
  }
  return { from, sound };
}
