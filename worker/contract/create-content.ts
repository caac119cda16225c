/** What create takes, and what it answers. */
import { z } from "@hono/zod-openapi";
import { LYRICS_STYLES } from "../../renderer/contract/job.ts";
import { MAX_SONG_SECONDS } from "../domain/limits.ts";
import { CAPTION_LENGTHS, DURATIONS, MAX_LIPSYNC_SECONDS, VIDEO_SECONDS } from "../domain/run.ts";
import { anyLines, oneLine } from "../domain/text.ts";
import { composedSlug, uuid } from "./text.ts";
import { webhookUrl } from "./webhook.ts";

const MAX_METADATA_BYTES = 16 * 1024;
const MAX_METADATA_DEPTH = 32;

const isDeeperThan = (levels: number, value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  (levels === 0 || Object.values(value).some((item) => isDeeperThan(levels - 1, item)));

/** JSON has no infinity, yet numbers that are too large are parsed as it. */
const hasInfinity = (value: unknown): boolean =>
  value === Number.POSITIVE_INFINITY ||
  value === Number.NEGATIVE_INFINITY ||
  (typeof value === "object" && value !== null && Object.values(value).some(hasInfinity));

const storedText = z.string().check(...anyLines);

/** What is wrong with the texts in a value, the names of its fields among them, each with its path. */
function* unshowable(
  value: unknown,
  path: (string | number)[] = [],
): Generator<{ path: (string | number)[]; message: string }> {
  if (typeof value === "string") {
    for (const { message } of storedText.safeParse(value).error?.issues ?? []) yield { path, message };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* unshowable(item, [...path, index]);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      yield* unshowable(key, [...path, key]);
      yield* unshowable(item, [...path, key]);
    }
  }
}

const customMetadata = z.record(z.string(), z.unknown()).superRefine((value, context) => {
  // Depth first, because measuring a very deep value would fail.
  if (isDeeperThan(MAX_METADATA_DEPTH, value)) {
    context.addIssue({ code: "custom", message: `Nest at most ${MAX_METADATA_DEPTH} levels` });
  } else if (hasInfinity(value)) {
    context.addIssue({ code: "custom", message: "A number is too large" });
  } else if (new TextEncoder().encode(JSON.stringify(value)).length > MAX_METADATA_BYTES) {
    context.addIssue({ code: "custom", message: `Send at most ${MAX_METADATA_BYTES} bytes of JSON` });
  } else {
    for (const wrong of unshowable(value)) context.addIssue({ code: "custom", ...wrong });
  }
});

export const lyricsChoice = z.enum(["off", ...LYRICS_STYLES]);

export const captionLength = z.enum([...CAPTION_LENGTHS, "none"]);

/** Of several literals the description would name the first alone. */
export const DURATION_SCHEMA = { type: "integer" as const, enum: [...DURATIONS] };

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
        "short: one or two punchy lines. medium: one or two sentences. long: a paragraph, shown in pages. none: no caption is written, and none is on the video. Captions leave the artist's face free.",
    }),
    upscale: z.boolean().default(false).openapi({
      description: "SeedVR2 on the image and on the video; the finished file is 1080x1920 instead of 720x1280.",
    }),
    duration: z
      .literal(DURATIONS)
      .default(VIDEO_SECONDS)
      .openapi({
        ...DURATION_SCHEMA,
        default: VIDEO_SECONDS,
        description: `Seconds of the video. Beyond ${VIDEO_SECONDS} it is made of shots, each with an image and a take of its own, that change on the music's downbeats. With lip-sync it is one take, of at most ${MAX_LIPSYNC_SECONDS} seconds. Songs that are shorter are not drawn; one that \`songs\` names is refused.`,
      }),
    lyrics: lyricsChoice.optional().openapi({
      description:
        "Shows what is sung in the clip, in time. line: line by line. Of a few words at a time, the one that is sung highlight: takes another colour; pop: grows; fill: fills with colour; pill: lies on a coloured ground. word: one word at a time. They are the song's lyrics as they are when the video is rendered, or a transcript where it has none. A line whose times are not sure is shown as a whole, or not at all; `output.lyrics` and `output.warnings` say so. Nothing is shown where nothing is sung. Omitted: off.",
    }),
    batch: z.number().int().min(1).max(30).default(1).openapi({
      description: "How many videos to make in parallel, each with its own reference image, clip and mood.",
    }),
    tags: z
      .array(
        z
          .string()
          .min(1)
          .max(128)
          .check(...oneLine),
      )
      .max(10)
      .optional()
      .openapi({ description: "Shown on every run of the batch, after its own two tags.", example: ["spring"] }),
    metadata: customMetadata
      .optional()
      .openapi({ description: "Shown on every run of the batch as `metadata.custom`. 16 KiB of JSON at most." }),
    songs: z
      .array(composedSlug(200).min(1))
      .min(1)
      .max(100)
      .refine(areUnique, "each may be named once")
      .optional()
      .openapi({ description: "Slugs of the songs to choose from. Omitted: all of the artist's." }),
    clip: z
      .strictObject({
        song: composedSlug(200).min(1).openapi({ description: "Its slug." }),
        start_seconds: z.number().min(0).max(MAX_SONG_SECONDS).optional().openapi({
          description: "Where it begins, to a millisecond.",
        }),
        moment: z
          .string()
          .regex(/^m\d{1,6}$/, "must be the id of a moment")
          .optional()
          .openapi({ description: "The id of one of the song's moments, in place of a second.", example: "m12350" }),
      })
      .refine(({ start_seconds, moment }) => (start_seconds === undefined) !== (moment === undefined), {
        message: "name either start_seconds or a moment",
      })
      .optional()
      .openapi({
        description:
          "Exactly these seconds of a song, for every run of the batch, in place of chosen ones. Refused where nothing can be heard there, or the song ends before the clip does.",
        example: { song: "porchlight", start_seconds: 35.91 },
      }),
    images: z
      .array(
        z
          .string()
          .min(1)
          .max(2048)
          .check(...oneLine),
      )
      .min(1)
      .max(10)
      .refine(areUnique, "each may be named once")
      .optional()
      .openapi({
        description:
          "https URLs of more reference images (JPEG, PNG or WebP, 256 to 8192 pixels each way, up to 10 MiB). They are fetched once, all at the same time and within 10 seconds, before this call answers, and join those that runs choose from.",
      }),
    webhook_url: webhookUrl.optional().openapi({
      description:
        "Told of the end of each of these runs, and of all of them, besides the account's webhooks. Signed with the secret of GET /api/webhooks/secret. https, on the public internet.",
    }),
  })
  .openapi("CreateContent");

const spelledAlike = (url: string) => (URL.canParse(url) ? new URL(url).href : url);

/** What a request asks for, without the ways in which it can be written: equal for requests that mean the same. */
export const meaningOf = ({ songs, images, webhook_url, duration, lyrics, ...rest }: z.output<typeof createBody>) => ({
  ...rest,
  // What was asked before there was a choice means what it meant.
  ...(duration === VIDEO_SECONDS ? {} : { duration }),
  ...(lyrics === undefined || lyrics === "off" ? {} : { lyrics }),
  // Runs draw from all of them, in an order of their own.
  songs: songs?.toSorted(),
  images: images?.map(spelledAlike),
  webhook_url: webhook_url === undefined ? undefined : spelledAlike(webhook_url),
});

export const createdBody = z
  .object({
    runIds: z.array(z.string()).openapi({ description: "Always an array." }),
    status: z.literal("triggered"),
    artist_account_id: z.string(),
    template: z.string(),
    lipsync: z.boolean(),
  })
  .openapi("ContentCreated");
