/**
 * The tables. A run is a row, a step is a row, a generation (one paid call to fal.ai) is a row; queue messages only
 * point at them. Times are Unix milliseconds, money is millionths of a US dollar. Every row names its account, unless it
 * is part of a row that does: an artist's socials, a template's images, a delivery's attempts.
 *
 * No index begins with a status. D1 keeps no statistics, and without them SQLite takes a status to be selective and
 * would prefer such an index to a run's own key. Rows that are looked up by status have a partial index instead.
 */
import { sql } from "drizzle-orm";
import { customType, index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Mix, SongAnalysis } from "../../renderer/contract/song-analysis.ts";
import type { Failure } from "../domain/failure.ts";
import type { LineCorrection, LyricsSource, WrittenLine } from "../domain/lyrics.ts";
import type { MediaRef } from "../domain/media.ts";
import type {
  ArchivedRun,
  BatchSnapshot,
  GenerationOutput,
  GenerationStatus,
  KeptResult,
  RunChoices,
  RunOutput,
  RunRequest,
  RunStatus,
  RunSteps,
  StepName,
  Wait,
} from "../domain/run.ts";
import type { TemplateDefinition } from "../domain/template.ts";
import type { BatchEnding, DeliveryStatus, EndpointKind, RunEnding, WebhookEventType } from "../domain/webhook.ts";
import { ACTIVE, UNSUCCESSFUL } from "./active.ts";

/** Text that is compared: in Unicode's composed form (NFC), also where it was stored in another one once. */
const slugText = customType<{ data: string; driverData: string }>({
  dataType: () => "text",
  toDriver: (slug) => slug.normalize("NFC"),
  fromDriver: (slug) => slug.normalize("NFC"),
});

export const accounts = sqliteTable("accounts", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  createdAt: integer("created_at").notNull(),
  /** Runs that may be under way at once. */
  maxActiveRuns: integer("max_active_runs").notNull().default(1000),
  /** What runs created in one calendar month (UTC) may cost together; null: no limit. */
  monthlyLimitMicros: integer("monthly_limit_micros"),
  /** Requests per minute for each key; null: the default from the settings. */
  requestsPerMinute: integer("requests_per_minute"),
});

/**
 * What an account's runs of one calendar month (UTC) come to. Counters: triggers on `runs` keep them, in the transaction of
 * whatever writes there, so nothing else writes them. See drizzle/ for the triggers.
 */
export const accountMonths = sqliteTable(
  "account_months",
  {
    accountId: text("account_id").notNull(),
    /** Such as 2026-11. A run belongs to the month it was created in. */
    month: text("month").notNull(),
    /** How many are not over. */
    activeRuns: integer("active_runs").notNull(),
    /** What those are expected to cost in all. */
    reservedMicros: integer("reserved_micros").notNull(),
    /** What the others did cost. */
    chargedMicros: integer("charged_micros").notNull(),
    /** How much of that was charged by runs whose rows are gone, with their artist. */
    erasedMicros: integer("erased_micros").notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.month] })],
);

export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id")
      .notNull()
      .references(() => accounts.id),
    name: text("name").notNull(),
    /** SHA-256 of the key, hex. The key itself is shown once and never stored. */
    hash: text("hash").notNull(),
    /** The first characters, to recognise a key by. */
    prefix: text("prefix").notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at"),
    revokedAt: integer("revoked_at"),
    /** Accurate to the minute, so that not every request is a write. */
    lastUsedAt: integer("last_used_at"),
  },
  (table) => [uniqueIndex("api_keys_hash").on(table.hash), index("api_keys_account").on(table.accountId)],
);

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

export const batches = sqliteTable("batches", {
  id: text("id").primaryKey(),
  accountId: text("account_id").notNull(),
  seed: integer("seed").notNull(),
  /** What its runs are made from, as it was when the batch was admitted; null once all of them are archived. */
  snapshot: text("snapshot", { mode: "json" }).$type<BatchSnapshot>(),
  size: integer("size").notNull(),
  createdAt: integer("created_at").notNull(),
});

/**
 * Answers to create, kept for callers who send the same key again. A row without a status is a claim: its answer is
 * being made.
 */
export const idempotencyKeys = sqliteTable(
  "idempotency_keys",
  {
    accountId: text("account_id").notNull(),
    /** As the caller sent it, unquoted. */
    key: text("key").notNull(),
    /** SHA-256 over the canonical request. */
    requestHash: text("request_hash").notNull(),
    /** Random. Only its holder may write the answer. */
    claim: text("claim").notNull(),
    /** When an unanswered claim may be taken over. */
    leaseUntil: integer("lease_until").notNull(),
    status: integer("status"),
    body: text("body"),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.key] }),
    index("idempotency_keys_expires").on(table.expiresAt),
  ],
);

export const runs = sqliteTable(
  "runs",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    batchId: text("batch_id")
      .notNull()
      .references(() => batches.id),
    artistId: text("artist_id").notNull(),
    songId: text("song_id").notNull(),
    status: text("status").$type<RunStatus>().notNull(),
    request: text("request", { mode: "json" }).$type<RunRequest>().notNull(),
    choices: text("choices", { mode: "json" }).$type<RunChoices>().notNull(),
    seed: integer("seed").notNull(),
    isTest: integer("is_test", { mode: "boolean" }).notNull(),
    /** How far its steps have come. Written as a whole, by whoever read this version of the run. */
    steps: text("steps", { mode: "json" }).$type<RunSteps>().notNull().default({}),
    /** What its steps came to, as long as somebody reads it: by name, as StepOutputs. */
    outputs: text("outputs", { mode: "json" }).$type<Partial<Record<StepName, unknown>>>().notNull().default({}),
    /** When one of its steps is to be looked after that nobody else sends for. */
    dueAt: integer("due_at"),
    output: text("output", { mode: "json" }).$type<RunOutput>(),
    /** Why it failed, and at which step. */
    error: text("error", { mode: "json" }).$type<Failure & { step?: StepName }>(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    /**
     * Raised together with updatedAt by every change that callers can see, and by every change of its steps.
     */
    version: integer("version").notNull().default(1),
    startedAt: integer("started_at"),
    finishedAt: integer("finished_at"),
    /** Later by the longest wait while it waits for something: waiting does not use up its time. */
    deadlineAt: integer("deadline_at").notNull(),
    /** What it waits for that is nobody's fault, and since when. */
    waitsFor: text("waits_for").$type<Wait>(),
    waitsSince: integer("waits_since"),
    /** When that is likely to be over, as it was seen when the wait was last written; null: nobody knows. */
    waitsUntil: integer("waits_until"),
    /** When cleanup deleted the files that its attempts left without a row. */
    cleanedUpAt: integer("cleaned_up_at"),
    /** The idempotency key of the create call. */
    idempotencyKey: text("idempotency_key"),
    /** What it was estimated to cost when it was created. */
    estimateMicros: integer("estimate_micros").notNull().default(0),
    /** While it is active: what it is expected to cost in all, and what its attempts wasted on top, which a trigger adds. */
    reservedMicros: integer("reserved_micros").notNull().default(0),
    /** Once it is over: what its generations cost, wasted attempts included. */
    chargedMicros: integer("charged_micros").notNull().default(0),
    /**
     * Its steps, and the generations that nobody else may find, are in its archive; this is what lists still show of
     * them. See worker/runs/archive.ts.
     */
    archived: text("archived", { mode: "json" }).$type<ArchivedRun>(),
    /** When its caller deleted it: its files are gone, lists leave it out, and what it cost stays. It is over. */
    deletedAt: integer("deleted_at"),
  },
  (table) => [
    // Of all indexes, each change of a column writes those that hold it anew. The partial ones hold few runs, or are
    // written once.
    //
    // What is next to be cleaned up after, and then to be archived.
    index("runs_to_clean_up").on(table.finishedAt).where(sql`finished_at IS NOT NULL AND cleaned_up_at IS NULL`),
    index("runs_to_archive").on(table.finishedAt).where(sql`cleaned_up_at IS NOT NULL AND archived IS NULL`),
    // An account's runs, newest first, and those of an artist. Lists leave out what was deleted, however many that are.
    index("runs_account_created").on(table.accountId, table.createdAt, table.id).where(sql`deleted_at IS NULL`),
    index("runs_account_artist")
      .on(table.accountId, table.artistId, table.createdAt, table.id)
      .where(sql`deleted_at IS NULL`),
    // An artist's deleted ones, oldest first: their rows go when the artist is erased.
    index("runs_deleted").on(table.accountId, table.artistId, table.createdAt).where(sql`deleted_at IS NOT NULL`),
    // Lists by status. Those that are completed are most of all, and need none.
    index("runs_active").on(table.accountId, table.createdAt, table.id).where(sql`status IN ${ACTIVE}`),
    index("runs_unsuccessful")
      .on(table.accountId, table.createdAt, table.id)
      .where(sql`status IN ${UNSUCCESSFUL} AND deleted_at IS NULL`),
    index("runs_batch").on(table.batchId),
    // By finishedAt, which is there once it is over: a condition on the status has it written with every change of that.
    index("runs_deadline").on(table.deadlineAt).where(sql`finished_at IS NULL`),
    index("runs_due").on(table.dueAt).where(sql`due_at IS NOT NULL`),
  ],
);

export const generations = sqliteTable(
  "generations",
  {
    id: text("id").primaryKey(),
    /**
     * SHA-256 over account, model, canonical input and salt: asking again finds this row. Of one that is discarded,
     * `discarded:` and its id: nobody finds it, and what it comes to is not kept. See worker/runs/discarded.ts.
     */
    key: text("key").notNull(),
    accountId: text("account_id").notNull(),
    /** The run that pays: the one that asked first, or the last that asked again after it had failed. */
    runId: text("run_id").notNull(),
    step: text("step").$type<StepName>().notNull(),
    model: text("model").notNull(),
    /** Which of the model's candidates was asked last, or is asked next. Rows from before there were several have none. */
    candidate: text("candidate"),
    input: text("input", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
    status: text("status").$type<GenerationStatus>().notNull(),
    /**
     * The number of submits so far. The callback URL names it, so that a late answer to an earlier submit is
     * recognised.
     */
    attempt: integer("attempt").notNull().default(0),
    /** Submits since it was first asked for, or asked for again after it failed. */
    submits: integer("submits").notNull().default(0),
    requestId: text("request_id"),
    fence: integer("fence").notNull().default(0),
    leaseUntil: integer("lease_until").notNull().default(0),
    /** Ids of the runs that wait for it, and those that have not heard yet that it is settled. */
    waiters: text("waiters", { mode: "json" }).$type<string[]>().notNull().default([]),
    /**
     * When it next needs attention: submit, poll, or give up waiting for a lost reply; or, once it is settled, since when
     * its waiters should know.
     */
    dueAt: integer("due_at").notNull(),
    /** What the callback of its request said, while fal.ai could not be asked; nothing once it is settled. */
    keptResult: text("kept_result", { mode: "json" }).$type<KeptResult>(),
    /** When fal.ai last called back: a poll that began before this must look again. */
    calledBackAt: integer("called_back_at").notNull().default(0),
    submittedAt: integer("submitted_at"),
    /** The current attempt is given up after this. */
    deadlineAt: integer("deadline_at"),
    /** Transient errors since it last got further. */
    failures: integer("failures").notNull().default(0),
    output: text("output", { mode: "json" }).$type<GenerationOutput>(),
    error: text("error", { mode: "json" }).$type<Failure>(),
    costMicros: integer("cost_micros").notNull().default(0),
    /** What one submit is expected to cost, by the price table. */
    expectedMicros: integer("expected_micros").notNull().default(0),
    /** What attempts without a usable answer may have cost: by the price table, so an upper bound. */
    wastedMicros: integer("wasted_micros").notNull().default(0),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    finishedAt: integer("finished_at"),
    /** Of one that stays although its run is archived: the song that it is about. It goes with the song, by a trigger. */
    songId: text("song_id"),
  },
  (table) => [
    uniqueIndex("generations_key").on(table.key),
    index("generations_song").on(table.songId).where(sql`song_id IS NOT NULL`),
    index("generations_run").on(table.runId),
    // By finishedAt, which is there once it is settled: an index on the status would be written with every change of that.
    index("generations_due").on(table.dueAt).where(sql`finished_at IS NULL`),
    index("generations_unheard").on(table.dueAt).where(sql`finished_at IS NOT NULL AND waiters <> '[]'`),
  ],
);

/** Whom an account wants to be told of ended runs: URLs, and listeners, which come for what waits for them. */
export const webhookEndpoints = sqliteTable(
  "webhook_endpoints",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id")
      .notNull()
      .references(() => accounts.id),
    kind: text("kind").$type<EndpointKind>().notNull().default("url"),
    /** Empty: a listener's. */
    url: text("url").notNull(),
    events: text("events", { mode: "json" }).$type<WebhookEventType[]>().notNull(),
    enabled: integer("enabled", { mode: "boolean" }).notNull().default(true),
    /** gone: the endpoint answered 410. Null: the account disabled it, or it is enabled. */
    disabledReason: text("disabled_reason").$type<"gone">(),
    /** In plain text, because messages are signed with it. */
    secret: text("secret").notNull(),
    previousSecret: text("previous_secret"),
    /** Until then, messages are also signed with the previous secret. */
    previousUntil: integer("previous_until"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [index("webhook_endpoints_account").on(table.accountId, table.createdAt)],
);

/** An account's own secret, for messages to the webhook_url of a create call. */
export const webhookSecrets = sqliteTable("webhook_secrets", {
  accountId: text("account_id")
    .primaryKey()
    .references(() => accounts.id),
  secret: text("secret").notNull(),
  previousSecret: text("previous_secret"),
  previousUntil: integer("previous_until"),
});

/** The fact that a run, or a whole batch, ended: written by the transaction that ends it. */
export const webhookEvents = sqliteTable(
  "webhook_events",
  {
    /** What receivers know as webhook-id. */
    id: text("id").primaryKey(),
    /** The run or batch, and when it ended: each ending has one event. */
    key: text("key").notNull(),
    accountId: text("account_id").notNull(),
    type: text("type").$type<WebhookEventType>().notNull(),
    /** Null for a batch. */
    runId: text("run_id"),
    batchId: text("batch_id").notNull(),
    /** What a retry would change, as it was when the run ended. */
    ending: text("ending", { mode: "json" }).$type<RunEnding | BatchEnding>().notNull(),
    /** The body as sent: made for the first attempt, and the same for all later ones. */
    body: text("body"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("webhook_events_key").on(table.key),
    index("webhook_events_batch").on(table.batchId, table.createdAt),
    index("webhook_events_run").on(table.runId),
    index("webhook_events_created").on(table.createdAt),
  ],
);

/** An event on its way to one receiver. */
export const webhookDeliveries = sqliteTable(
  "webhook_deliveries",
  {
    id: text("id").primaryKey(),
    eventId: text("event_id")
      .notNull()
      .references(() => webhookEvents.id, { onDelete: "cascade" }),
    accountId: text("account_id").notNull(),
    /** Null: the webhook_url of the create call. */
    endpointId: text("endpoint_id").references(() => webhookEndpoints.id, { onDelete: "cascade" }),
    /** The endpoint's id, or empty for the webhook_url. Unique together with the event. */
    target: text("target").notNull(),
    /**
     * Where it was to go when the event happened. An endpoint's current URL is read again at each attempt. Empty: it waits
     * for a listener.
     */
    url: text("url").notNull(),
    status: text("status").$type<DeliveryStatus>().notNull(),
    /** Raised by every claim; only the latest claimant may write. */
    fence: integer("fence").notNull().default(0),
    leaseUntil: integer("lease_until").notNull().default(0),
    /** The number of attempts so far. */
    attempts: integer("attempts").notNull().default(0),
    /** Attempts since it was created or replayed. */
    schedulePosition: integer("schedule_position").notNull().default(0),
    /** Of one that waits for a listener: when it is given up. */
    nextAttemptAt: integer("next_attempt_at").notNull(),
    createdAt: integer("created_at").notNull(),
    finishedAt: integer("finished_at"),
  },
  (table) => [
    uniqueIndex("webhook_deliveries_event_target").on(table.eventId, table.target),
    index("webhook_deliveries_endpoint").on(table.endpointId, table.createdAt, table.id),
    index("webhook_deliveries_account").on(table.accountId, table.createdAt, table.id),
    // Lists of those that did not arrive, or have not yet: a few of all.
    index("webhook_deliveries_undelivered")
      .on(table.accountId, table.createdAt, table.id)
      .where(sql`status <> 'delivered'`),
    index("webhook_deliveries_due").on(table.nextAttemptAt).where(sql`status = 'pending'`),
    index("webhook_deliveries_exhausted").on(table.endpointId).where(sql`status = 'exhausted'`),
    // What waits for a listener, and what it was given, in that order. No other delivery is in it.
    index("webhook_deliveries_listened")
      .on(table.endpointId, table.finishedAt, table.createdAt, table.id)
      .where(sql`url = ''`),
  ],
);

export const webhookAttempts = sqliteTable(
  "webhook_attempts",
  {
    deliveryId: text("delivery_id")
      .notNull()
      .references(() => webhookDeliveries.id, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    at: integer("at").notNull(),
    durationMs: integer("duration_ms").notNull(),
    /** Null: there was no answer. */
    statusCode: integer("status_code"),
    error: text("error"),
    /** The beginning of the answer's body. */
    response: text("response"),
  },
  (table) => [primaryKey({ columns: [table.deliveryId, table.number] })],
);
