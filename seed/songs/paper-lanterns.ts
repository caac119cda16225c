import { impact, riser, shaker } from "../music/drums.ts";
import { softLead, warmPad } from "../music/patches.ts";
import { arpeggio, block } from "../music/phrases.ts";
import { melody } from "../music/score.ts";
import type { Song } from "../music/song.ts";
import { add, chord, note } from "../music/sound.ts";
import { piano } from "../music/strings.ts";

const BARS: readonly (readonly [bass: string, hand: string])[] = [
  ["B1", "F#3 B3 D4"],
  ["G1", "G3 B3 D4"],
  ["B1", "F#3 B3 D4"],
  ["G1", "G3 B3 D4"],
  ["D2", "F#3 A3 D4"],
  ["A1", "E3 A3 C#4"],
  ["E2", "G3 B3 E4"],
  ["B1", "F#3 B3 D4"],
  ["G1", "G3 B3 D4"],
  ["F#1", "F#3 A#3 C#4"],
  ["B1", "F#3 B3 D4"],
  ["G1", "G3 B3 D4"],
  ["D2", "F#3 A3 D4"],
  ["A1", "E3 A3 C#4"],
  ["G1", "G3 B3 D4"],
  ["E2", "G3 B3 E4"],
  ["F#1", "F#3 B3 C#4"],
  ["B1", "F#3 B3 D4"],
];
const THEME = "F#4 1.5, D5 .5, C#5 1, B4 1, D5 1.5, B4 .5, A4 2, F#5 1.5, E5 .5, D5 1, A4 1, C#5 1, E5 1, C#5 2";

/** Ambient piano: a felt upright, a room that is larger than it should be, one swell. */
export const paperLanterns: Song = {
  slug: "paper-lanterns",
  title: "Paper Lanterns",
  format: "mp3",
  genre: "ambient piano",
  key: "B minor",
  meter: { tempo: 60, beatsPerBar: 4, bars: 18, swing: 0 },
  sections: [
    { name: "intro", bar: 0, bars: 2 },
    { name: "verse", bar: 2, bars: 6 },
    { name: "build", bar: 8, bars: 2 },
    { name: "peak", bar: 10, bars: 5 },
    { name: "outro", bar: 15, bars: 3 },
  ],
  lyrics: [],
  finish: { room: 4.5, brightness: 0.45, size: 1.6, level: -17, fade: 4 },
  tail: 4,
  seed: 107,
  write(score) {
    const keys = score.channel({ gain: -4, room: -7 });
    const high = score.channel({ gain: -7, room: -3, echo: { beats: 1.5, feedback: 0.45, level: 0.3 } });
    const pad = score.channel({
      gain: -9,
      room: -5,
      lowpass: [
        [0, 400],
        [8, 800],
        [10, 2600],
        [14, 3000],
        [18, 500],
      ],
      fader: [
        [0, 0.15],
        [8, 0.5],
        [10, 1],
        [14.5, 1],
        [18, 0.2],
      ],
    });
    const air = score.channel({
      gain: -13,
      room: -4,
      fader: [
        [8, 0],
        [10, 1],
        [15, 0.8],
        [18, 0],
      ],
    });
    const effects = score.channel({ gain: -16, room: -6 });

    for (const [bar, [low, hand]] of BARS.entries()) {
      const root = note(low);
      const right = chord(hand);
      const peak = bar >= 10 && bar < 15;
      const force = peak ? 0.85 : bar >= 8 && bar < 10 ? 0.62 : 0.42;
      const across = (n: number): number => (n - 60) / 34;
      score.strike(keys, piano, bar, [{ at: 0, beats: 4, note: root + 12 }], force, -0.25);
      if (peak)
        score.strike(
          keys,
          piano,
          bar,
          [
            { at: 0, beats: 4, note: root },
            { at: 2, beats: 2, note: root + 7 },
          ],
          0.75,
          -0.3,
        );
      if (bar < 17) {
        const order = peak
          ? [0, 1, 2, 3, 4, 3, 2, 1, 0, 1, 2, 3, 4, 5, 4, 3]
          : bar >= 8 && bar < 10
            ? [0, 1, 2, 3, 2, 1, 0, 1, 2, 3, 4, 2]
            : [0, 1, 2, 1, 0, 1, 2, 1];
        score.strike(
          keys,
          piano,
          bar,
          arpeggio(right, order, 4 / order.length).map((step) => ({ ...step, beats: 1.4 })),
          force * 0.8,
          across,
        );
      } else score.strike(keys, piano, bar, block(right, 0.05, 4), 0.35, across);
      score.play(
        pad,
        warmPad,
        bar,
        block([root + 24, ...right, ...(peak ? right.map((n) => n + 12) : [])], 0, 4),
        0.75,
        1.05,
      );
    }
    score.strike(high, piano, 2, melody(THEME), 0.62, 0.2);
    score.strike(
      high,
      piano,
      6,
      melody("E5 1.5, G5 .5, F#5 2, D5 1, C#5 1, B4 2, - 1, D5 1, E5 1, F#5 1, F#5 1, G5 1, A#5 2"),
      0.62,
      0.2,
    );
    score.strike(
      high,
      piano,
      10,
      melody(THEME).map((step) => ({ ...step, note: step.note + 12 })),
      0.9,
      0.2,
    );
    score.strike(high, piano, 10, melody(THEME), 0.8, 0.1);
    score.strike(high, piano, 14, melody("B5 1.5, A5 .5, G5 1, D5 1, E5 2, B4 2, - 1, C#5 1, F#4 2, B4 4"), 0.6, 0.2);
    score.play(air, softLead, 10, melody("F#5 4, G5 4, A5 4, C#6 4, B5 4"), 0.7, 1);
    score.play(air, softLead, 10, melody("B4 4, D5 4, F#5 4, E5 4, D5 4"), 0.6, 1);
    add(effects, riser(score.time(2)), score.time(8), 0.5);
    add(effects, impact(), score.time(10), 1.4);
    const grain = shaker();
    for (let bar = 10; bar < 15; bar++) score.drums(effects, grain, bar, "x.x.x.x.x.x.x.x.", 0.8, 0.3);
  },
};
