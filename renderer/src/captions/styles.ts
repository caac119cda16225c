/** How captions look. Data only: sizes in pixels of a picture 1080 wide, everything else in em of the text size. */
import type { CaptionStyle } from "../../contract/job.ts";
import { ANTON, type Face, INTER, MONTSERRAT, ROBOTO_CONDENSED } from "./faces.ts";

export interface Style {
  /** Tried in order for each character; the other scripts' faces follow automatically. */
  faces: readonly Face[];
  weight: number;
  /** From what looks best down to the smallest that is legible on a phone at arm's length. */
  sizes: readonly number[];
  /**
   * The same for texts mostly in a script that `faces` do not have: the faces for those are wider than condensed ones.
   */
  otherScriptSizes: readonly number[];
  /** Baseline to baseline. */
  leading: number;
  fill: string;
  outline: { colour: string; width: number } | undefined;
  shadow: { colour: string; blur: number; down: number } | undefined;
  box: { colour: string; across: number; along: number; radius: number; gap: number } | undefined;
}

export const STYLES: Record<CaptionStyle, Style> = {
  clean: {
    faces: [INTER],
    weight: 800,
    sizes: [78, 73, 68, 63, 58, 54, 50, 46, 42],
    otherScriptSizes: [78, 73, 68, 63, 58, 54, 50, 46, 42],
    leading: 1.2,
    fill: "#ffffff",
    outline: { colour: "rgba(10, 10, 14, 0.95)", width: 0.08 },
    shadow: { colour: "rgba(0, 0, 0, 0.6)", blur: 0.2, down: 0.04 },
    box: undefined,
  },
  boxed: {
    faces: [MONTSERRAT, INTER],
    weight: 700,
    sizes: [64, 60, 56, 52, 48, 44, 40],
    otherScriptSizes: [64, 60, 56, 52, 48, 44, 40],
    leading: 1.2,
    fill: "#ffffff",
    outline: undefined,
    shadow: undefined,
    box: { colour: "rgba(14, 14, 20, 0.8)", across: 0.2, along: 0.42, radius: 0.3, gap: 0.1 },
  },
  poster: {
    faces: [ANTON, ROBOTO_CONDENSED, INTER],
    weight: 900,
    sizes: [136, 124, 113, 103, 94, 86, 78, 71, 65, 59, 54, 49, 45],
    otherScriptSizes: [100, 94, 88, 82, 76, 70, 64, 59, 54, 49, 45],
    leading: 1.2,
    fill: "#fff3d6",
    outline: { colour: "#141012", width: 0.06 },
    shadow: { colour: "rgba(20, 16, 18, 0.9)", blur: 0, down: 0.06 },
    box: undefined,
  },
};

/** What neither Reels nor TikTok covers with its own buttons and texts, in pixels of a 1080x1920 picture. */
export const SAFE_ZONE = { left: 65, right: 930, top: 270, bottom: 1250 } as const;
/** The width of the picture that sizes and the safe zone are given for. */
export const DESIGN_WIDTH = 1080;
