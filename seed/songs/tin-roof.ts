import { crash, hat, kick, snare, tom } from "../music/drums.ts";
import { roundBass } from "../music/patches.ts";
import { block, cycle, pulse } from "../music/phrases.ts";
import { melody } from "../music/score.ts";
import type { Song } from "../music/song.ts";
import { add, note, type Stereo } from "../music/sound.ts";
import { guitar } from "../music/strings.ts";

/** Power chords: root, fifth, octave. */
const power = (name: string): number[] => [note(name), note(name) + 7, note(name) + 12];
const VERSE = ["E2", "E2", "A2", "B2"];
const CHORUS = ["A2", "E3", "B2", "C#3"];
const LEAD = "B4 1, C#5 .5, E5 1.5, C#5 .5, B4 .5, G#4 1, B4 1, E5 2, F#5 1.5, E5 .5, D#5 1, B4 1, C#5 1, E5 1, G#5 2";

/** Indie rock: two guitars, one of them angry, and a drummer with somewhere to be: nobody plays to a click. */
export const tinRoof: Song = {
  slug: "tin-roof",
  title: "Tin Roof",
  format: "mp3",
  genre: "indie rock",
  key: "E major",
  meter: { tempo: 150, beatsPerBar: 4, bars: 44, swing: 0, live: { drift: 0.03, imprecision: 0.012 } },
  sections: [
    { name: "intro", bar: 0, bars: 4 },
    { name: "verse", bar: 4, bars: 16 },
    { name: "build", bar: 20, bars: 4 },
    { name: "chorus", bar: 24, bars: 8 },
    { name: "peak", bar: 32, bars: 8 },
    { name: "outro", bar: 40, bars: 4 },
  ],
  lyrics: [],
  finish: { room: 1.1, brightness: 0.6, size: 0.8, level: -11.5, fade: 2 },
  tail: 2.5,
  seed: 108,
  write(score) {
    const drums = score.channel({ gain: -4.5, room: -15, drive: 1.15 });
    const tops = score.channel({ gain: -15, room: -18 });
    const bass = score.channel({ gain: -7.5, drive: 1.6 });
    const amp = { room: -17, highpass: 110, lowpass: 4300 } as const;
    const left = score.channel({ ...amp, gain: -10.5, drive: 7, pan: -0.65 });
    const right = score.channel({ ...amp, gain: -10.5, drive: 6, pan: 0.65, lowpass: 4800 });
    const clean = score.channel({
      gain: -6.5,
      room: -13,
      highpass: 160,
      chorus: { seconds: 0.001, hz: 1.1, level: 0.5 },
      echo: { beats: 0.75, feedback: 0.25, level: 0.2 },
      fader: [
        [0, 1],
        [23.9, 1],
        [24, 0.7],
      ],
    });
    const lead = score.channel({
      gain: -9.5,
      room: -11,
      drive: 4.5,
      highpass: 250,
      lowpass: 5200,
      echo: { beats: 0.75, feedback: 0.35, level: 0.28 },
    });
    const sounds = {
      kick: kick({ hz: 55, sweep: 160, decay: 0.22, click: 0.45 }),
      snare: snare({ hz: 195, decay: 0.17, snap: 0.85, tone: 0.6 }),
      hat: hat(0.04, 6000),
      open: hat(0.22, 5500),
      crash: crash(2.2),
      toms: [tom(180), tom(135), tom(98)],
    };
    const strum = (
      bus: Stereo,
      bar: number,
      notes: number[],
      pattern: string,
      mute: number,
      force: number,
      shift: number,
    ): void => {
      const marks = [...pattern];
      for (const [index, mark] of marks.entries()) {
        if (mark === "-") continue;
        let beats = 4 / marks.length;
        for (let next = index + 1; marks[next] === "="; next++) beats += 4 / marks.length;
        if (mark === "=") continue;
        for (const [string, pitch] of notes.entries()) {
          const start =
            score.time(bar, (index * 4) / marks.length) + string * 0.006 + shift + Math.max(0, score.human(0.004));
          add(
            bus,
            guitar(pitch, beats * score.beatSeconds * 0.95, (mark === "X" ? 1 : 0.8) * force, 0.7, mute),
            start,
            0.5,
          );
        }
      }
    };

    for (let bar = 0; bar < 44; bar++) {
      const full = bar >= 24 && bar < 40;
      const name = cycle(full ? CHORUS : VERSE, full ? bar - 24 : bar);
      const root = note(name);
      const bassNote = root >= 45 ? root - 12 : root;
      if (bar < 24 || bar >= 40) {
        // Chiming open strings over whatever the bass does.
        const chime = [root + 12, root + 19, note("B3"), note("E4"), note("G#4"), note("E4"), note("B3"), root + 19];
        if (bar < 43)
          score.strike(
            clean,
            (n, s, v) => guitar(n, s, v, 0.65),
            bar,
            chime.map((n, index) => ({ at: index * 0.5, beats: 1, note: n })),
            0.65,
            0.3,
          );
      }
      if (bar >= 12 && bar < 20) strum(left, bar, power(name), "xxxxxxxx", 0.9, 0.55, 0);
      if (bar >= 20 && bar < 24) {
        strum(left, bar, power("B2"), bar === 23 ? "XXXX----" : "xxxxxxxx", 0.5, 0.55 + (bar - 20) * 0.1, 0);
        strum(right, bar, power("B2"), bar === 23 ? "XXXX----" : "xxxxxxxx", 0.5, 0.55 + (bar - 20) * 0.1, 0.011);
      }
      if (full) {
        strum(left, bar, power(name), "X==x==x=", 0, 0.95, 0);
        strum(
          right,
          bar,
          power(name).map((n) => n + (bar >= 32 ? 12 : 0)),
          "X=x=x=xx",
          0,
          0.9,
          0.012,
        );
      }
      if (bar >= 4 && bar < 40)
        score.play(
          bass,
          roundBass,
          bar,
          pulse(bar >= 20 && bar < 24 ? note("B1") : bassNote, full ? "xxxxxxxx" : "x=x=x=xx", 4),
          0.9,
        );
      if (full) {
        score.kick(drums, sounds.kick, bar, bar % 2 === 0 ? "x--- --x- x--- ----" : "x--- --x- x-x- ----");
        score.drums(drums, sounds.snare, bar, bar % 8 === 7 ? "---- X--- X-x- XxXX" : "---- X--- ---- X--.", 0.75);
        score.drums(tops, sounds.open, bar, "x-x-x-x-", 0.9, 0.3);
      } else if (bar >= 4 && bar < 20) {
        score.kick(drums, sounds.kick, bar, "x--- ---- x-x- ----", 0.9);
        score.drums(
          drums,
          sounds.snare,
          bar,
          bar % 8 === 3 ? "---- X--- ---- X-xx" : "---- X--- ---- X---",
          bar >= 12 ? 0.65 : 0.5,
        );
        score.drums(tops, sounds.hat, bar, "x.x.x.x.", 1, 0.3);
      } else if (bar >= 20 && bar < 24) {
        score.kick(drums, sounds.kick, bar, "x---x---x---x---", 0.9);
        score.drums(
          drums,
          sounds.snare,
          bar,
          bar === 23 ? "XXXXXXXX--------" : bar === 22 ? "x-x-x-x-x-x-x-x-" : "x---x---x---x---",
          0.4 + (bar - 20) * 0.08,
        );
        if (bar === 23)
          for (const [index, sound] of sounds.toms.entries())
            add(drums, sound, score.time(23, 2.5 + index * 0.5), 0.6, index * 0.5 - 0.5);
      } else if (bar < 4) score.drums(tops, sounds.hat, bar, "x-x-x-x-", 0.6, 0.3);
    }
    const sustain = (n: number, s: number, v: number): Float32Array => guitar(n, s, v, 0.8);
    score.strike(lead, sustain, 28, melody(LEAD), 0.85, 0);
    score.strike(lead, sustain, 32, melody(LEAD), 0.95, 0);
    score.strike(
      lead,
      sustain,
      36,
      melody(LEAD).map((step) => ({ ...step, note: step.note + 12 })),
      0.95,
      0.1,
    );
    score.strike(lead, sustain, 36, melody(LEAD), 0.8, -0.1);
    for (const bar of [24, 28, 32, 36, 40]) add(drums, sounds.crash, score.time(bar), 0.45, bar % 8 === 0 ? 0.3 : -0.3);
    score.strike(left, sustain, 40, block(power("E2"), 0, 8), 0.9);
    score.strike(right, sustain, 40, block(power("E3"), 0, 8), 0.9);
    score.strike(clean, sustain, 43, block([note("E3"), note("B3"), note("E4"), note("G#4")], 0, 4), 0.6);
  },
};
