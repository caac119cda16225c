/** The sounds that several songs share. */
import type { Patch } from "./synth.ts";

export const warmPad: Patch = {
  oscillators: [
    { shape: "saw", level: 0.16 },
    { shape: "pulse", tune: -12, width: 0.35, level: 0.1 },
  ],
  unison: 2,
  spread: 14,
  attack: 0.6,
  decay: 1,
  sustain: 0.85,
  release: 0.32,
  cutoff: 900,
  sweep: 0.6,
  sweepDecay: 1.5,
};

export const supersaw: Patch = {
  oscillators: [
    { shape: "saw", level: 0.2 },
    { shape: "saw", tune: 12, level: 0.08 },
  ],
  unison: 5,
  spread: 22,
  attack: 0.02,
  decay: 0.5,
  sustain: 0.75,
  release: 0.18,
  cutoff: 3200,
  sweep: 1,
  sweepDecay: 0.4,
};

export const roundBass: Patch = {
  oscillators: [
    { shape: "triangle", level: 0.5 },
    { shape: "saw", level: 0.14 },
  ],
  attack: 0.006,
  decay: 0.3,
  sustain: 0.7,
  release: 0.06,
  cutoff: 420,
  sweep: 1.6,
  sweepDecay: 0.12,
  resonance: 0.15,
};

export const drivenBass: Patch = {
  oscillators: [
    { shape: "saw", level: 0.34 },
    { shape: "pulse", tune: -0.06, level: 0.2 },
    { shape: "sine", tune: -12, level: 0.3 },
  ],
  attack: 0.004,
  decay: 0.16,
  sustain: 0.5,
  release: 0.05,
  cutoff: 520,
  sweep: 2.2,
  sweepDecay: 0.14,
  resonance: 0.35,
};

export const subBass: Patch = {
  oscillators: [
    { shape: "sine", level: 0.75 },
    { shape: "pulse", width: 0.4, level: 0.07 },
  ],
  attack: 0.008,
  decay: 0.5,
  sustain: 0.85,
  release: 0.07,
  cutoff: 700,
  sweep: 0.8,
};

export const pluckSynth: Patch = {
  oscillators: [
    { shape: "saw", level: 0.26 },
    { shape: "pulse", tune: 0.07, width: 0.3, level: 0.18 },
  ],
  attack: 0.003,
  decay: 0.22,
  sustain: 0.05,
  release: 0.12,
  cutoff: 700,
  sweep: 3,
  sweepDecay: 0.16,
  resonance: 0.35,
};

export const leadSynth: Patch = {
  oscillators: [
    { shape: "saw", level: 0.24 },
    { shape: "pulse", tune: 0.08, width: 0.4, level: 0.2 },
  ],
  unison: 2,
  spread: 9,
  attack: 0.02,
  decay: 0.5,
  sustain: 0.75,
  release: 0.15,
  cutoff: 2100,
  sweep: 1.2,
  sweepDecay: 0.5,
  resonance: 0.3,
  vibrato: 22,
};

export const softLead: Patch = {
  oscillators: [
    { shape: "triangle", level: 0.5 },
    { shape: "sine", tune: 12, level: 0.1 },
  ],
  attack: 0.03,
  decay: 0.6,
  sustain: 0.7,
  release: 0.2,
  cutoff: 2600,
  vibrato: 18,
};

export const organ: Patch = {
  oscillators: [
    { shape: "sine", level: 0.3 },
    { shape: "sine", tune: 12, level: 0.2 },
    { shape: "sine", tune: 19.02, level: 0.1 },
    { shape: "triangle", tune: -12, level: 0.12 },
  ],
  attack: 0.006,
  decay: 0.12,
  sustain: 0.45,
  release: 0.08,
  cutoff: 3000,
};
