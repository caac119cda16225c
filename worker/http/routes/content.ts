/** /api/content: create, templates, validate, estimate. */
import { createRoute, z } from "@hono/zod-openapi";
import {
  captionLength,
  createBody,
  createdBody,
  DURATION_SCHEMA,
  lyricsChoice,
  meaningOf,
} from "../../contract/create-content.ts";
import { missingFile } from "../../contract/error.ts";
import { uuid } from "../../contract/text.ts";
import { DURATIONS, type Duration, MAX_LIPSYNC_SECONDS, type RunRequest, VIDEO_SECONDS } from "../../domain/run.ts";
import { findArtistWithSongs } from "../../library/batch-inputs.ts";
import { isReady, missingFiles } from "../../library/readiness.ts";
import { listTemplates } from "../../library/templates.ts";
import { createBatch, createReading } from "../../runs/create-batch.ts";
import { estimate } from "../../steps/pricing.ts";
import { scaledMs } from "../../timing.ts";
import { createError } from "../create-error.ts";
import { FirstRead } from "../first-read.ts";
import { idempotencyHeaders, requestHash, unquote } from "../idempotency.ts";
import { requireJson } from "../middleware/require-json.ts";
import { errors, JSON_BODY, json, security } from "../responses.ts";
import { newRouter } from "../router.ts";

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
        "clip_refused",
        "options_conflict",
        "images_refused",
        "url_refused",
        "artist_not_found",
        "artist_changed",
        "idempotency_key_in_flight",
        "idempotency_key_reused",
        "spend_limit_reached",
        "too_many_runs",
        "renderer_unavailable",
      ),
    },
  }),
  async (c) => {
    const body = c.req.valid("json");
    const key = c.req.valid("header")["idempotency-key"];
    const once = key === undefined ? undefined : { key, requestHash: await requestHash(meaningOf(body)), answer };
    const reads = createInputs.take(c);
    const { accountId } = c.get("caller");
    const outcome = await createBatch(c.get("services"), accountId, body, { once, reads });
    if (outcome.kind === "answered") {
      const headers = { "content-type": "application/json", "idempotent-replayed": "true" };
      // `answer` gave this status and this body the first time.
      return c.body(outcome.answer.body, 202, headers) as never;
    }
    if (outcome.kind !== "created") throw createError(outcome);
    return c.json(viewCreated(outcome.runIds, outcome.request), 202);
  },
);

const answer = (runIds: string[], request: RunRequest) => ({
  status: 202,
  body: JSON.stringify(viewCreated(runIds, request)),
});

/** A body that takes longer is waited for once the key is known to be good. Times TIME_SCALE. */
const BODY_SECONDS = 1;

/** Larger ones are refused, once the key is known to be good. */
const MAX_READ_AHEAD = 64 * 1024;

/**
 * What create reads first. A body that is all there is looked into for what it names; whether it is valid is judged
 * later, and what was read for one that is not is not used.
 */
export const createInputs = new FirstRead((c) => {
  const { req } = c;
  return async (account) => {
    const length = Number(req.header("content-length") ?? Number.NaN);
    if (!(length > 0 && length <= MAX_READ_AHEAD) || req.header("content-encoding")) return undefined;
    const text = await soon(req.text(), scaledMs(c.get("services"), BODY_SECONDS));
    const named = text === undefined ? undefined : whatIsNamed(text);
    const key = unquote(req.header("idempotency-key") ?? "");
    return named && createReading(c.get("services").db, account, named, key);
  };
});

/** Undefined where it takes longer, or fails. */
async function soon(text: Promise<string>, ms: number): Promise<string | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), ms);
  try {
    // Whoever reads the body later is told of what went wrong.
    return await Promise.race([text.catch(() => undefined), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

const namedInBody = createBody.pick({ artist_account_id: true, template: true }).loose();

function whatIsNamed(text: string): { artistId: string; template: string } | undefined {
  try {
    const found = namedInBody.safeParse(JSON.parse(text));
    return found.data && { artistId: found.data.artist_account_id, template: found.data.template };
  } catch {
    // No JSON: refused later.
    return undefined;
  }
}

const viewCreated = (
  runIds: string[],
  { artist_account_id, template, lipsync }: RunRequest,
): z.output<typeof createdBody> => ({ runIds, status: "triggered", artist_account_id, template, lipsync });

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
      ...errors("artist_not_found"),
    },
  }),
  async (c) => {
    const { artist_account_id } = c.req.valid("query");
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const artist = await findArtistWithSongs(services, accountId, artist_account_id);
    if (!artist) throw createError({ kind: "artist_not_found" });
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
const seconds = z
  .enum(DURATIONS.map(String) as [`${Duration}`, ...`${Duration}`[]])
  .default(`${VIDEO_SECONDS}`)
  .transform((text) => DURATIONS.find((each) => String(each) === text) ?? VIDEO_SECONDS);
const price = z.object({
  lipsync: z.boolean(),
  upscale: z.boolean(),
  duration: z.literal(DURATIONS).openapi({ ...DURATION_SCHEMA, description: "Seconds of the video." }),
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
    description:
      "The most that a batch is charged where no attempt fails, in US dollars, from the price table that runs are charged by. The songs, the notes and the models' answers are taken to be as long as they may be.",
    tags: ["Content"],
    security,
    request: {
      query: z.strictObject({
        lipsync: flag.openapi({ description: "As create would be told." }),
        upscale: flag.openapi({ description: "As create would be told." }),
        duration: seconds.openapi({ description: "As create would be told." }),
        caption_length: captionLength.default("short").openapi({ description: "As create would be told." }),
        lyrics: lyricsChoice.default("off").openapi({ description: "As create would be told." }),
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
          per_video_estimate_usd: z.number().openapi({ description: "The same as `per_video`." }),
          total_estimate_usd: z.number().openapi({ description: "The same as `total`." }),
          alternatives: z.array(price).optional(),
        }),
        "What the batch will cost at most; `alternatives` with compare=true.",
      ),
      ...errors("options_conflict"),
    },
  }),
  (c) => {
    const { compare, ...query } = c.req.valid("query");
    const { duration } = query;
    const canLipsync = duration <= MAX_LIPSYNC_SECONDS;
    if (query.lipsync && !canLipsync) {
      const lipsyncAtMost = { seconds: MAX_LIPSYNC_SECONDS, isAsked: true };
      throw createError({ kind: "options_conflict", duration, lipsyncAtMost, tooShort: [] });
    }
    const priced = (lipsync: boolean, upscale: boolean) => {
      const request = { ...query, lipsync, upscale, artist_account_id: "", template: "" };
      const { perVideo, steps } = estimate(request, c.var.services.candidates.choices);
      return {
        lipsync,
        upscale,
        duration,
        per_video: perVideo,
        total: Math.round(perVideo * query.batch * 1e4) / 1e4,
        steps: [...steps],
      };
    };
    const chosen = priced(query.lipsync, query.upscale);
    const others = (canLipsync ? [false, true] : [false])
      .flatMap((lipsync) => [false, true].map((upscale) => priced(lipsync, upscale)))
      .filter(({ lipsync, upscale }) => lipsync !== query.lipsync || upscale !== query.upscale);
    return c.json(
      {
        status: "success" as const,
        currency: "USD" as const,
        batch: query.batch,
        per_video_estimate_usd: chosen.per_video,
        total_estimate_usd: chosen.total,
        ...chosen,
        ...(compare ? { alternatives: others } : {}),
      },
      200,
    );
  },
);
