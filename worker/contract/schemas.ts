/** The shapes of the HTTP contract that more than one route speaks of. */
import { z } from "@hono/zod-openapi";
import { FAILURE_CODES } from "../domain/failure.ts";
import { CAPTION_LENGTHS, RUN_STATUSES } from "../domain/run.ts";
import { webhookUrl } from "../http/webhook-url.ts";
import { ERRORS, type ErrorCode } from "./error-codes.ts";

export const uuid = z.uuid().openapi({ example: "1873859c-dd37-4e9a-9bac-80d3558527a9" });

/** For text that is stored as UTF-8, which half of a surrogate pair could not be. */
export const isWellFormedUnicode = (text: string): boolean => text.isWellFormed();
export const NOT_UNICODE = "must be valid Unicode";

/** A line of text in any script. */
export const plainText = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !/\p{Cc}/u.test(text), "must have no control characters")
    .refine(isWellFormedUnicode, NOT_UNICODE);

const isoTime = z.iso.datetime();

const MAX_METADATA_BYTES = 16 * 1024;
const MAX_METADATA_DEPTH = 32;

const isDeeperThan = (levels: number, value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  (levels === 0 || Object.values(value).some((item) => isDeeperThan(levels - 1, item)));

/** JSON has no word for these, though it can spell numbers that become them. */
const hasInfinity = (value: unknown): boolean =>
  value === Number.POSITIVE_INFINITY ||
  value === Number.NEGATIVE_INFINITY ||
  (typeof value === "object" && value !== null && Object.values(value).some(hasInfinity));

const customMetadata = z.record(z.string(), z.unknown()).superRefine((value, context) => {
  // In this order: measuring what is very deep would fail.
  if (isDeeperThan(MAX_METADATA_DEPTH, value)) {
    context.addIssue({ code: "custom", message: `Nest at most ${MAX_METADATA_DEPTH} levels` });
  } else if (hasInfinity(value)) {
    context.addIssue({ code: "custom", message: "A number is too large" });
  } else if (new TextEncoder().encode(JSON.stringify(value)).length > MAX_METADATA_BYTES) {
    context.addIssue({ code: "custom", message: `Send at most ${MAX_METADATA_BYTES} bytes of JSON` });
  }
});
export const captionLength = z.enum([...CAPTION_LENGTHS, "none"]);

const areUnique = (items: string[]) => new Set(items).size === items.length;

export const createBody = z
  .strictObject({
    artist_account_id: uuid.openapi({ description: "The artist, as listed by GET /api/artists." }),
    template: z
      .string()
      .max(100)
      .default("artist-caption-bedroom")
      .openapi({ description: "A name of GET /api/content/templates." }),
    lipsync: z.boolean().optional().openapi({
      description:
        "true: the clip moves the lips and its sound is baked into the video. false: motion from the image alone, the clip is laid under it. Omitted: as the template has it.",
    }),
    caption_length: captionLength.default("short").openapi({
      description:
        "short: one or two punchy lines. medium: one or two sentences. long: a paragraph. none: no caption is written, and none is on the video.",
    }),
    upscale: z.boolean().default(false).openapi({
      description: "SeedVR2 on the image and on the video; the finished file is 1080x1920 instead of 720x1280.",
    }),
    batch: z.number().int().min(1).max(30).default(1).openapi({
      description: "How many videos to make in parallel, each with its own reference image, clip and mood.",
    }),
    tags: z
      .array(z.string().min(1).max(128))
      .max(10)
      .optional()
      .openapi({ description: "Shown on every run of the batch, after its own two tags.", example: ["spring"] }),
    metadata: customMetadata
      .optional()
      .openapi({ description: "Shown on every run of the batch as `metadata.custom`. 16 KiB of JSON at most." }),
    songs: z
      .array(z.string().min(1).max(200))
      .min(1)
      .max(100)
      .refine(areUnique, "each may be named once")
      .optional()
      .openapi({ description: "Slugs of the songs to choose from. Omitted: all of the artist's." }),
    images: z
      .array(z.string().min(1).max(2048))
      .min(1)
      .max(10)
      .refine(areUnique, "each may be named once")
      .optional()
      .openapi({
        description:
          "https URLs of more reference images (JPEG, PNG or WebP, 256 to 8192 pixels each way, up to 10 MiB). They are fetched once, before this call answers, and join those that runs choose from.",
      }),
    webhook_url: webhookUrl.optional().openapi({
      description:
        "Told of the end of each of these runs, and of all of them, besides the account's webhooks. Signed with the secret of GET /api/webhooks/secret. https, on the public internet.",
    }),
  })
  .openapi("CreateContent");

export const createdBody = z
  .object({
    runIds: z.array(z.string()).openapi({ description: "Always an array." }),
    status: z.literal("triggered"),
    artist_account_id: z.string(),
    template: z.string(),
    lipsync: z.boolean(),
    failed: z.number().int().optional().openapi({ description: "Only when some runs could not be recorded." }),
  })
  .openapi("ContentCreated");

const stepTimeline = z
  .object({
    name: z.string(),
    title: z.string(),
    status: z.enum(["blocked", "ready", "running", "waiting", "done", "failed"]),
    startedAt: isoTime.nullable(),
    finishedAt: isoTime.nullable(),
    durationMs: z.number().int().nullable(),
    failures: z.number().int().openapi({ description: "Errors in passing that were tried again." }),
    model: z.string().nullable().openapi({ description: "fal.ai endpoint, where the step calls one." }),
    costInCents: z.number().openapi({ description: "0 where the answer was paid for before." }),
    note: z.string().nullable().openapi({
      description: "What a person should know of how the step came to its result, such as that a caption was trimmed.",
    }),
    error: z
      .object({ code: z.enum(FAILURE_CODES), message: z.string() })
      .nullable()
      .openapi({ description: "The last error, also of one that was tried again since." }),
  })
  .openapi("RunStep");

export const runBody = z
  .object({
    id: z.string(),
    status: z.enum(RUN_STATUSES),
    taskIdentifier: z.literal("create-content"),
    createdAt: isoTime,
    updatedAt: isoTime,
    startedAt: isoTime.nullable(),
    finishedAt: isoTime.nullable(),
    tags: z.array(z.string()).openapi({ description: "Template and artist, then the create call's own." }),
    metadata: z.object({
      currentStep: z.string().nullable(),
      progress: z.number().min(0).max(1).openapi({ description: "Never goes back." }),
      logs: z.array(z.string()).openapi({ description: "What happened, in order, for people." }),
      steps: z.array(stepTimeline),
      estimateInCents: z.number().openapi({
        description: "What the run was estimated to cost when it was created; compare costInCents.",
      }),
      version: z.number().int().openapi({
        description: "Rises with every change of the run: of two bodies the one with the higher version is newer.",
      }),
      wastedInCents: z.number().openapi({
        description: "What attempts may have cost that gave nothing of use, by the price table. Not in costInCents.",
      }),
      custom: z.record(z.string(), z.unknown()).openapi({ description: "The create call's `metadata`." }),
    }),
    costInCents: z.number().openapi({ description: "What this run's calls to fal.ai cost so far." }),
    durationMs: z.number().int().openapi({ description: "From startedAt to finishedAt, or until then to updatedAt." }),
    batchId: z.string(),
    idempotencyKey: z.string().nullable().openapi({ description: "Of the create call, unquoted." }),
    isTest: z.boolean().openapi({ description: "Made by the emulator: nothing was charged." }),
  })
  .openapi("Run");

const runOutput = z
  .object({
    status: z.literal("completed"),
    accountId: z.string(),
    artistSlug: z.string(),
    template: z.string(),
    lipsync: z.boolean(),
    videoSourceUrl: z.url().openapi({ description: "Public URL of the finished MP4. It lasts." }),
    posterUrl: z.url(),
    renderedVideoBytes: z.number().int(),
    width: z.number().int(),
    height: z.number().int(),
    durationSeconds: z.number(),
    imageUrl: z.url(),
    captionText: z.string(),
    audio: z.object({
      songTitle: z.string(),
      songFilename: z.string(),
      startSeconds: z.number(),
      durationSeconds: z.number(),
      clipLyrics: z.string(),
      clipMood: z.string(),
    }),
    warnings: z.array(z.string()),
  })
  .openapi("RunOutput");

const runError = z
  .object({
    message: z.string().openapi({ description: "What went wrong, in a sentence." }),
    name: z.enum(FAILURE_CODES),
    code: z.enum(FAILURE_CODES),
    step: z.string().nullable(),
    retryable: z.boolean().openapi({ description: "Whether trying again can help." }),
    costInCents: z.number(),
  })
  .openapi("RunError");

export const runDetailBody = runBody
  .extend({
    payload: z
      .record(z.string(), z.unknown())
      .openapi({ description: "The create call's parameters, defaults filled in." }),
    output: runOutput.nullable(),
    error: runError.nullable(),
  })
  .openapi("RunDetail");

export type RunBody = z.infer<typeof runBody>;
export type RunDetailBody = z.infer<typeof runDetailBody>;

export const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { "application/json": { schema } },
});

/** What every route that takes JSON may say of its body. */
export const JSON_BODY = ["invalid_json", "validation_failed", "payload_too_large", "unsupported_media_type"] as const;

/** The responses with these codes, by status. Only successes are in its type: errors are thrown, never returned. */
export const errorsWithoutKey = (...codes: ErrorCode[]): Record<never, never> => {
  const byStatus = Map.groupBy(new Set([...codes, "internal_error" as const]), (code) => ERRORS[code].status);
  return Object.fromEntries([...byStatus].map(([status, these]) => [status, errorResponse(these)]));
};

/** The same for a route that needs a key, which may be wrong, or used too often. */
export const errors = (...codes: ErrorCode[]) => errorsWithoutKey("unauthorized", "rate_limited", ...codes);

/** Errors that come with a Retry-After. */
const TRANSIENT: readonly ErrorCode[] = [
  "rate_limited",
  "too_many_runs",
  "idempotency_key_in_flight",
  "renderer_unavailable",
];

const errorResponse = (codes: ErrorCode[]) => ({
  ...(codes.some((code) => TRANSIENT.includes(code))
    ? { headers: { "retry-after": { $ref: "#/components/headers/RetryAfter" } } }
    : {}),
  description: codes.map((code) => `- \`${code}\`: ${ERRORS[code].advice}`).join("\n"),
  content: {
    "application/json": {
      schema: {
        allOf: [{ $ref: "#/components/schemas/Error" }, { type: "object", properties: { code: { enum: codes } } }],
      },
    },
  },
});

/** Every /api route takes a key one way or the other. */
export const security = [{ apiKey: [] }, { bearer: [] }];
