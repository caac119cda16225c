/** A run as it is found by whoever moves it on, and what its steps may look at. */

import { eq, getTableColumns, inArray, type SQL, sql } from "drizzle-orm";
import type { SongAnalysis } from "../../renderer/contract/song-analysis.ts";
import { batch } from "../db/batch.ts";
import type { RunRow } from "../db/rows.ts";
import { batches, generations, runs, songs } from "../db/schema.ts";
import { PermanentError } from "../domain/failure.ts";
import type { RunSteps } from "../domain/run.ts";
import type { ModelName } from "../fal/models.ts";
import type { Services } from "../services.ts";
import type { Answer, StepContext, StepOutputs } from "../steps/step.ts";
import type { Generation } from "./generations.ts";

/** A run, and what it is made from. */
export interface FoundRun {
  run: RunRow;
  batch: typeof batches.$inferSelect | undefined;
  song: typeof songs.$inferSelect | undefined;
  /** What the song is like, as long as the run has no clip; null once it has, and where nobody knows. */
  analysis: SongAnalysis | null;
  /** The generations that its steps wait for. */
  waitedFor: Generation[];
}

/** SQL: the generations that the steps of these runs wait for. `which` is a condition on `runs`. */
export const waitedForBy = (which: SQL) => sql`(SELECT step.value ->> '$.generationId'
  FROM runs JOIN json_each(runs.steps) AS step
  WHERE ${which} AND step.value ->> '$.status' = 'waiting' AND step.value ->> '$.generationId' IS NOT NULL)`;

/** Reads a run in one round trip. Undefined: there is none with this id. */
export async function findRun({ db }: Services, runId: string): Promise<FoundRun | undefined> {
  const ofRun = eq(runs.id, runId);
  // No joins: in a batch, D1 answers with objects, and columns of the same name would overwrite each other.
  const found = await batch(db, {
    runs: db.select().from(runs).where(ofRun),
    batches: db
      .select()
      .from(batches)
      .where(inArray(batches.id, db.select({ id: runs.batchId }).from(runs).where(ofRun))),
    songs: db
      .select({ ...getTableColumns(songs), analysis: analysisFor(runId).as("analysis") })
      .from(songs)
      .where(inArray(songs.id, db.select({ id: runs.songId }).from(runs).where(ofRun))),
    waitedFor: db
      .select()
      .from(generations)
      .where(sql`${generations.id} IN ${waitedForBy(sql`runs.id = ${runId}`)}`),
  });
  const [run] = found.runs;
  const { analysis = null, ...song } = found.songs[0] ?? {};
  return (
    run && {
      ...{ run, batch: found.batches[0], analysis, waitedFor: found.waitedFor },
      song: found.songs[0] && (song as typeof songs.$inferSelect),
    }
  );
}

/** SQL: what a song is like, as long as the run has no clip. Read with the song, so that it costs no round trip. */
const analysisFor = (runId: string) =>
  sql<SongAnalysis | null>`(SELECT analysis FROM song_analyses WHERE song_id = songs.id
    AND (SELECT steps ->> '$.clip.status' FROM runs WHERE id = ${runId}) <> 'done')`.mapWith((json: string) =>
    JSON.parse(json),
  );

/** The ids of the generations that steps wait for. */
export const generationsWaitedFor = (steps: RunSteps): string[] =>
  Object.values(steps).flatMap(({ status, generationId }) =>
    status === "waiting" && generationId !== null ? [generationId] : [],
  );

/** The answer of a completed generation. Throws when it has none. */
export function answerOf({ id, model, output }: Generation): Answer {
  if (!output) throw new Error(`Generation ${id} has no output`);
  // A row's model was written from an Ask.
  return { model: model as ModelName, ...output };
}

export interface RunContext extends StepContext {
  accountId: string;
  artistSlug: string;
  songFilename: string;
}

/**
 * What a run's steps may look at: what it was asked for, and `outputs`, as they were when the steps were done: today's code
 * may give something else. `analysis`: of its song, for steps that hear it. Throws when its snapshot is gone, and a PermanentError when its song is.
 */
export function contextOf(
  { run, batch: ofBatch, song }: FoundRun,
  outputs: Partial<StepOutputs>,
  analysis: SongAnalysis | null = null,
): RunContext {
  const snapshot = ofBatch?.snapshot;
  if (!snapshot) throw new Error(`What run ${run.id} is made from is gone`);
  if (!song) {
    throw new PermanentError({ code: "input_missing", message: "The song of this run was deleted.", retryable: false });
  }
  const { artist, template, songTitles } = snapshot;
  return {
    accountId: run.accountId,
    artistSlug: artist.slug,
    songFilename: song.filename,
    run: { id: run.id, seed: run.seed, request: run.request, choices: run.choices },
    artist: { name: artist.name, slug: artist.slug, notes: artist.notes, faceGuide: artist.faceGuide },
    song: {
      // As it was when the batch was made: what models are asked depends on it, and would be asked and paid for again.
      title: songTitles?.[run.choices.songId] ?? song.title,
      audio: song.audio,
      durationSeconds: song.durationSeconds,
      loudness: song.loudness,
      mix: song.mix,
    },
    analysis,
    template,
    outputs,
  };
}
