/** What is known after a campaign: from the emulator's books, the rows, the objects, and what a caller saw. Plain data. */
import type { LedgerEntry } from "../../emulator/requests/request.ts";
import type {
  artists,
  batches,
  generations,
  runs,
  songs,
  steps,
  webhookDeliveries,
  webhookEvents,
} from "../../worker/db/schema.ts";
import type { MediaRef } from "../../worker/domain/media.ts";
import type { RunStatus } from "../../worker/domain/run.ts";
import type { Arrival } from "./receiver.ts";

/** What a caller saw of a run at a moment; only changes are kept. */
export interface Sighting {
  runId: string;
  at: number;
  status: RunStatus;
  progress: number;
}

/** The finished video as it was when the run was first seen COMPLETED. */
export interface Publication {
  runId: string;
  ref: MediaRef;
  sha256: string;
}

/** A line of the ledger, and when its request had its outcome. */
export interface Submission extends LedgerEntry {
  completedAt: number | null;
}

export interface StoredObject {
  ref: MediaRef;
  bytes: number;
  /** Of published videos only. */
  sha256?: string;
}

export interface Facts {
  /** When the rows were read, by the clock that wrote them. */
  readAt: number;
  timeScale: number;
  /** How long invocations stood still where a fault had them do so, milliseconds; 0 where none had. */
  stallMs: number;
  /** Runs whose ids were answered with 202. */
  answered: { runId: string; accountId: string }[];
  sightings: Sighting[];
  publications: Publication[];
  /** Retries that we asked for, whatever was answered. */
  retries: { runId: string; at: number }[];
  submissions: Submission[];
  batches: (typeof batches.$inferSelect)[];
  artists: (typeof artists.$inferSelect)[];
  songs: (typeof songs.$inferSelect)[];
  runs: (typeof runs.$inferSelect)[];
  steps: (typeof steps.$inferSelect)[];
  generations: (typeof generations.$inferSelect)[];
  events: (typeof webhookEvents.$inferSelect)[];
  deliveries: (typeof webhookDeliveries.$inferSelect)[];
  /** What the accounts' one endpoint each received. */
  arrivals: Arrival[];
  objects: StoredObject[];
  /** Folders of jobs that the renderer left among its temporary files. */
  leftovers: string[];
  /** The status that each callback with a forged signature was answered with; 0: no answer. */
  forgeries: number[];
}
