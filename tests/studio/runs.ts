/** Runs as the API shows them, for tests of what the studio makes of them. */
import type { Run, RunOutput, Step } from "../../studio/api/types.ts";

const AT = "2026-11-26T12:00:00.000Z";

export const step = (part: Partial<Step> = {}): Step => ({
  ...{ name: "image", title: "Making the image", status: "running", startedAt: AT, finishedAt: null },
  ...{ durationMs: null, failures: 0, model: null, costInCents: 0, note: null, error: null },
  ...part,
});

export const run = (part: Partial<Run> = {}, metadata: Partial<Run["metadata"]> = {}): Run =>
  ({
    id: "run_1",
    status: "EXECUTING",
    taskIdentifier: "create-content",
    ...{ createdAt: AT, updatedAt: AT, startedAt: AT, finishedAt: null, deletedAt: null },
    tags: ["template:artist-caption-stage", "artist:a1"],
    metadata: {
      ...{ currentStep: "image", progress: 0.254, expectedAt: null, imageUrl: null, logs: [], steps: [step()] },
      ...{ estimateInCents: 93, waiting: null, version: 3, wastedInCents: 0, custom: {} },
      ...metadata,
    },
    ...{ costInCents: 0, durationMs: 0, batchId: "batch_1", idempotencyKey: null, isTest: true },
    choices: { reference: "stage-1", mood: "last song", movement: "slow push" },
    payload: { artist_account_id: "a1", template: "artist-caption-stage", batch: 3, upscale: false, lipsync: true },
    output: null,
    error: null,
    ...part,
  }) as Run;

export const output = (part: Partial<RunOutput> = {}): RunOutput =>
  ({
    ...{ status: "completed", accountId: "a", artistSlug: "tansy", template: "artist-caption-stage", lipsync: true },
    ...{ videoSourceUrl: "https://media.example.com/v.mp4", posterUrl: "https://media.example.com/p.jpg" },
    ...{ renderedVideoBytes: 1_700_000, width: 720, height: 1280, durationSeconds: 8 },
    imageUrl: "https://media.example.com/i.png",
    captionText: "left it on for you",
    audio: {
      ...{ songTitle: "Porchlight", songFilename: "porchlight.wav", startSeconds: 35.91, durationSeconds: 8 },
      ...{ clipLyrics: "leave it on", clipMood: "tender" },
    },
    warnings: [],
    files: [],
    ...part,
  }) as RunOutput;
