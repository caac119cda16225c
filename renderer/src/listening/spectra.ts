/**
 * Samples become what the ear sorts by: how much sounds in each band a hundred times a second, which notes ten times a
 * second, and how alike the channels are. Takes the samples as they come, so that a long song needs little memory.
 */
import { fft } from "fourier-transform";

/** Hertz. Half of what the other filters work at: a beat is not found any better above 12 kHz. */
export const LISTENING_RATE = 24_000;
const HOP = 240;
export const FRAMES_PER_SECOND = LISTENING_RATE / HOP;
export const BANDS = 40;
const LOWEST_HZ = 35;
const HIGHEST_HZ = 10_500;

/** Of a longer sound, no more is kept: a few kilobytes may hold a day of it. */
export const MAX_HEARD_SECONDS = 15 * 60 + 1;

/** For the bands: short, because an attack is to be told to a hundredth of a second. */
const WINDOW = 1024;
/** For the notes: long, because a semitone is to be told. */
const LONG_WINDOW = 4096;
/** Frames per look at the notes. */
export const NOTES_EVERY = 10;
const NOTES_FROM_HZ = 80;
const NOTES_TO_HZ = 2000;
/** What one small loudspeaker plays. */
const PHONE_FROM_HZ = 200;
const PHONE_TO_HZ = 8000;

export interface Spectra {
  /** Of the whole sound. */
  seconds: number;
  /** Frame k is centred at k / FRAMES_PER_SECOND. */
  frames: number;
  /** Power in BANDS bands per frame, lowest first; a sine at full scale in one channel comes near 1. */
  bands: Float32Array;
  /** Power of the 12 pitch classes, from C, once in NOTES_EVERY frames. */
  notes: Float32Array;
  channels: Channels;
}

/** Energy of the channels, in all and (`phone`) as far as one small loudspeaker could play it. */
export interface Channels {
  left: number;
  right: number;
  /** Of both together, and what both have with the same sign: negative where they are out of phase. */
  phone: { both: number; common: number };
}

/** Half a window of silence stands before the first sample, so that frame 0 is centred on it. */
const LEAD = LONG_WINDOW / 2;

/** What comes of the samples that are pushed, in order, each pair a left and a right one at LISTENING_RATE. */
export class Listener {
  readonly #left = new Float32Array(1 << 16);
  readonly #right = new Float32Array(1 << 16);
  /** Samples that the buffers hold; where in them the next frame's long window begins. */
  #held = LEAD;
  #next = 0;
  #samples = 0;
  #frames = 0;
  readonly #bands = new Growing(BANDS);
  readonly #notes = new Growing(12);
  readonly #channels: Channels = { left: 0, right: 0, phone: { both: 0, common: 0 } };
  /** Both channels have been the same so far, as of a song in mono: then one is transformed for both. */
  #isMono = true;

  push(interleaved: Float32Array): void {
    this.#samples += interleaved.length / 2;
    if (this.isPastHearing) return;
    this.#take(interleaved);
  }

  /** It has lasted longer than is listened to: from here on, samples are only counted. */
  get isPastHearing(): boolean {
    return this.seconds > MAX_HEARD_SECONDS;
  }

  /** What came so far. */
  get seconds(): number {
    return this.#samples / LISTENING_RATE;
  }

  #take(interleaved: Float32Array): void {
    for (let at = 0; at < interleaved.length; ) {
      const pairs = Math.min((interleaved.length - at) / 2, this.#left.length - this.#held);
      let isMono = this.#isMono;
      for (let i = 0; i < pairs; i++) {
        const left = interleaved[at + 2 * i] ?? 0;
        const right = interleaved[at + 2 * i + 1] ?? 0;
        this.#left[this.#held + i] = left;
        this.#right[this.#held + i] = right;
        isMono &&= left === right;
      }
      this.#isMono = isMono;
      at += 2 * pairs;
      this.#held += pairs;
      this.#drain();
    }
  }

  /** No more samples come. */
  finish(): Spectra {
    const { seconds } = this;
    this.#take(new Float32Array(2 * LEAD));
    return {
      seconds,
      frames: this.#frames,
      bands: this.#bands.whole(),
      notes: this.#notes.whole(),
      channels: this.#channels,
    };
  }

  #drain(): void {
    while (this.#next + LONG_WINDOW <= this.#held) {
      this.#hear(this.#next);
      this.#next += HOP;
    }
    this.#left.copyWithin(0, this.#next, this.#held);
    this.#right.copyWithin(0, this.#next, this.#held);
    this.#held -= this.#next;
    this.#next = 0;
  }

  #hear(from: number): void {
    const short = from + (LONG_WINDOW - WINDOW) / 2;
    const [leftRe, leftIm] = transform(this.#left, short, SHORT, 0);
    const [rightRe, rightIm] = this.#isMono ? [leftRe, leftIm] : transform(this.#right, short, SHORT, 1);
    const frame = this.#bands.next();
    // Local, because a number in a field is allocated anew each time that it changes.
    let { left, right } = this.#channels;
    let { both, common } = this.#channels.phone;
    for (let bin = 1; bin < WINDOW / 2; bin++) {
      const lre = leftRe[bin] ?? 0;
      const lim = leftIm[bin] ?? 0;
      const rre = rightRe[bin] ?? 0;
      const rim = rightIm[bin] ?? 0;
      const l = lre * lre + lim * lim;
      const r = rre * rre + rim * rim;
      const band = BAND_OF[bin] ?? -1;
      if (band >= 0) {
        const share = SHARE_OF_NEXT[bin] ?? 0;
        frame[band] = (frame[band] ?? 0) + (1 - share) * (l + r);
        if (band + 1 < BANDS) frame[band + 1] = (frame[band + 1] ?? 0) + share * (l + r);
      }
      left += l;
      right += r;
      if (bin >= PHONE_FROM && bin <= PHONE_TO) {
        both += l + r;
        common += lre * rre + lim * rim;
      }
    }
    Object.assign(this.#channels, { left, right });
    Object.assign(this.#channels.phone, { both, common });
    if (this.#frames % NOTES_EVERY === 0) this.#hearNotes(from);
    this.#frames++;
  }

  #hearNotes(from: number): void {
    const left = transform(this.#left, from, LONG, 0);
    const right = this.#isMono ? left : transform(this.#right, from, LONG, 1);
    const notes = this.#notes.next();
    for (let bin = NOTES_FROM; bin <= NOTES_TO; bin++) {
      const note = NOTE_OF[bin] ?? 0;
      notes[note] = (notes[note] ?? 0) + power(left, bin) + power(right, bin);
    }
  }
}

/** Rows of the same width, as many as come. */
class Growing {
  static readonly #ROWS = 4096;
  readonly #width: number;
  readonly #blocks: Float32Array[] = [];
  #rows = 0;

  constructor(width: number) {
    this.#width = width;
  }

  next(): Float32Array {
    const row = this.#rows++ % Growing.#ROWS;
    if (row === 0) this.#blocks.push(new Float32Array(this.#width * Growing.#ROWS));
    const block = this.#blocks.at(-1) ?? new Float32Array();
    return block.subarray(row * this.#width, (row + 1) * this.#width);
  }

  whole(): Float32Array {
    const whole = new Float32Array(this.#rows * this.#width);
    let at = 0;
    for (const block of this.#blocks.splice(0)) {
      const rest = block.subarray(0, Math.min(block.length, whole.length - at));
      whole.set(rest, at);
      at += rest.length;
    }
    return whole;
  }
}

type Complex = [re: Float64Array, im: Float64Array];

interface Transform {
  window: Float64Array;
  windowed: Float64Array;
  /** One for each channel. */
  outputs: [Complex, Complex];
}

const ofSize = (size: number): Transform => ({
  // Hann; its sum is half its length, so that a sine at full scale has power 1.
  window: Float64Array.from({ length: size }, (_, i) => (2 - 2 * Math.cos((2 * Math.PI * (i + 0.5)) / size)) / size),
  windowed: new Float64Array(size),
  outputs: [
    [new Float64Array(size / 2 + 1), new Float64Array(size / 2 + 1)],
    [new Float64Array(size / 2 + 1), new Float64Array(size / 2 + 1)],
  ],
});
const SHORT = ofSize(WINDOW);
const LONG = ofSize(LONG_WINDOW);

function transform(
  samples: Float32Array,
  from: number,
  { window, windowed, outputs }: Transform,
  channel: 0 | 1,
): Complex {
  for (let i = 0; i < window.length; i++) windowed[i] = (samples[from + i] ?? 0) * (window[i] ?? 0);
  return fft(windowed, outputs[channel]);
}

const power = ([re, im]: Complex, bin: number): number => (re[bin] ?? 0) ** 2 + (im[bin] ?? 0) ** 2;

const hertz = (bin: number, window: number): number => (bin * LISTENING_RATE) / window;
const mel = (hz: number): number => Math.log1p(hz / 700);

const PHONE_FROM = Math.ceil((PHONE_FROM_HZ * WINDOW) / LISTENING_RATE);
const PHONE_TO = Math.floor((PHONE_TO_HZ * WINDOW) / LISTENING_RATE);
const NOTES_FROM = Math.ceil((NOTES_FROM_HZ * LONG_WINDOW) / LISTENING_RATE);
const NOTES_TO = Math.floor((NOTES_TO_HZ * LONG_WINDOW) / LISTENING_RATE);

/** Where on the mel scale a bin lies, in bands; a bin belongs to two neighbours in parts. -1: to none. */
const BAND_AT = Array.from({ length: WINDOW / 2 }, (_, bin) => {
  const hz = hertz(bin, WINDOW);
  if (hz < LOWEST_HZ || hz > HIGHEST_HZ) return -1;
  return ((mel(hz) - mel(LOWEST_HZ)) / (mel(HIGHEST_HZ) - mel(LOWEST_HZ))) * (BANDS - 1);
});
const BAND_OF = Int16Array.from(BAND_AT, (at) => Math.floor(at));
const SHARE_OF_NEXT = Float64Array.from(BAND_AT, (at) => at - Math.floor(at));

/** The nearest pitch class of a bin of the long window: 0 is C. */
const NOTE_OF = Uint8Array.from({ length: LONG_WINDOW / 2 }, (_, bin) => {
  const semitones = bin === 0 ? 0 : Math.round(12 * Math.log2(hertz(bin, LONG_WINDOW) / 440) + 69);
  return ((semitones % 12) + 12) % 12;
});
