/** Definitions that a caller would send. */
import { EXAMPLE_REQUESTS } from "../../worker/openapi/example-requests.ts";

const { name: _, ...example } = EXAMPLE_REQUESTS.createTemplate.template.value;

/** A template without a reference's picture yet. */
export const templateDefinition = (changes: Record<string, unknown> = {}) => ({ ...example, ...changes });
