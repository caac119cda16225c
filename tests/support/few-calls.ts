/** The few calls of the HTTP API that tests of whole batches make. */
import { type ApiError, openBackline, type Schemas } from "../../client/index.ts";

export interface Api {
  create(body: Schemas["CreateContent"]): Promise<string[]>;
  run(runId: string): Promise<Schemas["RunDetail"]>;
  runs(limit: number): Promise<Schemas["RunDetail"][]>;
}

/** Throws an Error with the API's own sentence when it refuses. */
export function openApi(url: string, apiKey: string): Api {
  const backline = openBackline(url, apiKey);
  return {
    create: async (body) => (await answerOf(backline.POST("/api/content/create", { body }))).runIds,
    run: async (runId) =>
      (await answerOf(backline.GET("/api/tasks/runs/{runId}", { params: { path: { runId } } }))).run,
    runs: async (limit) => {
      const { runs } = await answerOf(backline.GET("/api/tasks/runs", { params: { query: { limit } } }));
      // Each is whole, where no `fields` were asked for.
      return runs as Schemas["RunDetail"][];
    },
  };
}

async function answerOf<Data>(
  asked: Promise<{ data?: Data; error?: ApiError; response: Response }>,
): Promise<NonNullable<Data>> {
  const { data, error, response } = await asked;
  if (data) return data;
  throw new Error(error?.error ?? `${response.url} answered ${response.status}`);
}
