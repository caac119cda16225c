/** /api/artists/{id}/songs/{song}/lyrics and /lines: the words of a song, and when they are sung. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { correctionBody, songLyricsBody } from "../../contract/lyrics.ts";
import type { Song } from "../../library/add-song.ts";
import { correctLine, removeLyrics, writeLyrics } from "../../library/song-lyrics.ts";
import { MAX_LINES, MAX_LYRICS_BYTES, readLyrics } from "../../lyrics/file.ts";
import { type KnownLines, readSongLines } from "../../runs/song-lines.ts";
import type { AppEnv } from "../app-env.ts";
import { ApiError, unsupportedMediaType } from "../errors.ts";
import { isForm } from "../form.ts";
import { linesOf, viewLyrics } from "../lyrics-view.ts";
import { requireJson } from "../middleware/require-json.ts";
import { errors, JSON_BODY, json, security } from "../responses.ts";
import { newRouter } from "../router.ts";
import { songNotFound, songOf, songPath } from "../song-of.ts";
import { readFile, textBody } from "../upload.ts";

export const lyrics = newRouter();

const answer = z.object({ status: z.literal("success"), lyrics: songLyricsBody });

/** Any text: what it is, is told by what is in it. */
const TEXT = /^(text\/plain|text\/vtt|text\/srt|text\/lrc|application\/(x-subrip|x-lrc|lrc)) *(;|$)/i;

/** The song's lines, which it has from the artist or from a run that heard it. Throws 404 when it has none. */
async function knownLines(c: Context<AppEnv>, song: Song): Promise<KnownLines> {
  const known = await readSongLines(c.get("services"), song);
  if (!known.found && known.stored?.source !== "artist") {
    throw new ApiError(404, "lyrics_not_found", "The song has no lyrics, and no run has heard it yet.");
  }
  return known;
}

lyrics.openapi(
  createRoute({
    method: "get",
    path: "/{id}/songs/{song}/lyrics",
    operationId: "getLyrics",
    summary: "Read a song's lyrics",
    description:
      "Line by line, with their times, how sure those are, and where they come from: the artist's words where they were given, otherwise those that were heard. Times are known once a run has heard the song; those of the artist's words become better when a run has had them aligned, which the first run with `lyrics` does.",
    tags: ["Songs"],
    security,
    request: { params: songPath },
    responses: {
      200: json(answer, "The lines as the next video would show them."),
      ...errors("artist_not_found", "song_not_found", "lyrics_not_found"),
    },
  }),
  async (c) => {
    const known = await knownLines(c, await songOf(c, c.req.valid("param")));
    return c.json({ status: "success" as const, lyrics: viewLyrics(known) }, 200);
  },
);

lyrics.openapi(
  createRoute({
    method: "put",
    path: "/{id}/songs/{song}/lyrics",
    operationId: "writeLyrics",
    summary: "Give a song its lyrics",
    description: `Plain text, LRC (with times of words, too), SRT or WebVTT, told apart by what is in it, and sent as the body, as text/plain or under a name of its own, or as the field \`file\` of a form: in UTF-8 or UTF-16, at most ${MAX_LINES} lines. They take the place of lyrics before, with all that was set right in them. Names of parts, such as [Chorus], are left out. A chorus may be written once: it is found wherever it is sung. Times in the file are used where they agree with what is heard. Runs under way take the lyrics as they are when their video is rendered.`,
    tags: ["Songs"],
    security,
    request: {
      params: songPath,
      body: textBody({ minLength: 1, maxLength: MAX_LYRICS_BYTES }),
    },
    responses: {
      200: json(answer, "How they were read, and the lines as the next video would show them."),
      ...errors(
        "lyrics_unreadable",
        "upload_incomplete",
        "payload_too_large",
        "unsupported_media_type",
        "artist_not_found",
        "song_not_found",
      ),
    },
  }),
  async (c) => {
    const services = c.get("services");
    const song = await songOf(c, c.req.valid("param"));
    if (!isForm(c) && !TEXT.test(c.req.header("content-type") ?? "")) throw unsupportedMediaType("text/plain");
    const read = readLyrics(await readFile(c, MAX_LYRICS_BYTES), song.durationSeconds);
    if (read.kind === "refused") {
      throw new ApiError(400, "lyrics_unreadable", `The lyrics are refused: ${read.message}.`);
    }
    if (!(await writeLyrics(services, song, read.file))) throw songNotFound();
    return c.json({ status: "success" as const, lyrics: viewLyrics(await knownLines(c, song)) }, 200);
  },
);

lyrics.openapi(
  createRoute({
    method: "delete",
    path: "/{id}/songs/{song}/lyrics",
    operationId: "deleteLyrics",
    summary: "Delete a song's lyrics",
    description: "With all that was set right in them. From then on its videos show a transcript.",
    tags: ["Songs"],
    security,
    request: { params: songPath },
    responses: {
      200: json(z.object({ status: z.literal("success") }), "They are gone."),
      ...errors("artist_not_found", "song_not_found", "lyrics_not_found"),
    },
  }),
  async (c) => {
    const song = await songOf(c, c.req.valid("param"));
    if (!(await removeLyrics(c.get("services"), song.id))) {
      throw new ApiError(
        404,
        "lyrics_not_found",
        "The song has no lyrics, and nothing was set right in its transcript.",
      );
    }
    return c.json({ status: "success" as const }, 200);
  },
);

lyrics.openapi(
  createRoute({
    method: "patch",
    path: "/{id}/songs/{song}/lines/{number}",
    operationId: "correctLine",
    summary: "Set a line of lyrics right",
    description:
      "Its text, when it begins, when it ends. It costs nothing: the words are found again in what was heard before, and the next video shows them so. A time that a person sets counts for more than what was heard: lines that cannot be where they were found give way. Lines of a transcript can be set right, too.",
    tags: ["Songs"],
    security,
    middleware: [requireJson] as const,
    request: {
      params: songPath.extend({
        number: z.coerce.number().int().min(1).openapi({ description: "Which line, from 1.", example: 3 }),
      }),
      body: { required: true, content: { "application/json": { schema: correctionBody } } },
    },
    responses: {
      200: json(
        z.object({ status: z.literal("success"), lines: songLyricsBody.shape.lines }),
        "The line as the next video would show it: once for each time that it is sung.",
      ),
      ...errors(
        ...JSON_BODY,
        ...(["artist_not_found", "song_not_found", "lyrics_not_found", "line_not_found", "times_refused"] as const),
      ),
    },
  }),
  async (c) => {
    const services = c.get("services");
    const { number, ...path } = c.req.valid("param");
    const song = await songOf(c, path);
    const [before] = linesOf(await knownLines(c, song)).filter((line) => line.number === number);
    if (!before) throw new ApiError(404, "line_not_found", `The lyrics have no line ${number}.`);
    const { text, start_seconds: start, end_seconds: end } = c.req.valid("json");
    const begins = start ?? before.start_seconds;
    if (start !== undefined && start !== null && start >= song.durationSeconds) throw beyond("start_seconds", song);
    if (end !== undefined && end !== null) {
      if (end > song.durationSeconds) throw beyond("end_seconds", song);
      if (begins === null) throw wrong("end_seconds", "needs start_seconds: nothing is known of when the line begins");
      if (end <= begins) throw wrong("end_seconds", `must be after the line's start, which is at ${begins} seconds`);
    }
    const correction = {
      ...(text === undefined ? {} : { text }),
      ...(start === undefined ? {} : { start }),
      ...(end === undefined ? {} : { end }),
    };
    if (!(await correctLine(services, song, number, correction))) throw songNotFound();
    const lines = linesOf(await knownLines(c, song)).filter((line) => line.number === number);
    return c.json({ status: "success" as const, lines }, 200);
  },
);

const beyond = (field: string, { durationSeconds }: Song) =>
  wrong(field, `must be within the song, which lasts ${durationSeconds.toFixed(1)} seconds`);

/** 422, naming the field. `message` follows its name. */
const wrong = (field: string, message: string) =>
  new ApiError(422, "times_refused", `${field}: ${message}.`, {
    field: [field],
    issues: [{ path: [field], code: "custom", message }],
  });
