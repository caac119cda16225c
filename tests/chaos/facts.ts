/** What is known after a campaign: from the emulator's books, the rows, the objects, and what a caller saw. Plain data. */
import type { LedgerEntry } from "../../emulator/requests/request.ts";
import type {
  accountMonths,
  artists,
  batches,
  generations,
  runs,
  songs,
  webhookDeliveries,
  webhookEvents,
} from "../../worker/db/schema.ts";
import type { MediaRef } from "../../worker/domain/media.ts";
import type { RunStatus, StepName, StepState, Wait } from "../../worker/domain/run.ts";
import type { Archive } from "../../worker/runs/archive.ts";
import type { Traces } from "../support/traces.ts";
import type { Arrival } from "./receiver.ts";
import type { StateSpan } from "./states.ts";

/** A step of a run. */
export interface RunStep extends StepState {
  runId: string;
  accountId: string;
  name: StepName;
}

/** What a caller saw of a run at a moment; only changes are kept. */
export interface Sighting {
  runId: string;
  at: number;
  status: RunStatus;
  progress: number;
}

/** A wait of a run as its caller saw it. Times in Unix milliseconds. */
export interface SeenWait {
  runId: string;
  waitsFor: Wait;
  since: number;
  /** When it was last seen to go on: it was read no earlier. */
  seenAt: number;
}

/** A job of a run that a renderer took, from when to when, Unix milliseconds. */
export interface RenderedJob {
  runId: string;
  kind: "cut" | "render";
  instance: string;
  from: number;
  to: number;
  /** It was answered to the end. Otherwise its connection ended before, whoever's doing that was. */
  isAnswered: boolean;
}

/** What is left in the storage of the pool's object and the gate's. */
export interface Lines {
  visitors: { generation_id: string; status: string }[];
  breakers: { cause: string }[];
  renders: { run_id: string; status: string; ended_at: number | null }[];
}

/** The finished video as it was when the run was first seen COMPLETED. */
export interface Publication {
  runId: string;
  ref: MediaRef;
  sha256: string;
}

/** A run that its caller asked to be deleted. */
export interface Deletion {
  runId: string;
  askedAt: number;
  /** When that was answered first; null: never. */
  answeredAt: number | null;
}

/** An artist whose caller asked for everything of it to be erased. */
export interface Erasure {
  artistId: string;
  name: string;
  accountId: string;
  askedAt: number;
  answeredAt: number | null;
  /** When it was first answered that it is complete. */
  completedAt: number | null;
  /** Where its last answer says that something is left. */
  remains: string[];
}

/** Something that was removed, as it was answered, and was shown again after that. */
export interface Reappearance {
  runId: string;
  at: number;
  how: string;
}

/** A line of the ledger, and when its request had its outcome. */
export interface Submission extends LedgerEntry {
  completedAt: number | null;
}

/** An archived run: its object, null where there is none, and what the database still has of what went there. */
export interface ArchivedFact {
  runId: string;
  archive: Archive | null;
  stepsLeft: number;
  generationsLeft: Pick<Facts["generations"][number], "id" | "step" | "status">[];
}

export interface StoredObject {
  ref: MediaRef;
  bytes: number;
  /** When it was stored, Unix milliseconds. */
  storedAt: number;
  /** Of published videos only. */
  sha256?: string;
}

export interface Facts {
  /** When the rows were read, by the clock that wrote them. */
  readAt: number;
  timeScale: number;
  /** How long invocations stood still where a fault had them do so, milliseconds; 0 where none had. */
  stallMs: number;
  /** The longest that a call of the database took, milliseconds; 0 where all were quick. */
  slowestCallMs: number;
  /** Runs whose ids were answered with 202. */
  answered: { runId: string; accountId: string; artistId: string }[];
  sightings: Sighting[];
  publications: Publication[];
  /** Retries that we asked for, whatever was answered. */
  retries: { runId: string; at: number }[];
  deletions: Deletion[];
  erasures: Erasure[];
  reappearances: Reappearance[];
  submissions: Submission[];
  months: (typeof accountMonths.$inferSelect)[];
  batches: (typeof batches.$inferSelect)[];
  artists: (typeof artists.$inferSelect)[];
  songs: (typeof songs.$inferSelect)[];
  /** With the steps that archived ones had. */
  runs: (typeof runs.$inferSelect)[];
  /** Whose rows are not in the database any more, as these were last. */
  goneRuns: (typeof runs.$inferSelect)[];
  steps: RunStep[];
  /** All that there ever were. */
  generations: (typeof generations.$inferSelect)[];
  /** Ids of those whose rows are not in the database any more. */
  goneGenerations: string[];
  /** Of each artist that was to be erased, where anything is left of it: what was found, by table or bucket. */
  traces: Record<string, Traces>;
  archives: ArchivedFact[];
  events: (typeof webhookEvents.$inferSelect)[];
  deliveries: (typeof webhookDeliveries.$inferSelect)[];
  /** What the accounts' one endpoint each received. */
  arrivals: Arrival[];
  waits: SeenWait[];
  states: StateSpan[];
  /** The jobs that renderers took; null where the renderers are real ones. */
  jobs: RenderedJob[] | null;
  lines: Lines;
  /** Generations that failed at some time, though they may have been taken up again. */
  failedOnce: string[];
  /** Requests that fal.ai works on at a time, as the gate was told. */
  slots: number;
  objects: StoredObject[];
  /** Folders of jobs that the renderer left among its temporary files. */
  leftovers: string[];
  /** The status that each callback with a forged signature was answered with; 0: no answer. */
  forgeries: number[];
}
