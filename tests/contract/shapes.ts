/**
 * The contract's shapes, written out by hand and closed: a field that is renamed, missing, or new fails. On purpose not
 * the Worker's own schemas, which would be renamed along with the field.
 */
import { z } from "zod";
import { expectedSteps } from "../support/expected-steps.ts";

const uuid = z.uuid();
const time = z.iso.datetime();
const publicUrl = z.url({ protocol: /^https?$/ });
const runId = z.string().regex(/^run_[1-9a-km-z]{21}$/);

export const errorShape = z.strictObject({
  status: z.literal("error"),
  error: z.string().min(10),
  code: z.string().regex(/^[a-z]+(_[a-z]+)*$/),
  request_id: z.string().regex(/^req_[1-9a-km-z]{21}$/),
  field: z.array(z.union([z.string(), z.number()])).optional(),
  issues: z
    .array(
      z.strictObject({
        path: z.array(z.union([z.string(), z.number()])),
        code: z.string().min(1),
        message: z.string().min(1),
      }),
    )
    .min(1)
    .optional(),
  ready: z.literal(false).optional(),
  missing: z.lazy(() => z.array(missingShape).min(1)).optional(),
  available_songs: z.array(z.string()).max(20).optional(),
  available_templates: z.array(z.string()).min(1).optional(),
  loudness: z.strictObject({ integrated_lufs: z.number(), sustained_lufs: z.number() }).optional(),
  runs: z.strictObject({ limit: z.int(), active: z.int(), requested: z.int() }).optional(),
  spend: z
    .strictObject({
      currency: z.literal("USD"),
      month: z.string().regex(/^\d{4}-\d\d$/),
      limit: z.number(),
      spent: z.number(),
      reserved: z.number(),
      needed: z.number(),
    })
    .optional(),
});

const missingShape = z.strictObject({
  file: z.string().min(1),
  severity: z.enum(["required", "recommended"]),
  description: z.string().min(1),
  fix: z.string().min(1),
});

export const createdShape = z.strictObject({
  runIds: z.array(runId).min(1),
  status: z.literal("triggered"),
  artist_account_id: uuid,
  template: z.string(),
  lipsync: z.boolean(),
});

const FEWEST = expectedSteps({ lipsync: false, upscale: false, caption_length: "none" });
const MOST = expectedSteps({ lipsync: true, upscale: true, caption_length: "short" });

const stepShape = z.strictObject({
  name: z.enum(MOST),
  title: z.string().min(1),
  status: z.enum(["blocked", "ready", "running", "waiting", "done", "failed"]),
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  durationMs: z.int().min(0).nullable(),
  failures: z.int().min(0),
  model: z.string().nullable(),
  costInCents: z.number().min(0),
  note: z.string().min(1).nullable(),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
});

const run = {
  id: runId,
  status: z.enum(["QUEUED", "EXECUTING", "REATTEMPTING", "COMPLETED", "FAILED", "CANCELED", "TIMED_OUT"]),
  taskIdentifier: z.literal("create-content"),
  createdAt: time,
  updatedAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  tags: z.array(z.string()),
  metadata: z.strictObject({
    currentStep: z.string().nullable(),
    progress: z.number().min(0).max(1),
    logs: z.array(z.string().regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z \S/)).min(1),
    steps: z.array(stepShape).min(FEWEST.length).max(MOST.length),
    estimateInCents: z.number().positive(),
    expectedAt: z.iso.datetime().nullable(),
    imageUrl: publicUrl.nullable(),
    waiting: z.strictObject({ for: z.literal("renderer"), since: z.iso.datetime() }).nullable(),
    version: z.int().min(1),
    wastedInCents: z.number().min(0),
    custom: z.record(z.string(), z.unknown()),
  }),
  costInCents: z.number().min(0),
  durationMs: z.int().min(0),
  batchId: z.string().regex(/^batch_[1-9a-km-z]{21}$/),
  idempotencyKey: z.string().min(1).max(255).nullable(),
  isTest: z.literal(true),
  deletedAt: z.iso.datetime().nullable(),
  choices: z.strictObject({ reference: z.string().min(1), mood: z.string().min(1), movement: z.string().min(1) }),
};

const payload = z.strictObject({
  artist_account_id: uuid,
  template: z.string(),
  lipsync: z.boolean(),
  caption_length: z.enum(["short", "medium", "long", "none"]),
  upscale: z.boolean(),
  duration: z.literal([8, 15, 30, 60]),
  lyrics: z.literal("off").optional(),
  batch: z.int().min(1).max(30),
  tags: z.array(z.string()).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  songs: z.array(z.string()).optional(),
  clip: z
    .strictObject({ song: z.string(), start_seconds: z.number().min(0), moment: z.string().optional() })
    .optional(),
  images: z.array(publicUrl).optional(),
  webhook_url: publicUrl.optional(),
});

const file = (kind: string, contentType: string) =>
  z.strictObject({
    ...{ kind: z.literal(kind), url: publicUrl, contentType: z.literal(contentType) },
    ...{ width: z.int().min(1), height: z.int().min(1), bytes: z.int().min(1) },
  });

const output = z.strictObject({
  status: z.literal("completed"),
  accountId: uuid,
  artistSlug: z.string().min(1),
  template: z.string(),
  lipsync: z.boolean(),
  videoSourceUrl: publicUrl,
  posterUrl: publicUrl,
  renderedVideoBytes: z.int().min(1),
  width: z.int(),
  height: z.int(),
  durationSeconds: z.number(),
  imageUrl: publicUrl,
  files: z.tuple([file("video", "video/mp4"), file("poster", "image/jpeg"), file("image", "image/png")]),
  captionText: z.string(),
  audio: z.strictObject({
    songTitle: z.string().min(1),
    songFilename: z.string().min(1),
    startSeconds: z.number().min(0),
    durationSeconds: z.number().positive().max(8),
    clipLyrics: z.string(),
    clipMood: z.string(),
  }),
  warnings: z.array(z.string()),
});

const error = z.strictObject({
  message: z.string().min(10),
  name: z.string(),
  code: z.string(),
  step: z.string().nullable(),
  retryable: z.boolean(),
  costInCents: z.number().min(0),
});

/** A run, whatever became of it. */
export const runShape = z.strictObject({ ...run, payload, output: output.nullable(), error: error.nullable() });

/** One that is not over, completed, failed. */
export const openRunShape = z.strictObject({
  ...run,
  finishedAt: z.null(),
  payload,
  output: z.null(),
  error: z.null(),
});
export const completedRunShape = z.strictObject({
  ...run,
  status: z.literal("COMPLETED"),
  startedAt: time,
  finishedAt: time,
  payload,
  output,
  error: z.null(),
});
export const failedRunShape = z.strictObject({
  ...run,
  status: z.literal("FAILED"),
  startedAt: time,
  finishedAt: time,
  payload,
  output: z.null(),
  error,
});

export const canceledShape = z.strictObject({
  status: z.literal("success"),
  canceled: z.boolean(),
  run: runShape,
});

export const retriedShape = z.strictObject({ status: z.literal("success"), run: openRunShape });

export const runsShape = <Run extends z.ZodType>(shape: Run) =>
  z.strictObject({ status: z.literal("success"), runs: z.array(shape) });

/** A page of a list. */
export const pageShape = <Run extends z.ZodType>(shape: Run) =>
  z.strictObject({ status: z.literal("success"), runs: z.array(shape), next_cursor: z.string().nullable() });

/** Runs asked for by several ids. */
export const chosenShape = z.strictObject({
  status: z.literal("success"),
  runs: z.array(runShape),
  not_found: z.array(z.string()),
});

const artist = {
  account_id: uuid,
  name: z.string().min(1),
  image: publicUrl.nullable(),
  pinned: z.boolean(),
  socials: z.array(
    z.strictObject({
      id: z.string().min(1),
      platform: z.string().min(1),
      username: z.string().min(1),
      profile_url: publicUrl,
    }),
  ),
};
export const artistsShape = z.strictObject({
  status: z.literal("success"),
  artists: z.array(z.strictObject(artist)),
});
export const artistShape = z.strictObject({
  status: z.literal("success"),
  artist: z.strictObject({
    ...artist,
    slug: z.string().min(1),
    notes: z.string(),
    face_guide: publicUrl.nullable(),
    created_at: time,
  }),
});

const song = z.strictObject({
  slug: z.string().min(1),
  title: z.string().min(1),
  artist: z.string().min(1).nullable(),
  filename: z.string().min(1),
  bytes: z.int().positive(),
  duration_seconds: z.number().positive(),
  url: publicUrl,
  created_at: time,
});
export const songShape = z.strictObject({ status: z.literal("success"), song });
export const songsShape = z.strictObject({ status: z.literal("success"), songs: z.array(song) });

const seconds = z.number().min(0);
const part = { start_seconds: seconds, end_seconds: seconds };
const share = z.number().min(0).max(1);
export const songDetailShape = z.strictObject({
  status: z.literal("success"),
  song: song.extend({
    analysis: z.strictObject({
      integrated_lufs: z.number().min(-70),
      loudness: z.array(z.number().min(-70)).min(1),
      silences: z.array(z.strictObject(part)),
      mix: z.enum(["as is", "left", "right", "inverted"]),
      mono_loss_db: z.number().min(0).max(60),
      tempo: z
        .strictObject({ bpm: z.number().positive(), beats_per_bar: z.int().min(2), confidence: share })
        .nullable(),
      beats: z.array(seconds),
      downbeats: z.array(seconds),
      sections: z.array(z.strictObject({ ...part, energy: share, change: share })).min(1),
    }),
    moments: z.array(
      z.strictObject({
        id: z.string().regex(/^m\d{1,6}$/),
        start_seconds: seconds,
        lengths: z.array(z.literal([8, 15, 30, 60])),
        reason: z.string().min(1),
        why: z.array(z.string().min(1)),
        energy: share,
        mood: z.string(),
        sung: z.boolean(),
        score: z.number(),
        warnings: z.array(z.string().min(1)),
      }),
    ),
  }),
});

const variations = z.array(z.strictObject({ name: z.string().min(1), prompt: z.string().min(1) })).min(1);
const captions = z.array(z.string().min(1)).min(1);
export const templateShape = z.strictObject({
  status: z.literal("success"),
  template: z.strictObject({
    name: z.string(),
    builtIn: z.boolean(),
    description: z.string().min(1),
    defaultLipsync: z.boolean(),
    usesFace: z.boolean(),
    image: z.strictObject({ scene: z.string().min(1), rules: z.array(z.string()) }),
    moods: variations,
    movements: variations,
    captionGuide: z.strictObject({
      tone: z.string(),
      rules: z.array(z.string()),
      formats: z.array(z.string()),
      examples: z.strictObject({ short: captions, medium: captions, long: captions }),
    }),
    captionStyle: z.enum(["clean", "boxed", "poster"]),
    references: z.array(z.strictObject({ id: z.string(), description: z.string(), imageUrl: publicUrl.nullable() })),
  }),
});

/** What was done left nothing to show. */
export const successShape = z.strictObject({ status: z.literal("success") });

export const templatesShape = z.strictObject({
  status: z.literal("success"),
  templates: z.array(
    z.strictObject({ name: z.string(), description: z.string().min(10), defaultLipsync: z.boolean() }),
  ),
});

const validation = {
  status: z.literal("success"),
  artist_account_id: uuid,
  songs: z.int().min(0),
  templates: z.array(z.string()).min(4),
};
export const readyShape = z.strictObject({
  ...validation,
  ready: z.literal(true),
  checks: z.strictObject({
    face_guide: z.strictObject({ status: z.literal("ok") }),
    songs: z.strictObject({ status: z.literal("ok"), count: z.int().min(1) }),
    context_notes: z.strictObject({ status: z.enum(["ok", "warning"]) }),
  }),
});
export const notReadyShape = z.strictObject({
  ...validation,
  ready: z.literal(false),
  missing: z.array(missingShape).min(1),
});

const price = {
  lipsync: z.boolean(),
  upscale: z.boolean(),
  duration: z.literal([8, 15, 30, 60]),
  per_video: z.number().positive(),
  total: z.number().positive(),
  steps: z
    .array(
      z.strictObject({
        name: z.string(),
        model: z.string().regex(/\//),
        cost: z.number().min(0),
        unit: z.string().min(1),
        unitPrice: z.number().positive(),
        note: z.string().min(1),
      }),
    )
    .min(4),
};
const estimate = {
  status: z.literal("success"),
  currency: z.literal("USD"),
  batch: z.int().min(1),
  per_video_estimate_usd: z.number().positive(),
  total_estimate_usd: z.number().positive(),
  ...price,
};
export const estimateShape = z.strictObject(estimate);
export const comparisonShape = z.strictObject({ ...estimate, alternatives: z.array(z.strictObject(price)).min(1) });

const isoOrNull = time.nullable();
export const keyShape = z.strictObject({
  id: z.string().regex(/^key_[1-9a-km-z]{21}$/),
  name: z.string().min(1),
  prefix: z.string().regex(/^bk_[0-9A-Za-z]{6}$/),
  created_at: time,
  expires_at: isoOrNull,
  last_used_at: isoOrNull,
  revoked_at: isoOrNull,
  current: z.boolean(),
});
export const keysShape = z.strictObject({ status: z.literal("success"), keys: z.array(keyShape) });
export const keyMadeShape = z.strictObject({
  status: z.literal("success"),
  key: z.string().regex(/^bk_[0-9A-Za-z]{36}$/),
  api_key: keyShape,
});
export const keyRevokedShape = z.strictObject({ status: z.literal("success"), api_key: keyShape });

export const accountShape = z.strictObject({
  status: z.literal("success"),
  id: z.string().min(1),
  name: z.string().min(1),
  limits: z.strictObject({
    active_runs: z.int().min(0),
    requests_per_minute: z.int().min(1),
    monthly_spend: z.number().nullable(),
  }),
  usage: z.strictObject({
    active_runs: z.int().min(0),
    month: z.string().regex(/^\d{4}-\d\d$/),
    spent: z.number().min(0),
    reserved: z.number().min(0),
  }),
  currency: z.literal("USD"),
});

export const healthShape = z.strictObject({ status: z.literal("ok") });

const eventType = z.enum(["run.completed", "run.failed", "run.canceled", "batch.finished"]);

export const webhookShape = z.strictObject({
  id: z.string().regex(/^wh_[1-9a-km-z]{21}$/),
  kind: z.enum(["url", "listener"]),
  url: z.url().nullable(),
  events: z.array(eventType).min(1),
  enabled: z.boolean(),
  disabled_reason: z.literal("gone").nullable(),
  exhausted_deliveries: z.int().min(0),
  previous_secret_until: time.nullable(),
  created_at: time,
  updated_at: time,
});

export const deliveryShape = z.strictObject({
  id: z.string().regex(/^dlv_[0-9a-f]{32}$/),
  event_id: z.string().regex(/^evt_[0-9a-f]{32}$/),
  event_type: eventType,
  run_id: runId.nullable(),
  batch_id: z.string(),
  webhook_id: z.string().nullable(),
  url: z.url().nullable(),
  status: z.enum(["pending", "delivered", "exhausted", "canceled"]),
  next_attempt_at: time.nullable(),
  created_at: time,
  finished_at: time.nullable(),
  attempts: z.array(
    z.strictObject({
      number: z.int().min(1),
      at: time,
      duration_ms: z.int().min(0),
      status_code: z.int().nullable(),
      error: z.string().nullable(),
      response: z.string().max(1024).nullable(),
    }),
  ),
});

/** What receivers are sent: a run without its long parts, or a batch. */
export const messageShape = z.strictObject({
  type: eventType,
  timestamp: time,
  data: z.union([
    z.strictObject({
      ...run,
      metadata: run.metadata
        .pick({ version: true, estimateInCents: true, wastedInCents: true, custom: true })
        .partial({ custom: true }),
      payload,
      output: output.nullable(),
      error: error.nullable(),
    }),
    z.strictObject({
      batchId: run.batchId,
      runs: z.array(z.strictObject({ id: runId, status: run.status })).min(1),
      completed: z.int().min(0),
      failed: z.int().min(0),
      canceled: z.int().min(0),
    }),
  ]),
});
