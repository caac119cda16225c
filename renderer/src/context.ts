/** What every job is given besides its body. */
import type { EgressPolicy } from "./egress.ts";

export interface JobContext {
  /** An empty folder, removed after the job. */
  directory: string;
  /** Aborts with a `JobError` when the caller leaves or the deadline passes. */
  signal: AbortSignal;
  egress: EgressPolicy;
  maxDownloadBytes: number;
  /** Receives how far the job is, 0 to 1. */
  progress: (fraction: number) => void;
}

/** The longest a download may take, milliseconds. */
const DOWNLOAD_MS = 90_000;

/** Where a job may read from, and how much: for `download`. */
export const downloadLimits = ({ egress, maxDownloadBytes }: JobContext) => ({
  egress,
  maxBytes: maxDownloadBytes,
  timeoutMs: DOWNLOAD_MS,
});
