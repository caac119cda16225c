/** Reads what is left when the Worker has stopped: every row, every object, the emulator's books. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { drizzle } from "drizzle-orm/d1";
import type { LedgerEntry } from "../../emulator/requests/request.ts";
import { type LocalBindings, openLocalBindings } from "../../local/bindings.ts";
import { ROOT } from "../../local/paths.ts";
import * as schema from "../../worker/db/schema.ts";
import { type MediaRef, parseRef } from "../../worker/domain/media.ts";
import { type Archive, archiveRef } from "../../worker/runs/archive.ts";
import { stepsOf } from "../../worker/steps/index.ts";
import { tracesOf } from "../support/traces.ts";
import type { Erasure, Facts, Lines, StoredObject, Submission } from "./facts.ts";
import { hearWitness } from "./witness.ts";

type Stored = Pick<
  Facts,
  | "months"
  | "batches"
  | "artists"
  | "songs"
  | "runs"
  | "goneRuns"
  | "steps"
  | "generations"
  | "goneGenerations"
  | "traces"
  | "archives"
  | "events"
  | "deliveries"
  | "objects"
>;

export async function readStored(state: string, erasures: Erasure[] = []): Promise<Stored> {
  const proxy = await openLocalBindings(ROOT, state);
  try {
    const db = drizzle(proxy.env.DB, { schema });
    const rows = {
      runs: await db.select().from(schema.runs),
      generations: await db.select().from(schema.generations),
      gone: await hearWitness(db),
    };
    return {
      traces: await searchFor(erasures, rows.gone, proxy.env),
      months: await db.select().from(schema.accountMonths),
      batches: await db.select().from(schema.batches),
      artists: await db.select().from(schema.artists),
      songs: await db.select().from(schema.songs),
      ...(await withArchives(proxy.env.LIBRARY, rows)),
      events: await db.select().from(schema.webhookEvents),
      deliveries: await db.select().from(schema.webhookDeliveries),
      objects: [...(await objectsOf(proxy.env.MEDIA, "media")), ...(await objectsOf(proxy.env.LIBRARY, "library"))],
    };
  } finally {
    await proxy.dispose();
  }
}

type Gone = Awaited<ReturnType<typeof hearWitness>>;

/** Looks for all that has to do with the artists, and names what was found of each. */
async function searchFor(erasures: Erasure[], gone: Gone, { DB, LIBRARY, MEDIA }: LocalBindings) {
  const traces: Facts["traces"] = {};
  for (const { artistId, name } of erasures) {
    const ofArtist = gone.runs.filter((run) => run.artistId === artistId);
    const ids = new Set(ofArtist.map(({ id }) => id));
    const made = gone.generations.filter(({ runId }) => ids.has(runId));
    const words = new Set([
      artistId,
      name,
      ...ids,
      ...ofArtist.map(({ batchId }) => batchId),
      ...made.map(({ id }) => id),
    ]);
    const found = await tracesOf([...words], { database: DB as never, buckets: { library: LIBRARY, media: MEDIA } });
    if (Object.keys(found).length > 0) traces[artistId] = found;
  }
  return traces;
}

/** The rows that there are and those that there were, and with them what went into the objects of archived runs. */
async function withArchives(
  library: R2Bucket,
  { runs, generations, gone }: Pick<Facts, "runs" | "generations"> & { gone: Gone },
): Promise<Pick<Facts, "runs" | "goneRuns" | "steps" | "generations" | "goneGenerations" | "archives">> {
  const archives: Facts["archives"] = [];
  for (const run of runs.filter(({ archived }) => archived !== null)) {
    const object = await library.get(parseRef(archiveRef(run)).key);
    archives.push({
      runId: run.id,
      archive: object && ((await object.json()) as Archive),
      stepsLeft: Object.keys({ ...run.steps, ...run.outputs }).length,
      generationsLeft: generations.filter(({ runId }) => runId === run.id),
    });
  }
  const archiveOf = new Map(archives.map(({ runId, archive }) => [runId, archive]));
  const before = new Map(gone.archivals.map((run) => [run.id, run]));
  const withSteps = (run: Facts["runs"][number]) => {
    // Of one that was deleted there is no object: its steps are known from what they were, and tell of no file any more.
    if (run.deletedAt !== null && run.archived) return { ...run, steps: before.get(run.id)?.steps ?? {} };
    const { steps, outputs } = archiveOf.get(run.id)?.run ?? run;
    return { ...run, steps, outputs };
  };
  const whole = runs.map(withSteps);
  const goneRuns = gone.runs.map(withSteps);
  const made = [...generations, ...archives.flatMap(({ archive }) => archive?.generations ?? []), ...gone.generations];
  return {
    ...{ runs: whole, goneRuns, archives },
    steps: [...whole, ...goneRuns].flatMap(({ id: runId, accountId, steps }) =>
      stepsOf(steps).map((step) => ({ runId, accountId, ...step })),
    ),
    generations: [...new Map(made.toReversed().map((each) => [each.id, each])).values()],
    goneGenerations: gone.generations.map(({ id }) => id),
  };
}

/** What the pool's object and the gate's still keep. */
export function readLines(state: string): Lines {
  const [pool, gate] = [storageOf(state, "RendererPool"), storageOf(state, "FalGate")];
  try {
    return {
      // Their own statements gave these tables these columns.
      visitors: gate.prepare("SELECT * FROM visitors").all() as unknown as Lines["visitors"],
      breakers: gate.prepare("SELECT * FROM breakers").all() as unknown as Lines["breakers"],
      renders: pool.prepare("SELECT * FROM renders").all() as unknown as Lines["renders"],
    };
  } finally {
    pool.close();
    gate.close();
  }
}

/** The storage of a class that has one object. */
function storageOf(state: string, className: string): DatabaseSync {
  const folder = join(state, "v3", "do");
  const [file] = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.includes(className) && /[0-9a-f]{64}\.sqlite$/.test(name),
  );
  if (file === undefined) throw new Error(`No object of ${className} has a storage in ${folder}`);
  return new DatabaseSync(join(folder, file));
}

async function objectsOf(bucket: R2Bucket, store: "media" | "library"): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  let cursor: string | undefined;
  do {
    const page = await bucket.list(cursor === undefined ? {} : { cursor });
    for (const { key, size, uploaded } of page.objects) {
      const ref: MediaRef = `${store}:${key}`;
      const isVideo = key.startsWith("videos/") && key.endsWith(".mp4");
      const whole = isVideo ? await bucket.get(key) : null;
      const digest =
        whole &&
        createHash("sha256")
          .update(new Uint8Array(await whole.arrayBuffer()))
          .digest("hex");
      objects.push({ ref, bytes: size, storedAt: uploaded.getTime(), ...(digest ? { sha256: digest } : {}) });
    }
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
  return objects;
}

/** The ledger, with the times that only the emulator's journal has. Both are the vendor's view, not the Worker's. */
export async function readSubmissions(falOrigin: string, state: string): Promise<Submission[]> {
  const { submissions } = (await (await fetch(`${falOrigin}/control/ledger`)).json()) as { submissions: LedgerEntry[] };
  const completedAt = new Map<string, number>();
  for (const entry of journal(state, 0).entries) {
    if (entry.entry === "completed") completedAt.set(entry.id, Date.parse(entry.completed.at));
  }
  return submissions.map((submission) => ({
    ...submission,
    completedAt: completedAt.get(submission.requestId ?? "") ?? null,
  }));
}

type JournalEntry =
  | { entry: "completed"; id: string; completed: { at: string } }
  | { entry: "submission"; submission: { requestId: string | null; webhookUrl: string | null } }
  | { entry: "accepted" | "cancelled" | "callback" };

/** Whole lines of the emulator's journal from byte `from` on, and where the next read goes on. */
export function journal(state: string, from: number): { entries: JournalEntry[]; next: number } {
  const path = join(state, "fal", "requests.jsonl");
  // There is none before the first request.
  if (!existsSync(path)) return { entries: [], next: from };
  const bytes = readFileSync(path).subarray(from);
  const end = bytes.lastIndexOf(10) + 1;
  const lines = bytes.subarray(0, end).toString().split("\n");
  return { entries: lines.filter((line) => line !== "").map((line) => JSON.parse(line)), next: from + end };
}
