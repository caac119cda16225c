/** How long videos get that models make: what is priced, and what a render needs. */
import { VIDEO_SECONDS } from "../domain/run.ts";
import type { AudioToVideoInput, ImageToVideoInput } from "./model-io.ts";

/** Frames a second of a video made from an image. */
export const IMAGE_TO_VIDEO_FPS = 24;

/** Seconds that a video made from an image can have, the fewest first. */
export const IMAGE_TO_VIDEO_SECONDS = [4, 6, 8] as const;

/** The maximum number of frames of a video made from an image. */
export const imageToVideoFrames = ({ duration }: Pick<ImageToVideoInput, "duration">): number =>
  Number.parseInt(duration, 10) * IMAGE_TO_VIDEO_FPS;

/** LTX makes blocks of this many frames, and one frame before them. */
const FRAME_BLOCK = 8;

type Rate = Pick<AudioToVideoInput, "fps">;

/** The fewest frames, of the numbers that LTX makes, that so many seconds of video can be cut from. */
const enoughFrames = ({ fps }: Rate, videoSeconds: number): number =>
  Math.ceil((videoSeconds * fps - 1) / FRAME_BLOCK) * FRAME_BLOCK + 1;

/**
 * Seconds of sound to have a video of `videoSeconds` driven by. The model takes its number of frames from the sound, and
 * nothing says which way it rounds. So it hears half a block more than enough: rounded down, that is still enough, and a
 * frame counted more or less changes nothing. The render cuts what is too much.
 */
export const audioToVideoSeconds = (rate: Rate, videoSeconds: number = VIDEO_SECONDS): number =>
  (enoughFrames(rate, videoSeconds) + FRAME_BLOCK / 2) / rate.fps;

/** The maximum number of frames of a video driven by `audioToVideoSeconds` of sound: they were rounded up. */
export const audioToVideoFrames = (rate: Rate, videoSeconds: number = VIDEO_SECONDS): number =>
  enoughFrames(rate, videoSeconds) + FRAME_BLOCK;
