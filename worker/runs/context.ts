/** Everything a step may look at, read in one round trip. */
import { and, eq, inArray } from "drizzle-orm";
import { batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { batches, runs, songs, steps } from "../db/schema.ts";
import { PermanentError } from "../domain/failure.ts";
import type { ModelName } from "../fal/models.ts";
import type { Services } from "../services.ts";
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

/**
 * What a run's steps may look at: what it was asked for, and the outputs of the steps that are done. Throws when the
 * run, its snapshot or one of those outputs is gone, and a PermanentError when its song is.
 */
export async function loadContext({ db }: Services, runId: string): Promise<RunContext> {
  const ofRun = eq(runs.id, runId);
  // No joins: in a batch, D1 answers with objects, and columns of the same name would overwrite each other.
  const found = await withRetry(() =>
    batch(db, {
      runs: db.select().from(runs).where(ofRun),
      batches: db
        .select()
        .from(batches)
        .where(inArray(batches.id, db.select({ id: runs.batchId }).from(runs).where(ofRun))),
      songs: db
        .select()
        .from(songs)
        .where(inArray(songs.id, db.select({ id: runs.songId }).from(runs).where(ofRun))),
      done: db
        .select({ name: steps.name, output: steps.output })
        .from(steps)
        .where(and(eq(steps.runId, runId), eq(steps.status, "done"))),
    }),
  );
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

function storedOutput({ name, output }: Pick<typeof steps.$inferSelect, "name" | "output">) {
  if (output === null) throw new Error(`Step ${name} is done and has no output`);
  return [name, output] as const;
}
