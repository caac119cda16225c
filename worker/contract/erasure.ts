/** The erasure of an artist as callers see it. */
import { z } from "@hono/zod-openapi";
import type { erasures } from "../db/schema.ts";
import { isoTime } from "./text.ts";

const DAY_MS = 24 * 3_600_000;
/** How long Cloudflare can restore the database as it was, and fal.ai tells what it was asked. */
const TIME_TRAVEL_DAYS = 30;
const FAL_HISTORY_DAYS = 30;

const count = z.number().int();

export const erasureBody = z
  .object({
    status: z.enum(["RUNNING", "COMPLETED"]).openapi({
      description:
        "RUNNING until nothing is left and nothing can come any more: for a video that was being rendered, some twenty minutes; for a request to a model, until it has ended.",
    }),
    startedAt: isoTime,
    completedAt: isoTime.nullable(),
    removed: z
      .object({
        runs: count,
        files: count.openapi({ description: "At least: what was deleted just before a crash is not counted." }),
        songs: count,
        references: count.openapi({ description: "Pictures of the artist. They are among the files." }),
        generations: count.openapi({ description: "Calls to models, with what was asked and answered." }),
      })
      .openapi({ description: "So far." }),
    remains: z
      .array(
        z.object({
          where: z.string(),
          what: z.string(),
          until: isoTime.nullable().openapi({ description: "Null: without an end that is known here." }),
        }),
      )
      .openapi({ description: "What is left elsewhere, and until when." }),
  })
  .openapi("Erasure");

export type ErasureBody = z.infer<typeof erasureBody>;

const iso = (time: number) => new Date(time).toISOString();

/** `falFilesMs`: how long fal.ai keeps the files that it made. Depends on the row and the settings alone. */
export function viewErasure(row: typeof erasures.$inferSelect, falFilesMs: number): ErasureBody {
  const { startedAt, completedAt } = row;
  // Of what may still be going on no end is known.
  const after = (ms: number) => (completedAt === null ? null : iso(completedAt + ms));
  return {
    status: completedAt === null ? "RUNNING" : "COMPLETED",
    startedAt: iso(startedAt),
    completedAt: completedAt === null ? null : iso(completedAt),
    removed: {
      ...{ runs: row.removedRuns, files: row.removedFiles, songs: row.removedSongs },
      ...{ references: row.removedReferences, generations: row.removedGenerations },
    },
    remains: [
      {
        where: "database",
        what: "This record: the artist's id, times and figures; and what the runs cost, in the account's months.",
        until: null,
      },
      {
        where: "D1 Time Travel",
        what: "The database as it was, which its operator alone can restore.",
        until: after(TIME_TRAVEL_DAYS * DAY_MS),
      },
      {
        where: "fal.ai files",
        what: "Pictures and videos that models made, at addresses that nobody can guess.",
        until: after(falFilesMs),
      },
      {
        where: "fal.ai history",
        what: "What models were asked and answered, for the deployment's own account.",
        until: after(FAL_HISTORY_DAYS * DAY_MS),
      },
      {
        where: "webhook receivers",
        what: "Messages that were sent, with captions and addresses of files that are gone.",
        until: null,
      },
      {
        where: "logs",
        what: "Ids of the artist, of runs and of calls, for as long as the operator keeps logs.",
        until: null,
      },
    ],
  };
}
