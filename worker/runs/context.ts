/** Everything a step may look at, read in one round trip. */
import { and, eq, inArray, isNull } from "drizzle-orm";
import { withRetry } from "../db/database.ts";
import { batches, generations, runs, songs, steps } from "../db/schema.ts";
import { PermanentError } from "../domain/failure.ts";
import type { StepName } from "../domain/run.ts";
import type { ModelName } from "../fal/models.ts";
import type { Services } from "../services.ts";
import { STEPS } from "../steps/index.ts";
import type { Answer, Step, StepContext } from "../steps/step.ts";
import type { Generation } from "./generations.ts";

export interface RunContext extends StepContext {
  accountId: string;
  artistSlug: string;
  songFilename: string;
}

/** What a settled generation answered. Throws when it has not. */
export function answerOf({ id, model, output }: Generation): Answer {
  if (!output) throw new Error(`Generation ${id} has no output`);
  // A row's model was written from an Ask.
  return { model: model as ModelName, ...output };
}

/** Throws when the run is gone, and PermanentError when its song is. */
export async function loadContext({ db }: Services, runId: string): Promise<RunContext> {
  const ofRun = eq(runs.id, runId);
  const done = and(eq(steps.runId, runId), eq(steps.status, "done"));
  // No joins: in a batch, D1 answers with objects, and columns of the same name would overwrite each other.
  const [[run], [batch], [song], stepRows, generationRows] = await withRetry(() =>
    db.batch([
      db.select().from(runs).where(ofRun),
      db
        .select()
        .from(batches)
        .where(inArray(batches.id, db.select({ id: runs.batchId }).from(runs).where(ofRun))),
      db
        .select()
        .from(songs)
        .where(inArray(songs.id, db.select({ id: runs.songId }).from(runs).where(ofRun))),
      db.select().from(steps).where(done),
      db
        .select()
        .from(generations)
        .where(
          inArray(
            generations.id,
            db
              .select({ id: steps.generationId })
              .from(steps)
              .where(and(done, isNull(steps.output))),
          ),
        ),
    ]),
  );
  if (!run || !batch?.snapshot) throw new Error(`Run ${runId} is gone, or what it is made from`);
  if (!song) {
    throw new PermanentError({ code: "input_missing", message: "The song of this run was deleted.", retryable: false });
  }
  const { artist, template } = batch.snapshot;
  const context: RunContext = {
    accountId: run.accountId,
    artistSlug: artist.slug,
    songFilename: song.filename,
    run: { id: run.id, seed: run.seed, request: run.request, choices: run.choices },
    artist: { name: artist.name, notes: artist.notes, faceGuide: artist.faceGuide },
    song: { title: song.title, audio: song.audio, durationSeconds: song.durationSeconds, loudness: song.loudness },
    template,
    outputs: {},
  };
  // In the order of the graph, because an output that is derived rests on the ones before it.
  for (const step of STEPS as readonly Step<StepName>[]) {
    const row = stepRows.find(({ name }) => name === step.name);
    if (!row) continue;
    const generation = generationRows.find(({ id }) => id === row.generationId);
    Object.assign(context.outputs, { [step.name]: outputOf(step, row, generation, context) });
  }
  return context;
}

/** A step's stored output; where one answer gave it, only the generation is stored, and the output is derived anew. */
function outputOf(
  step: Step<StepName>,
  row: { output: unknown },
  generation: Generation | undefined,
  context: StepContext,
): unknown {
  if (row.output !== null) return row.output;
  if (!generation) throw new Error(`Step ${step.name} is done and has neither an output nor a generation`);
  const action = step.next(context, [answerOf(generation)]);
  if (action.kind !== "done") throw new Error(`Step ${step.name} is done, but its answer does not end it`);
  return action.output;
}
