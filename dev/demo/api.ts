/** The few calls of the HTTP API that the demo makes. */
import type { RunBody, RunDetailBody } from "../../worker/http/schemas.ts";

export interface Api {
  create(body: object): Promise<string[]>;
  run(runId: string): Promise<RunDetailBody>;
  runs(limit: number): Promise<RunBody[]>;
}

/** Throws an Error with the API's own sentence when it says no. */
export function openApi(url: string, apiKey: string): Api {
  async function call<Body>(path: string, init?: RequestInit): Promise<Body> {
    const response = await fetch(`${url}${path}`, {
      ...init,
      headers: { "x-api-key": apiKey, "content-type": "application/json" },
    });
    const body = (await response.json()) as Body & { error?: string };
    if (!response.ok) throw new Error(body.error ?? `${path} answered ${response.status}`);
    return body;
  }
  return {
    create: async (body) =>
      (await call<{ runIds: string[] }>("/api/content/create", { method: "POST", body: JSON.stringify(body) })).runIds,
    async run(runId) {
      const [run] = (await call<{ runs: RunDetailBody[] }>(`/api/tasks/runs?runId=${runId}`)).runs;
      if (!run) throw new Error(`Run ${runId} is gone`);
      return run;
    },
    runs: async (limit) => (await call<{ runs: RunBody[] }>(`/api/tasks/runs?limit=${limit}`)).runs,
  };
}
