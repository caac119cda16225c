import { clap, crash, hat, impact, kick, rim, riser, shaker, snare } from "../music/drums.ts";
import { organ, pluckSynth, subBass, warmPad } from "../music/patches.ts";
import { block, cycle } from "../music/phrases.ts";
import { melody } from "../music/score.ts";
import type { Song } from "../music/song.ts";
import { add, chord } from "../music/sound.ts";
import { electricPiano } from "../music/strings.ts";

const CHORDS = ["Eb3 G3 Bb3 D4", "F3 A3 C4 Eb4", "G3 Bb3 D4 F4", "G3 Bb3 C4 F4"].map(chord);
const BASS = [
  "Eb2 .75, - .25, Eb2 .5, - .75, Bb1 .25, Eb2 .5, - .5, G1 .5",
  "F2 .75, - .25, F2 .5, - .75, C2 .25, F2 .5, - .25, A1 .25, F1 .5",
  "G1 .75, - .25, G2 .25, - .25, G1 .5, - .25, D2 .25, G1 .75, - .25, F2 .5",
  "G1 1, - .25, G2 .25, - .5, Bb1 .5, C2 .5, - .25, D2 .25, Eb2 .5",
].map(melody);
const WORDS = [
  {
    beat: 0,
    text: "Night bus, take me the long way round",
    notes: "D4 1, D4 1.5, F4 .5, F4 .5, D4 .5, G4 1, F4 .5, D4 1.5",
  },
  { beat: 0, text: "I don't want to be home just yet", notes: "C4 .5, D4 .5, F4 .5, F4 .5, G4 .5, Bb4 1, A4 .5, G4 2" },
  {
    beat: 0,
    text: "every window is a film of town",
    notes: "D4 .5, D4 .5, F4 .5, F4 .5, D4 .5, F4 .5, G4 1, F4 .5, D4 1.5",
  },
  { beat: 0, text: "every stop is a small regret", notes: "Bb4 .5, A4 .5, G4 1, F4 .5, D4 .5, F4 1, D4 .5, G4 2" },
] as const;

/** Two-step garage: shuffled drums, a wandering sub, organ stabs, a tired tenor on the top deck. */
export const nightBus: Song = {
  slug: "night-bus",
  title: "Night Bus",
  format: "mp3",
  genre: "two-step garage",
  key: "G minor",
  meter: { tempo: 132, beatsPerBar: 4, bars: 40, swing: 0.28 },
  sections: [
    { name: "intro", bar: 0, bars: 4 },
    { name: "verse", bar: 4, bars: 8 },
    { name: "build", bar: 12, bars: 4 },
    { name: "chorus", bar: 16, bars: 8 },
    { name: "peak", bar: 24, bars: 8 },
    { name: "outro", bar: 32, bars: 8 },
  ],
  lyrics: [
    ...WORDS.map((line, index) => ({ ...line, bar: 4 + index * 2 })),
    ...WORDS.map((line, index) => ({ ...line, bar: 16 + index * 2 })),
    ...WORDS.slice(0, 2).map((line, index) => ({ ...line, bar: 28 + index * 2 })),
  ],
  finish: { room: 1.5, brightness: 0.55, size: 0.85, level: -11.5, fade: 2.5 },
  tail: 2,
  seed: 104,
  write(score) {
    const drums = score.channel({ gain: -4, room: -24 });
    const tops = score.channel({ gain: -13, room: -22 });
    const bass = score.channel({ gain: -4, duck: 0.35 });
    const stabs = score.channel({
      gain: -6.5,
      room: -12,
      duck: 0.25,
      highpass: 160,
      echo: { beats: 0.75, feedback: 0.42, level: 0.32 },
      lowpass: [
        [0, 600],
        [4, 1500],
        [12, 1200],
        [15.9, 4500],
        [16, 6000],
        [32, 5000],
        [40, 500],
      ],
    });
    const keys = score.channel({ gain: -9, room: -10, chorus: { seconds: 0.0015, hz: 0.9, level: 0.6 } });
    const pad = score.channel({
      gain: -15,
      room: -8,
      duck: 0.5,
      lowpass: [
        [0, 1800],
        [12, 900],
        [16, 3000],
        [40, 700],
      ],
    });
    const voice = score.channel({
      gain: -4,
      room: -13,
      highpass: 150,
      echo: { beats: 0.75, feedback: 0.35, level: 0.2 },
    });
    const plucks = score.channel({ gain: -11, room: -10, duck: 0.2, echo: { beats: 0.75, feedback: 0.5, level: 0.4 } });
    const effects = score.channel({ gain: -9, room: -8 });
    const sounds = {
      kick: kick({ hz: 52, sweep: 220, decay: 0.2, click: 0.35 }),
      snare: snare({ hz: 230, decay: 0.09, snap: 0.9 }),
      clap: clap({ decay: 0.1 }),
      rim: rim(),
      hat: hat(0.022, 8200),
      open: hat(0.14, 8000),
      shaker: shaker(),
    };

    for (let bar = 0; bar < 40; bar++) {
      const notes = cycle(CHORDS, bar);
      const full = bar >= 16 && bar < 32;
      const quiet = bar >= 4 && bar < 12;
      score.play(
        stabs,
        organ,
        bar,
        [...block(notes, 0.75, 0.22), ...block(notes, 2.25, 0.2), ...block(notes, 3.5, 0.3)],
        full ? 0.95 : 0.7,
      );
      if (bar % 2 === 0 && bar < 38)
        score.play(pad, warmPad, bar, [...block(notes, 0, 4), ...block(cycle(CHORDS, bar + 1), 4, 4)], 0.7, 1);
      if (quiet || bar >= 32) score.strike(keys, electricPiano, bar, block(notes, 0, 2.5), 0.5, (n) => (n - 60) / 30);
      if (full || (bar >= 8 && bar < 12) || (bar >= 32 && bar < 36))
        score.play(bass, subBass, bar, cycle(BASS, bar), full ? 0.9 : 0.7);
      if (full || quiet || (bar >= 32 && bar < 38)) {
        score.kick(
          drums,
          sounds.kick,
          bar,
          bar % 2 === 0 ? "x--- ---- --x- ----" : "x--- ---- -x-- --x-",
          full ? 1 : 0.85,
        );
        score.drums(
          drums,
          full ? sounds.snare : sounds.rim,
          bar,
          bar % 4 === 3 ? "---- X--. -.-- X-.x" : "---- X--. ---- X--.",
          full ? 0.6 : 0.5,
        );
        score.drums(tops, sounds.hat, bar, "--x. -xx- --x. -xx.", 0.8, 0.25);
        if (full) {
          score.drums(drums, sounds.clap, bar, "---- x--- ---- x---", 0.4);
          score.drums(tops, sounds.shaker, bar, "x.x.x.x.x.x.x.x.", 0.5, -0.35);
          score.drums(tops, sounds.open, bar, "--x---x---x---x-", 0.4, 0.1);
        }
      } else if (bar >= 12 && bar < 16) {
        score.drums(
          drums,
          sounds.snare,
          bar,
          cycle(["----x-------x---", "----x-------x---", "x-x-x-x-x-x-x-x-", "xxxxxxxxxx------"], bar - 12),
          0.15 + 0.1 * (bar - 12),
        );
        score.drums(tops, sounds.shaker, bar, "x.x.x.x.x.x.x.x.", 0.6, -0.3);
      } else if (bar >= 2) score.drums(tops, sounds.hat, bar, "--x. -xx- --x. -xx.", 0.6, 0.25);
    }
    const hook = melody("G5 .5, - .25, F5 .25, D5 .5, - .25, F5 .25, G5 .5, Bb5 .5, A5 .5, F5 .5, - 4");
    for (const bar of [20, 24, 26, 28, 30]) score.play(plucks, pluckSynth, bar, hook, bar >= 24 ? 0.8 : 0.5);
    const answer = melody("- 4, D5 .5, - .25, C5 .25, Bb4 .5, C5 .5, D5 1, - .5, F5 .5");
    for (const bar of [24, 26, 28, 30]) score.play(plucks, pluckSynth, bar, answer, 0.75);
    add(effects, riser(score.time(4)), score.time(12), 0.5);
    for (const bar of [16, 24]) {
      add(effects, impact(), score.time(bar), 0.7);
      add(effects, crash(), score.time(bar), 0.4);
    }
    for (const line of this.lyrics) {
      const singer = { throat: 1.02, breath: 0.5, vibrato: 12 };
      score.sing(
        voice,
        line,
        singer,
        line.bar >= 16 ? { doubles: 0.4, harmony: line.bar >= 28 ? [12] : [-12] } : { doubles: 0.15 },
      );
    }
  },
};
