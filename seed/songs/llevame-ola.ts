import { crash, kick, riser, shaker, snare, tom } from "../music/drums.ts";
import { roundBass, softLead, warmPad } from "../music/patches.ts";
import { block, pulse } from "../music/phrases.ts";
import { melody, type Step } from "../music/score.ts";
import type { Song } from "../music/song.ts";
import { add, chord, note } from "../music/sound.ts";
import { guitar, piano } from "../music/strings.ts";

/** Bass and shape per bar. */
const A_MINOR = ["A2", "E3 A3 C4 E4"] as const;
const G_MAJOR = ["G2", "D3 G3 B3 D4"] as const;
const F_MAJOR = ["F2", "F3 A3 C4 E4"] as const;
const C_MAJOR = ["C3", "E3 G3 C4 E4"] as const;
const E_MAJOR = ["E2", "E3 G#3 B3 E4"] as const;
const INTRO = [A_MINOR, G_MAJOR, F_MAJOR, E_MAJOR];
const VERSE = [A_MINOR, G_MAJOR, F_MAJOR, C_MAJOR, A_MINOR, G_MAJOR, F_MAJOR, E_MAJOR];
const CHORUS = [F_MAJOR, C_MAJOR, G_MAJOR, A_MINOR, F_MAJOR, C_MAJOR, E_MAJOR, A_MINOR];
const BARS = [...INTRO, ...VERSE, ...CHORUS, ...INTRO, ...CHORUS, ...INTRO.slice(0, 3), A_MINOR];

const CHORUS_WORDS = [
  { beat: 0, text: "Ola, ola, llévame, ola", notes: "C5 2, B4 1, C5 2, A4 1, G4 1, G4 1, A4 1, E5 2, C5 .7" },
  { beat: 0, text: "y mi nombre se hunde más", notes: "B4 1, C5 1, D5 2, B4 1, G4 1, A4 2, B4 1, C5 2.5" },
  { beat: 0, text: "Agua, agua, fría y larga", notes: "C5 2, B4 1, C5 2, A4 1, G4 1, G4 1, A4 1, E5 2, C5 .7" },
  { beat: 0, text: "a la luz y la sal del mar", notes: "B4 1, C5 1, D5 2, B4 1, G#4 1, B4 2, G#4 1, A4 3" },
] as const;

/** A folk waltz in six-eight, in Spanish: fingerpicked guitar, an accordion of a pad, a tune that anybody could carry. */
export const llevameOla: Song = {
  slug: "llevame-ola",
  title: "Llévame, ola",
  format: "mp3",
  genre: "folk waltz",
  key: "A minor",
  meter: { tempo: 168, beatsPerBar: 6, bars: 36, swing: 0 },
  sections: [
    { name: "intro", bar: 0, bars: 4 },
    { name: "verse", bar: 4, bars: 8 },
    { name: "chorus", bar: 12, bars: 8 },
    { name: "break", bar: 20, bars: 4 },
    { name: "peak", bar: 24, bars: 8 },
    { name: "outro", bar: 32, bars: 4 },
  ],
  lyrics: [
    {
      bar: 3,
      beat: 5,
      text: "La barca se va y la barca volvió",
      notes: "E4 1, A4 1, A4 1, B4 1, C5 1, B4 1, A4 1, B4 1, A4 1, G4 1, D4 1.6",
    },
    {
      bar: 5,
      beat: 5,
      text: "y yo cuento horas con sal y con pan",
      notes: "D4 .5, E4 .5, F4 2, F4 1, A4 1, G4 1, F4 1, E4 1, G4 1, A4 1, G4 1.6",
    },
    {
      bar: 7,
      beat: 5,
      text: "Mi padre cantó y mi madre calló",
      notes: "E4 1, A4 1, A4 1, B4 1, C5 1, D5 1, C5 1, B4 1, A4 1, G4 1, D5 1.6",
    },
    {
      bar: 9,
      beat: 5,
      text: "el río no dice, el río se va",
      notes: "C5 1, C5 1, B4 1, A4 1, C5 1, A4 1, F4 1, G#4 1, B4 1, A4 1, G#4 1.6",
    },
    ...CHORUS_WORDS.map((line, index) => ({ ...line, bar: 12 + index * 2 })),
    ...CHORUS_WORDS.map((line, index) => ({ ...line, bar: 24 + index * 2 })),
  ].map((line) => ({ ...line, language: "es" as const })),
  finish: { room: 2, brightness: 0.5, size: 1.1, level: -14, fade: 3 },
  tail: 3,
  seed: 109,
  write(score) {
    const picked = score.channel({ gain: -3.5, room: -13, highpass: 90 });
    const second = score.channel({ gain: -8, room: -12, highpass: 180, pan: 0.4 });
    const keys = score.channel({ gain: -9, room: -10, pan: -0.2 });
    const reed = score.channel({
      gain: -12,
      room: -9,
      chorus: { seconds: 0.0012, hz: 1.6, level: 0.6 },
      lowpass: [
        [0, 900],
        [12, 1800],
        [20, 1200],
        [24, 3400],
        [32, 3000],
        [36, 700],
      ],
      fader: [
        [0, 0],
        [8, 0.2],
        [12, 0.7],
        [20, 0.5],
        [24, 1],
        [32, 0.9],
        [36, 0.2],
      ],
    });
    const bass = score.channel({ gain: -8 });
    const drums = score.channel({ gain: -8, room: -11 });
    const tops = score.channel({ gain: -18, room: -14 });
    const whistle = score.channel({ gain: -12, room: -7 });
    const voice = score.channel({ gain: -3, room: -11, highpass: 160 });
    const sounds = {
      kick: kick({ hz: 55, sweep: 90, decay: 0.3, click: 0.08 }),
      snare: snare({ hz: 180, decay: 0.14, snap: 0.6 }),
      shaker: shaker(),
      tom: tom(90),
      crash: crash(2.6),
    };

    for (const [bar, [low, shape]] of BARS.entries()) {
      const root = note(low);
      const strings = chord(shape);
      const chorus = (bar >= 12 && bar < 20) || (bar >= 24 && bar < 32);
      const peak = bar >= 24 && bar < 32;
      const [one = 0, two = 0, three = 0, four = 0] = strings;
      const pick: Step[] = [root, two, three, four, three, two].map((n, at) => ({ at, beats: 2, note: n }));
      const last = bar === BARS.length - 1;
      score.strike(
        picked,
        (n, s, v) => guitar(n, s, v, 0.45),
        bar,
        last ? block([root, ...strings], 0, 6) : pick,
        chorus ? 0.8 : 0.62,
        -0.1,
      );
      if (chorus)
        score.strike(
          second,
          (n, s, v) => guitar(n, s, v, 0.65),
          bar,
          [
            ...block([one, two, three, four], 0, 1.8),
            ...block([two, three, four], 2, 0.9),
            ...block([one, two, three, four], 3, 1.8),
            ...block([two, three, four], 5, 0.9),
          ].map((step, index) => ({ ...step, at: step.at + (index % 4) * 0.03 })),
          peak ? 0.6 : 0.45,
        );
      if (bar >= 8) score.play(reed, warmPad, bar, block(strings, 0, 6), 0.8, 1);
      if (bar >= 12 && bar < 33)
        score.play(bass, roundBass, bar, pulse(root > 40 ? root - 12 : root, chorus ? "x=.x=x" : "x====.", 6), 0.85);
      if (peak)
        score.strike(
          keys,
          piano,
          bar,
          [
            ...block(
              strings.map((n) => n + 12),
              0,
              2.5,
            ),
            ...block(
              strings.map((n) => n + 12),
              3,
              2.5,
            ),
          ],
          0.62,
          0.1,
        );
      if (chorus) {
        score.kick(drums, sounds.kick, bar, "x-----");
        score.drums(drums, sounds.snare, bar, bar % 4 === 3 && peak ? "---X.x" : "---x-.", peak ? 0.6 : 0.35);
        score.drums(tops, sounds.shaker, bar, "X.xX.x", 0.9, 0.3);
      } else if (bar >= 4 && bar < 12) score.kick(drums, sounds.kick, bar, "x-----", bar >= 8 ? 0.6 : 0.35);
      else if (bar === 23)
        for (let beat = 0; beat < 6; beat++)
          add(drums, sounds.tom, score.time(bar, beat), 0.2 + beat * 0.09, beat * 0.2 - 0.5);
    }
    score.play(whistle, softLead, 0, melody("- 12, A5 3, G5 1, A5 2, G#5 2, B5 1, E5 3"), 0.5);
    score.play(
      whistle,
      softLead,
      20,
      melody("E5 2, A5 1, C6 2, B5 1, B5 2, D6 1, B5 2, G5 1, A5 3, C6 2, A5 1, G#5 3, B5 3"),
      0.7,
    );
    score.play(whistle, softLead, 24, melody("A5 6, G5 6, B5 6, C6 6, A5 6, G5 6, G#5 6, A5 6"), 0.45);
    score.play(whistle, softLead, 32, melody("E5 2, A5 1, C6 3, B5 2, G5 1, B5 3, A5 3, F5 3, A5 6"), 0.55);
    add(drums, riser(score.time(2)), score.time(22), 0.2);
    add(drums, sounds.crash, score.time(12), 0.16, 0.2);
    add(drums, sounds.crash, score.time(24), 0.28, -0.2);
    for (const line of this.lyrics) {
      const singer = { throat: 1.09, breath: 0.4, vibrato: 20 };
      score.sing(
        voice,
        line,
        singer,
        line.bar >= 24 ? { doubles: 0.45, harmony: [-12] } : line.bar >= 12 ? { doubles: 0.25 } : {},
      );
    }
  },
};
