import { clap, crackle, hat, kick, rim, riser, snare } from "../music/drums.ts";
import { roundBass, softLead, warmPad } from "../music/patches.ts";
import { arpeggio, block, cycle, pulse } from "../music/phrases.ts";
import { melody } from "../music/score.ts";
import type { Song } from "../music/song.ts";
import { add, chord, note } from "../music/sound.ts";
import { electricPiano, guitar } from "../music/strings.ts";

const VERSE = ["F3 A3 C4 E4 G4", "E3 G3 A3 C4 E4", "F3 A3 C4 D4 E4", "F3 A3 Bb3 D4"].map(chord);
const VERSE_BASS = ["F2", "A1", "D2", "Bb1"].map(note);
const CHORUS = ["F3 A3 Bb3 D4 A4", "E3 G3 C4 D4 G4", "E3 G3 A3 C4 G4", "F3 A3 C4 D4 F4"].map(chord);
const CHORUS_BASS = ["Bb1", "C2", "A1", "D2"].map(note);

/** Lo-fi bedroom pop: a wobbling electric piano, dusty drums, a close voice. */
export const staticInTheKitchen: Song = {
  slug: "static-in-the-kitchen",
  title: "Static in the Kitchen",
  format: "mp3",
  genre: "lo-fi bedroom pop",
  key: "F major",
  meter: { tempo: 82, beatsPerBar: 4, bars: 26, swing: 0.3 },
  sections: [
    { name: "intro", bar: 0, bars: 4 },
    { name: "verse", bar: 4, bars: 8 },
    { name: "build", bar: 12, bars: 2 },
    { name: "chorus", bar: 14, bars: 8 },
    { name: "outro", bar: 22, bars: 4 },
  ],
  lyrics: [
    { bar: 4, beat: 0, text: "Radio on in the kitchen", notes: "C5 .5, C5 .5, A4 1, G4 1, F4 .5, G4 .5, A4 1, G4 2" },
    {
      bar: 6,
      beat: 0,
      text: "nobody there to turn it down",
      notes: "A4 .5, A4 .5, G4 .5, A4 1, G4 .5, F4 1, E4 .5, F4 2",
    },
    {
      bar: 8,
      beat: 0,
      text: "I'm rinsing out two cups again",
      notes: "C5 .5, C5 .5, A4 .5, G4 1, A4 .5, C5 1, D5 .5, C5 2",
    },
    {
      bar: 10,
      beat: 0,
      text: "just to hear that kind of sound",
      notes: "A4 .5, G4 .5, A4 1, G4 .5, F4 1, E4 .5, F4 2.5",
    },
    {
      bar: 14,
      beat: 0,
      text: "Static, static, you come in clear",
      notes: "D5 .5, C5 1, D5 .5, C5 1, A4 .5, C5 .5, D5 .5, E5 2",
    },
    {
      bar: 16,
      beat: 0,
      text: "then you go under, then you're near",
      notes: "C5 .5, D5 .5, E5 1, C5 .5, A4 1, A4 .5, G4 .5, A4 2",
    },
    {
      bar: 18,
      beat: 0,
      text: "I leave the light on, leave it low",
      notes: "D5 .5, D5 .5, C5 .5, D5 1, C5 1, A4 .5, C5 .5, E5 2",
    },
    {
      bar: 20,
      beat: 0,
      text: "I only miss you when I'm home",
      notes: "C5 .5, D5 .5, C5 .5, A4 1, G4 .5, G4 .5, A4 1, F4 3",
    },
  ],
  finish: { room: 1.6, brightness: 0.45, size: 0.9, level: -13, fade: 2.5 },
  tail: 2,
  seed: 101,
  write(score) {
    const keys = score.channel({
      gain: -7,
      room: -14,
      highpass: 110,
      duck: 0.25,
      chorus: { seconds: 0.0022, hz: 0.7, level: 0.7 },
      lowpass: [
        [0, 1100],
        [4, 2400],
        [12, 1600],
        [13.9, 900],
        [14, 5200],
        [22, 5200],
        [26, 800],
      ],
    });
    const pad = score.channel({ gain: -14, room: -12, duck: 0.35, lowpass: 2600 });
    const bass = score.channel({ gain: -6.5, duck: 0.3 });
    const drums = score.channel({ gain: -4.5, room: -22, drive: 1.2, lowpass: 8500 });
    const tops = score.channel({ gain: -13, room: -20, lowpass: 9000 });
    const guitars = score.channel({
      gain: -11,
      room: -12,
      highpass: 200,
      echo: { beats: 0.75, feedback: 0.35, level: 0.3 },
    });
    const lead = score.channel({ gain: -12, room: -10, echo: { beats: 1.5, feedback: 0.3, level: 0.25 } });
    const voice = score.channel({ gain: -4, room: -13, highpass: 170, echo: { beats: 1, feedback: 0.2, level: 0.12 } });
    const dust = score.channel({ gain: -25 });

    add(dust, crackle(score.seconds), 0);
    const sounds = {
      kick: kick({ hz: 50, sweep: 140, decay: 0.26, click: 0.1 }),
      snare: snare({ hz: 190, decay: 0.12 }),
      rim: rim(),
      hat: hat(0.035, 6500),
      open: hat(0.2, 6500),
      clap: clap(),
    };

    for (let bar = 0; bar < 26; bar++) {
      const chorus = bar >= 14 && bar < 22;
      const chords = chorus ? CHORUS : VERSE;
      const notes = cycle(chords, chorus ? bar - 14 : bar);
      const root = cycle(chorus ? CHORUS_BASS : VERSE_BASS, chorus ? bar - 14 : bar);
      // The hand lands on the one, then answers late.
      score.strike(keys, electricPiano, bar, block(notes, 0, 1.4), chorus ? 0.75 : 0.6, (n) => (n - 62) / 40);
      score.strike(keys, electricPiano, bar, block(notes.slice(1), 1.66, 0.3), 0.4, (n) => (n - 62) / 40);
      score.strike(keys, electricPiano, bar, block(notes.slice(1), 2.5, 1.2), 0.5, (n) => (n - 62) / 40);

      if (bar >= 4 && bar < 25) {
        score.play(bass, roundBass, bar, pulse(root, chorus ? "x=.x =.x= x=.. ^=x=" : "x==. ..x= ..x. x=..", 4), 0.8);
      }
      const beat = bar >= 4 && bar < 12;
      if (beat || chorus) {
        score.kick(drums, sounds.kick, bar, chorus ? "x--x --x- x-x- ----" : "x--- --x- -.x- ----");
        score.drums(drums, sounds.snare, bar, bar % 4 === 3 ? "---- X--. ---- X.xx" : "---- X--. -.-- X---", 0.55);
        score.drums(tops, sounds.hat, bar, chorus ? "x.x. x.xx x.x. x.x." : "x-x- x-x. x-x- x.x-", 0.8, 0.25);
        if (chorus) score.drums(drums, sounds.clap, bar, "---- x--- ---- x---", 0.3);
        if (chorus && bar % 2 === 1) score.drums(tops, sounds.open, bar, "---- ---- ---- --x-", 0.5, 0.3);
      } else if (bar < 4) {
        score.drums(tops, sounds.rim, bar, bar < 2 ? "---- ---- ---- x---" : "---- x--- ---- x--.", 0.5, -0.2);
      } else if (bar < 14) {
        score.kick(drums, sounds.kick, bar, bar === 12 ? "x--- x--- x--- x---" : "x-x- x-x- xxxx ----", 0.8);
        score.drums(drums, sounds.snare, bar, bar === 12 ? "---- .--- ---- .-.-" : ".-.- x-x- xxXX ----", 0.5);
      } else if (bar < 24) score.drums(tops, sounds.rim, bar, "---- x--- ---- x--.", 0.5, -0.2);

      if (bar >= 8) score.play(pad, warmPad, bar, block(notes.slice(0, 4), 0, 4), bar >= 12 && bar < 22 ? 0.9 : 0.55);
      if (chorus) {
        score.strike(
          guitars,
          (n, s, v) => guitar(n, s, v, 0.5),
          bar,
          arpeggio(notes.slice(1), [0, 2, 1, 3, 2, 4, 3, 1], 0.5),
          0.6,
          -0.5,
        );
      }
    }
    add(drums, riser(score.time(2)), score.time(12), 0.35);
    score.play(lead, softLead, 2, melody("- 2, C5 .5, A4 .5, G4 1, A4 1.5, C5 .5, D5 1, C5 1"), 0.7);
    score.play(lead, softLead, 22, melody("D5 .5, C5 1, D5 .5, C5 1, A4 1, - 1, G4 .5, A4 1.5, F4 3"), 0.6);
    for (const line of this.lyrics) {
      const singer = { throat: 1.15, breath: 0.7, vibrato: 16 };
      score.sing(voice, line, singer, line.bar >= 14 ? { doubles: 0.42, harmony: [-12] } : { doubles: 0.12 });
    }
  },
};
