/** A new account with an artist, and a batch of two that it asks for. */
import { randomUUID } from "node:crypto";
import type { Database } from "../../worker/db/database.ts";
import { accounts, artists, songs } from "../../worker/db/schema.ts";
import type { Admission } from "../../worker/runs/admit.ts";
import { BUILT_IN } from "../../worker/templates/index.ts";

export type AccountLimits = Partial<typeof accounts.$inferInsert>;

export async function newAdmission(db: Database, time: number, limits: AccountLimits): Promise<Admission> {
  const [accountId, artistId, songId] = [randomUUID(), randomUUID(), randomUUID()];
  await db.insert(accounts).values({ id: accountId, name: "test", createdAt: time, ...limits });
  await db.insert(artists).values({ id: artistId, accountId, slug: "a", name: "A", createdAt: time });
  await db.insert(songs).values({
    ...{ id: songId, accountId, artistId, slug: "s", title: "S", filename: "s.mp3", audio: "library:s", bytes: 1 },
    ...{ durationSeconds: 60, loudness: [], createdAt: time },
  });
  const [template] = BUILT_IN;
  if (!template) throw new Error("There are no templates");
  return {
    accountId,
    request: {
      ...{ artist_account_id: artistId, template: template.name, lipsync: false, caption_length: "short" as const },
      ...{ upscale: false, batch: 2 },
    },
    snapshot: { artist: { name: "A", slug: "a", notes: "", faceGuide: null }, template },
    songIds: [songId],
    newFiles: [],
    seed: 1,
  };
}
