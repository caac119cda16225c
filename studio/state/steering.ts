/** What can be done with runs that there are: cancel, retry, delete, download. */
import { answerOf, backline, fetchFile } from "../api/session.ts";
import { loadAccount } from "./library.ts";
import { tell } from "./notices.ts";
import { loadRun, take, takeOffWall } from "./runs.ts";

export async function cancelRun(runId: string): Promise<void> {
  const path = { params: { path: { runId } } };
  const { run, canceled } = await answerOf(backline().POST("/api/tasks/runs/{runId}/cancel", path));
  take(run);
  tell(canceled ? "Canceled." : "It was over already.");
  loadAccount().catch(() => undefined);
}

export async function retryRun(runId: string): Promise<void> {
  const path = { params: { path: { runId } } };
  await answerOf(backline().POST("/api/tasks/runs/{runId}/retry", path));
  await loadRun(runId);
  tell("Under way again.");
}

/** Its files are gone within a minute; what it cost stays counted. */
export async function deleteRun(runId: string): Promise<void> {
  await answerOf(backline().DELETE("/api/tasks/runs/{runId}", { params: { path: { runId } } }));
  takeOffWall(runId);
  tell("Deleted. Its files are gone within a minute.");
}

/** Saves all finished files of a batch as one zip. */
export async function saveBatch(batchId: string): Promise<void> {
  const response = await fetchFile(`/api/tasks/batches/${encodeURIComponent(batchId)}/archive.zip`);
  saveFile(await response.blob(), `${batchId}.zip`);
}

/** Hands a file to the browser to be saved. */
function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  // The download has begun by then, and holds the file itself.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
