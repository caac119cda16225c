/** What a seed artist is made of. */
import type { Face } from "../../art/face.ts";
import type { Song } from "../music/song.ts";

export interface Social {
  platform: string;
  username: string;
  profileUrl: string;
}

export interface SeedArtist {
  /** UUID. */
  id: string;
  slug: string;
  name: string;
  pinned: boolean;
  /** How the artist speaks, what about, and what they never say: the caption's author reads this. */
  notes: string;
  socials: readonly Social[];
  face: Face;
  songs: readonly Song[];
}

export interface SeedAccount {
  /** UUID. */
  id: string;
  name: string;
  artists: readonly SeedArtist[];
}

/** Profiles on a domain that is reserved for examples, so that no link leads to a stranger. */
export const social = (platform: string, username: string): Social => ({
  platform,
  username,
  profileUrl: `https://${platform}.example.com/${username}`,
});
