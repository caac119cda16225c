/**
 * POST /picture: a still picture is decoded to its last pixel, because many files that begin like one are none; and
 * turned upright where a camera only noted how it was held.
 */
import { readFile, writeFile } from "node:fs/promises";
import type { z } from "zod";
import type { PictureResult, pictureJob } from "../contract/job.ts";
import { downloadLimits, type JobContext } from "./context.ts";
import { checkDeliveries, deliver } from "./deliver.ts";
import { download } from "./download.ts";
import { input, runFfmpeg, tellable } from "./ffmpeg.ts";
import { JobError } from "./job-error.ts";
import { type MediaFile, recognize } from "./media.ts";
import { phases } from "./progress.ts";

/** The largest pictures that callers may upload. */
const MAX_PIXELS = 8192 * 8192;
/** Of a JPEG or WebP that is encoded again: no difference can be seen. */
const QUALITY = 92;
/** A preview's longer side at most, in pixels, and its quality: everything can be made out, in some 60 kB. */
const PREVIEW = { side: 960, quality: 80 };

/**
 * A picture that can be decoded, turned upright and delivered where it has to be turned, with a preview where that is wanted.
 * Throws JobError.
 */
export async function checkPicture(job: z.output<typeof pictureJob>, context: JobContext): Promise<PictureResult> {
  const { directory, signal, egress } = context;
  const { turn } = job;
  const progress = phases({ download: 3, decode: 3, turn: 4 }, context.progress);
  if (turn) checkDeliveries(turn.deliver, egress);
  const source = `${directory}/source`;
  await download(job.picture.url, source, downloadLimits(context), signal, (fraction) =>
    progress("download", fraction),
  );
  const file = await recognize(source, "picture");
  await decode(file, signal);
  progress("decode", 1);
  const preview = job.preview ? { preview: await previewOf(file) } : {};
  if (!turn) return { picture: null, ...preview };
  const turned = `${directory}/turned`;
  const contentType = await turnUpright(file, turn.orientation, turned);
  return { picture: await deliver(turned, contentType, turn.deliver.picture, egress, signal), ...preview };
}

/** The picture made small, as a JPEG in base64. What is transparent becomes white. */
async function previewOf({ path }: MediaFile): Promise<string> {
  const { createCanvas, loadImage } = await import("@napi-rs/canvas");
  const image = await loadImage(await readFile(path));
  const scale = Math.min(1, PREVIEW.side / Math.max(image.width, image.height));
  const [width, height] = [image.width, image.height].map((side) => Math.max(1, Math.round(side * scale))) as [
    number,
    number,
  ];
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, width, height);
  return (await canvas.encode("jpeg", PREVIEW.quality)).toString("base64");
}

/** Decodes the whole picture, and takes any complaint of the decoder for what it is. */
async function decode(file: MediaFile, signal: AbortSignal): Promise<void> {
  const { stderr } = await runFfmpeg(
    // biome-ignore format: an option and its value belong on one line
    [
      "-v", "error", "-xerror",
      ...input({ ...file, maxPixels: MAX_PIXELS }, "-err_detect", "explode"),
      "-frames:v", "1", "-f", "null", "-",
    ],
    { signal, blame: "picture_unreadable" },
  );
  if (stderr.trim() !== "") throw new JobError("picture_unreadable", tellable(stderr.trim()).slice(0, 300));
}

/** Where the picture's axes and its corner come to lie, by its orientation; as a canvas takes it. */
const TURNS: Record<number, (width: number, height: number) => [number, number, number, number, number, number]> = {
  2: (width) => [-1, 0, 0, 1, width, 0],
  3: (width, height) => [-1, 0, 0, -1, width, height],
  4: (_, height) => [1, 0, 0, -1, 0, height],
  5: () => [0, 1, 1, 0, 0, 0],
  6: (_, height) => [0, 1, -1, 0, height, 0],
  7: (width, height) => [0, -1, -1, 0, height, width],
  8: (width) => [0, -1, 1, 0, 0, width],
};

/** Writes the picture to `path`, upright, in its own format. Returns its content type. */
async function turnUpright({ path: source, demuxer }: MediaFile, orientation: number, path: string): Promise<string> {
  const turn = TURNS[orientation];
  if (!turn) throw new JobError("invalid_job", `There is no orientation ${orientation}.`);
  // Not before it is needed: captions keep the machine's fonts out before the library loads.
  const { createCanvas, loadImage } = await import("@napi-rs/canvas");
  const image = await loadImage(await readFile(source));
  const { width, height } = image;
  const canvas = orientation < 5 ? createCanvas(width, height) : createCanvas(height, width);
  const context = canvas.getContext("2d");
  context.setTransform(...turn(width, height));
  context.drawImage(image, 0, 0);
  if (demuxer === "png_pipe") {
    await writeFile(path, await canvas.encode("png"));
    return "image/png";
  }
  const format = demuxer === "webp_pipe" ? "webp" : "jpeg";
  await writeFile(path, await canvas.encode(format, QUALITY));
  return `image/${format}`;
}
