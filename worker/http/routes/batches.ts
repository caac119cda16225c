/** /api/tasks/batches: what the runs of one create call came to, together. */
import { createRoute, z } from "@hono/zod-openapi";
import { dispositionOf } from "../../domain/file-names.ts";
import { openBatchArchive } from "../../runs/batch-archive.ts";
import { hasBatch } from "../../runs/read-runs.ts";
import { errors, security } from "../responses.ts";
import { newRouter, ReadAgain } from "../router.ts";
import { batchNotFound } from "../run-answers.ts";

export const batchRoutes = newRouter();

const batchPath = z.object({
  batchId: z
    .string()
    .min(1)
    .max(100)
    .openapi({ description: "A run's `batchId`.", example: "batch_e67uxfposta3p9ore8xns" }),
});

batchRoutes.openapi(
  createRoute({
    method: "get",
    path: "/{batchId}/archive.zip",
    operationId: "downloadBatch",
    summary: "Download a batch",
    description: [
      "A ZIP archive of the videos that the batch has so far, made while it is read, under the names that they are served with: artist, song, beginning of the caption, run.",
      "A run that has no video, or whose video was deleted in the middle, is named in `missing.txt`, its last entry. Deleted runs are left out. The answer has no length, and an archive that breaks off is not valid: fetch it again.",
    ].join(" "),
    tags: ["Runs"],
    security,
    request: { params: batchPath },
    responses: {
      200: {
        description: "The archive.",
        content: { "application/zip": { schema: z.string().openapi({ format: "binary" }) } },
      },
      ...errors("batch_not_found"),
    },
  }),
  async (c) => {
    const { batchId } = c.req.valid("param");
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const archive = await openBatchArchive(services, accountId, batchId);
    if (archive.runs === 0 && !(await hasBatch(services, accountId, batchId))) throw batchNotFound();
    // Before the first byte: the answer cannot be made anew once it has begun.
    if (await c.get("settle")(false)) throw new ReadAgain();
    return c.body(archive.stream(), 200, {
      "content-type": "application/zip",
      "content-disposition": dispositionOf(`${batchId}.zip`, "attachment"),
    });
  },
);
