/** A typed client for Backline's HTTP API: the compiler checks paths, parameters, bodies and answers. */
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./schema.ts";

/** The choices that there are, as the description lists them. */
export { CAPTION_LENGTHS, DURATIONS, LYRICS_STYLES, RUN_STATUSES, WEBHOOK_EVENTS } from "./schema.ts";

export type Backline = Client<paths>;

/** The schemas of the API, by their names in its description. */
export type Schemas = components["schemas"];

/** The shape of every error, whatever its status. */
export type ApiError = Schemas["Error"];

const BOOKMARK = "x-bookmark";

/**
 * Opens a client. `url`: where the API is, such as http://localhost:8787. What one call wrote or saw, the next one knows,
 * wherever it is answered.
 */
export function openBackline(url: string, apiKey: string): Backline {
  const client = createClient<paths>({ baseUrl: url, headers: { "x-api-key": apiKey } });
  let latest = "";
  client.use({
    onRequest({ request }) {
      if (latest !== "" && !request.headers.has(BOOKMARK)) request.headers.set(BOOKMARK, latest);
    },
    onResponse({ response }) {
      const bookmark = response.headers.get(BOOKMARK);
      // Answers may arrive in another order. Bookmarks sort as the states that they name.
      if (bookmark !== null && bookmark > latest) latest = bookmark;
    },
  });
  return client;
}
