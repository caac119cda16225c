/** Slugs have one form of Unicode (NFC), however they are typed, and however they were stored once. */
import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createBody } from "../../worker/contract/create-content.ts";
import { accounts } from "../../worker/db/schema.ts";
import { addArtist, changeArtist } from "../../worker/library/artists.ts";
import { chooseSongs, findArtistWithSongs } from "../../worker/library/batch-inputs.ts";
import { findArtist, listArtists } from "../../worker/library/find-artists.ts";
import type { Services } from "../../worker/services.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";

const COMPOSED = "beyoncé".normalize("NFC");
const DECOMPOSED = COMPOSED.normalize("NFD");

let services: Services;
let accountId = "";
beforeAll(async () => {
  services = rowServices((await openLocalDatabase()).db, () => 0);
});
beforeEach(async () => {
  accountId = crypto.randomUUID();
  await services.db.insert(accounts).values({ id: accountId, name: "Account", createdAt: 0 });
});

const fields = { name: "Artist", notes: "", pinned: false, socials: [] };
const add = (slug?: string, name = "Artist") => addArtist(services, accountId, { ...fields, name, slug });
const slugs = async () => (await listArtists(services, accountId)).artistRows.map(({ slug }) => slug).toSorted();

/** As rows were written before slugs had one form. */
async function oldArtist(slug: string) {
  const id = crypto.randomUUID();
  await services.db.run(sql`INSERT INTO artists (id, account_id, slug, name, created_at)
    VALUES (${id}, ${accountId}, ${slug}, 'Old', 0)`);
  await services.db.run(sql`INSERT INTO songs
    (id, account_id, artist_id, slug, title, filename, audio, bytes, duration_seconds, loudness, created_at)
    VALUES (${id}, ${accountId}, ${id}, ${slug}, 'S', 's.mp3', 'library:s', 1, 60, '[]', 0)`);
  return id;
}

describe("an artist's slug", () => {
  test("is stored composed, and is taken in any form", async () => {
    expect(await add(DECOMPOSED)).toMatchObject({ kind: "added" });
    expect(await slugs()).toEqual([COMPOSED]);
    for (const form of [COMPOSED, DECOMPOSED]) expect(await add(form)).toEqual({ kind: "slug-taken" });
  });

  test("that was stored decomposed is shown composed, and is taken", async () => {
    const old = await oldArtist(DECOMPOSED);
    expect((await findArtist(services, accountId, old))?.artist.slug).toBe(COMPOSED);
    for (const form of [COMPOSED, DECOMPOSED]) expect(await add(form)).toEqual({ kind: "slug-taken" });
    const other = await add("other");
    if (other.kind !== "added") throw new Error(other.kind);
    expect(await changeArtist(services, accountId, other.id, { slug: COMPOSED })).toBe("slug-taken");
    expect(await changeArtist(services, accountId, old, { slug: COMPOSED })).toBe("changed");
    expect(await slugs()).toEqual([COMPOSED, "other"].toSorted());
  });

  test("that is made from a name is numbered after all that are there, in any form", async () => {
    await oldArtist(DECOMPOSED);
    expect(await add(undefined, "Beyoncé")).toMatchObject({ kind: "added" });
    expect(await slugs()).toEqual([COMPOSED, `${COMPOSED}-2`]);
  });
});

describe("a song's slug", () => {
  const asked = (...songs: string[]) =>
    createBody.safeParse({ artist_account_id: "1873859c-dd37-4e9a-9bac-80d3558527a9", songs });

  test.each([COMPOSED, DECOMPOSED])("is found in any form, also where %j is stored", async (stored) => {
    const id = await oldArtist(stored);
    const artist = await findArtistWithSongs(services, accountId, id);
    for (const form of [COMPOSED, DECOMPOSED]) {
      expect(chooseSongs(artist?.songs ?? [], asked(form).data?.songs, 8)).toEqual({ ids: [id] });
    }
  });

  test("may be named once, in whichever form", () => {
    expect(asked(COMPOSED, DECOMPOSED).error?.issues.map(({ path }) => path)).toEqual([["songs"]]);
  });
});
