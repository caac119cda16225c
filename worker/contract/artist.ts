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
    artist: z.string().nullable().openapi({
      description:
        "Who performs it, where the file's tags or a change of the song said so. It is shown, and asked of no model.",
    }),
    filename: z.string(),
    bytes: z.number().int(),
    duration_seconds: z.number(),
    url: z.url().openapi({ description: "Works for an hour." }),
    created_at: z.iso.datetime(),
  })
  .openapi("Song");

const span = { start_seconds: z.number(), end_seconds: z.number() };

export const songDetailBody = songBody
  .extend({
    analysis: z
      .object({
        integrated_lufs: z.number().openapi({ description: "Of the whole song, as it is mixed." }),
        loudness: z.array(z.number()).openapi({
          description:
            "Momentary loudness as it is mixed, LUFS: one value per tenth of a second from the start; -70 is silence.",
        }),
        silences: z
          .array(z.object(span))
          .openapi({ description: "Stretches of at least half a second in which nothing can be heard." }),
        mix: z.enum(["as is", "left", "right", "inverted"]).openapi({
          description:
            "How videos play its channels, so that one loudspeaker can: as they are; one of them on both sides, where the other is empty; or with the right one inverted, where they are out of phase. Runs have a warning then.",
        }),
        mono_loss_db: z
          .number()
          .openapi({ description: "What the plain sum of the channels loses on one loudspeaker; 60: everything." }),
        tempo: z
          .object({ bpm: z.number(), beats_per_bar: z.number().int(), confidence: z.number().min(0).max(1) })
          .nullable()
          .openapi({
            description: "null: not rhythmic enough to speak of beats, as speech, applause or free playing.",
          }),
        beats: z.array(z.number()).openapi({ description: "Seconds. Empty without a tempo." }),
        downbeats: z.array(z.number()).openapi({ description: "Where bars begin. Empty without a tempo." }),
        sections: z
          .array(z.object({ ...span, energy: z.number().min(0).max(1), change: z.number().min(0).max(1) }))
          .openapi({
            description:
              "The song's parts, in order, without gaps: how energetic each is (1: the most), and how much changes where it begins.",
          }),
      })
      .nullable()
      .openapi({
        description: "null: stored before songs were analyzed. Send the same file again, and it is made up for.",
      }),
    moments: z
      .array(
        z.object({
          id: z.string().openapi({ description: "For `clip.moment` of create." }),
          start_seconds: z.number(),
          lengths: z.array(z.number().int()).openapi({
            description: "Seconds of the videos that may begin here.",
          }),
          reason: z.string(),
          why: z.array(z.string()).openapi({ description: "What speaks for it in the music and the words." }),
          energy: z.number().min(0).max(1).openapi({ description: "1: as loud as the loudest stretch of the song." }),
          mood: z.string(),
          sung: z.boolean(),
          score: z.number().min(0).max(1),
          warnings: z.array(z.string()).openapi({ description: "What could not be had at its start." }),
        }),
      )
      .openapi({
        description:
          "Where clips begin, best first: of a song that no run has used yet, as far as the music alone tells.",
      }),
  })
  .openapi("SongDetail");
