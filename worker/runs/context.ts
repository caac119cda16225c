/** Everything a step may look at, read in one round trip. */
import { eq, sql } from "drizzle-orm";
import { repeatable } from "../db/database.ts";
import { artists, generations, runs, songs, steps } from "../db/schema.ts";
import type { StepName } from "../domain/run.ts";
import type { ModelName } from "../fal/models.ts";
import type { Services } from "../services.ts";
import { STEPS } from "../steps/index.ts";
import type { Answer, Step, StepContext } from "../steps/step.ts";
import { findBuiltIn } from "../templates/index.ts";
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

/** Throws when the run, its artist, its song or its template is gone. */
export async function loadContext({ db }: Services, runId: string): Promise<RunContext> {
  const [[row], stepRows] = await repeatable(() =>
    db.batch([
      db
        .select({ run: runs, artist: artists, song: songs })
        .from(runs)
        .innerJoin(artists, eq(artists.id, runs.artistId))
        .innerJoin(songs, eq(songs.id, runs.songId))
        .where(eq(runs.id, runId)),
      db
        .select({ step: steps, generation: generations })
        .from(steps)
        .leftJoin(generations, sql`${generations.id} = ${steps.generationId} AND ${steps.output} IS NULL`)
        .where(sql`${steps.runId} = ${runId} AND ${steps.status} = 'done'`),
    ]),
  );
  if (!row) throw new Error(`Run ${runId}, its artist or its song is gone`);
  const { run, artist, song } = row;
  const template = findBuiltIn(run.request.template);
  if (!template) throw new Error(`The template ${run.request.template} is gone`);
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
    const found = stepRows.find((candidate) => candidate.step.name === step.name);
    if (found) Object.assign(context.outputs, { [step.name]: outputOf(step, found, context) });
  }
  return context;
}

/** A step's stored output; where one answer gave it, only the generation is stored, and the output is derived anew. */
function outputOf(
  step: Step<StepName>,
  row: { step: { output: unknown }; generation: Generation | null },
  context: StepContext,
): unknown {
  if (row.step.output !== null) return row.step.output;
  if (!row.generation) throw new Error(`Step ${step.name} is done and has neither an output nor a generation`);
  const action = step.next(context, [answerOf(row.generation)]);
  if (action.kind !== "done") throw new Error(`Step ${step.name} is done, but its answer does not end it`);
  return action.output;
}
