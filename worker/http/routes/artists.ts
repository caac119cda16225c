/** /api/artists: the artists that an account makes videos of. */
import { createRoute, z } from "@hono/zod-openapi";
import { artistBody, artistDetailBody, artistNotes } from "../../contract/artist.ts";
import { composedSlug, plainText, uuid } from "../../contract/text.ts";
import { MAX_ARTIST_NAME_LENGTH } from "../../domain/limits.ts";
import { oneLine } from "../../domain/text.ts";
import { addArtist, changeArtist, MAX_ARTISTS, removeArtist } from "../../library/artists.ts";
import { listArtists } from "../../library/find-artists.ts";
import { artistInUse, artistNotFound, readArtist, viewArtist, viewArtistDetail } from "../artist-view.ts";
import { ApiError } from "../errors.ts";
import { requireJson } from "../middleware/require-json.ts";
import { ownAccount, requireOwnAccount } from "../own-account.ts";
import { errors, JSON_BODY, json, security } from "../responses.ts";
import { newRouter } from "../router.ts";

export const artists = newRouter();

const SLUG = /^[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}]+(-[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}]+)*$/u;

const fields = {
  name: plainText(MAX_ARTIST_NAME_LENGTH),
  slug: composedSlug(100)
    .refine((slug) => SLUG.test(slug), "must be words in lower case joined by -")
    .openapi({ description: "Unique in the account. Made from the name where it is not given." }),
  notes: artistNotes.openapi({ description: "For captions: voice, themes, what the artist never says." }),
  pinned: z.boolean(),
  socials: z
    .array(
      z.strictObject({
        platform: plainText(50),
        username: plainText(MAX_ARTIST_NAME_LENGTH),
        profile_url: z
          .url({ protocol: /^https?$/ })
          .max(2048)
          .check(...oneLine),
      }),
    )
    .max(20),
};

const newArtist = z
  .strictObject({
    name: fields.name,
    slug: fields.slug.optional(),
    notes: fields.notes.default(""),
    pinned: fields.pinned.default(false),
    socials: fields.socials.default([]),
  })
  .openapi("NewArtist");

const artistChange = z
  .strictObject({
    name: fields.name.optional(),
    slug: fields.slug.optional(),
    notes: fields.notes.optional(),
    pinned: fields.pinned.optional(),
    socials: fields.socials.optional().openapi({ description: "Takes the place of the whole list." }),
  })
  .refine((change) => Object.keys(change).length > 0, "name at least one field")
  .openapi("ArtistChange");

const artistPath = z.object({ id: uuid.openapi({ description: "The artist's `account_id`." }) });
const artistAnswer = z.object({ status: z.literal("success"), artist: artistDetailBody });

const slugTaken = () =>
  new ApiError(409, "artist_slug_taken", "Another artist of the account has this slug.", { field: ["slug"] });

artists.openapi(
  createRoute({
    method: "get",
    path: "/",
    operationId: "listArtists",
    summary: "List artists",
    description: "All of the account's, pinned ones first, then by name. Links to pictures work for an hour.",
    tags: ["Artists"],
    security,
    request: { query: z.strictObject(ownAccount) },
    responses: {
      200: json(
        z.object({ status: z.literal("success"), artists: z.array(artistBody) }),
        "The account's artists, pinned ones first.",
      ),
      ...errors("account_not_found"),
    },
  }),
  async (c) => {
    requireOwnAccount(c, c.req.valid("query"));
    const services = c.get("services");
    const { artistRows, socialRows } = await listArtists(services, c.get("caller").accountId);
    const views = await Promise.all(artistRows.map((row) => viewArtist(services, row, socialRows)));
    return c.json({ status: "success" as const, artists: views }, 200);
  },
);

artists.openapi(
  createRoute({
    method: "post",
    path: "/",
    operationId: "createArtist",
    summary: "Add an artist",
    description: `A video also needs a face guide and at least one song: upload them next. An account has at most ${MAX_ARTISTS.toLocaleString("en")} artists.`,
    tags: ["Artists"],
    security,
    middleware: [requireJson] as const,
    request: { body: { required: true, content: { "application/json": { schema: newArtist } } } },
    responses: {
      201: json(artistAnswer, "The new artist."),
      ...errors(...JSON_BODY, "artist_slug_taken", "too_many_artists"),
    },
  }),
  async (c) => {
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const added = await addArtist(services, accountId, c.req.valid("json"));
    if (added.kind === "slug-taken") throw slugTaken();
    if (added.kind === "too-many") {
      throw new ApiError(409, "too_many_artists", `An account has ${MAX_ARTISTS} artists at most: delete one.`);
    }
    const { id } = added;
    const { artist, socialRows } = await readArtist(services, accountId, id);
    const view = await viewArtistDetail(services, artist, socialRows);
    return c.json({ status: "success" as const, artist: view }, 201, { location: `/api/artists/${id}` });
  },
);

artists.openapi(
  createRoute({
    method: "get",
    path: "/{id}",
    operationId: "getArtist",
    summary: "Read an artist",
    description: "With slug, notes and face guide.",
    tags: ["Artists"],
    security,
    request: { params: artistPath },
    responses: { 200: json(artistAnswer, "The artist."), ...errors("artist_not_found") },
  }),
  async (c) => {
    const services = c.get("services");
    const { artist, socialRows } = await readArtist(services, c.get("caller").accountId, c.req.valid("param").id);
    const view = await viewArtistDetail(services, artist, socialRows);
    return c.json({ status: "success" as const, artist: view }, 200);
  },
);

artists.openapi(
  createRoute({
    method: "patch",
    path: "/{id}",
    operationId: "updateArtist",
    summary: "Change an artist",
    description: "Fields that are not named stay as they are. Runs that are under way are not affected.",
    tags: ["Artists"],
    security,
    middleware: [requireJson] as const,
    request: {
      params: artistPath,
      body: { required: true, content: { "application/json": { schema: artistChange } } },
    },
    responses: {
      200: json(artistAnswer, "The artist as it is now."),
      ...errors(...JSON_BODY, "artist_not_found", "artist_slug_taken"),
    },
  }),
  async (c) => {
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const { artist: known } = await readArtist(services, accountId, c.req.valid("param").id);
    const outcome = await changeArtist(services, accountId, known.id, c.req.valid("json"));
    if (outcome === "slug-taken") throw slugTaken();
    if (outcome === "gone") throw artistNotFound();
    const { artist, socialRows } = await readArtist(services, accountId, known.id);
    const view = await viewArtistDetail(services, artist, socialRows);
    return c.json({ status: "success" as const, artist: view }, 200);
  },
);

artists.openapi(
  createRoute({
    method: "delete",
    path: "/{id}",
    operationId: "deleteArtist",
    summary: "Delete an artist",
    description:
      "With its songs and all files that were uploaded for it. Finished videos and the history of runs stay. Refused while a run of the artist is under way.",
    tags: ["Artists"],
    security,
    request: { params: artistPath },
    responses: {
      200: json(z.object({ status: z.literal("success") }), "It is gone."),
      ...errors("artist_not_found", "artist_in_use"),
    },
  }),
  async (c) => {
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const { artist } = await readArtist(services, accountId, c.req.valid("param").id);
    if (!(await removeArtist(services, accountId, artist.id))) {
      // Either a run is under way, or somebody else has just deleted the artist.
      await readArtist(services, accountId, artist.id);
      throw artistInUse();
    }
    return c.json({ status: "success" as const }, 200);
  },
);
