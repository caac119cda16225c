/**
 * Schemas have `.openapi` only when they are made after this is loaded, which is first in the Worker. Where files are
 * loaded once for many tests, it must not depend on which of them comes first.
 */
import "@hono/zod-openapi";
