/** What a media file is. */
import { z } from "zod";
import { ffprobe } from "./process.ts";

const probed = z.object({
  streams: z
    .array(
      z.object({
        codec_type: z.string().optional(),
        codec_name: z.string().optional(),
        width: z.number().optional(),
        height: z.number().optional(),
        avg_frame_rate: z.string().optional(),
        nb_frames: z.coerce.number().optional(),
        duration: z.coerce.number().optional(),
      }),
    )
    .default([]),
  format: z
    .object({
      format_name: z.string().optional(),
      duration: z.coerce.number().optional(),
      tags: z.object({ comment: z.string().optional() }).optional(),
    })
    .default({}),
});

export interface Probe {
  /** Seconds; 0 when the file does not say. */
  duration: number;
  video: { codec: string; width: number; height: number; fps: number; frames: number } | undefined;
  audio: { codec: string } | undefined;
  /** What its maker wrote into it. */
  comment: string | undefined;
}

/** Rejects when ffprobe cannot make anything of the file. */
export async function probe(path: string, signal: AbortSignal): Promise<Probe> {
  const { streams, format } = probed.parse(await ffprobe(["-show_format", "-show_streams", path], { signal }));
  const video = streams.find((stream) => stream.codec_type === "video");
  const audio = streams.find((stream) => stream.codec_type === "audio");
  const duration = format.duration ?? video?.duration ?? audio?.duration ?? 0;
  const [over = 0, under = 1] = (video?.avg_frame_rate ?? "0/1").split("/").map(Number);
  const fps = under === 0 ? 0 : over / under;
  return {
    duration,
    video:
      video?.width && video.height
        ? {
            codec: video.codec_name ?? "",
            width: video.width,
            height: video.height,
            fps,
            frames: video.nb_frames ?? Math.round(duration * fps),
          }
        : undefined,
    audio: audio ? { codec: audio.codec_name ?? "" } : undefined,
    comment: format.tags?.comment,
  };
}
