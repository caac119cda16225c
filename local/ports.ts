/** Ports for the services of local stacks. Several programs look for some at the same time, so each claims its own. */
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { claim, isClaimed } from "./claim.ts";

/** Below the ports that systems give to outgoing connections, which might take one before its service does. */
const PORTS = { first: 20_000, count: 12_000 };

/** Read once: a program may send what it starts to another temporary folder later. */
const CLAIMS = join(tmpdir(), "backline-ports");
/** Ports that were handed out here, and whose services may not listen yet: they stay claimed while this process lives. */
const claimed = new Set<number>();

/** A port that nobody listens on: `preferred`, or any other when that is taken or not given. */
export async function freePort(preferred?: number): Promise<number> {
  const wanted = preferred ?? PORTS.first + Math.floor(Math.random() * PORTS.count);
  const isFree = await new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(wanted, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
  // A preferred port may be one that was handed out here: whoever asks for it was given it before.
  if (isFree && ((preferred !== undefined && claimed.has(preferred)) || claimPort(wanted))) return wanted;
  return freePort();
}

/** False: this process or another one that is alive has it. */
function claimPort(port: number): boolean {
  try {
    claim(join(CLAIMS, `${port}.sqlite`));
  } catch (error) {
    if (isClaimed(error)) return false;
    throw error;
  }
  claimed.add(port);
  return true;
}
