/** What a media file holds, read by ffprobe and checked. Facts only: what to make of them is decided elsewhere. */
import { z } from "zod";
import { MAX_PIXELS, runFfprobe } from "./ffmpeg.ts";
import { JobError } from "./job-error.ts";
import type { MediaFile } from "./media.ts";

const numberText = z
  .string()
  .optional()
  .transform((text) => {
    const value = Number(text);
    return text !== undefined && Number.isFinite(value) ? value : undefined;
  });

const rational = z
  .string()
  .optional()
  .transform((text) => {
    const [, over, under] = /^(\d+)[/:](\d+)$/.exec(text ?? "") ?? [];
    return over && under && Number(over) > 0 && Number(under) > 0
      ? ([Number(over), Number(under)] as const)
      : undefined;
  });

const stream = z.object({
  index: z.number(),
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  profile: z.string().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  sample_aspect_ratio: rational,
  pix_fmt: z.string().optional(),
  color_range: z.string().optional(),
  color_space: z.string().optional(),
  color_transfer: z.string().optional(),
  color_primaries: z.string().optional(),
  field_order: z.string().optional(),
  has_b_frames: z.number().optional(),
  r_frame_rate: rational,
  avg_frame_rate: rational,
  start_time: numberText,
  duration: numberText,
  nb_frames: numberText,
  bit_rate: numberText,
  sample_rate: numberText,
  channels: z.number().optional(),
  disposition: z.object({ attached_pic: z.number().default(0) }).default({ attached_pic: 0 }),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).default([]),
});

/** A packet's place is left out where the container does not tell it. */
const packet = z
  .object({ stream_index: z.number(), flags: z.string(), pos: numberText, size: numberText })
  .transform(({ stream_index, flags, pos, size }) => ({
    stream: stream_index,
    isKey: flags.startsWith("K"),
    position: pos ?? 0,
    bytes: size ?? 0,
  }));

const probed = z.object({
  packets: z.array(packet).default([]),
  streams: z.array(stream).default([]),
  format: z
    .object({ duration: numberText, start_time: numberText })
    .default({ duration: undefined, start_time: undefined }),
});

export type Rate = readonly [over: number, under: number];

export interface VideoStream {
  index: number;
  codec: string;
  profile: string;
  /** As stored, before rotation. */
  width: number;
  height: number;
  /** Pixel width over pixel height. */
  pixelAspect: number;
  /** Degrees to turn the picture clockwise for display: 0, 90, 180 or 270. */
  rotation: number;
  pixelFormat: string;
  range: string;
  matrix: string;
  transfer: string;
  primaries: string;
  interlaced: boolean;
  reorderedFrames: number;
  nominalRate: Rate | undefined;
  averageRate: Rate | undefined;
  startSeconds: number;
  durationSeconds: number | undefined;
  frames: number | undefined;
  bitsPerSecond: number | undefined;
}

export interface AudioStream {
  index: number;
  sampleRate: number;
  channels: number;
  durationSeconds: number | undefined;
  /** Packets of sound, as the container tells. */
  frames: number | undefined;
}

/** A stored picture, or piece of sound. */
export interface Packet {
  /** The index of its stream. */
  stream: number;
  isKey: boolean;
  /** Where it begins in the file. */
  position: number;
  bytes: number;
}

export interface Probe {
  /** In the order in which they are stored; none unless they were asked for. */
  packets: Packet[];
  video: VideoStream | undefined;
  audio: AudioStream | undefined;
  durationSeconds: number | undefined;
}

/**
 * Reads what is in `file`; `withPackets`, where every packet is, too, for which all of the file is read. Throws `blame`
 * when it cannot be read at all, and `video_too_large` for absurdly large pictures.
 */
export async function probe(
  file: MediaFile,
  blame: "video_unreadable" | "audio_unreadable" | "gate_undecodable",
  signal: AbortSignal,
  withPackets = false,
): Promise<Probe> {
  const { stdout } = await runFfprobe(
    // biome-ignore format: an option and its value belong on one line
    ["-v", "error", "-protocol_whitelist", "file,pipe", "-f", file.demuxer, "-show_streams", "-show_format",
      ...(withPackets ? ["-show_packets", "-show_entries", "packet=stream_index,flags,pos,size"] : []), "-of", "json", `file:${file.path}`],
    { signal, blame },
  );
  const parsed = probed.safeParse(JSON.parse(stdout.toString("utf8")));
  if (!parsed.success) throw new JobError(blame, `ffprobe said something unexpected: ${z.prettifyError(parsed.error)}`);
  const { packets, streams, format } = parsed.data;
  const video = streams.find((one) => one.codec_type === "video" && one.disposition.attached_pic === 0);
  const audio = streams.find((one) => one.codec_type === "audio" && one.codec_name !== undefined);
  return {
    packets,
    video: video && asVideo(video, blame),
    audio: audio && {
      index: audio.index,
      sampleRate: audio.sample_rate ?? 0,
      channels: audio.channels ?? 0,
      durationSeconds: audio.duration ?? format.duration,
      frames: audio.nb_frames,
    },
    durationSeconds: format.duration,
  };
}

function asVideo(
  one: z.output<typeof stream>,
  blame: "video_unreadable" | "audio_unreadable" | "gate_undecodable",
): VideoStream {
  const { width = 0, height = 0 } = one;
  if (width < 2 || height < 2) throw new JobError(blame, `The picture is ${width}x${height} pixels.`);
  if (width * height > MAX_PIXELS) throw new JobError("video_too_large", `The picture is ${width}x${height} pixels.`);
  const [sarOver, sarUnder] = one.sample_aspect_ratio ?? [1, 1];
  // ffprobe counts counter-clockwise. Rotations are rounded to right angles; no others are worth honouring.
  const turned = one.side_data_list.find((data) => data.rotation !== undefined)?.rotation ?? 0;
  return {
    index: one.index,
    codec: one.codec_name ?? "unknown",
    profile: one.profile ?? "unknown",
    width,
    height,
    pixelAspect: sarOver / sarUnder,
    rotation: (((Math.round(-turned / 90) * 90) % 360) + 360) % 360,
    pixelFormat: one.pix_fmt ?? "unknown",
    range: one.color_range ?? "unknown",
    matrix: one.color_space ?? "unknown",
    transfer: one.color_transfer ?? "unknown",
    primaries: one.color_primaries ?? "unknown",
    interlaced: one.field_order !== undefined && /^(tt|bb|tb|bt)$/.test(one.field_order),
    reorderedFrames: one.has_b_frames ?? 0,
    nominalRate: one.r_frame_rate,
    averageRate: one.avg_frame_rate,
    startSeconds: one.start_time ?? 0,
    durationSeconds: one.duration,
    frames: one.nb_frames,
    bitsPerSecond: one.bit_rate,
  };
}
