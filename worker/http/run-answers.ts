/** Runs as routes answer with them, and the errors when there are none. */
import type { RunDetailBody } from "../contract/run.ts";
import { viewRunDetail } from "../contract/run-view.ts";
import { type FoundRun, readRuns } from "../runs/read-runs.ts";
import type { Services } from "../services.ts";
import { ApiError } from "./errors.ts";

/** The run with payload, output and error; its files as URLs. */
export const showInFull = ({ media }: Services, { run, paid }: FoundRun): RunDetailBody =>
  viewRunDetail(run, paid, media.publicUrl);

/** 404: the account has no such run. */
export const runNotFound = (message = "There is no such run.") => new ApiError(404, "run_not_found", message);
/** 404: the account has no such batch. */
export const batchNotFound = () => new ApiError(404, "batch_not_found", "There is no such batch.");

/** The account's run in full. Throws 404 when there is none. */
export async function readRun(services: Services, accountId: string, runId: string): Promise<RunDetailBody> {
  const [found] = await readRuns(services, { accountId, ids: [runId], limit: 1 });
  if (!found) throw runNotFound();
  return showInFull(services, found);
}
