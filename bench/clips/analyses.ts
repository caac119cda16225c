import type { SongAnalysis } from "../../renderer/contract/song-analysis.ts";
import { analyzeFile } from "../../renderer/src/analyze.ts";
import { analysisOfSeconds } from "../../worker/steps/music/older-song.ts";

/** The song at `path` as the renderer hears it. */
export async function heard(path: string): Promise<SongAnalysis> {
  const { durationSeconds, loudness } = await analyzeFile(path);
  return analysisOfSeconds(durationSeconds, loudness);
}
