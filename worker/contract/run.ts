/** A run as callers see it, in lists and in full. */
import { z } from "@hono/zod-openapi";
import { lyricsStyle } from "../../renderer/contract/job.ts";
import { FAILURE_CODES } from "../domain/failure.ts";
import { RUN_STATUSES, WAITS } from "../domain/run.ts";
import { lyricsSource } from "./lyrics.ts";
import { isoTime } from "./text.ts";

const stepTimeline = z
  .object({
    name: z.string(),
    title: z.string(),
    status: z.enum(["blocked", "ready", "running", "waiting", "done", "failed"]),
    startedAt: isoTime.nullable(),
    finishedAt: isoTime.nullable(),
    durationMs: z.number().int().nullable(),
    failures: z.number().int().openapi({ description: "Errors in passing that were tried again." }),
    model: z.string().nullable().openapi({
      description: "Which of fal.ai's models was asked: an endpoint, or the language model behind fal.ai's router.",
    }),
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
      expectedAt: isoTime.nullable().openapi({
        description:
          "When the run is likely to be over, by what its steps usually take and the lines they wait in. It changes when the run does, and may have passed. Null for a run that is over, or waits for something of which nobody knows when it comes.",
      }),
      imageUrl: z.url().nullable().openapi({
        description:
          "The image that the video is made from, as soon as it is there. In lists, null for a run that came to nothing and was archived.",
      }),
      logs: z.array(z.string()).openapi({ description: "What happened, in order, for people." }),
      steps: z.array(stepTimeline).openapi({
        description:
          "In lists, none of a run that ended long ago and was archived, and then `logs` tells of its beginning and end alone. Asked for by its id, it has them all.",
      }),
      estimateInCents: z.number().openapi({
        description: "What the run was estimated to cost when it was created; compare costInCents.",
      }),
      waiting: z
        .object({ for: z.enum(WAITS), since: isoTime })
        .nullable()
        .openapi({
          description:
            "What the run waits for that is nobody's fault, such as a renderer, and since when. The wait does not use up its time.",
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
    deletedAt: isoTime.nullable().openapi({
      description: "When it was deleted: then it has no output, and no list has it. What it cost stays.",
    }),
    choices: z
      .object({
        reference: z.string().nullable().openapi({
          description: "The id of one of the template's references, or of one of the call's own `images`.",
        }),
        mood: z.string().nullable(),
        movement: z.string().nullable(),
      })
      .openapi({
        description:
          "What was drawn for this run, by its names in the template. Null what is not chosen yet, and the reference of a run from before it was kept.",
      }),
  })
  .openapi("Run");

const runFile = z
  .object({
    kind: z.enum(["video", "poster", "image"]).openapi({
      description: "More kinds may come. `image`: what the video was made from, without text.",
    }),
    url: z.url().openapi({
      description: "Served under a name for people, such as mara-vale_night-drive_when-the-lights_run_….mp4.",
    }),
    width: z.number().int().nullable().openapi({ description: "Null in runs from before it was kept." }),
    height: z.number().int().nullable(),
    bytes: z.number().int().nullable(),
    contentType: z.string(),
  })
  .openapi("RunFile");

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
    files: z.array(runFile).openapi({ description: "Every file of the run that can be had by its URL." }),
    captionText: z.string(),
    audio: z.object({
      songTitle: z.string(),
      songFilename: z.string(),
      startSeconds: z.number(),
      durationSeconds: z.number(),
      clipLyrics: z.string(),
      clipMood: z.string(),
    }),
    lyrics: z
      .object({
        style: lyricsStyle,
        source: lyricsSource,
        lines: z.array(
          z.object({
            text: z.string(),
            startSeconds: z.number(),
            endSeconds: z.number(),
            timed: z.enum(["words", "line"]).openapi({ description: "Word by word, or the line as a whole." }),
            confidence: z.number().min(0).max(1),
          }),
        ),
      })
      .optional()
      .openapi({
        description:
          "The sung words that are on the picture, in seconds from the clip's start. Missing where they were not asked for.",
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

/** What a caller may ask for of runs. Their ids are always there. */
export const RUN_FIELDS = Object.keys(runDetailBody.shape) as (keyof RunDetailBody)[];

/** A run of which only some fields were asked for. */
export const runPart = runDetailBody.partial().required({ id: true }).openapi("RunPart");

export type RunBody = z.infer<typeof runBody>;
export type RunDetailBody = z.infer<typeof runDetailBody>;
export type RunPart = z.infer<typeof runPart>;
