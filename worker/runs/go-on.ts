/** Goes on with runs that waited for a generation. */
import type { Services } from "../services.ts";
import { advanceRun } from "./advance-run.ts";

/** Goes on with the first of these runs at once; the others have messages of their own. Throws as `advanceRun` does. */
export async function goOn(services: Services, [first, ...others]: string[]): Promise<void> {
  if (first === undefined) return;
  await services.queues.send(
    "steps",
    others.map((runId) => ({ message: { runId } })),
  );
  await advanceRun(services, first, "steps");
}
