/** The faces that captions are set in: their npm packages, and what each is for. Data only. */

export interface Face {
  name: string;
  /** The npm package with the files. */
  package: string;
  /** What comes before and after the subset in the package's file names. */
  prefix: string;
  suffix: string;
  /** Subsets to use, or "numbered" for faces split into many numbered files, by which characters are used together. */
  subsets: readonly string[] | "numbered";
}

const variable = (name: string, subsets: Face["subsets"]): Face => ({
  name,
  package: `@fontsource-variable/${name}`,
  prefix: `${name}-`,
  suffix: "-wght-normal.woff2",
  subsets,
});

const fixed = (name: string, weight: number, subsets: Face["subsets"]): Face => ({
  name,
  package: `@fontsource/${name}`,
  prefix: `${name}-`,
  suffix: `-${weight}-normal.woff2`,
  subsets,
});

const EUROPEAN = ["latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "greek-ext", "vietnamese"] as const;

export const INTER = variable("inter", EUROPEAN);
export const MONTSERRAT = variable("montserrat", ["latin", "latin-ext", "cyrillic", "cyrillic-ext", "vietnamese"]);
export const ROBOTO_CONDENSED = variable(
  "roboto-condensed",
  EUROPEAN.filter((subset) => subset !== "greek-ext"),
);
export const ANTON = fixed("anton", 400, ["latin", "latin-ext", "vietnamese"]);

/** Faces for scripts with an alphabet of their own, which no other face draws. */
export const SCRIPTS: readonly Face[] = [
  variable("noto-sans-arabic", ["arabic"]),
  variable("noto-sans-hebrew", ["hebrew"]),
  variable("noto-sans-devanagari", ["devanagari"]),
  variable("noto-sans-thai", ["thai"]),
];

/** The faces for Han, Kana and Hangul. The same Han character looks different in each: see `hanOrder`. */
export const HAN = {
  japanese: variable("noto-sans-jp", "numbered"),
  korean: variable("noto-sans-kr", "numbered"),
  simplified: variable("noto-sans-sc", "numbered"),
  traditional: variable("noto-sans-tc", "numbered"),
} as const;

export const SYMBOLS: readonly Face[] = [
  fixed("noto-sans-symbols", 700, ["symbols"]),
  fixed("noto-sans-symbols-2", 400, ["symbols"]),
  fixed("noto-sans-math", 400, ["latin"]),
];

/** One file, so that sequences (skin tones, families, flags) find all their parts in one face. */
export const EMOJI = fixed("noto-color-emoji", 400, ["emoji"]);
