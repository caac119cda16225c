import type { Reach } from "./renderer.ts";

/** Spreads jobs over `instances` containers; a busy one passes the job on to the next, three times at most. */
export function reachContainers(namespace: DurableObjectNamespace, instances: number): Reach {
  return async (runId, path, init) => {
    const first = [...runId].reduce((sum, character) => sum * 31 + (character.codePointAt(0) ?? 0), 7) >>> 0;
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
export const reachOrigin =
  (origin: string): Reach =>
  (_runId, path, init) =>
    fetch(`${origin}${path}`, init);
