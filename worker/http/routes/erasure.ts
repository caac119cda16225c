/** /api/artists/{id}/erase: everything of an artist is removed, for the person whose face it is. */
import { createRoute, z } from "@hono/zod-openapi";
import { erasureBody, viewErasure } from "../../contract/erasure.ts";
import { uuid } from "../../contract/text.ts";
import { type Erasure, eraseArtist, findErasure } from "../../runs/erase-artist.ts";
import type { Services } from "../../services.ts";
import { SECONDS } from "../../timing.ts";
import { artistNotFound } from "../artist-view.ts";
import { ApiError } from "../errors.ts";
import { errors, json, security } from "../responses.ts";
import { newRouter } from "../router.ts";

export const erasure = newRouter();

const artistPath = z.object({ id: uuid.openapi({ description: "The artist's `account_id`." }) });
const answer = z.object({ erasure: erasureBody });

const show = ({ settings }: Services, row: Erasure) => ({
  // Not scaled: it is fal.ai's time.
  erasure: viewErasure(row, (settings.MAX_WAIT_SECONDS + SECONDS.falFilesKept) * 1000),
});

erasure.openapi(
  createRoute({
    method: "post",
    path: "/{id}/erase",
    operationId: "eraseArtist",
    summary: "Erase an artist",
    description: [
      "Removes everything that was stored for the artist and everything that was ever made of them: face guide, pictures, songs, lyrics, runs in any state with their files, captions and messages, archives, and what models were asked and answered. Runs under way are canceled. It cannot be undone.",
      "The artist is gone with the call; the rest goes on by itself, and GET tells how far it is and what remains elsewhere until when. Asked again, it answers the same. An artist that was deleted before, and of whom runs are left, can be erased by its id. What the runs cost stays in the account's months.",
    ].join(" "),
    tags: ["Artists"],
    security,
    request: { params: artistPath },
    responses: { 202: json(answer, "It has begun, or was asked for before."), ...errors("artist_not_found") },
  }),
  async (c) => {
    const services = c.get("services");
    const row = await eraseArtist(services, c.get("caller").accountId, c.req.valid("param").id);
    if (!row) throw artistNotFound();
    return c.json(show(services, row), 202, { location: c.req.path });
  },
);

erasure.openapi(
  createRoute({
    method: "get",
    path: "/{id}/erase",
    operationId: "getErasure",
    summary: "Read an erasure",
    description: "How far the erasure of an artist is, and what remains elsewhere.",
    tags: ["Artists"],
    security,
    request: { params: artistPath },
    responses: { 200: json(answer, "The erasure."), ...errors("erasure_not_found") },
  }),
  async (c) => {
    const services = c.get("services");
    const row = await findErasure(services, c.get("caller").accountId, c.req.valid("param").id);
    if (!row) throw new ApiError(404, "erasure_not_found", "Nobody asked for this artist to be erased.");
    return c.json(show(services, row), 200);
  },
);
