/** The shape that all errors share. */
import { z } from "@hono/zod-openapi";
import { ERROR_CODES } from "./error-codes.ts";

export const missingFile = z
  .object({
    file: z.string().openapi({ example: "face-guide" }),
    severity: z.enum(["required", "recommended"]),
    description: z.string(),
    fix: z.string(),
  })
  .openapi("MissingFile");

export const errorBody = z
  .object({
    status: z.literal("error"),
    error: z.string().openapi({ description: "A sentence a person can act on." }),
    code: z.enum(ERROR_CODES),
    request_id: z.string().openapi({ description: "Also in the x-request-id header." }),
    field: z
      .array(z.union([z.string(), z.number()]))
      .optional()
      .openapi({ description: "Path of the first field that is wrong." }),
    issues: z
      .array(z.object({ path: z.array(z.union([z.string(), z.number()])), code: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: "Everything that is wrong, not just the first." }),
    ready: z.literal(false).optional(),
    missing: z.array(missingFile).optional(),
    available_templates: z.array(z.string()).optional(),
    available_songs: z.array(z.string()).optional().openapi({
      description:
        "With unknown_songs: slugs of the artist's songs, twenty at most, those that are most like it first.",
    }),
    loudness: z.object({ integrated_lufs: z.number(), sustained_lufs: z.number() }).optional().openapi({
      description:
        "With song_too_quiet: of the whole song, and what four seconds in a row keep where it is loudest; -70 is silence.",
    }),
    runs: z
      .object({ limit: z.number().int(), active: z.number().int(), requested: z.number().int() })
      .optional()
      .openapi({ description: "With too_many_runs: runs that may be under way, that are, and that were asked for." }),
    spend: z
      .object({
        currency: z.literal("USD"),
        month: z.string(),
        limit: z.number(),
        spent: z.number(),
        reserved: z.number(),
        needed: z.number(),
      })
      .optional()
      .openapi({ description: "With spend_limit_reached: `spent` + `reserved` + `needed` would pass `limit`." }),
  })
  .openapi("Error");
export type ErrorBody = z.infer<typeof errorBody>;
