/**
 * The jobs the renderer takes, and what it answers. The Worker and the renderer share it:
 * the Worker builds jobs from these types, the renderer checks every job against the schemas.
 *
 * Every job is a POST with a JSON body. A job that cannot start is answered at once with its HTTP status
 * and a `JobErrorBody` (400 invalid, 503 + Retry-After when `busy` or `draining`). A job that starts is answered 200 with
 * newline-delimited JSON (`application/x-ndjson`): any number of `progress` events, then one `done` or
 * `error`. Closing the connection cancels the job.
 */
import { z } from "zod";
import { MIXES } from "./song-analysis.ts";

/** A file to read: an https URL (or one on a configured local origin). */
const source = z.strictObject({ url: z.url({ protocol: /^https?$/ }) });

/** Where to put a file: a presigned PUT URL. `headers` are those that its signature covers. */
const delivery = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  headers: z.record(z.string(), z.string()).default({}),
});

export const CAPTION_STYLES = ["clean", "boxed", "poster"] as const;
/** How a caption looks. */
export const captionStyle = z.enum(CAPTION_STYLES);
export type CaptionStyle = z.infer<typeof captionStyle>;

/** How the channels of a song are mixed. */
const mix = z.enum(MIXES).default("as is");

/** POST /render: one vertical video with its caption and its sound. */
export const renderJob = z.strictObject({
  video: source,
  /**
   * The song, and where its clip starts, seconds: it is laid under the picture. null: keep the sound baked into the
   * video.
   */
  audio: source.extend({ startSeconds: z.number().min(0), mix }).nullable(),
  /** null: no caption. `placement`: `lower` for a punch line in the lower third, `center` for a block of text. */
  caption: z
    .strictObject({
      text: z.string().min(1).max(4000),
      style: captionStyle,
      placement: z.enum(["lower", "center"]),
      /** At most this many lines, as far as a legible size allows. */
      maxLines: z.number().int().min(1).optional(),
    })
    .nullable(),
  /** Pixels and seconds of the finished file. */
  output: z
    .strictObject({
      width: z.union([z.literal(720), z.literal(1080)]),
      height: z.union([z.literal(1280), z.literal(1920)]),
      durationSeconds: z.number().min(1).max(60),
    })
    .refine(({ width, height }) => width * 16 === height * 9, "must be 720x1280 or 1080x1920"),
  deliver: z.strictObject({ video: delivery, poster: delivery }),
});
export type RenderJob = z.input<typeof renderJob>;

/** POST /cut: a stretch of a song as its own 48 kHz stereo WAV file. */
export const cutJob = z.strictObject({
  audio: source.extend({ startSeconds: z.number().min(0), durationSeconds: z.number().min(1).max(60), mix }),
  deliver: z.strictObject({ audio: delivery }),
});
export type CutJob = z.input<typeof cutJob>;

/** POST /analyze: what a song is like. */
export const analyzeJob = z.strictObject({ audio: source });

/** POST /picture: whether a still picture can be decoded, to its last pixel; and the picture turned upright. */
export const pictureJob = z.strictObject({
  picture: source,
  /** How it has to be turned, and where to put it then, in the format that it came in. null: it is upright. */
  turn: z
    .strictObject({
      /** As Exif counts it: 2 to 8. */
      orientation: z.number().int().min(2).max(8),
      deliver: z.strictObject({ picture: delivery }),
    })
    .nullable(),
});
export type PictureJob = z.input<typeof pictureJob>;

/** A delivered file as it was PUT, so that the Worker can check that R2 holds the same. */
export interface DeliveredFile {
  bytes: number;
  /** Hex MD5 of the bytes: the etag R2 gives a single PUT. */
  md5: string;
}

export interface RenderResult {
  video: DeliveredFile & { width: number; height: number; durationSeconds: number };
  poster: DeliveredFile & { width: number; height: number };
  /** Of the finished sound: LUFS and dBTP. */
  loudness: { integratedLufs: number; truePeakDb: number };
  /** What a person should know, such as a caption that had to be shortened. */
  warnings: string[];
}

export interface CutResult {
  audio: DeliveredFile & { durationSeconds: number };
}

export interface PictureResult {
  /** null: it was not to be turned. */
  picture: DeliveredFile | null;
}

export interface JobErrorBody {
  /** Stable, snake_case. */
  code: string;
  message: string;
  /** Whether the same job can succeed later. */
  retryable: boolean;
}

export type JobEvent<Result> =
  | { event: "progress"; fraction: number }
  | { event: "done"; result: Result }
  | { event: "error"; error: JobErrorBody };
