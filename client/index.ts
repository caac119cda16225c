/** Backline's HTTP API with its types: paths, parameters, bodies and answers are checked as they are written. */
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./schema.ts";

export type Backline = Client<paths>;

/** What the API answers with, by the names of its description. */
export type Schemas = components["schemas"];

/** Whatever the status of an error: one shape. */
export type ApiError = Schemas["Error"];

/** `url`: where the API is, such as http://localhost:8787. */
export const openBackline = (url: string, apiKey: string): Backline =>
  createClient<paths>({ baseUrl: url, headers: { "x-api-key": apiKey } });
