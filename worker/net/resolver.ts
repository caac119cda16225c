/** Resolves names to addresses by DNS over HTTPS in its JSON form, the only DNS that a Worker can ask. */
import { z } from "zod";
import { UrlRefused } from "./refusal.ts";

/**
 * Every IPv4 and IPv6 address of a name. Throws UrlRefused, and nothing else: when there is none, when DNS does not
 * answer, or when the signal is aborted before it does.
 */
export type Resolver = (name: string, signal: AbortSignal) => Promise<string[]>;

const TYPES = { A: 1, AAAA: 28 };
const NO_ERROR = 0;
const NO_SUCH_NAME = 3;

const answer = z.object({
  Status: z.number().int(),
  Answer: z.array(z.object({ type: z.number().int(), data: z.string() })).optional(),
});

/** Asks the DNS server at `origin` (https://host), IPv4 and IPv6 at once. */
export function openResolver(origin: string): Resolver {
  const ask = async (name: string, type: keyof typeof TYPES, signal: AbortSignal): Promise<string[]> => {
    const response = await fetch(`${origin}/dns-query?name=${encodeURIComponent(name)}&type=${type}`, {
      headers: { accept: "application/dns-json" },
      signal,
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`DNS answered ${response.status}`);
    }
    const { Status, Answer = [] } = answer.parse(await response.json());
    if (Status === NO_SUCH_NAME) return [];
    if (Status !== NO_ERROR) throw new Error(`DNS answered with status ${Status}`);
    // Aliases on the way are left out: only the addresses at the end count.
    return Answer.filter((record) => record.type === TYPES[type]).map(({ data }) => data);
  };
  return async (name, signal) => {
    const found = await Promise.all([ask(name, "A", signal), ask(name, "AAAA", signal)]).catch((cause: unknown) => {
      if (signal.aborted) throw new UrlRefused("too_slow", "its host took too long to look up", { cause });
      // An unanswered question is no proof that the address is public.
      throw new UrlRefused("dns_unavailable", "its host could not be looked up just now", { cause });
    });
    const addresses = found.flat();
    if (addresses.length === 0) throw new UrlRefused("host_not_found", "its host does not exist");
    return addresses;
  };
}
