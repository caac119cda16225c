/** /api/artists/{id}/songs: what videos take their clips from. */
import { createRoute, z } from "@hono/zod-openapi";
import { KINDS } from "../../../renderer/contract/kinds.ts";
import { songBody, songDetailBody } from "../../contract/artist.ts";
import { plainText, uuid } from "../../contract/text.ts";
import { MAX_TITLE_LENGTH } from "../../domain/limits.ts";
import { MAX_SONGS } from "../../library/add-song.ts";
import { AUDIBLE_SECONDS, QUIETEST_SECOND_LUFS, QUIETEST_SONG_LUFS } from "../../library/audible.ts";
import { readAnalysis } from "../../library/song-analysis.ts";
import { changeSong, listSongs, MAX_SONG_BYTES, receiveSong, removeSong, slugOf } from "../../library/songs.ts";
import { momentsOfSong } from "../../runs/song-moments.ts";
import { artistNotFound, readArtist, viewSong, viewSongDetail } from "../artist-view.ts";
import { ApiError } from "../errors.ts";
import { requireJson } from "../middleware/require-json.ts";
import { errors, JSON_BODY, json, security } from "../responses.ts";
import { newRouter } from "../router.ts";
import { songNotFound, songOf, songPath } from "../song-of.ts";
import { fileBody, streamFile } from "../upload.ts";

export const songs = newRouter();

const filename = plainText(MAX_TITLE_LENGTH).refine(
  (name) => !/[/\\]/.test(name) && !/^\.*$/.test(name) && slugOf(name) !== "",
  {
    error: "must be a file name",
  },
);

const artistId = uuid.openapi({ description: "The artist's `account_id`." });
const songAnswer = z.object({ status: z.literal("success"), song: songBody });
const BUSY_SECONDS = 30;

songs.openapi(
  createRoute({
    method: "get",
    path: "/{id}/songs",
    operationId: "listSongs",
    summary: "List an artist's songs",
    description: "By slug, with a link to each that works for an hour.",
    tags: ["Songs"],
    security,
    request: { params: z.object({ id: artistId }) },
    responses: {
      200: json(z.object({ status: z.literal("success"), songs: z.array(songBody) }), "By slug."),
      ...errors("artist_not_found"),
    },
  }),
  async (c) => {
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const { artist } = await readArtist(services, accountId, c.req.valid("param").id);
    const rows = await listSongs(services, accountId, artist.id);
    const views = await Promise.all(rows.map((song) => viewSong(services, song)));
    return c.json({ status: "success" as const, songs: views }, 200);
  },
);

songs.openapi(
  createRoute({
    method: "put",
    path: "/{id}/songs/{song}",
    operationId: "uploadSong",
    summary: "Upload a song",
    description: `A file with sound, of one of these kinds: ${KINDS.audio.join(", ")}. Sent with its content-length, as the body or as the field \`file\` of a form: up to 100 MiB, 10 seconds to 15 minutes. It is analyzed at once, and refused where it is silent or too quiet: below ${QUIETEST_SONG_LUFS} LUFS as a whole, or without ${AUDIBLE_SECONDS} seconds in a row each of which is above ${QUIETEST_SECOND_LUFS} LUFS. Its slug is the file name without its ending, in lower case. Title and performer are those of its tags (ID3, MP4, Vorbis comments, a WAV's INFO), where it has any. The same content again answers with the song that there is. An artist has at most ${MAX_SONGS} songs.`,
    tags: ["Songs"],
    security,
    request: {
      params: z.object({
        id: artistId,
        song: filename.openapi({ description: "Its file name.", example: "Porchlight.mp3" }),
      }),
      query: z.strictObject({
        title: plainText(MAX_TITLE_LENGTH).optional().openapi({
          description:
            "Otherwise that of the file's tags, or where they have none, made from the file name. A song that there is already is renamed.",
        }),
      }),
      body: fileBody(["audio/mpeg", "audio/wav", "audio/flac", "audio/mp4", "audio/ogg", "application/octet-stream"]),
    },
    responses: {
      200: json(songAnswer, "The artist has this very song."),
      201: json(songAnswer, "The new song."),
      ...errors(
        "song_unreadable",
        "song_too_short",
        "song_too_long",
        "song_too_quiet",
        "upload_incomplete",
        "length_required",
        "payload_too_large",
        "unsupported_media_type",
        "artist_not_found",
        "song_slug_taken",
        "too_many_songs",
        "renderer_unavailable",
      ),
    },
  }),
  async (c) => {
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const { id, song: filename } = c.req.valid("param");
    const { artist } = await readArtist(services, accountId, id);
    const { body, bytes, fault } = streamFile(c, MAX_SONG_BYTES);
    const received = await receiveSong(services, {
      accountId,
      artistId: artist.id,
      filename: filename.normalize("NFC"),
      title: c.req.valid("query").title,
      bytes,
      body,
    });
    switch (received.kind) {
      case "refused":
        // What broke off may have done so for what was wrong with it.
        if (fault()) throw fault();
        throw new ApiError(400, received.code, `The song is refused: ${received.message.replace(/\.$/, "")}.`);
      case "too-quiet":
        throw new ApiError(422, "song_too_quiet", `The song is refused: ${received.message}.`, {
          loudness: received.figures,
        });
      case "slug-taken":
        throw new ApiError(
          409,
          "song_slug_taken",
          `The artist has another song called "${slugOf(filename)}": delete it, or use another file name.`,
        );
      case "too-many":
        throw new ApiError(409, "too_many_songs", `An artist has ${MAX_SONGS} songs at most: delete one.`);
      case "gone":
        throw artistNotFound();
      case "busy":
        throw new ApiError(
          503,
          "renderer_unavailable",
          "The song could not be measured just now. Upload it again in a moment.",
          {},
          { "retry-after": String(BUSY_SECONDS) },
        );
      default: {
        const song = await viewSong(services, received.song);
        return c.json({ status: "success" as const, song }, received.kind === "added" ? 201 : 200);
      }
    }
  },
);

songs.openapi(
  createRoute({
    method: "get",
    path: "/{id}/songs/{song}",
    operationId: "getSong",
    summary: "Read a song",
    description:
      "With what it is like: how loud it is when, where it is silent, its tempo, beats, bars and sections. Up to some 100 kB for a quarter of an hour.",
    tags: ["Songs"],
    security,
    request: { params: songPath },
    responses: {
      200: json(z.object({ status: z.literal("success"), song: songDetailBody }), "The song."),
      ...errors("artist_not_found", "song_not_found"),
    },
  }),
  async (c) => {
    const services = c.get("services");
    const song = await songOf(c, c.req.valid("param"));
    const analysis = await readAnalysis(services, song);
    const { moments } = await momentsOfSong(services, song, analysis);
    const view = await viewSongDetail(services, song, analysis, moments);
    return c.json({ status: "success" as const, song: view }, 200);
  },
);

const songChange = z
  .strictObject({
    title: plainText(MAX_TITLE_LENGTH).optional(),
    artist: plainText(MAX_TITLE_LENGTH).nullable().optional().openapi({ description: "null: nobody in particular." }),
  })
  .refine((change) => Object.keys(change).length > 0, "name at least one field")
  .openapi("SongChange");

songs.openapi(
  createRoute({
    method: "patch",
    path: "/{id}/songs/{song}",
    operationId: "updateSong",
    summary: "Rename a song",
    description:
      "Its title, or who performs it. The slug stays as it is, and so does what batches are made from that were created before: their videos have the title of then.",
    tags: ["Songs"],
    security,
    middleware: [requireJson] as const,
    request: {
      params: songPath,
      body: { required: true, content: { "application/json": { schema: songChange } } },
    },
    responses: {
      200: json(songAnswer, "The song as it is now."),
      ...errors(...JSON_BODY, "artist_not_found", "song_not_found"),
    },
  }),
  async (c) => {
    const services = c.get("services");
    const song = await songOf(c, c.req.valid("param"));
    const changed = await changeSong(services, song, c.req.valid("json"));
    if (!changed) throw songNotFound();
    return c.json({ status: "success" as const, song: await viewSong(services, changed) }, 200);
  },
);

songs.openapi(
  createRoute({
    method: "delete",
    path: "/{id}/songs/{song}",
    operationId: "deleteSong",
    summary: "Delete a song",
    description: "With its file. Refused while a run of the song is under way; finished videos stay.",
    tags: ["Songs"],
    security,
    request: { params: songPath },
    responses: {
      200: json(z.object({ status: z.literal("success") }), "It is gone."),
      ...errors("artist_not_found", "song_not_found", "song_in_use"),
    },
  }),
  async (c) => {
    const services = c.get("services");
    const path = c.req.valid("param");
    if (!(await removeSong(services, await songOf(c, path)))) {
      // Either a run is under way, or somebody else has just deleted the song.
      await songOf(c, path);
      throw new ApiError(409, "song_in_use", "Runs of the song are under way: wait for them, or cancel them.");
    }
    return c.json({ status: "success" as const }, 200);
  },
);
