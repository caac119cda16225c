/** Lyrics of a song as callers give and see them. */
import { z } from "@hono/zod-openapi";
import { oneLine } from "../domain/text.ts";
import { LYRICS_FORMATS, MAX_LINE_LENGTH } from "../lyrics/file.ts";

export const lyricsSource = z.enum(["artist", "transcribed"]);

const seconds = z.number().nullable();

const sungLine = z
  .object({
    number: z.number().int().openapi({
      description: "From 1. A line that is sung again and written once comes again with the same number.",
    }),
    text: z.string(),
    start_seconds: seconds,
    end_seconds: seconds,
    confidence: z
      .number()
      .min(0)
      .max(1)
      .openapi({ description: "How sure text and times are. 1 where a person set the time." }),
    timed: z.enum(["words", "line", "none"]).openapi({
      description: "How a video shows it, by its confidence: word by word, as a whole, or not at all.",
    }),
    corrected: z.boolean().openapi({ description: "Whether a person set something right in it." }),
    words: z.array(z.object({ text: z.string(), start_seconds: z.number(), end_seconds: z.number() })),
  })
  .openapi("LyricLine");

export const songLyricsBody = z
  .object({
    source: lyricsSource.openapi({ description: "artist: given by PUT. transcribed: what was heard." }),
    format: z.enum(LYRICS_FORMATS).nullable().openapi({ description: "What the artist's file was read as." }),
    heard: z.boolean().openapi({
      description: "Whether a run has heard the song. Until then nothing is known of when its lines are sung.",
    }),
    fit: z.number().min(0).max(1).nullable().openapi({
      description:
        "The share of the artist's lyrics that was heard. Below 0.25 they count as another song's, and none is shown. Null where they are transcribed, or the song was not heard.",
    }),
    warnings: z.array(z.string()).openapi({ description: "What a person should know of how the file was read." }),
    lines: z.array(sungLine),
  })
  .openapi("SongLyrics");

const time = z.number().min(0).nullable().optional();

export const correctionBody = z
  .strictObject({
    text: z
      .string()
      .trim()
      .min(1)
      .max(MAX_LINE_LENGTH)
      .check(...oneLine)
      .nullable()
      .optional()
      .openapi({ description: "What is sung. null: as it was written." }),
    start_seconds: time.openapi({ description: "When the line begins. null: as it is heard." }),
    end_seconds: time.openapi({ description: "When it ends. null: as it is heard." }),
  })
  .refine((value) => Object.keys(value).length > 0, "name at least one of text, start_seconds and end_seconds")
  .openapi("LineCorrection");
