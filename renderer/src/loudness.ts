/** Loudness as broadcasters measure it (EBU R128 / ITU-R BS.1770), by ffmpeg's ebur128 filter. */

import { input, runFfmpeg } from "./ffmpeg.ts";
import type { JobErrorCode } from "./job-error.ts";
import type { MediaFile } from "./media.ts";

export interface Loudness {
  /** LUFS; -70 is the floor of the scale and means silence. */
  integratedLufs: number;
  /** dBTP; -Infinity for digital silence. */
  truePeakDb: number;
}

/** Silence on the loudness scale. */
export const LUFS_FLOOR = -70;

/** The filter whose summary `readLoudness` reads. Needs `-v info`; its line every 100 ms is kept quiet. */
export const EBUR128 = "ebur128=peak=true:framelog=verbose";

/** The loudness in the summary that ebur128 writes to stderr at the end. */
export function readLoudness(stderr: string): Loudness {
  const summary = stderr.slice(Math.max(0, stderr.lastIndexOf("Summary:")));
  const [, integrated] = /\bI:\s+(-?[\d.]+|nan|-inf) LUFS/.exec(summary) ?? [];
  const [, peak] = /\bPeak:\s+(-?[\d.]+|nan|-inf) dBFS/.exec(summary) ?? [];
  const lufs = Number(integrated);
  const db = Number(peak);
  return {
    integratedLufs: Number.isFinite(lufs) ? Math.max(LUFS_FLOOR, lufs) : LUFS_FLOOR,
    truePeakDb: Number.isFinite(db) ? db : Number.NEGATIVE_INFINITY,
  };
}

/** Measures the first audio stream of `file`. */
export async function measureLoudness(file: MediaFile, blame: JobErrorCode, signal: AbortSignal): Promise<Loudness> {
  const { stderr } = await runFfmpeg(
    ["-v", "info", ...input(file), "-map", "0:a:0", "-vn", "-sn", "-dn", "-af", EBUR128, "-f", "null", "-"],
    { signal, blame },
  );
  return readLoudness(stderr);
}
