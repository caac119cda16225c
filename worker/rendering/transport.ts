import type { Transport } from "./renderer.ts";

/**
 * Spreads jobs over `instances` containers, by their affinity. A job that a busy container refuses goes to the next; three are tried at
 * most.
 */
export function containerTransport(namespace: DurableObjectNamespace, instances: number): Transport {
  return async (affinity, path, init) => {
    const first = [...affinity].reduce((sum, character) => sum * 31 + (character.codePointAt(0) ?? 0), 7) >>> 0;
    const candidates = Math.min(3, instances);
    for (let at = 0; ; at++) {
      const stub = namespace.get(namespace.idFromName(`renderer-${(first + at) % instances}`));
      const response = await stub.fetch(`http://renderer${path}`, init);
      if (response.status !== 503 || at === candidates - 1) return response;
      await response.body?.cancel();
    }
  };
}

/** A plain renderer at `origin`. */
export const originTransport =
  (origin: string): Transport =>
  (_affinity, path, init) =>
    fetch(`${origin}${path}`, init);
