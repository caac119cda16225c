/** An artist's picture and face guide. */
import { and, sql } from "drizzle-orm";
import { after, batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { insertSelect } from "../db/insert-select.ts";
import { artists, orphanedFiles } from "../db/schema.ts";
import type { MediaRef } from "../domain/media.ts";
import { sha256Hex } from "../ids.ts";
import type { Services } from "../services.ts";
import { isArtistOf } from "./find-artists.ts";
import { noActiveRunOf } from "./in-use.ts";
import { hasContent, type PictureKind, pictureFile } from "./object-keys.ts";
import { areOrphaned, deleteOrphaned, keepFiles, replacedDueAt } from "./orphaned-files.ts";
import { storePicture } from "./store-picture.ts";

interface Artist {
  id: string;
  accountId: string;
  image: MediaRef | null;
  faceGuide: MediaRef | null;
}

const COLUMNS = { "face-guide": artists.faceGuide, image: artists.image } as const;
const FIELDS = { "face-guide": "faceGuide", image: "image" } as const;

const isArtist = ({ id, accountId }: Artist) => isArtistOf(accountId, id);

/** Records the file that the column is about to lose as orphaned, unless the other column has the same file. */
const orphanCurrent = ({ db }: Services, artist: Artist, kind: PictureKind, dueAt: number, when = sql`1`) => {
  const [column, other] = [COLUMNS[kind], COLUMNS[kind === "image" ? "face-guide" : "image"]];
  return insertSelect(db, orphanedFiles, {
    row: { ref: sql`${column}`, accountId: sql`${artists.accountId}`, dueAt },
    from: sql`${artists}`,
    where: sql`${isArtist(artist)} AND ${column} IS NOT NULL AND ${column} IS NOT ${other} AND ${when}`,
  }).onConflictDoNothing();
};

/**
 * Replaces the picture. `same`: the artist already has this very picture. `gone`: the artist was deleted meanwhile.
 * `wrong`: why the picture is refused, as a clause. Throws as `storePicture` does.
 */
export async function replacePicture(
  services: Services,
  artist: Artist,
  kind: PictureKind,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<"stored" | "same" | "gone" | { wrong: string }> {
  const { db } = services;
  const sha256 = await sha256Hex(bytes);
  if (hasContent(artist[FIELDS[kind]], sha256)) return "same";
  const ref = pictureFile(artist.id, kind, sha256);
  const refused = await storePicture(services, artist.accountId, ref, bytes);
  if (refused) return refused;
  const { updated } = await batch(db, {
    orphaned: orphanCurrent(services, artist, kind, replacedDueAt(services), areOrphaned([ref])),
    updated: db
      .update(artists)
      .set({ [FIELDS[kind]]: ref })
      .where(and(isArtist(artist), areOrphaned([ref])))
      .returning({ id: artists.id }),
    kept: after("updated", keepFiles(db, [ref])),
  });
  if (updated.length === 1) return "stored";
  await deleteOrphaned(services, [ref]);
  return "gone";
}

/** Removes the picture. False: a run of the artist is under way, or the artist is gone. */
export async function removePicture(services: Services, artist: Artist, kind: PictureKind): Promise<boolean> {
  const { db, now } = services;
  const free = noActiveRunOf(artist.accountId, "artist_id", artist.id);
  const current = artist[FIELDS[kind]];
  const { updated } = await withRetry(() =>
    batch(db, {
      orphaned: orphanCurrent(services, artist, kind, now(), free),
      updated: db
        .update(artists)
        .set({ [FIELDS[kind]]: null })
        .where(and(isArtist(artist), free))
        .returning({ id: artists.id }),
    }),
  );
  if (updated.length === 0) return false;
  if (current !== null) await deleteOrphaned(services, [current]);
  return true;
}
