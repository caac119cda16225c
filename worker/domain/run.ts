/** The parts of a run: its request, its choices, its steps and their generations, and its output. */

import type { LyricsStyle } from "../../renderer/contract/job.ts";
import type { Failure } from "./failure.ts";
import type { LyricsSource } from "./lyrics.ts";
import type { MediaRef, StoredMedia } from "./media.ts";
import type { Template } from "./template.ts";

export const CAPTION_LENGTHS = ["short", "medium", "long"] as const;
export type CaptionLength = (typeof CAPTION_LENGTHS)[number];

/** The create call's parameters with every default filled in. */
export interface RunRequest {
  artist_account_id: string;
  template: string;
  lipsync: boolean;
  caption_length: CaptionLength | "none";
  upscale: boolean;
  /** Seconds of the video. Missing in requests from before there was a choice: VIDEO_SECONDS. */
  duration?: Duration | undefined;
  /** How the sung words are shown. Missing in requests from before there was a choice: off. */
  lyrics?: LyricsStyle | "off" | undefined;
  batch: number;
  /** The caller's own words for the run. */
  tags?: string[] | undefined;
  metadata?: Record<string, unknown> | undefined;
  /** Slugs of the songs to choose from. Omitted: all of the artist's. */
  songs?: string[] | undefined;
  /** The caller's choice of the clip. Omitted: each run chooses one. */
  clip?: ClipRequest | undefined;
  /** URLs of more reference images. */
  images?: string[] | undefined;
  /** Told of the runs' ends, in addition to the account's webhook endpoints. */
  webhook_url?: string | undefined;
}

/** Where the clip of every run of a batch begins, because the caller said so. */
export interface ClipRequest {
  /** The slug. */
  song: string;
  start_seconds: number;
  /** The id of the moment that was named in place of a second. */
  moment?: string | undefined;
}

/** Whether a run with this request shows the sung words. */
export const showsLyrics = ({ lyrics = "off" }: Pick<RunRequest, "lyrics">): boolean => lyrics !== "off";

/**
 * What the runs of a batch are made from. Kept with the batch, because an edit in the meantime would make a run ask,
 * and pay, for something else halfway through.
 */
export interface BatchSnapshot {
  artist: { name: string; slug: string; notes: string; faceGuide: MediaRef | null };
  /** Its references include the caller's images. */
  template: Template;
  /** By the id of each song that a run of the batch has drawn. Batches from before songs could be renamed have none. */
  songTitles?: Record<string, string>;
}

/** As it is stored: what the run's own row says as well is added where it is shown. */
export interface RunOutput {
  artistSlug: string;
  /** Public URL of the finished MP4. Stored as a media ref, shown as a URL. */
  videoSourceUrl: string;
  posterUrl: string;
  renderedVideoBytes: number;
  width: number;
  height: number;
  durationSeconds: number;
  imageUrl: string;
  /**
   * Of the poster, which is as wide and high as the video, and of the image. Numbers alone, because the row outlives all else
   * of its run. Null what nobody measured; missing in runs from before they were kept.
   */
  sizes?: [posterBytes: number, imageBytes: number, imageWidth: number | null, imageHeight: number | null];
  captionText: string;
  audio: {
    songTitle: string;
    songFilename: string;
    startSeconds: number;
    durationSeconds: number;
    clipLyrics: string;
    clipMood: string;
  };
  /** The sung words that are on the picture. Missing where they were not asked for. */
  lyrics?: ShownLyrics;
  warnings: string[];
}

/** The sung words on a video. */
export interface ShownLyrics {
  style: LyricsStyle;
  source: LyricsSource;
  /** Seconds from the clip's start. `timed`: word by word, or the line as a whole. */
  lines: { text: string; startSeconds: number; endSeconds: number; timed: "words" | "line"; confidence: number }[];
}

/** What the row of an archived run still tells of its steps and generations. */
export interface ArchivedRun {
  /** 0..1, as it was shown last. */
  progress: number;
  currentStep: StepName | null;
  /** Of the generations that it paid for. */
  costMicros: number;
  wastedMicros: number;
}

/** Statuses of a run that is not over. */
export const ACTIVE_STATUSES = ["QUEUED", "EXECUTING", "REATTEMPTING"] as const;
/** Whether a run with this status is not over. */
export const isActive = (status: string): boolean => (ACTIVE_STATUSES as readonly string[]).includes(status);

/** Statuses of a run that is over and came to nothing. It may be retried, until it is archived. */
export const UNSUCCESSFUL_STATUSES = ["FAILED", "CANCELED", "TIMED_OUT"] as const;

/** What runs wait for that is nobody's fault. */
export const WAITS = ["renderer", "fal_slot", "fal_key", "fal_balance", "fal_down"] as const;
export type Wait = (typeof WAITS)[number];
/** The same, to follow "waited for". */
export const WAITED_FOR: Record<Wait, string> = {
  renderer: "a renderer",
  fal_slot: "its turn at fal.ai",
  fal_key: "fal.ai to take the key",
  fal_balance: "a balance at fal.ai",
  fal_down: "fal.ai to answer",
};

/** Seconds that a finished video may have. */
export const DURATIONS = [8, 15, 30, 60] as const;
export type Duration = (typeof DURATIONS)[number];

/** Seconds of a finished video, where nothing else was asked for. */
export const VIDEO_SECONDS = 8 satisfies Duration;

/** A lip-sync video is one take, because lips that sing on across an edit point would have to be the same lips. */
export const MAX_LIPSYNC_SECONDS = 15;

/** Seconds of the finished video of a run with this request. */
export const durationOf = ({ duration }: Pick<RunRequest, "duration">): Duration => duration ?? VIDEO_SECONDS;

/** What makes one run of a batch different from the next. Drawn at admission. */
export interface RunChoices {
  /** Position in the template's references. */
  reference: number;
  /** The id of that reference. Missing in runs from before it was shown. */
  referenceId?: string;
  songId: string;
  /** How many earlier runs of this batch drew this song; decides which of its moments to use. */
  clip: number;
  /** Shuffles the song's moments; the same for every run of a batch. */
  clipSeed: number;
  /** Names, as in the template. */
  mood: string;
  movement: string;
}

export const RUN_STATUSES = [
  "QUEUED",
  "EXECUTING",
  "REATTEMPTING",
  "COMPLETED",
  "FAILED",
  "CANCELED",
  "TIMED_OUT",
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** In the order they are shown. */
export const STEP_NAMES = [
  "listen",
  "moments",
  "clip",
  "shots",
  "cut",
  "image",
  "upscale-image",
  "video",
  "upscale-video",
  "caption",
  "separate",
  "align",
  "lyrics",
  "render",
] as const;
type FirstName = (typeof STEP_NAMES)[number];

/** Of these a run has one for each of its shots: that of the first shot has the plain name, the others end in a number. */
export const SHOT_STEPS = ["image", "upscale-image", "video", "upscale-video"] as const;
export type ShotStep = (typeof SHOT_STEPS)[number];

/** The numbers of the shots that a video can have. */
export const SHOT_NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;
export type ShotNumber = (typeof SHOT_NUMBERS)[number];

/** The names of the steps of a kind: "image", "image-2" and so on. */
export type NameOfShots<Kind extends ShotStep> = Kind | `${Kind}-${Exclude<ShotNumber, 1>}`;

export type StepName = FirstName | NameOfShots<ShotStep>;

/** The name of the step that makes this of the shot with this number. */
export const stepOfShot = <Kind extends ShotStep>(kind: Kind, shot: ShotNumber): NameOfShots<Kind> =>
  shot === 1 ? kind : (`${kind}-${shot}` as NameOfShots<Kind>);

/**
 * blocked: needs unfinished steps. ready: may be performed. running: a renderer cuts for it. waiting: for its generation,
 * or for the pool of renderers.
 */
export type StepStatus = "blocked" | "ready" | "running" | "waiting" | "done" | "failed";

/** How far a step of a run has come. Times in Unix milliseconds. */
export interface StepState {
  status: StepStatus;
  /** How often it was begun. What an earlier beginning comes to does not count any more. */
  fence: number;
  /** Of a running one: when whoever performs it is given up. */
  leaseUntil: number;
  /** Beginnings that ended in an error worth a retry. */
  failures: number;
  /** Of a ready one: when it may be begun. Of one that waits for the pool: when it asks by itself. */
  dueAt: number;
  /** The generation it waits for, or got its last answer from. */
  generationId: string | null;
  /** For callers: how the step came to its output, where there is something to say. */
  note: string | null;
  error: Failure | null;
  /** How much of the work under way is done, 0..1, where it is known. */
  fraction: number;
  startedAt: number | null;
  finishedAt: number | null;
}

/** The steps that a run has. */
export type RunSteps = Partial<Record<StepName, StepState>>;

/**
 * pending: to be submitted. submitting: a POST is under way or was never answered. submitted: fal.ai has it and gave
 * a request id; from here on it is only ever polled. completed, failed: settled.
 */
export type GenerationStatus = (typeof OPEN_STATUSES)[number] | "completed" | "failed";

/** Statuses of a generation that is not settled. */
export const OPEN_STATUSES = ["pending", "submitting", "submitted"] as const;

/** What a request came to, as its callback said: `status` is 200 and `payload` the model's output, or those of its error. */
export interface CallbackResult {
  requestId: string;
  status: number;
  payload: unknown;
  /** What was billed, which only fal.ai's own answer says. */
  billedUnits?: number | undefined;
}

/** The result of a request, kept for when fal.ai no longer tells it. What a message cannot hold is in the file `ref`. */
export type KeptResult = CallbackResult | { requestId: string; ref: MediaRef };

/** What a model answered: its data, in which fal.ai's URLs stay, and our own copies of its files, by name. */
export interface GenerationOutput {
  data: unknown;
  media: Record<string, StoredMedia>;
}
