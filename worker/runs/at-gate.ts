/**
 * What is said to the gate before fal.ai. Its object is restarted by every deploy, and moved now and then: that it cannot
 * be reached is nobody's fault, and fails nothing.
 */
import { FalAnswer } from "../fal/client.ts";
import { isNoAnswer, judge, troubleOf } from "../fal/errors.ts";
import type { Entered, GateApi, Outage, SubmitOf } from "../fal/gate-api.ts";
import type { AnyCandidate } from "../fal/model.ts";
import { describe } from "../log.ts";
import type { Services } from "../services.ts";
import type { Generation } from "./generations.ts";

/** Asks for the generation's slot. Undefined: the gate cannot be reached. */
export async function enterGate(
  services: Services,
  { id, accountId, error }: Generation,
): Promise<Entered | undefined> {
  const trouble = troubleOf(error);
  return say(services, (gate) => gate.enter(id, accountId, trouble === "fal_down" ? null : trouble));
}

/** How fal.ai could be asked since then, Unix milliseconds. Undefined: the gate cannot be reached. */
export const outageSince = (services: Services, since: number): Promise<Outage | undefined> =>
  say(services, (gate) => gate.outage(since));

/** Isolates, by their services, that fal.ai did not answer lately. Where all is well, the gate is told nothing. */
const unanswered = new WeakSet<Services>();

/** Tells the gate that fal.ai did not answer a call for the generation. Whether it counts as down now. */
export async function tellUnanswered(services: Services, { id }: Pick<Generation, "id">): Promise<boolean> {
  unanswered.add(services);
  return (await say(services, (gate) => gate.unanswered(id))) ?? false;
}

/** fal.ai answered: tells the gate so, where this isolate, or the generation by its `error`, knows that it did not lately. */
export async function tellAnswered(services: Services, { error }: Pick<Generation, "error">): Promise<void> {
  if (!unanswered.has(services) && troubleOf(error) !== "fal_down") return;
  if (await tellGate(services, (gate) => gate.heard("fal_down"))) unanswered.delete(services);
}

/**
 * Finds out whether fal.ai answers again, and tells the gate: a submit that is not answered may be paid for, so it is asked
 * about a request that does not exist. `submitOf`: a generation whose turn it is, which goes back into the line where fal.ai
 * does not. Undefined: the gate cannot be reached.
 */
export async function askWhetherUp(
  services: Services,
  candidate: AnyCandidate,
  submitOf: SubmitOf | null,
): Promise<boolean | undefined> {
  const answered = await services.fal.status(candidate.endpoint, crypto.randomUUID()).catch((error: unknown) => {
    if (isNoAnswer(error) || error instanceof FalAnswer) return error;
    throw error;
  });
  if (isNoAnswer(answered)) {
    return (await tellGate(services, (gate) => gate.refused("fal_down", submitOf))) ? false : undefined;
  }
  const trouble = answered instanceof FalAnswer ? judge(answered).trouble : undefined;
  const isHeard = await tellGate(services, async (gate) => {
    await gate.heard("fal_down");
    if (trouble === "fal_key") await gate.refused("fal_key", null);
    else await gate.heard("fal_key");
  });
  return isHeard ? true : undefined;
}

/** Tells the gate something. False: it was not heard. */
export async function tellGate(services: Services, told: (gate: GateApi) => Promise<void>): Promise<boolean> {
  const heard = await say(services, async (gate) => {
    await told(gate);
    return true;
  });
  return heard ?? false;
}

async function say<Answer>(
  { gate, log }: Services,
  said: (gate: GateApi) => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await said(gate());
  } catch (error) {
    log.warn("gate_unreachable", { reason: describe(error) });
    return undefined;
  }
}
