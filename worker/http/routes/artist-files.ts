/** /api/artists/{id}/face-guide, /image, /notes: what is uploaded for an artist besides songs. */
import { createRoute, z } from "@hono/zod-openapi";
import { artistDetailBody, artistNotes } from "../../contract/artist.ts";
import { uuid } from "../../contract/text.ts";
import { MAX_NOTES_LENGTH } from "../../domain/limits.ts";
import { changeArtist } from "../../library/artists.ts";
import type { PictureKind } from "../../library/object-keys.ts";
import { removePicture, replacePicture } from "../../library/pictures.ts";
import { artistInUse, artistNotFound, readArtist, viewArtistDetail } from "../artist-view.ts";
import { ApiError, unsupportedMediaType, validationError } from "../errors.ts";
import { isForm } from "../form.ts";
import { errors, json, security } from "../responses.ts";
import { newRouter } from "../router.ts";
import { pictureBody, pictureRefused, readFile, readPicture, textBody } from "../upload.ts";

export const artistFiles = newRouter();

const artistPath = z.object({ id: uuid.openapi({ description: "The artist's `account_id`." }) });
const answer = z.object({ status: z.literal("success"), artist: artistDetailBody });

const PICTURES = [
  {
    kind: "face-guide",
    operation: "FaceGuide",
    field: "faceGuide",
    name: "face guide",
    what: "The picture that every image of the artist is made from: one clear, front-facing photo of the face.",
  },
  {
    kind: "image",
    operation: "ArtistImage",
    field: "image",
    name: "picture",
    what: "The picture that stands for the artist in lists.",
  },
] as const satisfies { kind: PictureKind; operation: string; field: string; name: string; what: string }[];

for (const { kind, operation, field, name, what } of PICTURES) {
  artistFiles.openapi(
    createRoute({
      method: "put",
      path: `/{id}/${kind}`,
      operationId: `upload${operation}`,
      summary: `Upload an artist's ${name}`,
      description: `${what} JPEG, PNG or WebP, 256 to 8192 pixels each way, up to 10 MiB, sent as the body or as the field \`file\` of a form. It is stored upright, and without its metadata, such as where it was taken. Takes the place of the one before. Runs that are under way are not affected.`,
      tags: ["Artists"],
      security,
      request: { params: artistPath, body: pictureBody },
      responses: {
        200: json(answer, "The artist as it is now."),
        ...errors(
          "picture_refused",
          "upload_incomplete",
          "payload_too_large",
          "unsupported_media_type",
          "artist_not_found",
          "renderer_unavailable",
        ),
      },
    }),
    async (c) => {
      const services = c.get("services");
      const { accountId } = c.get("caller");
      const { artist: known } = await readArtist(services, accountId, c.req.valid("param").id);
      const outcome = await replacePicture(services, known, kind, await readPicture(c));
      if (outcome === "gone") throw artistNotFound();
      if (typeof outcome === "object") throw pictureRefused(outcome.wrong);
      const { artist, socialRows } = await readArtist(services, accountId, known.id);
      const view = await viewArtistDetail(services, artist, socialRows);
      return c.json({ status: "success" as const, artist: view }, 200);
    },
  );

  artistFiles.openapi(
    createRoute({
      method: "delete",
      path: `/{id}/${kind}`,
      operationId: `delete${operation}`,
      summary: `Delete an artist's ${name}`,
      description: "Refused while a run of the artist is under way.",
      tags: ["Artists"],
      security,
      request: { params: artistPath },
      responses: {
        200: json(z.object({ status: z.literal("success") }), "It is gone."),
        ...errors("artist_not_found", "file_not_found", "artist_in_use"),
      },
    }),
    async (c) => {
      const services = c.get("services");
      const { accountId } = c.get("caller");
      const { artist } = await readArtist(services, accountId, c.req.valid("param").id);
      if (artist[field] === null) throw new ApiError(404, "file_not_found", `The artist has no ${name}.`);
      if (!(await removePicture(services, artist, kind))) {
        // Either a run is under way, or somebody else has just deleted the artist.
        await readArtist(services, accountId, artist.id);
        throw artistInUse();
      }
      return c.json({ status: "success" as const }, 200);
    },
  );
}

artistFiles.openapi(
  createRoute({
    method: "put",
    path: "/{id}/notes",
    operationId: "writeArtistNotes",
    summary: "Write an artist's notes",
    description:
      "Plain text in UTF-8, sent as the body or as the field `file` of a form; the same as PATCH with `notes`. An empty body empties them.",
    tags: ["Artists"],
    security,
    request: {
      params: artistPath,
      body: textBody({ maxLength: MAX_NOTES_LENGTH }),
    },
    responses: {
      200: json(answer, "The artist as it is now."),
      ...errors("upload_incomplete", "payload_too_large", "unsupported_media_type", "artist_not_found"),
    },
  }),
  async (c) => {
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const { artist: known } = await readArtist(services, accountId, c.req.valid("param").id);
    if (!isForm(c) && !/^text\/plain *(;|$)/i.test(c.req.header("content-type") ?? "")) {
      throw unsupportedMediaType("text/plain");
    }
    const bytes = await readFile(c, 1024 * 1024);
    let text: string;
    try {
      text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
    } catch {
      throw new ApiError(400, "validation_failed", "The body is not valid UTF-8.");
    }
    const parsed = artistNotes.safeParse(text);
    if (!parsed.success) throw validationError(parsed.error, "body");
    const outcome = await changeArtist(services, accountId, known.id, { notes: parsed.data });
    if (outcome !== "changed") throw artistNotFound();
    const { artist, socialRows } = await readArtist(services, accountId, known.id);
    return c.json({ status: "success" as const, artist: await viewArtistDetail(services, artist, socialRows) }, 200);
  },
);
