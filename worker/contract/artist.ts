/** Artists and songs as callers see them. */
import { z } from "@hono/zod-openapi";
import { MAX_NOTES_LENGTH } from "../domain/limits.ts";
import { anyLines } from "../domain/text.ts";

export const artistNotes = z
  .string()
  .max(MAX_NOTES_LENGTH)
  .check(...anyLines);

export const artistBody = z
  .object({
    account_id: z.string().openapi({ description: "The artist_account_id that create takes." }),
    name: z.string(),
    image: z.url().nullable(),
    pinned: z.boolean(),
    socials: z.array(z.object({ id: z.string(), platform: z.string(), username: z.string(), profile_url: z.string() })),
  })
  .openapi("Artist");

export const artistDetailBody = artistBody
  .extend({
    slug: z.string(),
    notes: z.string(),
    face_guide: z.url().nullable().openapi({ description: "Works for an hour, as `image` does." }),
    created_at: z.iso.datetime(),
  })
  .openapi("ArtistDetail");

export const songBody = z
  .object({
    slug: z.string().openapi({ description: "What create's `songs` takes." }),
    title: z.string(),
    filename: z.string(),
    bytes: z.number().int(),
    duration_seconds: z.number(),
    url: z.url().openapi({ description: "Works for an hour." }),
    created_at: z.iso.datetime(),
  })
  .openapi("Song");
