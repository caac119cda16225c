/** Artists as rows: created, changed, and deleted with all that was stored for them. */
import { and, eq, or, sql } from "drizzle-orm";
import { after, batch } from "../db/batch.ts";
import type { Database } from "../db/database.ts";
import { insertMany } from "../db/insert-many.ts";
import { insertSelect } from "../db/insert-select.ts";
import { artists, socials } from "../db/schema.ts";
import { newId } from "../ids.ts";
import type { Services } from "../services.ts";
import { isArtistOf } from "./find-artists.ts";
import { noActiveRunOf } from "./in-use.ts";
import { artistFolders } from "./object-keys.ts";
import { deleteOrphaned, orphanFiles } from "./orphaned-files.ts";

export interface Social {
  platform: string;
  username: string;
  profile_url: string;
}

export interface ArtistFields {
  name: string;
  notes: string;
  pinned: boolean;
  socials: Social[];
}

const MAX_SLUG_LENGTH = 80;

/** The name's letters and digits of any script, in lower case, with a single hyphen for whatever lies between them. */
export function slugOfName(name: string): string {
  const words = name
    .normalize("NFC")
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? ["artist"];
  return [...words.join("-")].slice(0, MAX_SLUG_LENGTH).join("").replace(/-$/, "");
}

const rowsOf = (artistId: string, list: readonly Social[]) =>
  list.map(({ platform, username, profile_url }) => ({
    id: newId("social"),
    artistId,
    platform,
    username,
    profileUrl: profile_url,
  }));

/** Per account. */
export const MAX_ARTISTS = 1000;

export type AddedArtist =
  | { kind: "added"; id: string }
  /** Another artist of the account has the slug that was asked for. */
  | { kind: "slug-taken" }
  /** The account has MAX_ARTISTS. */
  | { kind: "too-many" };

/** Adds an artist. Without `slug`, one is made from the name, numbered if it is taken. */
export async function addArtist(
  services: Services,
  accountId: string,
  { name, notes, pinned, socials: list, slug }: ArtistFields & { slug?: string | undefined },
): Promise<AddedArtist> {
  const { db, now } = services;
  const base = slug ?? slugOfName(name);
  for (;;) {
    const candidate = slug ?? firstFree(base, await slugsFrom(services, accountId, base));
    const id = crypto.randomUUID();
    const row = { id, accountId, slug: candidate, name, notes, pinned, createdAt: now() };
    try {
      const { added } = await batch(db, {
        composed: composeSlug(db, accountId, candidate),
        added: insertSelect(db, artists, {
          row,
          where: sql`(SELECT count(*) FROM artists WHERE account_id = ${accountId}) < ${MAX_ARTISTS}`,
        }).returning({ id: artists.id }),
        socials: after("added", (changed) => insertMany(db, socials, rowsOf(id, list), changed)),
      });
      return added.length === 1 ? { kind: "added", id } : { kind: "too-many" };
    } catch (error) {
      if (!isTaken(error)) throw error;
      if (slug !== undefined) return { kind: "slug-taken" };
      // Somebody else has just taken it: try the next one.
    }
  }
}

/** The account's slugs that begin with `base`, also where they are stored decomposed. */
async function slugsFrom({ db }: Services, accountId: string, base: string): Promise<Set<string>> {
  // The account in each part, or the index would be used for the account alone.
  const beginsWith = (form: string) =>
    sql`(${artists.accountId} = ${accountId} AND ${artists.slug} >= ${form} AND ${artists.slug} < ${`${form}\u{10ffff}`})`;
  const forms = new Set([base, base.normalize("NFD")]);
  const rows = await db
    .select({ slug: artists.slug })
    .from(artists)
    .where(or(...[...forms].map(beginsWith)));
  return new Set(rows.map((row) => row.slug));
}

/**
 * Composes the slug of an artist that was stored decomposed, before slugs had one form, so that the unique index
 * compares with it. Undefined when the slug has only one form.
 */
function composeSlug(db: Database, accountId: string, slug: string) {
  const decomposed = slug.normalize("NFD");
  if (decomposed === slug.normalize("NFC")) return undefined;
  return db
    .update(artists)
    .set({ slug })
    .where(sql`${artists.accountId} = ${accountId} AND ${artists.slug} = ${decomposed}`);
}

function firstFree(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  let number = 2;
  while (taken.has(`${base}-${number}`)) number++;
  return `${base}-${number}`;
}

function isTaken(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current.message.includes("UNIQUE constraint failed")) return true;
  }
  return false;
}

/** Changes the given fields; `socials` replaces the whole list. */
export async function changeArtist(
  { db }: Services,
  accountId: string,
  artistId: string,
  {
    socials: list,
    slug,
    name,
    notes,
    pinned,
  }: { [Field in keyof ArtistFields]?: ArtistFields[Field] | undefined } & {
    slug?: string | undefined;
  },
): Promise<"changed" | "gone" | "slug-taken"> {
  const isArtist = isArtistOf(accountId, artistId);
  try {
    const { changed } = await batch(db, {
      composed: slug === undefined ? undefined : composeSlug(db, accountId, slug),
      changed: db
        .update(artists)
        // Undefined fields stay as they are; `id` keeps the statement valid when nothing else is given.
        .set({ id: artistId, slug, name, notes, pinned })
        .where(isArtist)
        .returning({ id: artists.id }),
      removed: list && db.delete(socials).where(eq(socials.artistId, artistId)),
      added: list && insertMany(db, socials, rowsOf(artistId, list)),
    });
    return changed.length === 1 ? "changed" : "gone";
  } catch (error) {
    if (isTaken(error)) return "slug-taken";
    throw error;
  }
}

/** Deletes an artist with songs, files and socials. False: a run of the artist is under way, or it is gone. */
export async function removeArtist(services: Services, accountId: string, artistId: string): Promise<boolean> {
  const { db, now } = services;
  const folders = artistFolders(artistId);
  const { removed } = await batch(db, {
    // Songs and socials are deleted by cascade.
    removed: db
      .delete(artists)
      .where(and(isArtistOf(accountId, artistId), noActiveRunOf(accountId, "artist_id", artistId)))
      .returning({ id: artists.id }),
    orphaned: after("removed", orphanFiles(db, accountId, folders, now())),
  });
  if (removed.length === 0) return false;
  await deleteOrphaned(services, folders);
  return true;
}
