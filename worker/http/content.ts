/** /api/content: create, templates, validate, estimate. */
import { createRoute, z } from "@hono/zod-openapi";
import { and, eq } from "drizzle-orm";
import { artists, songs } from "../db/schema.ts";
import { CAPTION_LENGTHS, type RunRequest } from "../domain/run.ts";
import { admitBatch } from "../runs/admit.ts";
import type { Services } from "../services.ts";
import { estimate } from "../steps/pricing.ts";
import { BUILT_IN, findBuiltIn } from "../templates/index.ts";
import { requireJson } from "./body.ts";
import { ApiError, missingFile } from "./errors.ts";
import { isReady, missingFiles } from "./readiness.ts";
import { newRouter } from "./router.ts";
import { createBody, createdBody, errors, json, security, uuid } from "./schemas.ts";
import { checkWebhookUrl } from "./webhook-url.ts";

export const content = newRouter();

content.openapi(
  createRoute({
    method: "post",
    path: "/create",
    summary: "Make videos",
    description:
      "Starts `batch` runs in parallel and answers at once. Each run picks its own reference image, song clip and mood. Poll GET /api/tasks/runs for progress and result.",
    tags: ["Content"],
    security,
    middleware: [requireJson] as const,
    request: { body: { required: true, content: { "application/json": { schema: createBody } } } },
    responses: {
      202: json(createdBody, "The runs are recorded and under way."),
      ...errors(400, 401, 404, 413, 415, 500),
    },
  }),
  async (c) => {
    const body = c.req.valid("json");
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const template = findBuiltIn(body.template);
    if (!template) {
      throw new ApiError(400, "unknown_template", `There is no template called "${body.template}".`, {
        field: ["template"],
        available_templates: BUILT_IN.map(({ name }) => name),
      });
    }
    const artist = await findArtist(services, accountId, body.artist_account_id);
    const missing = missingFiles({ ...artist, songs: artist.songIds.length });
    if (!isReady(missing)) {
      throw new ApiError(400, "artist_not_ready", "The artist lacks files that a video needs: see `missing`.", {
        ready: false,
        missing,
      });
    }
    const request: RunRequest = {
      ...body,
      // As the database writes it: callers may send a UUID in capitals.
      artist_account_id: artist.id,
      lipsync: body.lipsync ?? template.defaultLipsync,
      ...(body.webhook_url === undefined
        ? {}
        : { webhook_url: await checkWebhookUrl(services, body.webhook_url, "webhook_url") }),
    };
    const { runIds } = await admitBatch(services, {
      accountId,
      request,
      template,
      songIds: artist.songIds,
      seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    });
    return c.json(
      {
        runIds,
        status: "triggered" as const,
        artist_account_id: request.artist_account_id,
        template: request.template,
        lipsync: request.lipsync,
      },
      202,
    );
  },
);

content.openapi(
  createRoute({
    method: "get",
    path: "/templates",
    summary: "List templates",
    tags: ["Content"],
    security,
    responses: {
      200: json(
        z.object({
          status: z.literal("success"),
          templates: z.array(z.object({ name: z.string(), description: z.string(), defaultLipsync: z.boolean() })),
        }),
        "The templates this account can use.",
      ),
      ...errors(401, 500),
    },
  }),
  (c) => {
    const templates = BUILT_IN.map(({ name, description, defaultLipsync }) => ({ name, description, defaultLipsync }));
    return c.json({ status: "success" as const, templates }, 200);
  },
);

const check = z.object({ status: z.enum(["ok", "missing", "warning"]), count: z.number().int().optional() });

content.openapi(
  createRoute({
    method: "get",
    path: "/validate",
    summary: "Check an artist",
    description: "Whether the artist has all that a video needs. Create refuses an artist that is not ready.",
    tags: ["Content"],
    security,
    request: { query: z.strictObject({ artist_account_id: uuid }) },
    responses: {
      200: json(
        z.object({
          status: z.literal("success"),
          artist_account_id: z.string(),
          ready: z.boolean(),
          songs: z.number().int(),
          templates: z.array(z.string()),
          checks: z.object({ face_guide: check, songs: check, context_notes: check }).optional(),
          missing: z.array(missingFile).optional(),
        }),
        "`checks` when ready, `missing` when not.",
      ),
      ...errors(400, 401, 404, 500),
    },
  }),
  async (c) => {
    const { artist_account_id } = c.req.valid("query");
    const artist = await findArtist(c.get("services"), c.get("caller").accountId, artist_account_id);
    const missing = missingFiles({ ...artist, songs: artist.songIds.length });
    const ready = isReady(missing);
    const common = {
      status: "success" as const,
      artist_account_id: artist.id,
      ready,
      songs: artist.songIds.length,
      templates: BUILT_IN.map(({ name }) => name),
    };
    if (!ready) return c.json({ ...common, missing }, 200);
    const checks = {
      face_guide: { status: "ok" as const },
      songs: { status: "ok" as const, count: artist.songIds.length },
      context_notes: { status: artist.notes.trim() === "" ? ("warning" as const) : ("ok" as const) },
    };
    return c.json({ ...common, checks }, 200);
  },
);

const flag = z.enum(["true", "false"]).transform((value) => value === "true");
const price = z.object({
  lipsync: z.boolean(),
  upscale: z.boolean(),
  per_video: z.number(),
  total: z.number(),
  steps: z.array(
    z.object({
      name: z.string(),
      model: z.string(),
      cost: z.number(),
      unit: z.string(),
      unitPrice: z.number(),
      note: z.string(),
    }),
  ),
});

content.openapi(
  createRoute({
    method: "get",
    path: "/estimate",
    summary: "Estimate a batch's cost",
    description: "US dollars, from the price table that runs are charged by.",
    tags: ["Content"],
    security,
    request: {
      query: z.strictObject({
        lipsync: flag.default(false),
        upscale: flag.default(false),
        caption_length: z.enum(CAPTION_LENGTHS).default("short"),
        batch: z.coerce.number().int().min(1).max(30).default(1),
        compare: flag.default(false),
      }),
    },
    responses: {
      200: json(
        price.extend({
          status: z.literal("success"),
          currency: z.literal("USD"),
          batch: z.number().int(),
          alternatives: z.array(price).optional(),
        }),
        "What the batch will cost; `alternatives` with compare=true.",
      ),
      ...errors(400, 401, 500),
    },
  }),
  (c) => {
    const { compare, ...query } = c.req.valid("query");
    const priced = (lipsync: boolean, upscale: boolean) => {
      const { perVideo, steps } = estimate({
        ...query,
        lipsync,
        upscale,
        artist_account_id: "",
        template: "",
      });
      return { lipsync, upscale, per_video: perVideo, total: Math.round(perVideo * query.batch * 1e4) / 1e4, steps };
    };
    const chosen = priced(query.lipsync, query.upscale);
    const others = [false, true]
      .flatMap((lipsync) => [false, true].map((upscale) => priced(lipsync, upscale)))
      .filter(({ lipsync, upscale }) => lipsync !== query.lipsync || upscale !== query.upscale);
    return c.json(
      {
        status: "success" as const,
        currency: "USD" as const,
        batch: query.batch,
        ...chosen,
        ...(compare ? { alternatives: others } : {}),
      },
      200,
    );
  },
);

/** The account's artist and songs. Another account's artist is as unknown as one that never was. */
async function findArtist({ db }: Services, accountId: string, artistId: string) {
  const [[artist], songRows] = await db.batch([
    db
      .select()
      .from(artists)
      .where(and(eq(artists.id, artistId.toLowerCase()), eq(artists.accountId, accountId))),
    db
      .select({ id: songs.id })
      .from(songs)
      .where(and(eq(songs.artistId, artistId.toLowerCase()), eq(songs.accountId, accountId)))
      .orderBy(songs.slug),
  ]);
  if (!artist)
    throw new ApiError(404, "artist_not_found", "There is no such artist.", { field: ["artist_account_id"] });
  return { ...artist, songIds: songRows.map(({ id }) => id) };
}
