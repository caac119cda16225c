/** /api/content: create, templates, validate, estimate. */
import { createRoute, z } from "@hono/zod-openapi";
import { and, eq } from "drizzle-orm";
import {
  captionLength,
  createBody,
  createdBody,
  errors,
  JSON_BODY,
  json,
  security,
  uuid,
} from "../../contract/schemas.ts";
import { batch } from "../../db/batch.ts";
import { artists, songs } from "../../db/schema.ts";
import type { RunRequest } from "../../domain/run.ts";
import { isReady, missingFiles } from "../../library/readiness.ts";
import { fetchReferenceImages } from "../../library/reference-images.ts";
import { findTemplate, listTemplates } from "../../library/templates.ts";
import { admitBatch, precheckLimits } from "../../runs/admit.ts";
import type { Claim } from "../../runs/idempotency.ts";
import type { Services } from "../../services.ts";
import { estimate } from "../../steps/pricing.ts";
import { ApiError, missingFile } from "../errors.ts";
import { answerOnce, idempotencyHeaders, keyInFlight } from "../idempotency.ts";
import { limitError } from "../limit-error.ts";
import { requireJson } from "../middleware/require-json.ts";
import { newRouter } from "../router.ts";
import { checkWebhookUrl } from "../webhook-url.ts";

export const content = newRouter();

content.openapi(
  createRoute({
    method: "post",
    path: "/create",
    operationId: "createContent",
    summary: "Make videos",
    description:
      "Starts `batch` runs in parallel and answers at once. Each run picks its own reference image, song clip and mood. Poll GET /api/tasks/runs for progress and result. All of the batch is started or nothing: 429 too_many_runs when the account would have too many runs under way, 402 spend_limit_reached when the batch's estimate would pass what is left of the account's month.",
    tags: ["Content"],
    security,
    middleware: [requireJson] as const,
    request: {
      headers: idempotencyHeaders,
      body: { required: true, content: { "application/json": { schema: createBody } } },
    },
    responses: {
      202: json(createdBody, "The runs are recorded and under way."),
      ...errors(
        ...JSON_BODY,
        "unknown_template",
        "template_without_references",
        "artist_not_ready",
        "unknown_songs",
        "images_refused",
        "url_refused",
        "artist_not_found",
        "artist_changed",
        "idempotency_key_in_flight",
        "idempotency_key_reused",
        "spend_limit_reached",
        "too_many_runs",
      ),
    },
  }),
  (c) => {
    const body = c.req.valid("json");
    const { accountId } = c.get("caller");
    return answerOnce(c, c.req.valid("header")["idempotency-key"], body, async (claim) =>
      c.json(await create(c.get("services"), accountId, body, claim), 202),
    );
  },
);

/** Starts the batch. Throws what the caller is told when it cannot be; then nothing is written. */
async function create(
  services: Services,
  accountId: string,
  body: z.output<typeof createBody>,
  claim: Claim | undefined,
): Promise<z.output<typeof createdBody>> {
  const template = await findTemplate(services, accountId, body.template);
  if (!template) {
    throw new ApiError(400, "unknown_template", `There is no template called "${body.template}".`, {
      field: ["template"],
      available_templates: (await listTemplates(services, accountId)).map(({ name }) => name),
    });
  }
  if (template.references.length === 0) {
    throw new ApiError(
      400,
      "template_without_references",
      `The template "${template.name}" has no reference images yet: upload at least one.`,
      { field: ["template"] },
    );
  }
  const artist = await findArtist(services, accountId, body.artist_account_id);
  const missing = missingFiles({ ...artist, songs: artist.songs.length });
  if (!isReady(missing)) {
    throw new ApiError(400, "artist_not_ready", "The artist lacks files that a video needs: see `missing`.", {
      ready: false,
      missing,
    });
  }
  const songIds = chooseSongs(artist.songs, body.songs);
  const request: RunRequest = {
    ...body,
    // As the database writes it: callers may send a UUID in capitals.
    artist_account_id: artist.id,
    lipsync: body.lipsync ?? template.defaultLipsync,
    ...(body.webhook_url === undefined
      ? {}
      : { webhook_url: await checkWebhookUrl(services, body.webhook_url, "webhook_url") }),
  };
  // Last, because it takes the longest: and not at all for a batch that would be refused.
  if (body.images) {
    const refusal = await precheckLimits(services, accountId, request);
    if (refusal) throw limitError(refusal);
  }
  const images = await fetchImages(services, accountId, artist.id, body.images ?? []);
  const { name, slug, notes, faceGuide } = artist;
  const answer = (runIds: string[]) => ({
    runIds,
    status: "triggered" as const,
    artist_account_id: request.artist_account_id,
    template: request.template,
    lipsync: request.lipsync,
  });
  const admitted = await admitBatch(services, {
    accountId,
    request,
    snapshot: {
      artist: { name, slug, notes, faceGuide },
      template: { ...template, references: [...template.references, ...images] },
    },
    songIds,
    newFiles: images.map(({ image }) => image),
    seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    once: claim && { claim, answer: (runIds) => ({ status: 202, body: JSON.stringify(answer(runIds)) }) },
  });
  if (admitted.kind === "claim_lost") throw keyInFlight();
  if (admitted.kind === "snapshot_changed") {
    throw new ApiError(409, "artist_changed", "The artist's files were changed in this very moment. Try again.");
  }
  if (admitted.kind !== "admitted") throw limitError(admitted);
  return answer(admitted.runIds);
}

content.openapi(
  createRoute({
    method: "get",
    path: "/templates",
    operationId: "listTemplates",
    summary: "List templates",
    description: "The built-in ones, then the account's own.",
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
      ...errors(),
    },
  }),
  async (c) => {
    const templates = await listTemplates(c.get("services"), c.get("caller").accountId);
    return c.json({ status: "success" as const, templates }, 200);
  },
);

const check = z.object({ status: z.enum(["ok", "missing", "warning"]), count: z.number().int().optional() });

content.openapi(
  createRoute({
    method: "get",
    path: "/validate",
    operationId: "validateArtist",
    summary: "Check an artist",
    description: "Whether the artist has all that a video needs. Create refuses an artist that is not ready.",
    tags: ["Content"],
    security,
    request: { query: z.strictObject({ artist_account_id: uuid.openapi({ description: "The artist to check." }) }) },
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
      ...errors("validation_failed", "artist_not_found"),
    },
  }),
  async (c) => {
    const { artist_account_id } = c.req.valid("query");
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const artist = await findArtist(services, accountId, artist_account_id);
    const missing = missingFiles({ ...artist, songs: artist.songs.length });
    const ready = isReady(missing);
    const common = {
      status: "success" as const,
      artist_account_id: artist.id,
      ready,
      songs: artist.songs.length,
      templates: (await listTemplates(services, accountId)).map(({ name }) => name),
    };
    if (!ready) return c.json({ ...common, missing }, 200);
    const checks = {
      face_guide: { status: "ok" as const },
      songs: { status: "ok" as const, count: artist.songs.length },
      context_notes: { status: artist.notes.trim() === "" ? ("warning" as const) : ("ok" as const) },
    };
    return c.json({ ...common, checks }, 200);
  },
);

const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((value) => value === "true");
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
    operationId: "estimateContent",
    summary: "Estimate a batch's cost",
    description: "US dollars, from the price table that runs are charged by.",
    tags: ["Content"],
    security,
    request: {
      query: z.strictObject({
        lipsync: flag.openapi({ description: "As create would be told." }),
        upscale: flag.openapi({ description: "As create would be told." }),
        caption_length: captionLength.default("short").openapi({ description: "As create would be told." }),
        batch: z.coerce.number().int().min(1).max(30).default(1).openapi({ description: "As create would be told." }),
        compare: flag.openapi({ description: "true: add what the other choices would cost." }),
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
      ...errors("validation_failed"),
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
  const found = await batch(db, {
    artists: db
      .select()
      .from(artists)
      .where(and(eq(artists.id, artistId.toLowerCase()), eq(artists.accountId, accountId))),
    songs: db
      .select({ id: songs.id, slug: songs.slug })
      .from(songs)
      .where(and(eq(songs.artistId, artistId.toLowerCase()), eq(songs.accountId, accountId)))
      .orderBy(songs.slug),
  });
  const [artist] = found.artists;
  if (!artist)
    throw new ApiError(404, "artist_not_found", "There is no such artist.", { field: ["artist_account_id"] });
  return { ...artist, songs: found.songs };
}

/** The ids of the songs with these slugs, or of all. Throws 400 that names every slug that is no song's. */
function chooseSongs(known: { id: string; slug: string }[], slugs: string[] | undefined): string[] {
  if (slugs === undefined) return known.map(({ id }) => id);
  const bySlug = new Map(known.map(({ id, slug }) => [slug, id]));
  const issues = [...slugs.entries()]
    .filter(([, slug]) => !bySlug.has(slug))
    .map(([index, slug]) => ({ path: ["songs", index], code: "unknown_song", message: `There is no song "${slug}"` }));
  if (issues.length > 0) {
    const messages = issues.map(({ message }) => message).join(". ");
    throw new ApiError(400, "unknown_songs", `${messages}.`, { field: ["songs"], issues });
  }
  return known.filter(({ slug }) => slugs.includes(slug)).map(({ id }) => id);
}

/** The caller's images as references, stored. Throws 400 that says which URL is refused, and why. */
async function fetchImages(services: Services, accountId: string, artistId: string, urls: string[]) {
  const fetched = await fetchReferenceImages(services, { accountId, artistId, urls });
  if ("refs" in fetched) {
    return fetched.refs.map((image, index) => ({ id: `extra-${index + 1}`, description: "", image }));
  }
  const issues = fetched.refused.map(({ index, code, message }) => ({
    path: ["images", index],
    code,
    message: `images[${index}] is refused: ${message}`,
  }));
  const messages = issues.map(({ message }) => message).join(". ");
  throw new ApiError(400, "images_refused", `${messages}.`, { field: issues[0]?.path ?? [], issues });
}
