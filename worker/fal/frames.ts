/** How long videos get that models make: what is priced, and what a render needs. */
import { VIDEO_SECONDS } from "../domain/run.ts";
import type { AudioToVideoInput, ImageToVideoInput } from "./model-io.ts";

/** The maximum number of frames of a video made from an image: 24 a second. */
export const imageToVideoFrames = ({ duration }: Pick<ImageToVideoInput, "duration">): number =>
  Number.parseInt(duration, 10) * 24;

/** LTX makes blocks of this many frames, and one frame before them. */
const FRAME_BLOCK = 8;

/** The fewest frames, of the numbers that LTX makes, that a video can be cut from. */
const enoughFrames = (fps: number): number => Math.ceil((VIDEO_SECONDS * fps - 1) / FRAME_BLOCK) * FRAME_BLOCK + 1;

/**
 * Seconds of sound to have a video driven by. The model takes its number of frames from the sound, and nothing says
 * which way it rounds. So it hears half a block more than enough: rounded down, that is still enough, and a frame
 * counted more or less changes nothing. The render cuts what is too much.
 */
export const audioToVideoSeconds = ({ fps }: Pick<AudioToVideoInput, "fps">): number =>
  (enoughFrames(fps) + FRAME_BLOCK / 2) / fps;

/** The maximum number of frames of a video driven by `audioToVideoSeconds` of sound: they were rounded up. */
export const audioToVideoFrames = ({ fps }: Pick<AudioToVideoInput, "fps">): number => enoughFrames(fps) + FRAME_BLOCK;
