/** The sounds of sung English and Spanish, as resonances of a mouth. */

export interface Phone {
  /** Resonances in hertz, for a low voice. */
  formants: readonly [number, number, number];
  /** A second position that a diphthong glides to. */
  glide?: readonly [number, number, number];
  /** How loud the voice and the breath are, 0 to 1. */
  voice: number;
  breath: number;
  /** Where the breath hisses, hertz. */
  hiss?: number;
  /** Seconds; 0 for a vowel, which lasts as long as its note. */
  seconds: number;
  /** Closed first, then a burst. */
  stop?: true;
}

const vowel = (f1: number, f2: number, f3: number, glide?: readonly [number, number, number]): Phone => ({
  formants: [f1, f2, f3],
  ...(glide && { glide }),
  voice: 1,
  breath: 0.03,
  seconds: 0,
});

const IY = [290, 2200, 2900] as const;
const UW = [330, 900, 2250] as const;

export const PHONES = {
  aa: vowel(740, 1130, 2500),
  ae: vowel(680, 1680, 2450),
  ah: vowel(620, 1220, 2500),
  ao: vowel(560, 860, 2450),
  eh: vowel(540, 1780, 2500),
  er: vowel(480, 1330, 1720),
  ih: vowel(400, 1950, 2550),
  iy: vowel(...IY),
  uh: vowel(440, 1050, 2250),
  uw: vowel(...UW),
  ay: vowel(730, 1180, 2500, IY),
  aw: vowel(730, 1200, 2500, UW),
  ey: vowel(500, 1880, 2550, IY),
  ow: vowel(510, 980, 2400, UW),
  oy: vowel(540, 850, 2450, IY),

  // Those of Spanish stay as they begin.
  a: vowel(720, 1300, 2500),
  e: vowel(470, 1850, 2550),
  i: vowel(...IY),
  o: vowel(490, 900, 2400),
  u: vowel(...UW),

  m: { formants: [260, 1050, 2200], voice: 0.42, breath: 0, seconds: 0.075 },
  n: { formants: [270, 1550, 2500], voice: 0.42, breath: 0, seconds: 0.065 },
  ng: { formants: [270, 2000, 2600], voice: 0.4, breath: 0, seconds: 0.08 },
  l: { formants: [360, 1100, 2700], voice: 0.6, breath: 0, seconds: 0.06 },
  r: { formants: [360, 1150, 1600], voice: 0.6, breath: 0, seconds: 0.065 },
  w: { formants: [310, 700, 2200], voice: 0.55, breath: 0, seconds: 0.065 },
  y: { formants: [290, 2150, 2900], voice: 0.55, breath: 0, seconds: 0.055 },

  /** A tap of the tongue, a trill, and a `b` that does not close. */
  tap: { formants: [400, 1350, 1750], voice: 0.35, breath: 0.04, hiss: 2500, seconds: 0.03 },
  rr: { formants: [400, 1300, 1700], voice: 0.45, breath: 0.1, hiss: 2500, seconds: 0.09 },
  bh: { formants: [330, 950, 2250], voice: 0.5, breath: 0.05, hiss: 1200, seconds: 0.05 },

  f: { formants: [400, 1200, 2400], voice: 0, breath: 0.3, hiss: 6200, seconds: 0.085 },
  v: { formants: [350, 1200, 2400], voice: 0.35, breath: 0.13, hiss: 5600, seconds: 0.06 },
  th: { formants: [400, 1400, 2500], voice: 0, breath: 0.24, hiss: 6800, seconds: 0.075 },
  dh: { formants: [350, 1400, 2500], voice: 0.38, breath: 0.1, hiss: 5200, seconds: 0.045 },
  s: { formants: [350, 1700, 2600], voice: 0, breath: 0.5, hiss: 7200, seconds: 0.095 },
  z: { formants: [320, 1700, 2600], voice: 0.3, breath: 0.3, hiss: 6800, seconds: 0.075 },
  sh: { formants: [350, 1800, 2500], voice: 0, breath: 0.5, hiss: 3300, seconds: 0.1 },
  ch: { formants: [350, 1800, 2500], voice: 0, breath: 0.5, hiss: 3600, seconds: 0.1, stop: true },
  jh: { formants: [330, 1800, 2500], voice: 0.25, breath: 0.35, hiss: 3400, seconds: 0.085, stop: true },
  hh: { formants: [600, 1400, 2500], voice: 0, breath: 0.22, hiss: 1700, seconds: 0.065 },

  p: { formants: [400, 900, 2200], voice: 0, breath: 0.4, hiss: 1100, seconds: 0.075, stop: true },
  b: { formants: [300, 900, 2200], voice: 0.2, breath: 0.2, hiss: 900, seconds: 0.055, stop: true },
  t: { formants: [400, 1750, 2600], voice: 0, breath: 0.5, hiss: 5200, seconds: 0.075, stop: true },
  d: { formants: [300, 1700, 2600], voice: 0.2, breath: 0.28, hiss: 4200, seconds: 0.055, stop: true },
  k: { formants: [400, 1900, 2400], voice: 0, breath: 0.45, hiss: 2300, seconds: 0.08, stop: true },
  g: { formants: [300, 1900, 2400], voice: 0.2, breath: 0.25, hiss: 2000, seconds: 0.06, stop: true },
} satisfies Record<string, Phone>;
