import { crash, kick, shaker, snare, tom } from "../music/drums.ts";
import { roundBass, softLead, warmPad } from "../music/patches.ts";
import { arpeggio, block, pulse } from "../music/phrases.ts";
import { melody } from "../music/score.ts";
import type { Song } from "../music/song.ts";
import { add, chord, note } from "../music/sound.ts";
import { guitar, piano } from "../music/strings.ts";

/** Chords by bar: bass, then what the right hand holds. */
const BARS: readonly (readonly [bass: string, hand: string])[] = [
  ["Eb2", "Bb3 Eb4 G4"],
  ["Ab2", "C4 Eb4 G4"],
  ["Eb2", "Bb3 Eb4 G4"],
  ["C2", "C4 Eb4 G4"],
  ["Ab1", "C4 Eb4 Ab4"],
  ["Bb1", "Bb3 D4 F4"],
  ["Eb2", "Bb3 Eb4 G4"],
  ["C2", "C4 Eb4 G4"],
  ["Ab1", "C4 Eb4 Ab4"],
  ["Bb1", "Bb3 Eb4 F4"],
  ["Ab1", "C4 Eb4 Ab4"],
  ["G1", "Bb3 Eb4 G4"],
  ["F1", "C4 Eb4 Ab4"],
  ["Bb1", "D4 F4 Bb4"],
  ["Ab1", "C4 Eb4 Ab4"],
  ["G1", "Bb3 Eb4 G4"],
  ["Ab1", "C4 Eb4 Ab4"],
  ["Eb2", "Bb3 Eb4 G4"],
  ["Ab1", "C4 Eb4 G4"],
  ["Eb2", "Bb3 Eb4 G4"],
];

/** A slow ballad: piano and a voice, then everybody. */
export const porchlight: Song = {
  slug: "porchlight",
  title: "Porchlight",
  format: "wav",
  genre: "slow ballad",
  key: "E-flat major",
  meter: { tempo: 66, beatsPerBar: 4, bars: 20, swing: 0 },
  sections: [
    { name: "intro", bar: 0, bars: 2 },
    { name: "verse", bar: 2, bars: 6 },
    { name: "build", bar: 8, bars: 2 },
    { name: "chorus", bar: 10, bars: 8 },
    { name: "outro", bar: 18, bars: 2 },
  ],
  lyrics: [
    {
      bar: 2,
      beat: 0,
      text: "Snow on the road and the dog asleep",
      notes: "G4 1, F4 .5, Eb4 .5, G4 1.5, F4 .5, Eb4 .5, Bb4 1, G4 .5, F4 1.5",
    },
    {
      bar: 4,
      beat: 0,
      text: "your coat on the chair like a secret to keep",
      notes: "Eb4 .5, Ab4 1, Ab4 .5, G4 .5, F4 1, Eb4 .5, F4 .5, G4 .75, F4 .5, Eb4 .5, F4 1.25",
    },
    {
      bar: 6,
      beat: 0,
      text: "I drove all the way with the words in my hand",
      notes: "G4 .5, G4 1, F4 .5, Eb4 .5, G4 1, F4 .5, Eb4 .5, Bb4 1, G4 .5, F4 .5, G4 1.25",
    },
    {
      bar: 8,
      beat: 0,
      text: "and then I forgot how they ran",
      notes: "F4 .5, G4 .5, Ab4 .5, G4 .5, F4 1, Eb4 .5, F4 .5, Bb4 3",
    },
    {
      bar: 10,
      beat: 0,
      text: "So leave the porchlight on for me",
      notes: "C5 1, C5 .5, Bb4 .5, C5 .75, Bb4 .75, G4 .5, Bb4 1, Eb5 2",
    },
    {
      bar: 12,
      beat: 0,
      text: "I'm slower than I used to be",
      notes: "D5 .5, C5 1, Bb4 .5, Ab4 .5, Bb4 .5, C5 1, Bb4 .5, F4 2.5",
    },
    {
      bar: 14,
      beat: 0,
      text: "I know it's late, I know it's long",
      notes: "C5 .5, C5 1, Bb4 .5, C5 1.25, Bb4 .5, Eb5 1, D5 .5, Bb4 2",
    },
    { bar: 16, beat: 0, text: "leave it on, leave it on", notes: "Ab4 .5, Bb4 .5, C5 2, Bb4 .5, F4 .5, Eb4 3.5" },
  ],
  finish: { room: 2.8, brightness: 0.5, size: 1.25, level: -14.5, fade: 3 },
  tail: 3,
  seed: 102,
  write(score) {
    const keys = score.channel({ gain: -5, room: -11 });
    const pad = score.channel({
      gain: -12,
      room: -8,
      lowpass: [
        [0, 700],
        [8, 1200],
        [10, 3200],
        [18, 3200],
        [20, 900],
      ],
      fader: [
        [0, 0],
        [2, 0.3],
        [8, 0.6],
        [10, 1],
        [18, 1],
        [20, 0.4],
      ],
    });
    const bass = score.channel({ gain: -7 });
    const drums = score.channel({ gain: -6, room: -12, highpass: 30 });
    const tops = score.channel({ gain: -17, room: -14 });
    const guitars = score.channel({
      gain: -10,
      room: -9,
      highpass: 180,
      echo: { beats: 0.75, feedback: 0.4, level: 0.35 },
    });
    const lead = score.channel({ gain: -13, room: -6 });
    const voice = score.channel({ gain: -3, room: -9, highpass: 160, echo: { beats: 1, feedback: 0.25, level: 0.12 } });
    const sounds = {
      kick: kick({ hz: 46, sweep: 120, decay: 0.36, click: 0.12 }),
      snare: snare({ hz: 170, decay: 0.26, snap: 0.8 }),
      shaker: shaker(),
      crash: crash(3),
      toms: [tom(150), tom(115), tom(82)],
    };

    for (const [bar, [bass1, hand]] of BARS.entries()) {
      const low = note(bass1);
      const right = chord(hand);
      const full = bar >= 10 && bar < 18;
      const force = full ? 0.82 : bar >= 8 ? 0.62 : 0.46;
      const across = (n: number): number => (n - 60) / 36;
      score.strike(
        keys,
        piano,
        bar,
        [
          { at: 0, beats: 3.8, note: low + 12 },
          { at: 0.02, beats: 3.8, note: low + 19 },
        ],
        force,
        across,
      );
      if (full) score.strike(keys, piano, bar, [{ at: 0, beats: 3.8, note: low }], 0.7, -0.3);
      if (full)
        for (let beat = 0; beat < 4; beat++)
          score.strike(keys, piano, bar, block(right, beat, 0.95), force * (beat % 2 === 0 ? 0.9 : 0.72), across);
      else score.strike(keys, piano, bar, arpeggio(right, [0, 1, 2, 1, 0, 1, 2, 1], 0.5), force, across);
      score.play(pad, warmPad, bar, block([low + 24, ...right], 0, 4), 0.8, 1);
      if (bar >= 8)
        score.play(
          bass,
          roundBass,
          bar,
          pulse(low < 32 ? low + 12 : low, full ? "x=== ==x= x=== x=x=" : "x=== ====", 4),
          0.8,
        );
      if (bar >= 6 && bar < 18) score.drums(tops, sounds.shaker, bar, full ? "X.x.X.x.X.x.X.x." : "x.x.x.x.", 0.8, 0.3);
      if (full) {
        score.kick(drums, sounds.kick, bar, bar % 2 === 0 ? "x--- ---x x--- ----" : "x--- ---x x-x- ----");
        score.drums(drums, sounds.snare, bar, bar % 4 === 1 ? "---- X--- ---- X-.x" : "---- X--- ---- X---", 0.6);
        score.strike(
          guitars,
          (n, s, v) => guitar(n, s, v, 0.55),
          bar,
          arpeggio(right, [0, 3, 1, 2, 4, 2, 1, 3], 0.5),
          0.6,
          (n) => (n % 2 ? 0.6 : -0.6),
        );
      } else if (bar === 8) score.kick(drums, sounds.kick, bar, "x--- ---- x--- ----", 0.8);
    }
    for (const [index, sound] of [...sounds.toms, ...sounds.toms].entries())
      add(drums, sound, score.time(9, 2 + index / 3), 0.25 + index * 0.06, (index % 3) * 0.5 - 0.5);
    add(drums, sounds.crash, score.time(10), 0.3, -0.2);
    add(drums, sounds.crash, score.time(14), 0.26, 0.2);
    score.play(lead, softLead, 0, melody("- 2, Bb4 .5, Eb5 1, D5 .5, C5 2, G4 2"), 0.5);
    score.play(lead, softLead, 14, melody("G5 2, Eb5 1, F5 1, G5 3, Bb5 1, Ab5 2, F5 2, G5 4"), 0.55);
    score.play(lead, softLead, 18, melody("- 1, C5 .5, Bb4 .5, G4 2, Eb4 3"), 0.5);
    for (const line of this.lyrics) {
      const singer = { throat: 1.15, breath: 0.5, vibrato: 28 };
      score.sing(voice, line, singer, line.bar >= 10 ? { doubles: 0.35, harmony: [-12] } : {});
    }
  },
};
