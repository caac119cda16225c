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

/** A part of the picture, in fractions of its width and height. */
const part = z.strictObject({
  x: z.number(),
  y: z.number(),
  width: z.number().positive(),
  height: z.number().positive(),
});

/**
 * What of the sound is heard, seconds: after `seconds` it is silent, and it fades in from the start and out until then.
 * Without it, all of it is heard, with fades that keep it from clicking.
 */
const sounding = z.strictObject({
  seconds: z.number().min(0.5).max(60),
  fadeIn: z.number().min(0.001).max(0.3),
  fadeOut: z.number().min(0.001).max(0.3),
});

export const CAPTION_STYLES = ["clean", "boxed", "poster"] as const;
/** How a caption looks. */
export const captionStyle = z.enum(CAPTION_STYLES);
export type CaptionStyle = z.infer<typeof captionStyle>;

/** More shots than this a video does not have, each a file of its own. */
const MAX_SHOTS = 60;

/** A shot of the finished video: as many frames of its file, from the first one. */
const shot = source.extend({ startFrame: z.number().int().min(0), frames: z.number().int().min(1) });

/** Shots that follow each other without a gap, in frames of the finished video, of which there are `fps` in a second. */
const shots = z
  .strictObject({ fps: z.number().int().min(24).max(60), shots: z.array(shot).min(1).max(MAX_SHOTS) })
  .refine(({ shots: all }) => all.every(({ startFrame }, at) => startFrame === endOf(all[at - 1])), {
    path: ["shots"],
    message: "must follow each other from frame 0 on, without a gap",
  });

/** How many frames the shots have in all. */
const framesIn = ({ shots: all }: z.output<typeof shots>): number => endOf(all.at(-1));

const endOf = (before: z.output<typeof shot> | undefined): number =>
  before === undefined ? 0 : before.startFrame + before.frames;

export const LYRICS_STYLES = ["line", "highlight", "pop", "fill", "word", "pill"] as const;
/**
 * How sung words are shown. `line`: a whole line, and nothing in it moves. Of a group of words the one that is sung now
 * `highlight`: takes another colour; `pop`: grows; `fill`: fills as it is sung; `pill`: lies on a coloured ground.
 * `word`: it is alone.
 */
export const lyricsStyle = z.enum(LYRICS_STYLES);
export type LyricsStyle = z.infer<typeof lyricsStyle>;

/** The most words that the lines of a job have together. */
const MAX_WORDS = 2000;

const inOrder = (spans: readonly { start: number }[]) =>
  spans.every(({ start }, at) => start >= (spans[at - 1]?.start ?? start));
const endsAfterItStarts = [
  ({ start, end }: { start: number; end: number }) => end >= start,
  "must not end before it starts",
] as const;

const sungWord = z
  .strictObject({ text: z.string().min(1).max(100), start: z.number(), end: z.number() })
  .refine(...endsAfterItStarts);

/** A line of a song: seconds from the clip's start. What lies before the clip or behind it is not shown. */
const sungLine = z
  .strictObject({
    start: z.number(),
    end: z.number(),
    /** In the order in which they are sung. They may overlap. */
    words: z.array(sungWord).min(1).max(200).refine(inOrder, "must be in the order of their starts"),
    /** `line`: the times of the words are not to be relied on; the line is shown whole, from its start to its end. */
    timed: z.enum(["words", "line"]),
  })
  .refine(...endsAfterItStarts);

/** How the channels of a song are mixed. */
const mix = z.enum(MIXES).default("as is");

/** POST /render: one vertical video with its caption and its sound. */
export const renderJob = z
  .strictObject({
    video: z.union([source, shots]),
    /**
     * The song, and where its clip starts, seconds: it is laid under the picture. null: keep the sound baked into the
     * video.
     */
    audio: source.extend({ startSeconds: z.number().min(0), mix }).nullable(),
    /**
     * null: no caption. `placement`: `lower` for a punch line in the lower third, `center` for a block of text; elsewhere
     * where a head is in the way. A text that is too long for one page is shown page by page.
     */
    caption: z
      .strictObject({
        text: z.string().min(1).max(4000),
        style: captionStyle,
        placement: z.enum(["lower", "center"]),
        /** At most this many lines, as far as a legible size allows. */
        maxLines: z.number().int().min(1).optional(),
        /** Where a head should be. Faces found in the video count more. null: there is nobody, and nobody is looked for. */
        head: part.nullable().optional(),
        /** Lips move in time with the sound: no caption rather than one that covers them. */
        lipsync: z.boolean().default(false),
      })
      .nullable(),
    /** The sung words, drawn as they are sung. null: none. */
    lyrics: z
      .strictObject({
        style: lyricsStyle,
        lines: z
          .array(sungLine)
          .max(400)
          .refine(inOrder, "must be in the order of their starts")
          .refine(
            (lines) => lines.reduce((sum, { words }) => sum + words.length, 0) <= MAX_WORDS,
            `must have ${MAX_WORDS} words together at most`,
          ),
      })
      .nullable()
      .default(null),
    /** Pixels and seconds of the finished file. */
    output: z
      .strictObject({
        width: z.union([z.literal(720), z.literal(1080)]),
        height: z.union([z.literal(1280), z.literal(1920)]),
        durationSeconds: z.number().min(1).max(60),
      })
      .refine(({ width, height }) => width * 16 === height * 9, "must be 720x1280 or 1080x1920"),
    sound: sounding.optional(),
    deliver: z.strictObject({ video: delivery, poster: delivery }),
  })
  .refine(
    ({ video, output }) => !("shots" in video) || framesIn(video) === Math.round(output.durationSeconds * video.fps),
    {
      path: ["video", "shots"],
      message: "must fill the video to its last frame",
    },
  )
  .refine(({ video, audio }) => !("shots" in video) || audio !== null, {
    path: ["audio"],
    message: "must be given where there are shots: each has another sound",
  });
export type RenderJob = z.input<typeof renderJob>;

/** POST /cut: a stretch of a song as its own 48 kHz stereo WAV file. */
export const cutJob = z.strictObject({
  audio: source.extend({ startSeconds: z.number().min(0), durationSeconds: z.number().min(1).max(60), mix }),
  deliver: z.strictObject({ audio: delivery }),
  /** What is heard of it, as in a render. */
  sound: sounding.optional(),
});
export type CutJob = z.input<typeof cutJob>;

/** POST /analyze: what a song is like. */
export const analyzeJob = z.strictObject({ audio: source });

/** POST /picture: whether a still picture can be decoded, to its last pixel; the picture turned upright; and a preview. */
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
  /** Whether a preview is wanted: the picture as it came, made small, in the answer itself. */
  preview: z.boolean().default(false),
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
  /** A JPEG in base64, where it was wanted. */
  preview?: string;
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
