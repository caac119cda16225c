/** What a song is written in: bars and beats, notes as text, drum patterns, lines of lyrics, channels with effects. */
import { chorus, delay, drive, duck, reverb } from "./effects.ts";
import { filterStereo } from "./filter.ts";
import { type Line, singable } from "./lyrics.ts";
import { master } from "./master.ts";
import { beatAt, beatTime, type Meter } from "./meter.ts";
import { type Random, seededRandom } from "./random.ts";
import { add, type Curve, decibels, note, RATE, type Stereo, silence, valueAt } from "./sound.ts";
import { type Patch, play } from "./synth.ts";
import { type Singer, sing } from "./voice.ts";

/** Decibels where nothing else is said. */
export interface Channel {
  gain: number;
  pan?: number;
  /** To the room; nothing when left out. */
  room?: number;
  /** In beats; feedback and level 0 to 1. */
  echo?: { beats: number; feedback: number; level: number };
  /** How far the kick pushes it down, 0 to 1. */
  duck?: number;
  highpass?: number;
  /** Hertz, or a curve over the bars. */
  lowpass?: number | Curve;
  drive?: number;
  chorus?: { seconds: number; hz: number; level: number };
  /** Level over the bars, 0 to 1. */
  fader?: Curve;
}

export interface Step {
  /** Beats from the start of the pattern. */
  at: number;
  beats: number;
  note: number;
}

/** Reads `C4 1, E4 .5, - .5`: notes and rests with their beats. */
export function melody(text: string): Step[] {
  let at = 0;
  return text
    .trim()
    .split(/\s*,\s*/)
    .flatMap((token) => {
      const [name = "", beats = ""] = token.split(/\s+/);
      const length = Number(beats);
      if (!(length > 0)) throw new Error(`"${token}" needs a note and its beats.`);
      const step = { at, beats: length, note: name === "-" ? 0 : note(name) };
      at += length;
      return name === "-" ? [] : [step];
    });
}

/** Renders one mono note. */
export type Instrument = (note: number, seconds: number, velocity: number) => Float32Array;

export class Score {
  readonly random: Random;
  readonly kicks: number[] = [];
  /** Notes that were struck before, by instrument: the same key sounds the same. */
  readonly #struck = new Map<Instrument, Map<string, Float32Array>>();
  readonly #buses: { bus: Stereo; channel: Channel }[] = [];
  readonly meter: Meter;
  readonly seconds: number;
  readonly beatSeconds: number;

  constructor(meter: Meter, seed: number, tailSeconds: number) {
    this.meter = meter;
    this.random = seededRandom(seed);
    this.beatSeconds = 60 / meter.tempo;
    this.seconds = beatTime(meter, meter.bars * meter.beatsPerBar) + tailSeconds;
  }

  /** Seconds of a beat, counted from the start of a bar (bars count from 0). */
  time(bar: number, beat = 0): number {
    return beatTime(this.meter, bar * this.meter.beatsPerBar + beat);
  }

  /** A new channel of the mix. */
  channel(channel: Channel): Stereo {
    const bus = silence(this.seconds);
    this.#buses.push({ bus, channel });
    return bus;
  }

  /** A few milliseconds and a little force, as a hand would vary. */
  human(amount = 0.006): number {
    return (this.random() - 0.5) * 2 * amount;
  }

  /** How late a stroke comes, seconds: `amount` at most, or where the players keep time by ear, early as well. */
  #late(amount = 0): number {
    const { live } = this.meter;
    if (live) return this.human(live.imprecision);
    return amount === 0 ? 0 : Math.max(0, this.human(amount));
  }

  /** A drum pattern over one bar: `x` hit, `X` accent, `.` ghost note, `-` nothing; any number of steps. */
  drums(bus: Stereo, sound: Float32Array, bar: number, pattern: string, gain = 1, pan = 0): void {
    const steps = pattern.replaceAll(" ", "");
    const stepBeats = this.meter.beatsPerBar / steps.length;
    for (const [index, mark] of [...steps].entries()) {
      if (mark === "-") continue;
      const late = index % 2 === 1 ? this.meter.swing * stepBeats : 0;
      const force = mark === "X" ? 1.15 : mark === "x" ? 0.9 : 0.38;
      const jitter = mark === "." ? 0.004 : 0.002;
      const time = this.time(bar, index * stepBeats + late) + this.#late(jitter);
      add(bus, sound, time, gain * force * (1 + this.human(0.06)), pan);
    }
  }

  /** As `drums`, and remembered as what ducks the other channels. */
  kick(bus: Stereo, sound: Float32Array, bar: number, pattern: string, gain = 1): void {
    const steps = pattern.replaceAll(" ", "");
    const stepBeats = this.meter.beatsPerBar / steps.length;
    for (const [index, mark] of [...steps].entries()) {
      if (mark === "-") continue;
      const time =
        this.time(bar, index * stepBeats + (index % 2 === 1 ? this.meter.swing * stepBeats : 0)) + this.#late();
      this.kicks.push(time);
      add(bus, sound, time, gain * (mark === "." ? 0.5 : 1), 0);
    }
  }

  /** Plays steps on the synthesizer from a bar on. */
  play(bus: Stereo, patch: Patch, bar: number, steps: readonly Step[], velocity = 1, legato = 0.92): void {
    for (const step of steps) {
      const start = this.time(bar, step.at) + this.#late(0.003);
      const duration = step.beats * this.beatSeconds * legato;
      play(bus, patch, { start, duration, note: step.note, velocity: velocity * (1 + this.human(0.07)) }, this.random);
    }
  }

  /** Plays steps on an instrument that renders mono notes. */
  strike(
    bus: Stereo,
    instrument: Instrument,
    bar: number,
    steps: readonly Step[],
    velocity = 0.8,
    pan: number | ((note: number) => number) = 0,
  ): void {
    for (const step of steps) {
      const force = Math.min(1, Math.max(0.1, velocity + this.human(0.07)));
      const place = typeof pan === "number" ? pan : pan(step.note);
      const sound = this.#render(instrument, step.note, step.beats * this.beatSeconds, Math.round(force * 10) / 10);
      add(bus, sound, this.time(bar, step.at) + this.#late(0.007), force / (Math.round(force * 10) / 10), place);
    }
  }

  #render(instrument: Instrument, note: number, seconds: number, velocity: number): Float32Array {
    const notes = this.#struck.get(instrument) ?? new Map<string, Float32Array>();
    this.#struck.set(instrument, notes);
    const key = `${note} ${seconds.toFixed(3)} ${velocity}`;
    const sound = notes.get(key) ?? instrument(note, seconds, velocity);
    notes.set(key, sound);
    return sound;
  }

  /** Sings a line: a centre voice and, when asked, two doubles to the sides and a harmony above. */
  sing(bus: Stereo, line: Line, singer: Singer, { doubles = 0, harmony = [] as readonly number[] } = {}): void {
    const syllables = singable(line, this.meter);
    const lead = sing(syllables, singer, this.random);
    add(bus, lead.sound, lead.from, 1, 0);
    if (doubles > 0) {
      for (const [side, cents] of [
        [-0.75, -9],
        [0.75, 8],
      ] as const) {
        const double = sing(syllables, { ...singer, vibrato: singer.vibrato * 0.6 }, this.random, cents);
        add(bus, double.sound, double.from + 0.008 + this.random() * 0.012, doubles, side);
      }
    }
    for (const [index, interval] of harmony.entries()) {
      const above = syllables.map((syllable) => ({ ...syllable, note: syllable.note + interval }));
      const voice = sing(above, { ...singer, breath: singer.breath + 0.3 }, this.random, index * 4);
      add(bus, voice.sound, voice.from + 0.01, 0.4, index % 2 === 0 ? 0.5 : -0.5);
    }
  }

  /** Runs every channel through its effects and mixes them. */
  mix({ room, brightness, size, level, fade }: Finish): Stereo {
    const mix = silence(this.seconds);
    const sends = silence(this.seconds);
    const barAt = (sample: number): number => beatAt(this.meter, sample / RATE) / this.meter.beatsPerBar;
    for (const { bus, channel } of this.#buses) {
      const { lowpass } = channel;
      if (channel.drive) drive(bus, channel.drive);
      if (channel.highpass) filterStereo(bus, "highpass", channel.highpass, 0.1);
      if (lowpass) {
        filterStereo(bus, "lowpass", typeof lowpass === "number" ? lowpass : (at) => valueAt(lowpass, barAt(at)), 0.2);
      }
      if (channel.chorus) chorus(bus, channel.chorus.seconds, channel.chorus.hz, channel.chorus.level);
      if (channel.echo) {
        delay(bus, channel.echo.beats * this.beatSeconds, channel.echo.feedback, channel.echo.level);
      }
      if (channel.duck) duck(bus, this.kicks, channel.duck, Math.min(0.32, this.beatSeconds * 0.8));
      const gain = decibels(channel.gain);
      const send = channel.room === undefined ? 0 : decibels(channel.room);
      const left = gain * Math.min(1, 1 - (channel.pan ?? 0));
      const right = gain * Math.min(1, 1 + (channel.pan ?? 0));
      let fader = 1;
      for (let i = 0; i < mix.left.length; i++) {
        if (channel.fader && (i & 255) === 0) fader = valueAt(channel.fader, barAt(i));
        const l = (bus.left[i] ?? 0) * left * fader;
        const r = (bus.right[i] ?? 0) * right * fader;
        mix.left[i] = (mix.left[i] ?? 0) + l;
        mix.right[i] = (mix.right[i] ?? 0) + r;
        if (send > 0) {
          sends.left[i] = (sends.left[i] ?? 0) + l * send;
          sends.right[i] = (sends.right[i] ?? 0) + r * send;
        }
      }
    }
    if (this.#buses.some(({ channel }) => channel.room !== undefined)) {
      const space = reverb(sends, room, brightness, size);
      for (let i = 0; i < mix.left.length; i++) {
        mix.left[i] = (mix.left[i] ?? 0) + (space.left[i] ?? 0);
        mix.right[i] = (mix.right[i] ?? 0) + (space.right[i] ?? 0);
      }
    }
    master(mix, level, fade);
    return mix;
  }
}

/** The room (seconds until silent, brightness 0 to 1, size around 1), level of the loudest stretch, fade-out. */
export interface Finish {
  room: number;
  brightness: number;
  size: number;
  level: number;
  fade: number;
}
