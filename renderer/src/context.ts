/** What every job is given besides its body. */
import type { Reach } from "./reach.ts";

export interface JobContext {
  /** An empty folder, removed after the job. */
  directory: string;
  /** Aborts with a `JobFailure` when the caller leaves or the deadline passes. */
  signal: AbortSignal;
  reach: Reach;
  maxDownloadBytes: number;
  /** Hears how far the job is, 0 to 1. */
  progress: (fraction: number) => void;
}

/** The longest a download may take, milliseconds. */
const DOWNLOAD_MS = 90_000;

export const downloadLimits = ({ reach, maxDownloadBytes }: JobContext) => ({
  reach,
  maxBytes: maxDownloadBytes,
  timeoutMs: DOWNLOAD_MS,
});
