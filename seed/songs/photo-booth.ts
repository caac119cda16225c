import { clap, crash, hat, impact, kick, riser, snare } from "../music/drums.ts";
import { drivenBass, leadSynth, pluckSynth, supersaw } from "../music/patches.ts";
import { arpeggio, block, cycle, pulse } from "../music/phrases.ts";
import { melody } from "../music/score.ts";
import type { Song } from "../music/song.ts";
import { add, chord, note } from "../music/sound.ts";

const MAIN = ["G3 C4 E4", "G3 B3 D4", "A3 C4 E4", "A3 C4 F4"].map(chord);
const MAIN_BASS = ["C2", "B1", "A1", "F1"].map(note);
const BREAK = ["A3 D4 F4", "B3 E4 G4", "A3 C4 F4", "B3 D4 G4"].map(chord);
const BREAK_BASS = ["D2", "E2", "F2", "G2"].map(note);

const HOOK =
  "G5 .75, E5 .75, C5 .5, D5 .5, E5 1, D5 .5, B4 .75, D5 .75, G5 .5, E5 .5, D5 1, - .5, C5 .75, E5 .75, A5 .5, G5 .5, E5 1, C5 .5, F5 .75, E5 .75, C5 .5, D5 2";

/** Bright synth-pop without words: a hook that a toy could play, over drums that mean it. */
export const photoBooth: Song = {
  slug: "photo-booth",
  title: "Photo Booth",
  format: "mp3",
  genre: "synth-pop",
  key: "C major",
  meter: { tempo: 112, beatsPerBar: 4, bars: 36, swing: 0 },
  sections: [
    { name: "intro", bar: 0, bars: 4 },
    { name: "verse", bar: 4, bars: 8 },
    { name: "build", bar: 12, bars: 4 },
    { name: "chorus", bar: 16, bars: 8 },
    { name: "break", bar: 24, bars: 4 },
    { name: "peak", bar: 28, bars: 6 },
    { name: "outro", bar: 34, bars: 2 },
  ],
  lyrics: [],
  finish: { room: 1.7, brightness: 0.65, size: 1, level: -11.5, fade: 2 },
  tail: 2.5,
  seed: 103,
  write(score) {
    const drums = score.channel({ gain: -4, room: -22 });
    const tops = score.channel({ gain: -14, room: -22 });
    const bass = score.channel({
      gain: -9,
      duck: 0.5,
      lowpass: [
        [0, 500],
        [12, 900],
        [16, 2600],
        [24, 700],
        [28, 3200],
        [36, 800],
      ],
    });
    const plucks = score.channel({
      gain: -8,
      room: -12,
      duck: 0.2,
      echo: { beats: 0.75, feedback: 0.4, level: 0.35 },
      lowpass: [
        [0, 900],
        [4, 2500],
        [12, 2500],
        [15.9, 9000],
        [24, 1800],
        [28, 12000],
        [34, 6000],
        [36, 900],
      ],
    });
    const saws = score.channel({
      gain: -10,
      room: -11,
      duck: 0.6,
      highpass: 180,
      lowpass: [
        [12, 500],
        [15.9, 6000],
        [16, 9000],
        [24, 1200],
        [27.9, 7000],
        [28, 14000],
        [36, 2000],
      ],
    });
    const lead = score.channel({
      gain: -9.5,
      room: -12,
      duck: 0.15,
      highpass: 250,
      echo: { beats: 0.5, feedback: 0.3, level: 0.25 },
    });
    const effects = score.channel({ gain: -9, room: -8 });
    const sounds = {
      kick: kick({ hz: 50, sweep: 210, decay: 0.28 }),
      snare: snare({ hz: 200, decay: 0.16 }),
      clap: clap(),
      hat: hat(0.03),
      open: hat(0.18),
      crash: crash(),
    };

    for (let bar = 0; bar < 35; bar++) {
      const inBreak = bar >= 24 && bar < 28;
      const notes = cycle(inBreak ? BREAK : MAIN, bar);
      const root = cycle(inBreak ? BREAK_BASS : MAIN_BASS, bar);
      const chorus = (bar >= 16 && bar < 24) || (bar >= 28 && bar < 34);
      score.play(
        plucks,
        pluckSynth,
        bar,
        arpeggio(notes, [0, 2, 1, 3, 2, 4, 3, 5, 0, 2, 1, 3, 4, 3, 2, 1], 0.25),
        chorus ? 0.75 : 0.6,
      );
      if (bar >= 4 && bar < 34)
        score.play(
          bass,
          drivenBass,
          bar,
          pulse(root, chorus ? "x.x^ x.x^ x.x^ x^xx" : inBreak ? "x=======" : "x.x. x.x. x.x. x.x^", 4),
          0.8,
        );
      if (bar >= 12 && bar < 34)
        score.play(
          saws,
          supersaw,
          bar,
          chorus
            ? [...block(notes, 0, 0.7), ...block(notes, 0.75, 0.7), ...block(notes, 1.5, 1), ...block(notes, 2.75, 1.2)]
            : block(notes, 0, 4),
          chorus ? 0.9 : 0.6,
        );
      if (chorus) {
        score.kick(drums, sounds.kick, bar, "x---x---x---x---");
        score.drums(drums, sounds.snare, bar, bar % 4 === 3 ? "---- X--- ---- X-xx" : "---- X--- ---- X---", 0.55);
        score.drums(drums, sounds.clap, bar, "---- x--- ---- x---", 0.5);
        score.drums(tops, sounds.hat, bar, "x.xx x.xx x.xx x.xx", 0.7, 0.2);
        score.drums(tops, sounds.open, bar, "--x---x---x---x-", 0.5, -0.2);
      } else if (bar >= 4 && bar < 12) {
        score.kick(drums, sounds.kick, bar, "x--- ---- x-x- ----", 0.9);
        score.drums(drums, sounds.clap, bar, bar % 4 === 3 ? "---- x--- ---- x--x" : "---- x--- ---- x---", 0.55);
        score.drums(tops, sounds.hat, bar, "x-x- x-x. x-x- x-xx", 0.7, 0.2);
      } else if (bar >= 12 && bar < 16) {
        const fill = cycle(["x---x---x---x---", "x---x---x---x---", "x-x-x-x-x-x-x-x-", "xxxxxxxxxxxx----"], bar - 12);
        score.kick(drums, sounds.kick, bar, fill, 0.8);
        score.drums(drums, sounds.snare, bar, fill, 0.18 + (bar - 12) * 0.09);
      } else if (inBreak) {
        score.drums(drums, sounds.clap, bar, bar === 27 ? "---- x--- x-x- xxxx" : "---- ---- ---- x---", 0.45);
        score.drums(tops, sounds.hat, bar, "x-x-x-x-", 0.5, 0.2);
      } else if (bar >= 2 && bar < 4) score.drums(tops, sounds.hat, bar, "x-x-x-x-x-x-x-xx", 0.5, 0.2);
    }
    const toy = {
      ...pluckSynth,
      cutoff: 1600,
      decay: 0.35,
      oscillators: [{ shape: "pulse", width: 0.25, level: 0.3 }],
    } as const;
    score.play(
      lead,
      toy,
      8,
      melody(HOOK).map((step) => ({ ...step, note: step.note - 12 })),
      0.55,
    );
    score.play(lead, leadSynth, 16, melody(HOOK), 0.75);
    score.play(lead, leadSynth, 20, melody(HOOK), 0.8);
    score.play(
      lead,
      toy,
      24,
      melody("A4 1.5, F4 1.5, D5 1, B4 1.5, G4 1.5, E5 1, C5 1.5, A4 1.5, F5 1, D5 2, G5 2"),
      0.7,
    );
    score.play(lead, leadSynth, 28, melody(HOOK), 0.9);
    score.play(
      lead,
      toy,
      28,
      melody(HOOK).map((step) => ({ ...step, note: step.note + 12 })),
      0.4,
    );
    score.play(
      lead,
      leadSynth,
      32,
      melody("G5 .75, E5 .75, C5 .5, D5 .5, E5 1, D5 .5, B4 .75, D5 .75, G5 .5, B5 .5, D5 1.5"),
      0.9,
    );
    score.play(lead, leadSynth, 34, melody("C5 4"), 0.7);
    score.play(saws, supersaw, 34, block(chord("C3 G3 C4 E4"), 0, 4), 0.8);
    add(effects, riser(score.time(4)), score.time(12), 0.6);
    add(effects, riser(score.time(2)), score.time(26), 0.55);
    for (const bar of [16, 28, 34]) {
      add(effects, impact(), score.time(bar), 0.7);
      add(effects, sounds.crash, score.time(bar), 0.5, 0.2);
    }
  },
};
