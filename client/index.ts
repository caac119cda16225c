/** A typed client for Backline's HTTP API: the compiler checks paths, parameters, bodies and answers. */
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./schema.ts";

export type Backline = Client<paths>;

/** The schemas of the API, by their names in its description. */
export type Schemas = components["schemas"];

/** The shape of every error, whatever its status. */
export type ApiError = Schemas["Error"];

/** Opens a client. `url`: where the API is, such as http://localhost:8787. */
export const openBackline = (url: string, apiKey: string): Backline =>
  createClient<paths>({ baseUrl: url, headers: { "x-api-key": apiKey } });
