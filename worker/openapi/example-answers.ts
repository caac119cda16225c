/**
 * Answers as callers get them, by operation and status, with lists cut short. They are shown in the API's description,
 * and tests compare their outline with that of real answers.
 */
import { EXAMPLE_REQUESTS } from "./example-requests.ts";

const status = "success";

const artist = {
  account_id: "f0b8d59f-94bd-42ff-9125-bd21e8e6ad8e",
  name: "Émile Nord",
  image: "https://library.example.com/artists/emile/image?X-Amz-Signature=4f9c2b",
  pinned: false,
  socials: [
    {
      id: "social_5tfnff9yduyu6a8fz26bg",
      platform: "tiktok",
      username: "emilenord",
      profile_url: "https://www.tiktok.com/@emilenord",
    },
  ],
  slug: "emile-nord",
  notes: "Dry and exact, first person, present tense. Writes of trains.",
  face_guide: "https://library.example.com/artists/emile/face-guide?X-Amz-Signature=4f9c2b",
  created_at: "2026-11-22T13:20:15.526Z",
};
const { slug: _, notes: __, face_guide: ___, created_at: ____, ...listedArtist } = artist;

const song = {
  slug: "night bus",
  title: "Night Bus",
  artist: null,
  filename: "Night Bus.mp3",
  bytes: 96384,
  duration_seconds: 12.04,
  url: "https://library.example.com/songs/night-bus?X-Amz-Signature=4f9c2b",
  created_at: "2026-11-22T13:20:16.438Z",
};

const line = {
  number: 1,
  text: "Night bus, take me the long way round",
  start_seconds: null,
  end_seconds: null,
  confidence: 0,
  timed: "none",
  corrected: false,
  words: [],
};
const lyrics = { source: "artist", format: "lrc", heard: false, fit: null, warnings: [], lines: [line] };
const moments = [
  {
    ...{ id: "m35910", start_seconds: 35.91, lengths: [8, 15, 30], reason: "the turn of the song" },
    ...{ why: ["a new part begins", "whole lines"], energy: 0.98, mood: "aching", sung: true, score: 0.71 },
    warnings: [],
  },
];

const analysis = {
  integrated_lufs: -12.4,
  loudness: [-70, -31.2, -18.6, -14.9, -13.1, -12.8],
  silences: [{ start_seconds: 11.2, end_seconds: 12.04 }],
  mix: "as is" as const,
  mono_loss_db: 0.6,
  tempo: { bpm: 104, beats_per_bar: 4, confidence: 0.97 },
  beats: [0.02, 0.6, 1.17, 1.75, 2.33],
  downbeats: [0.02, 2.33],
  sections: [
    { start_seconds: 0, end_seconds: 4.64, energy: 0.52, change: 0 },
    { start_seconds: 4.64, end_seconds: 12.04, energy: 1, change: 0.83 },
  ],
};

const { references, name, ...definition } = EXAMPLE_REQUESTS.createTemplate.template.value;
const template = {
  name,
  builtIn: false,
  ...definition,
  references: references.map((reference) => ({
    ...reference,
    imageUrl: "https://library.example.com/templates/rooftop-dawn?X-Amz-Signature=4f9c2b",
  })),
};

const key = {
  id: "key_y2ezjw6sgkcyi3mopzcit",
  name: "laptop",
  prefix: "bk_uyrnUQ",
  created_at: "2026-11-22T13:20:16.789Z",
  expires_at: null,
  last_used_at: null,
  revoked_at: null,
  current: false,
};

const webhook = {
  id: "wh_8hbgeujno2w4c4gh63bdu",
  kind: "url",
  url: "https://example.com/hooks/backline",
  events: ["run.completed", "run.failed", "run.canceled", "batch.finished"],
  enabled: true,
  disabled_reason: null,
  exhausted_deliveries: 0,
  previous_secret_until: null,
  created_at: "2026-11-22T13:20:17.096Z",
  updated_at: "2026-11-22T13:20:17.096Z",
};
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw5Wf0pQz1y2s=";

const delivery = {
  id: "dlv_5bb73603403a7dc22521c068dc9ad3e6",
  event_id: "evt_c78df41761ea29b07a460583ad6d91ae",
  event_type: "run.completed",
  run_id: "run_t2fucebu91sk3ya5bzng9",
  batch_id: "batch_e67uxfposta3p9ore8xns",
  webhook_id: null,
  url: "https://example.com/hooks/backline",
  status: "delivered",
  next_attempt_at: null,
  created_at: "2026-11-22T13:20:23.851Z",
  finished_at: "2026-11-22T13:20:23.970Z",
  attempts: [
    {
      number: 1,
      at: "2026-11-22T13:20:23.913Z",
      duration_ms: 55,
      status_code: 200,
      error: null,
      response: "",
    },
  ],
};

const summary = {
  estimateInCents: 93.71,
  version: 25,
  wastedInCents: 0,
  custom: {
    post_on: "2026-12-01",
  },
};
const output = {
  status: "completed",
  accountId: "9b1d5c1e-2f57-4a0b-8c11-6d2f3a7e5b90",
  artistSlug: "tansy-okoro",
  template: "artist-caption-bedroom",
  lipsync: false,
  videoSourceUrl: "https://media.example.com/videos/run_t2fucebu91sk3ya5bzng9/1-1.mp4",
  posterUrl: "https://media.example.com/videos/run_t2fucebu91sk3ya5bzng9/1-1.jpg",
  renderedVideoBytes: 6189739,
  width: 720,
  height: 1280,
  durationSeconds: 8,
  imageUrl: "https://media.example.com/generations/gen_cxb8imshk1k71f4xgrfqn/1-image.png",
  files: [
    {
      ...{ kind: "video", url: "https://media.example.com/videos/run_t2fucebu91sk3ya5bzng9/1-1.mp4" },
      ...{ width: 720, height: 1280, bytes: 6189739, contentType: "video/mp4" },
    },
    {
      ...{ kind: "poster", url: "https://media.example.com/videos/run_t2fucebu91sk3ya5bzng9/1-1.jpg" },
      ...{ width: 720, height: 1280, bytes: 81344, contentType: "image/jpeg" },
    },
    {
      ...{ kind: "image", url: "https://media.example.com/generations/gen_cxb8imshk1k71f4xgrfqn/1-image.png" },
      ...{ width: 768, height: 1376, bytes: 1462117, contentType: "image/png" },
    },
  ],
  captionText: "left the porch light on. mostly out of spite.",
  audio: {
    songTitle: "Porchlight",
    songFilename: "porchlight.wav",
    startSeconds: 58.94,
    durationSeconds: 8,
    clipLyrics: "on, leave it on",
    clipMood: "playful",
  },
  warnings: [],
};
const payload = {
  artist_account_id: "1873859c-dd37-4e9a-9bac-80d3558527a9",
  template: "artist-caption-bedroom",
  caption_length: "short",
  upscale: false,
  batch: 1,
  webhook_url: "https://example.com/hooks/backline",
  lipsync: false,
  tags: ["spring-tour"],
  metadata: {
    post_on: "2026-12-01",
  },
};
const run = {
  ...{
    id: "run_t2fucebu91sk3ya5bzng9",
    status: "COMPLETED",
    taskIdentifier: "create-content",
    createdAt: "2026-11-22T13:20:18.597Z",
    updatedAt: "2026-11-22T13:20:23.851Z",
    startedAt: "2026-11-22T13:20:18.646Z",
    finishedAt: "2026-11-22T13:20:23.851Z",
    tags: ["template:artist-caption-bedroom", "artist:1873859c-dd37-4e9a-9bac-80d3558527a9", "spring-tour"],
    costInCents: 88,
    durationMs: 5205,
    batchId: "batch_e67uxfposta3p9ore8xns",
    idempotencyKey: "order-4711",
    isTest: true,
    deletedAt: null,
    choices: { reference: "window", mood: "playful", movement: "still" },
  },
  metadata: {
    ...{
      currentStep: null,
      expectedAt: null,
      imageUrl: output.imageUrl,
      waiting: null,
      progress: 1,
      logs: ["2026-11-22T13:20:18.597Z Queued", "2026-11-22T13:20:18.646Z Listening to the song …"],
      steps: [
        {
          name: "listen",
          title: "Listening to the song",
          status: "done",
          startedAt: "2026-11-22T13:20:18.646Z",
          finishedAt: "2026-11-22T13:20:20.573Z",
          durationMs: 1927,
          failures: 0,
          model: "fal-ai/whisper",
          costInCents: 0.4,
          note: null,
          error: null,
        },
      ],
    },
    ...summary,
  },
  payload,
  output,
  error: null,
};
const { metadata: _____, ...endedRun } = run;
const failure = {
  output: null,
  error: {
    message: "The image model refused what it was asked for.",
    name: "fal_content_policy",
    code: "fal_content_policy",
    step: "image",
    retryable: false,
    costInCents: 0.5,
  },
};
const erasure = {
  ...{ status: "RUNNING", startedAt: "2026-11-23T09:12:44.018Z", completedAt: null },
  removed: { runs: 30, files: 196, songs: 3, references: 2, generations: 94 },
  remains: [
    {
      where: "D1 Time Travel",
      what: "The database as it was, which its operator alone can restore.",
      until: "2026-12-23T09:31:02.500Z",
    },
  ],
};
const timestamp = run.finishedAt;
const { batchId } = run;

export const EXAMPLE_ANSWERS = {
  createContent: {
    202: {
      runIds: ["run_m6runnibd4noqexen2dds"],
      status: "triggered",
      artist_account_id: "1873859c-dd37-4e9a-9bac-80d3558527a9",
      template: "artist-caption-bedroom",
      lipsync: false,
    },
  },
  listTemplates: {
    200: {
      status: "success",
      templates: [
        {
          name: "artist-caption-bedroom",
          description: "A moody selfie in a purple-lit bedroom, filmed on a phone long after midnight.",
          defaultLipsync: false,
        },
        {
          name: "artist-caption-outside",
          description: "A night street seen by a phone left on the ground: wet asphalt, neon, the artist above it.",
          defaultLipsync: false,
        },
        {
          name: "artist-caption-stage",
          description:
            "A small, sweaty venue filmed by a fan near the front: haze, hard beams, the artist at the microphone.",
          defaultLipsync: false,
        },
      ],
    },
  },
  validateArtist: {
    200: {
      status: "success",
      artist_account_id: "f0b8d59f-94bd-42ff-9125-bd21e8e6ad8e",
      ready: true,
      songs: 1,
      templates: ["artist-caption-bedroom", "artist-caption-outside", "artist-caption-stage", "album-record-store"],
      checks: {
        face_guide: {
          status: "ok",
        },
        songs: {
          status: "ok",
          count: 1,
        },
        context_notes: {
          status: "ok",
        },
      },
    },
  },
  estimateContent: {
    200: {
      status: "success",
      currency: "USD",
      batch: 3,
      per_video_estimate_usd: 1.3396,
      total_estimate_usd: 4.0188,
      lipsync: false,
      upscale: true,
      duration: 8,
      per_video: 1.3396,
      total: 4.0188,
      steps: [
        {
          name: "image",
          model: "fal-ai/nano-banana-2/edit",
          cost: 0.08,
          unit: "image at 1K",
          unitPrice: 0.08,
          note: "One 9:16 image.",
        },
      ],
    },
  },
  createTemplate: { 201: { status, template } },
  getTemplate: { 200: { status, template } },
  replaceTemplate: { 200: { status, template } },
  deleteTemplate: { 200: { status } },
  uploadTemplateReference: { 200: { status, template } },
  listRuns: { 200: { status, runs: [run], next_cursor: null } },
  getRun: { 200: { status, run } },
  cancelRun: { 200: { status, canceled: false, run } },
  eraseArtist: { 202: { erasure } },
  getErasure: { 200: { erasure: { ...erasure, status: "COMPLETED", completedAt: "2026-11-23T09:31:02.500Z" } } },
  deleteRun: { 200: { status, run: { ...run, output: null, deletedAt: "2026-11-23T09:12:44.018Z" } } },
  retryRun: { 200: { status, run: { ...run, status: "REATTEMPTING", finishedAt: null, output: null } } },
  listArtists: { 200: { status, artists: [listedArtist] } },
  createArtist: { 201: { status, artist } },
  getArtist: { 200: { status, artist } },
  updateArtist: { 200: { status, artist } },
  deleteArtist: { 200: { status } },
  uploadFaceGuide: { 200: { status, artist } },
  deleteFaceGuide: { 200: { status } },
  uploadArtistImage: { 200: { status, artist } },
  deleteArtistImage: { 200: { status } },
  writeArtistNotes: { 200: { status, artist } },
  getSong: { 200: { status, song: { ...song, analysis, moments } } },
  listSongs: { 200: { status, songs: [song] } },
  uploadSong: { 200: { status, song }, 201: { status, song } },
  updateSong: { 200: { status, song: { ...song, title: "Night Bus (live)", artist: "Émile Nord feat. Ada" } } },
  deleteSong: { 200: { status } },
  getLyrics: { 200: { status, lyrics } },
  writeLyrics: { 200: { status, lyrics } },
  deleteLyrics: { 200: { status } },
  correctLine: { 200: { status, lines: [{ ...line, corrected: true }] } },
  listKeys: { 200: { status, keys: [key] } },
  createKey: { 201: { status, key: "bk_uyrnUQ…", api_key: key } },
  revokeKey: { 200: { status, api_key: key } },
  getAccount: {
    200: {
      status: "success",
      id: "460c2f1d-a856-40ae-a9ff-56ce8b08feb1",
      name: "Night Kitchen Records",
      limits: {
        active_runs: 100,
        requests_per_minute: 3000,
        monthly_spend: 250,
      },
      usage: {
        active_runs: 3,
        month: "2026-11",
        spent: 41.2,
        reserved: 2.65,
      },
      currency: "USD",
    },
  },
  createWebhook: { 201: { status, webhook, secret } },
  listWebhooks: { 200: { status, webhooks: [webhook] } },
  getWebhook: { 200: { status, webhook } },
  updateWebhook: { 200: { status, webhook } },
  rotateWebhookSecret: { 200: { status, webhook, secret } },
  deleteWebhook: { 200: { status, id: webhook.id } },
  listWebhookDeliveries: { 200: { status, deliveries: [delivery], next_cursor: null } },
  listDeliveries: { 200: { status, deliveries: [delivery], next_cursor: null } },
  replayDelivery: { 202: { status, delivery } },
  getAccountWebhookSecret: { 200: { status, secret, previous_secret_until: null } },
  rotateAccountWebhookSecret: { 200: { status, secret, previous_secret_until: "2026-11-23T13:20:15.526Z" } },
  getHealth: { 200: { status: "ok" } },
};

/** By event type. */
export const EXAMPLE_MESSAGES = {
  "run.completed": { type: "run.completed", timestamp, data: { ...endedRun, metadata: summary } },
  "run.failed": {
    type: "run.failed",
    timestamp,
    data: { ...endedRun, status: "FAILED", metadata: summary, ...failure },
  },
  "run.canceled": {
    type: "run.canceled",
    timestamp,
    data: { ...endedRun, status: "CANCELED", metadata: summary, output: null },
  },
  "batch.finished": {
    type: "batch.finished",
    timestamp,
    data: { batchId, runs: [{ id: run.id, status: "COMPLETED" }], completed: 1, failed: 0, canceled: 0 },
  },
};
