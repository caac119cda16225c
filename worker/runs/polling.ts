/** When fal.ai is asked how a request is doing. Where it can call us, that is for calls that were lost; else it is all there is. */
import type { Settings } from "../env.ts";
import type { AnyModel } from "../fal/model.ts";
import type { Services } from "../services.ts";
import { scaledMs } from "../timing.ts";
import type { Generation } from "./generations.ts";

/** Whether fal.ai can reach this Worker: then it reads inputs here, and calls back. */
export const callsBack = ({ FAL_INPUTS }: Pick<Settings, "FAL_INPUTS">): boolean => FAL_INPUTS === "presigned";

/** How long after its submit a request is asked about first, milliseconds. */
export const firstPollMs = (services: Services, { typicalSeconds }: AnyModel): number =>
  scaledMs(services, callsBack(services.settings) ? typicalSeconds * 2 : typicalSeconds / 2);

/** A tenth of the time that the request has taken so far: on average, its end is noticed a twentieth later. */
const SHARE = 0.1;
const [MIN_SECONDS, MAX_SECONDS] = [2, 30];

/** How long until it is asked about again, milliseconds. */
export function nextPollMs(services: Services, { typicalSeconds }: AnyModel, generation: Generation): number {
  if (callsBack(services.settings)) return scaledMs(services, Math.max(10, typicalSeconds));
  const takenMs = services.now() - (generation.submittedAt ?? generation.createdAt);
  return Math.min(scaledMs(services, MAX_SECONDS), Math.max(scaledMs(services, MIN_SECONDS), takenMs * SHARE));
}
