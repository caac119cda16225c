import { clap, crash, hat, impact, kick, riser, snare, tom } from "../music/drums.ts";
import { drivenBass, leadSynth, pluckSynth, supersaw, warmPad } from "../music/patches.ts";
import { arpeggio, block, cycle, pulse } from "../music/phrases.ts";
import { melody } from "../music/score.ts";
import type { Song } from "../music/song.ts";
import { add, chord, note } from "../music/sound.ts";

const CHORDS = ["A3 D4 F4", "Bb3 D4 F4", "A3 C4 F4", "G3 C4 E4"].map(chord);
const ROOTS = ["D2", "Bb1", "F1", "C2"].map(note);
const THEME = "A5 1.5, F5 .5, D5 1, E5 1, F5 1.5, D5 .5, Bb4 2, A5 1.5, G5 .5, F5 1, C5 1, E5 2, D5 1, C5 1";
const ANSWER = "D6 1.5, A5 .5, F5 1, A5 1, Bb5 1.5, A5 .5, F5 2, C6 1.5, A5 .5, G5 1, F5 1, G5 2, A5 1, E5 1";

/** Synthwave: gated drums, an arpeggio that never rests, one melody at the top of the hill. */
export const chromeHorizon: Song = {
  slug: "chrome-horizon",
  title: "Chrome Horizon",
  format: "mp3",
  genre: "synthwave",
  key: "D minor",
  meter: { tempo: 104, beatsPerBar: 4, bars: 34, swing: 0 },
  sections: [
    { name: "intro", bar: 0, bars: 4 },
    { name: "verse", bar: 4, bars: 8 },
    { name: "build", bar: 12, bars: 4 },
    { name: "chorus", bar: 16, bars: 8 },
    { name: "break", bar: 24, bars: 2 },
    { name: "peak", bar: 26, bars: 6 },
    { name: "outro", bar: 32, bars: 2 },
  ],
  lyrics: [],
  finish: { room: 2.2, brightness: 0.6, size: 1.15, level: -12, fade: 2.5 },
  tail: 3,
  seed: 105,
  write(score) {
    const drums = score.channel({ gain: -4, room: -15 });
    const tops = score.channel({ gain: -16, room: -20 });
    const bass = score.channel({
      gain: -9,
      duck: 0.55,
      lowpass: [
        [0, 250],
        [4, 600],
        [12, 900],
        [16, 2200],
        [24, 500],
        [26, 2800],
        [34, 400],
      ],
    });
    const arps = score.channel({
      gain: -9,
      room: -14,
      duck: 0.3,
      pan: -0.15,
      echo: { beats: 0.75, feedback: 0.45, level: 0.4 },
      lowpass: [
        [0, 500],
        [8, 2200],
        [12, 1800],
        [16, 6000],
        [24, 1500],
        [26, 9000],
        [34, 700],
      ],
    });
    const pad = score.channel({
      gain: -11,
      room: -9,
      duck: 0.4,
      lowpass: [
        [0, 600],
        [4, 1100],
        [12, 900],
        [15.9, 5000],
        [24, 1400],
        [26, 6000],
        [34, 600],
      ],
    });
    const saws = score.channel({ gain: -13, room: -12, duck: 0.5, highpass: 160, lowpass: 7500 });
    const lead = score.channel({
      gain: -8.5,
      room: -10,
      highpass: 240,
      echo: { beats: 0.75, feedback: 0.38, level: 0.3 },
    });
    const effects = score.channel({ gain: -9, room: -8 });
    const sounds = {
      kick: kick({ hz: 47, sweep: 180, decay: 0.3 }),
      snare: snare({ hz: 175, decay: 0.24, snap: 0.9 }),
      clap: clap({ decay: 0.18 }),
      hat: hat(0.03),
      open: hat(0.22),
      crash: crash(3),
      toms: [tom(190), tom(140), tom(100), tom(75)],
    };

    for (let bar = 0; bar < 33; bar++) {
      const notes = cycle(CHORDS, bar);
      const root = cycle(ROOTS, bar);
      const full = (bar >= 16 && bar < 24) || (bar >= 26 && bar < 32);
      score.play(
        arps,
        pluckSynth,
        bar,
        arpeggio(notes, [0, 1, 2, 3, 4, 3, 2, 1, 0, 1, 2, 3, 5, 4, 3, 2], 0.25),
        full ? 0.8 : 0.65,
      );
      if (bar % 2 === 0)
        score.play(
          pad,
          warmPad,
          bar,
          [
            ...block([root + 12, ...notes], 0, 4),
            ...block([cycle(ROOTS, bar + 1) + 12, ...cycle(CHORDS, bar + 1)], 4, 4),
          ],
          0.8,
          1,
        );
      if (bar >= 4 && bar !== 24 && bar !== 25 && bar < 32)
        score.play(bass, drivenBass, bar, pulse(root, full ? "xxxx xxxx xxxx xx^x" : "x.x. x.x. x.x. x.x^", 4), 0.8);
      if (full) {
        score.play(saws, supersaw, bar, block(notes, 0, 4), 0.8);
        score.kick(drums, sounds.kick, bar, bar % 2 === 0 ? "x--- ---- x--- ----" : "x--- ---- x-x- ----");
        score.drums(drums, sounds.snare, bar, "---- X--- ---- X---", 0.7);
        score.drums(drums, sounds.clap, bar, "---- x--- ---- x---", 0.35);
        score.drums(tops, sounds.hat, bar, "x.x.x.x.x.x.x.x.", 0.9, 0.25);
        if (bar % 4 === 3)
          for (const [index, sound] of sounds.toms.entries())
            add(drums, sound, score.time(bar, 3 + index / 4), 0.42, index / 2 - 0.75);
      } else if (bar >= 4 && bar < 12) {
        score.kick(drums, sounds.kick, bar, "x--- ---- x--- ----", 0.85);
        if (bar >= 8)
          score.drums(drums, sounds.snare, bar, bar === 11 ? "---- x--- ---- x.xx" : "---- x--- ---- x---", 0.5);
        score.drums(tops, sounds.hat, bar, "x-x-x-x-x-x-x-x.", 0.8, 0.25);
      } else if (bar >= 12 && bar < 16) {
        score.kick(drums, sounds.kick, bar, bar === 15 ? "x-x-x-x-xxxx----" : "x---x---x---x---", 0.8);
        score.drums(tops, sounds.open, bar, "--x---x---x---x-", 0.5, -0.2);
        score.drums(
          drums,
          sounds.snare,
          bar,
          bar === 15 ? "x-x-x-x-xxxx----" : bar === 14 ? "x---x---x-x-x-x-" : "----------------",
          0.35,
        );
      } else if (bar === 25)
        for (const [index, sound] of sounds.toms.entries())
          add(drums, sound, score.time(bar, 2 + index / 2), 0.5, index / 2 - 0.75);
    }
    score.play(lead, leadSynth, 8, melody("D5 3, C5 1, D5 3, F5 1, C5 3, A4 1, C5 2, E5 2"), 0.45);
    score.play(lead, leadSynth, 16, melody(THEME), 0.8);
    score.play(lead, leadSynth, 20, melody(THEME), 0.85);
    score.play(lead, leadSynth, 24, melody("- 2, A4 1, C5 1, D5 1, E5 1, G5 1, - 1"), 0.6);
    score.play(
      lead,
      leadSynth,
      26,
      melody(ANSWER).map((step) => ({ ...step, at: step.at })),
      0.9,
    );
    score.play(
      lead,
      leadSynth,
      26,
      melody(THEME).map((step) => ({ ...step, note: step.note - 12 })),
      0.5,
    );
    score.play(lead, leadSynth, 30, melody("D6 1.5, A5 .5, F5 1, A5 1, Bb5 1, C6 1, D6 2"), 0.9);
    score.play(lead, leadSynth, 32, melody("A5 1, F5 1, D5 5"), 0.6);
    add(effects, riser(score.time(4)), score.time(12), 0.55);
    add(effects, riser(score.time(2)), score.time(24), 0.5);
    for (const bar of [16, 26, 32]) {
      add(effects, impact(), score.time(bar), 0.7);
      add(effects, sounds.crash, score.time(bar), 0.5, 0.2);
    }
  },
};
