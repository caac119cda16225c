/** Where the clip begins that a create call names, judged before anything is written. */
import { and, eq } from "drizzle-orm";
import { withRetry } from "../db/database.ts";
import { songs } from "../db/schema.ts";
import { type ClipRequest, durationOf, type RunRequest } from "../domain/run.ts";
import type { Song } from "../library/add-song.ts";
import { type ArtistWithSongs, likeThese } from "../library/batch-inputs.ts";
import { readAnalysis } from "../library/song-analysis.ts";
import type { Services } from "../services.ts";
import type { HeardSong } from "../steps/music/heard-song.ts";
import { heardSongOf } from "../steps/music/heard-song-of.ts";
import { whyUnheard } from "../steps/music/stretch.ts";
import { momentsOfSong } from "./song-moments.ts";

/** A clip as a caller names it: by its second, or by a moment of the song. */
export interface NamedClip extends Omit<ClipRequest, "start_seconds"> {
  start_seconds?: number | undefined;
}

/** Why there can be no such clip. */
export type ClipProblem =
  /** `available`: slugs of songs that there are, those that are most like it first. */
  | { kind: "unknown_clip_song"; song: string; available: string[] }
  | {
      kind: "clip_refused";
      code: "silent" | "past_end" | "unknown_moment" | "moment_too_short" | "song_not_chosen";
      /** Of `clip`. */
      field: keyof ClipRequest;
      message: string;
    };

/** Where the clip begins, and the id of its song. `known`: the artist's songs. */
export async function placeClip(
  services: Services,
  accountId: string,
  known: ArtistWithSongs["songs"],
  request: Pick<RunRequest, "songs" | "duration">,
  named: NamedClip,
): Promise<{ clip: ClipRequest; songId: string } | ClipProblem> {
  const slug = named.song;
  const songId = known.find((each) => each.slug === slug)?.id;
  const song = songId === undefined ? undefined : await readSong(services, accountId, songId);
  if (!song) return { kind: "unknown_clip_song", song: slug, available: likeThese(known, [{ slug }]) };
  if (request.songs && !request.songs.includes(slug)) {
    const message = `The clip is of "${slug}", which is not among \`songs\``;
    return { kind: "clip_refused", code: "song_not_chosen", field: "song", message };
  }
  const seconds = durationOf(request);
  const analysis = await readAnalysis(services, song);
  if (named.moment !== undefined) {
    const { moments, further } = await momentsOfSong(services, song, analysis);
    const moment = [...moments, ...further].find(({ id }) => id === named.moment);
    if (!moment) {
      const message = `"${slug}" has no moment "${named.moment}"`;
      return { kind: "clip_refused", code: "unknown_moment", field: "moment", message };
    }
    if (!moment.lengths.some((each) => each.seconds === seconds)) {
      const good = moment.lengths.map((each) => each.seconds).join(", ");
      const message = `The moment "${named.moment}" is good for ${good} seconds, and not for ${seconds}`;
      return { kind: "clip_refused", code: "moment_too_short", field: "moment", message };
    }
    return { clip: { song: slug, start_seconds: moment.startSeconds, moment: moment.id }, songId: song.id };
  }
  const start = Math.round((named.start_seconds ?? 0) * 1000) / 1000;
  const problem = whyNot(heardSongOf({ song, analysis }, []), slug, start, seconds);
  return problem ?? { clip: { song: slug, start_seconds: start }, songId: song.id };
}

async function readSong({ db }: Services, accountId: string, id: string): Promise<Song | undefined> {
  const ofAccount = and(eq(songs.id, id), eq(songs.accountId, accountId));
  const [song] = await withRetry(() => db.select().from(songs).where(ofAccount));
  return song;
}

/** Sums of times may miss by so much. */
const ROUNDING_SECONDS = 0.001;

function whyNot(song: HeardSong, slug: string, start: number, seconds: number): ClipProblem | undefined {
  const told = (time: number) => Number((Math.floor(time * 100) / 100).toFixed(2));
  const refused = { kind: "clip_refused", field: "start_seconds" } as const;
  if (start + seconds > song.seconds + ROUNDING_SECONDS) {
    const latest = told(song.seconds - seconds);
    const place =
      latest < 0
        ? `so there is no clip of ${seconds} s`
        : `so a clip of ${seconds} s begins at ${latest} s at the latest`;
    return { ...refused, code: "past_end", message: `"${slug}" lasts ${told(song.seconds)} s, ${place}` };
  }
  const unheard = whyUnheard(song, start, seconds);
  return unheard === undefined
    ? undefined
    : { ...refused, code: "silent", message: `No clip of "${slug}" can begin at ${told(start)} s: ${unheard}` };
}
