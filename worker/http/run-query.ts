/** The query parameters for runs, and which of them may be combined. */
import { z } from "@hono/zod-openapi";
import { RUN_FIELDS } from "../contract/run.ts";
import { uuid } from "../contract/text.ts";
import { RUN_STATUSES } from "../domain/run.ts";
import { ownAccount } from "./own-account.ts";

export const MAX_RUNS = 100;

const id = z.string().min(1).max(100);

/** Values separated by commas, or the parameter repeated, or both. Duplicates count once. */
const listOf = <Item extends z.ZodType<string, string>>(item: Item, most: number) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((given) => [...new Set([given].flat().flatMap((text) => text.split(",")))])
    .pipe(z.array(item).max(most));

const asList = { style: "form", explode: false } as const;

const runId = id.optional().openapi({ description: "That one run.", example: "run_5k2m9x7c4v1b8n3q6w9e2" });
const runIds = listOf(id, MAX_RUNS)
  .optional()
  .openapi({
    type: "array",
    items: { type: "string", minLength: 1, maxLength: 100 },
    minItems: 1,
    maxItems: MAX_RUNS,
    description: "These runs: separated by commas, or the parameter repeated.",
    param: asList,
  });
const batchId = id.optional().openapi({ description: "The runs of one create call." });

/** With a time zone, as ISO 8601 has it. Unix milliseconds. */
const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

type Fields = Record<string, unknown>;

/** Adds an issue for every field of `others` that is given together with `field`. */
function refuseBeside(query: Fields, context: z.RefinementCtx<Fields>, field: string, others: string[]): void {
  if (query[field] === undefined) return;
  for (const other of others) {
    if (query[other] === undefined) continue;
    context.addIssue({ code: "custom", path: [other], message: `${other} makes no sense together with ${field}` });
  }
}

/** What narrows a list. */
const FILTERS = ["artist_account_id", "template", "tag", "created_after", "created_before"];

export const listQuery = z
  .strictObject({
    ...ownAccount,
    runId,
    runIds,
    batchId,
    status: listOf(z.enum(RUN_STATUSES), RUN_STATUSES.length)
      .optional()
      .openapi({
        type: "array",
        items: { type: "string", enum: [...RUN_STATUSES] },
        minItems: 1,
        description: "Only runs that are in one of these statuses.",
        param: asList,
      }),
    artist_account_id: uuid.optional().openapi({ description: "Only runs of this artist." }),
    template: z.string().min(1).max(100).optional().openapi({ description: "Only runs of this template." }),
    tag: z.string().min(1).max(200).optional().openapi({
      description: "Only runs that show this tag: the caller's own, or one of the first two.",
      example: "spring",
    }),
    created_after: moment.optional().openapi({
      ...{ type: "string", format: "date-time", example: "2026-11-01T00:00:00Z" },
      description: "Only runs that were created at this time or later.",
    }),
    created_before: moment
      .optional()
      .openapi({ type: "string", format: "date-time", description: "Only runs that were created before this time." }),
    fields: listOf(z.enum(RUN_FIELDS), RUN_FIELDS.length)
      .optional()
      .openapi({
        type: "array",
        items: { type: "string", enum: [...RUN_FIELDS] },
        minItems: 1,
        description: "Only these fields of each run, and its `id`. Without `metadata`, an answer is made faster.",
        param: asList,
      }),
    cursor: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .openapi({ description: "`next_cursor` of the page before, asked for with the same filters." }),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(MAX_RUNS)
      .optional()
      .openapi({ description: "Runs per page. 20 when omitted; with `batchId` the whole batch." }),
  })
  .superRefine((query, context) => {
    refuseBeside(query, context, "runId", ["runIds", "batchId", "status", ...FILTERS, "cursor"]);
    if (query.runId === undefined) refuseBeside(query, context, "runIds", ["batchId", ...FILTERS, "cursor", "limit"]);
  });

/** Which runs to watch: exactly one of the three. */
export const watchQuery = z.strictObject({ runId, runIds, batchId }).superRefine((query, context) => {
  refuseBeside(query, context, "runId", ["runIds", "batchId"]);
  if (query.runId === undefined) refuseBeside(query, context, "runIds", ["batchId"]);
  if (Object.values(query).every((value) => value === undefined)) {
    context.addIssue({ code: "custom", path: ["runId"], message: "Name runs to watch by runId, runIds or batchId" });
  }
});
export type WatchQuery = z.infer<typeof watchQuery>;
