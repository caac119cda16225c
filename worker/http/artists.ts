/** /api/artists: whose songs there are. */
import { createRoute, z } from "@hono/zod-openapi";
import { desc, eq, inArray, sql } from "drizzle-orm";
import { artists as artistsTable, socials } from "../db/schema.ts";
import { newRouter } from "./router.ts";
import { errors, json, security } from "./schemas.ts";

export const artists = newRouter();

const artistBody = z
  .object({
    account_id: z.string().openapi({ description: "The artist_account_id that create takes." }),
    name: z.string(),
    image: z.url().nullable(),
    pinned: z.boolean(),
    socials: z.array(z.object({ id: z.string(), platform: z.string(), username: z.string(), profile_url: z.string() })),
  })
  .openapi("Artist");

/** Pictures of artists are private; a link to one works for an hour. */
const IMAGE_URL_SECONDS = 3600;

artists.openapi(
  createRoute({
    method: "get",
    path: "/",
    summary: "List artists",
    tags: ["Artists"],
    security,
    responses: {
      200: json(
        z.object({ status: z.literal("success"), artists: z.array(artistBody) }),
        "The account's artists, pinned ones first.",
      ),
      ...errors(401, 500),
    },
  }),
  async (c) => {
    const { db, media } = c.get("services");
    const ofAccount = eq(artistsTable.accountId, c.get("caller").accountId);
    const [rows, socialRows] = await db.batch([
      db
        .select()
        .from(artistsTable)
        .where(ofAccount)
        .orderBy(desc(artistsTable.pinned), sql`lower(${artistsTable.name})`),
      db
        .select()
        .from(socials)
        .where(inArray(socials.artistId, db.select({ id: artistsTable.id }).from(artistsTable).where(ofAccount))),
    ]);
    const views = rows.map(async ({ id, name, image, pinned }) => ({
      account_id: id,
      name,
      image: image && (await media.readUrl(image, IMAGE_URL_SECONDS)),
      pinned,
      socials: socialRows
        .filter(({ artistId }) => artistId === id)
        .map(({ id: socialId, platform, username, profileUrl }) => ({
          id: socialId,
          platform,
          username,
          profile_url: profileUrl,
        })),
    }));
    return c.json({ status: "success" as const, artists: await Promise.all(views) }, 200);
  },
);
