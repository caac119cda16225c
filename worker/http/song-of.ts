/** The song that a path names: /api/artists/{id}/songs/{song}. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { composedSlug, uuid } from "../contract/text.ts";
import type { Song } from "../library/add-song.ts";
import { findSong } from "../library/songs.ts";
import type { AppEnv } from "./app-env.ts";
import { readArtist } from "./artist-view.ts";
import { ApiError } from "./errors.ts";

export const songPath = z.object({
  id: uuid.openapi({ description: "The artist's `account_id`." }),
  song: composedSlug(200).min(1).openapi({ description: "Its slug.", example: "porchlight" }),
});

/** Throws 404 when the account has no such artist, or the artist no such song. */
export async function songOf(c: Context<AppEnv>, { id, song: slug }: z.output<typeof songPath>): Promise<Song> {
  const services = c.get("services");
  const { accountId } = c.get("caller");
  const { artist } = await readArtist(services, accountId, id);
  const song = await findSong(services, accountId, artist.id, slug);
  if (!song) throw songNotFound();
  return song;
}

/** 404. */
export const songNotFound = () => new ApiError(404, "song_not_found", "The artist has no such song.");
