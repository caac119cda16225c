/** How sung words look. Data only: sizes in pixels of a picture 1080 wide, everything else in em of the text size. */
import type { LyricsStyle } from "../../contract/job.ts";
import { type Face, INTER, MONTSERRAT } from "../captions/faces.ts";

export interface Style {
  faces: readonly Face[];
  weight: number;
  /** From what looks best down to the smallest that is legible on a phone at arm's length. */
  sizes: readonly number[];
  /** Baseline to baseline. */
  leading: number;
  /** From word to word, in scripts that have blanks. */
  space: number;
  /** What is shown at a time. */
  unit: "line" | "group" | "word";
  /** More lines than this only where the text fits at no size otherwise. */
  maxLines: number;
  outline: { colour: string; width: number };
  shadow: { colour: string; blur: number; down: number };
  /** The colour of a word that is not being sung. */
  idle: string;
  /** Of one that was sung, as long as its group is shown. */
  sung: string;
  active: {
    fill: string;
    /** It grows by this on each side of it, and as much above and below. */
    grows: number;
    /** Whether it fills from its start to its end while it is sung. */
    fills: boolean;
    pill: { colour: string; along: number; across: number; radius: number } | undefined;
  };
}

const WHITE = "#ffffff";
const BRIGHT = "#ffdd33";

const GROUP: Style = {
  faces: [INTER],
  weight: 800,
  sizes: [88, 82, 76, 70, 65, 60, 55, 50, 46, 42],
  leading: 1.2,
  space: 0.27,
  unit: "group",
  maxLines: 2,
  outline: { colour: "rgba(10, 10, 14, 0.95)", width: 0.085 },
  shadow: { colour: "rgba(0, 0, 0, 0.55)", blur: 0.16, down: 0.04 },
  idle: WHITE,
  sung: WHITE,
  active: { fill: WHITE, grows: 0, fills: false, pill: undefined },
};

export const STYLES: Record<LyricsStyle, Style> = {
  line: { ...GROUP, sizes: [74, 70, 66, 62, 58, 54, 50, 46, 42], unit: "line", maxLines: 3 },
  highlight: { ...GROUP, active: { ...GROUP.active, fill: BRIGHT } },
  pop: { ...GROUP, space: 0.4, active: { ...GROUP.active, fill: BRIGHT, grows: 0.1 } },
  fill: { ...GROUP, idle: "#a9abb6", sung: BRIGHT, active: { ...GROUP.active, fill: BRIGHT, fills: true } },
  word: { ...GROUP, sizes: [150, 138, 127, 117, 108, ...GROUP.sizes], unit: "word", maxLines: 1 },
  pill: {
    ...GROUP,
    faces: [MONTSERRAT, INTER],
    space: 0.42,
    leading: 1.34,
    active: { ...GROUP.active, pill: { colour: "#6a3df0", along: 0.17, across: 0.1, radius: 0.26 } },
  },
};
