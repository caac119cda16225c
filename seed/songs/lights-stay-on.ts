import { clap, crash, hat, impact, kick, riser, shaker, snare } from "../music/drums.ts";
import { leadSynth, organ, pluckSynth, subBass, supersaw, warmPad } from "../music/patches.ts";
import { block, cycle } from "../music/phrases.ts";
import { melody } from "../music/score.ts";
import type { Song } from "../music/song.ts";
import { add, chord, note } from "../music/sound.ts";
import { electricPiano } from "../music/strings.ts";

const CHORDS = ["F#3 A3 C#4 E4", "F#3 A3 D4 E4", "E3 A3 C#4 E4", "E3 G#3 B3 D#4"].map(chord);
const ROOTS = ["F#1", "D2", "A1", "E2"].map(note);
const RIFF = melody("C#5 .5, - .25, C#5 .25, E5 .5, - .25, F#5 .25, - .5, A5 .5, F#5 .5, E5 .5");

/** House: four on the floor, a piano that will not stop smiling, one long filter. */
export const lightsStayOn: Song = {
  slug: "lights-stay-on",
  title: "The Lights Stay On",
  format: "m4a",
  genre: "house",
  key: "F-sharp minor",
  meter: { tempo: 122, beatsPerBar: 4, bars: 40, swing: 0.12 },
  sections: [
    { name: "intro", bar: 0, bars: 8 },
    { name: "verse", bar: 8, bars: 8 },
    { name: "build", bar: 16, bars: 4 },
    { name: "chorus", bar: 20, bars: 8 },
    { name: "break", bar: 28, bars: 2 },
    { name: "peak", bar: 30, bars: 8 },
    { name: "outro", bar: 38, bars: 2 },
  ],
  lyrics: [],
  finish: { room: 1.8, brightness: 0.6, size: 1, level: -11.5, fade: 2.5 },
  tail: 2,
  seed: 106,
  write(score) {
    const drums = score.channel({ gain: -3.5, room: -24 });
    const tops = score.channel({ gain: -14, room: -22 });
    const bass = score.channel({ gain: -6, duck: 0.75 });
    const keys = score.channel({
      gain: -6,
      room: -12,
      duck: 0.45,
      highpass: 170,
      echo: { beats: 0.75, feedback: 0.35, level: 0.22 },
      lowpass: [
        [0, 500],
        [8, 1400],
        [16, 900],
        [19.9, 6000],
        [20, 9000],
        [28, 1500],
        [30, 12000],
        [40, 800],
      ],
    });
    const pad = score.channel({
      gain: -13,
      room: -8,
      duck: 0.7,
      lowpass: [
        [0, 400],
        [8, 900],
        [16, 700],
        [19.9, 5500],
        [28, 1000],
        [29.9, 7000],
        [40, 500],
      ],
    });
    const saws = score.channel({ gain: -13, room: -12, duck: 0.75, highpass: 220 });
    const plucks = score.channel({
      gain: -10,
      room: -11,
      duck: 0.3,
      pan: 0.1,
      echo: { beats: 0.75, feedback: 0.45, level: 0.35 },
    });
    const lead = score.channel({ gain: -11.5, room: -9, duck: 0.3, echo: { beats: 0.75, feedback: 0.35, level: 0.3 } });
    const effects = score.channel({ gain: -10, room: -8 });
    const sounds = {
      kick: kick({ hz: 49, sweep: 230, decay: 0.27, click: 0.3 }),
      clap: clap(),
      snare: snare({ hz: 210, decay: 0.12 }),
      hat: hat(0.025, 8000),
      open: hat(0.16, 7600),
      shaker: shaker(),
      crash: crash(),
    };

    for (let bar = 0; bar < 40; bar++) {
      const notes = cycle(CHORDS, bar);
      const root = cycle(ROOTS, bar);
      const full = (bar >= 20 && bar < 28) || (bar >= 30 && bar < 38);
      const quiet = bar < 16;
      if ((quiet && bar >= 2) || full) {
        score.kick(drums, sounds.kick, bar, "x---x---x---x---", full ? 1 : 0.88);
        if (bar >= 8)
          score.drums(
            drums,
            sounds.clap,
            bar,
            bar % 4 === 3 ? "---- x--- ---- x--x" : "---- x--- ---- x---",
            full ? 0.7 : 0.5,
          );
        if (bar >= 4) score.drums(tops, sounds.open, bar, "--x- --x- --x- --x-", full ? 0.8 : 0.45, 0.15);
        if (bar >= 8) score.drums(tops, sounds.hat, bar, "x..x x..x x..x x.xx", 0.6, -0.25);
        if (full) score.drums(tops, sounds.shaker, bar, "x.x.x.x.x.x.x.x.", 0.7, 0.4);
      } else if (bar >= 16 && bar < 20) {
        score.drums(
          drums,
          sounds.snare,
          bar,
          cycle(["x---x---x---x---", "x---x---x---x---", "x-x-x-x-x-x-x-x-", "xxxxxxxxxxxx----"], bar - 16),
          0.14 + 0.1 * (bar - 16),
        );
        score.kick(drums, sounds.kick, bar, bar < 18 ? "x---x---x---x---" : "----------------", 0.7);
      }
      if (bar < 39) {
        const stab = [
          ...block(notes, 0, 0.4),
          ...block(notes, 0.75, 0.3),
          ...block(notes, 1.5, 0.4),
          ...block(notes, 2.5, 0.35),
          ...block(notes, 3.25, 0.4),
        ];
        if (full || (bar >= 8 && bar < 20)) {
          score.strike(keys, electricPiano, bar, stab, full ? 0.85 : 0.6, (n) => (n - 58) / 24);
          score.play(keys, organ, bar, stab, full ? 0.5 : 0.25);
        } else score.strike(keys, electricPiano, bar, block(notes, 0, 3.4), 0.6, (n) => (n - 58) / 24);
        if (bar % 2 === 0)
          score.play(pad, warmPad, bar, [...block(notes, 0, 4), ...block(cycle(CHORDS, bar + 1), 4, 4)], 0.8, 1);
      }
      if (full || (bar >= 4 && bar < 16)) {
        const line = full
          ? "- .5, R .5, - .25, R .25, ^ .5, - .25, R .5, - .25, R .5, ^ .5"
          : "- .5, R .5, - .5, R .5, - .5, R .5, - .5, R .5";
        const low = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"][root % 12] ?? "C";
        const octave = Math.floor(root / 12) - 1;
        score.play(
          bass,
          subBass,
          bar,
          melody(line.replaceAll("R", `${low}${octave}`).replaceAll("^", `${low}${octave + 1}`)),
          full ? 0.95 : 0.7,
        );
      }
      if (bar >= 30 && bar < 38)
        score.play(
          saws,
          supersaw,
          bar,
          [...block(notes, 0, 1.4), ...block(notes, 1.5, 0.9), ...block(notes, 2.5, 1.4)],
          0.8,
        );
      if ((bar >= 12 && bar < 16) || full) score.play(plucks, pluckSynth, bar, RIFF, full ? 0.8 : 0.45);
    }
    const call = "F#5 1.5, E5 .5, C#5 2, D5 1.5, E5 .5, A4 2, C#5 1.5, E5 .5, A5 2, G#5 1.5, F#5 .5, E5 2";
    score.play(lead, leadSynth, 24, melody(call), 0.6);
    score.play(lead, leadSynth, 30, melody(call), 0.85);
    score.play(lead, leadSynth, 34, melody(call), 0.9);
    score.play(lead, leadSynth, 38, melody("F#5 4"), 0.6);
    add(effects, riser(score.time(4)), score.time(16), 0.6);
    add(effects, riser(score.time(2)), score.time(28), 0.6);
    for (const bar of [20, 30, 38]) {
      add(effects, impact(), score.time(bar), 0.7);
      add(effects, sounds.crash, score.time(bar), 0.5, -0.2);
    }
  },
};
