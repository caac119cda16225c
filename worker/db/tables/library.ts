/** What accounts own: artists with their songs, templates, and files that no row points at. */
import { sql } from "drizzle-orm";
import { customType, index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Mix, SongAnalysis } from "../../../renderer/contract/song-analysis.ts";
import type { LineCorrection, LyricsSource, WrittenLine } from "../../domain/lyrics.ts";
import type { MediaRef } from "../../domain/media.ts";
import type { TemplateDefinition } from "../../domain/template.ts";
import { accounts } from "./accounts.ts";

/** Text that is compared: in Unicode's composed form (NFC), also where it was stored in another one once. */
const slugText = customType<{ data: string; driverData: string }>({
  dataType: () => "text",
  toDriver: (slug) => slug.normalize("NFC"),
  fromDriver: (slug) => slug.normalize("NFC"),
});

export const artists = sqliteTable(
  "artists",
  {
    /** UUID; callers know it as account_id or artist_account_id. */
    id: text("id").primaryKey(),
    accountId: text("account_id")
      .notNull()
      .references(() => accounts.id),
    slug: slugText("slug").notNull(),
    name: text("name").notNull(),
    image: text("image").$type<MediaRef>(),
    faceGuide: text("face_guide").$type<MediaRef>(),
    /** Context notes for captions: voice, themes, what the artist never says. */
    notes: text("notes").notNull().default(""),
    pinned: integer("pinned", { mode: "boolean" }).notNull().default(false),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [uniqueIndex("artists_account_slug").on(table.accountId, table.slug)],
);

/** Artists of whom everything is being erased, or was. All that is left of one. */
export const erasures = sqliteTable(
  "erasures",
  {
    artistId: text("artist_id").primaryKey(),
    accountId: text("account_id").notNull(),
    startedAt: integer("started_at").notNull(),
    /** When nothing was left, nor could come any more. */
    completedAt: integer("completed_at"),
    /** When it goes on at the latest. */
    dueAt: integer("due_at"),
    removedRuns: integer("removed_runs").notNull().default(0),
    removedFiles: integer("removed_files").notNull().default(0),
    removedSongs: integer("removed_songs").notNull().default(0),
    /** Pictures: face guides, the artist's picture, and those that callers gave for a batch. */
    removedReferences: integer("removed_references").notNull().default(0),
    removedGenerations: integer("removed_generations").notNull().default(0),
  },
  (table) => [index("erasures_due").on(table.dueAt).where(sql`due_at IS NOT NULL`)],
);

export const socials = sqliteTable(
  "socials",
  {
    id: text("id").primaryKey(),
    artistId: text("artist_id")
      .notNull()
      .references(() => artists.id, { onDelete: "cascade" }),
    platform: text("platform").notNull(),
    username: text("username").notNull(),
    profileUrl: text("profile_url").notNull(),
  },
  (table) => [index("socials_artist").on(table.artistId)],
);

export const songs = sqliteTable(
  "songs",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    artistId: text("artist_id")
      .notNull()
      .references(() => artists.id, { onDelete: "cascade" }),
    /** The file name's stem, lower case. */
    slug: slugText("slug").notNull(),
    title: text("title").notNull(),
    /** Who performs it, as its file's tags or the caller say: not always the artist alone. */
    artist: text("artist"),
    filename: text("filename").notNull(),
    audio: text("audio").$type<MediaRef>().notNull(),
    bytes: integer("bytes").notNull(),
    /** Of the file, hex. Files with the same content are the same song. */
    sha256: text("sha256"),
    durationSeconds: real("duration_seconds").notNull(),
    /** One momentary loudness value per second, LUFS. */
    loudness: text("loudness", { mode: "json" }).$type<number[]>().notNull(),
    /** How its channels are mixed, so that one loudspeaker can play it. */
    mix: text("mix").$type<Mix>().notNull().default("as is"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("songs_artist_slug").on(table.artistId, table.slug),
    uniqueIndex("songs_artist_sha256").on(table.artistId, table.sha256),
  ],
);

/**
 * The words of songs: the artist's, or what was set right in those that were transcribed. Apart from the songs' rows,
 * because runs without lyrics have no use for them.
 */
export const songLyrics = sqliteTable("song_lyrics", {
  songId: text("song_id")
    .primaryKey()
    .references(() => songs.id, { onDelete: "cascade" }),
  accountId: text("account_id").notNull(),
  source: text("source").$type<LyricsSource>().notNull(),
  /** Of the artist's file: plain, lrc or srt. */
  format: text("format"),
  /** SHA-256 of the artist's words, hex: forced alignments of them are found again by it. */
  wordsHash: text("words_hash").notNull(),
  lines: text("lines", { mode: "json" }).$type<WrittenLine[]>().notNull(),
  /** What a person should know of how the file was read. */
  warnings: text("warnings", { mode: "json" }).$type<string[]>().notNull(),
  /** What a person set right, by the number of the line, from 1. */
  corrections: text("corrections", { mode: "json" }).$type<Record<string, LineCorrection>>().notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/**
 * What songs are like. Apart from their rows, because it is some tens of kilobytes, and neither lists nor most of a run's
 * passes look at it. Songs from before songs were analyzed have none.
 */
export const songAnalyses = sqliteTable("song_analyses", {
  songId: text("song_id")
    .primaryKey()
    .references(() => songs.id, { onDelete: "cascade" }),
  accountId: text("account_id").notNull(),
  analysis: text("analysis", { mode: "json" }).$type<SongAnalysis>().notNull(),
});

/** Templates of accounts; the built-in ones are code. */
export const templates = sqliteTable(
  "templates",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id")
      .notNull()
      .references(() => accounts.id),
    name: text("name").notNull(),
    definition: text("definition", { mode: "json" }).$type<TemplateDefinition>().notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [uniqueIndex("templates_account_name").on(table.accountId, table.name)],
);

/** The pictures of a template's references, by the id that its definition gives each. */
export const templateImages = sqliteTable(
  "template_images",
  {
    templateId: text("template_id")
      .notNull()
      .references(() => templates.id, { onDelete: "cascade" }),
    referenceId: text("reference_id").notNull(),
    image: text("image").$type<MediaRef>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.templateId, table.referenceId] })],
);

/**
 * Files of the library bucket that no row points at: being uploaded, replaced, or deleted. Each is recorded before it
 * can be lost, so that a crash leaves no file behind that nobody knows of. See worker/library/orphaned-files.ts.
 */
export const orphanedFiles = sqliteTable(
  "orphaned_files",
  {
    /** A file; or, with a trailing slash, a folder and all that is in it. */
    ref: text("ref").$type<MediaRef>().primaryKey(),
    accountId: text("account_id").notNull(),
    /** When it may be deleted. */
    dueAt: integer("due_at").notNull(),
    /** It is being deleted: no row may point at it again. */
    doomed: integer("doomed", { mode: "boolean" }).notNull().default(false),
  },
  (table) => [index("orphaned_files_due").on(table.dueAt)],
);
