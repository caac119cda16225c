/** Runs, the batches that they were created in, and the calls to models that they pay for. */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Failure } from "../../domain/failure.ts";
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
} from "../../domain/run.ts";
import { ACTIVE, UNSUCCESSFUL } from "../active.ts";

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
