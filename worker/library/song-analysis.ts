/** Where what songs are like is read from. */
import type { SongAnalysis } from "../../renderer/contract/song-analysis.ts";
import type { Services } from "../services.ts";
import type { Song } from "./add-song.ts";

/** What the song is like; null for one that was stored without an analysis. */
export const readAnalysis = async (_services: Services, _song: Song | undefined): Promise<SongAnalysis | null> => null;
