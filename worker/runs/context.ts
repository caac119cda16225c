/** Everything a step may look at. It is read by the transaction that claims the step. */
import { and, eq, inArray } from "drizzle-orm";
import type { Database } from "../db/database.ts";
import type { RunRow, StepRow } from "../db/rows.ts";
import { batches, runs, songs, steps } from "../db/schema.ts";
import { PermanentError } from "../domain/failure.ts";
import type { ModelName } from "../fal/models.ts";
import type { Answer, StepContext } from "../steps/step.ts";
import type { Generation } from "./generations.ts";

export interface RunContext extends StepContext {
  accountId: string;
  artistSlug: string;
  songFilename: string;
}

/** The answer of a completed generation. Throws when it has none. */
export function answerOf({ id, model, output }: Generation): Answer {
  if (!output) throw new Error(`Generation ${id} has no output`);
  // A row's model was written from an Ask.
  return { model: model as ModelName, ...output };
}

/** The rows that a run's context is made of. */
export interface ContextRows {
  runs: RunRow[];
  batches: (typeof batches.$inferSelect)[];
  songs: (typeof songs.$inferSelect)[];
  done: Pick<StepRow, "name" | "output">[];
}

/** For a batch: reads what the run was asked for, which stays the same while it is under way. */
export function selectAsked(db: Database, runId: string) {
  const ofRun = eq(runs.id, runId);
  // No joins: in a batch, D1 answers with objects, and columns of the same name would overwrite each other.
  return {
    runs: db.select().from(runs).where(ofRun),
    batches: db
      .select()
      .from(batches)
      .where(inArray(batches.id, db.select({ id: runs.batchId }).from(runs).where(ofRun))),
    songs: db
      .select()
      .from(songs)
      .where(inArray(songs.id, db.select({ id: runs.songId }).from(runs).where(ofRun))),
  };
}

/** For a batch: reads what the run's steps came to so far. */
export const selectDone = (db: Database, runId: string) =>
  db
    .select({ name: steps.name, output: steps.output })
    .from(steps)
    .where(and(eq(steps.runId, runId), eq(steps.status, "done")));

/**
 * What a run's steps may look at: what it was asked for, and the outputs of the steps that are done. Throws when the
 * run, its snapshot or one of those outputs is gone, and a PermanentError when its song is.
 */
export function contextOf(runId: string, found: ContextRows): RunContext {
  const [run] = found.runs;
  const [song] = found.songs;
  const snapshot = found.batches[0]?.snapshot;
  if (!run || !snapshot) throw new Error(`Run ${runId} is gone, or what it is made from`);
  if (!song) {
    throw new PermanentError({ code: "input_missing", message: "The song of this run was deleted.", retryable: false });
  }
  const { artist, template } = snapshot;
  return {
    accountId: run.accountId,
    artistSlug: artist.slug,
    songFilename: song.filename,
    run: { id: run.id, seed: run.seed, request: run.request, choices: run.choices },
    artist: { name: artist.name, notes: artist.notes, faceGuide: artist.faceGuide },
    song: { title: song.title, audio: song.audio, durationSeconds: song.durationSeconds, loudness: song.loudness },
    template,
    // As they were when the steps were done: today's code may give something else.
    outputs: Object.fromEntries(found.done.map(storedOutput)),
  };
}

function storedOutput({ name, output }: Pick<StepRow, "name" | "output">) {
  if (output === null) throw new Error(`Step ${name} is done and has no output`);
  return [name, output] as const;
}
