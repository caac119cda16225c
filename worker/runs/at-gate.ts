/**
 * What is said to the gate before fal.ai. Its object is restarted by every deploy, and moved now and then: that it cannot
 * be reached is nobody's fault, and fails nothing.
 */
import type { Entered, GateApi } from "../fal/gate-api.ts";
import { describe } from "../log.ts";
import type { Services } from "../services.ts";
import type { Generation } from "./generations.ts";

/** Asks for the generation's slot. Undefined: the gate cannot be reached. */
export async function enterGate(services: Services, { id, accountId }: Generation): Promise<Entered | undefined> {
  return say(services, (gate) => gate.enter(id, accountId));
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
