/** What the drawing thread is asked for, and what it answers. */
import type { Head } from "./head.ts";

export type PictureFormat = "png" | "jpeg" | "webp";

export interface ComposeTask {
  kind: "compose";
  size: { width: number; height: number };
  /** Take the aspect ratio from the first reference instead of `size`, keeping its number of pixels. */
  aspectOfReference: boolean;
  format: PictureFormat;
  prompt: string;
  /** Decides all that the prompt leaves open. */
  seed: string;
  /** Paths of the pictures that were sent, in order. */
  references: string[];
  /** For each of them where its head is, if that is known. */
  heads: (Head | null)[];
}

export interface EnlargeTask {
  kind: "enlarge";
  picture: string;
  format: PictureFormat;
  /** Times as large, or to this length of the shorter side. */
  to: { factor: number } | { shorterSide: number };
}

export type PaintTask = ComposeTask | EnlargeTask;

export interface Picture {
  bytes: Uint8Array;
  width: number;
  height: number;
}

export type PaintAnswer = { picture: Picture } | { unreadable: number };

/** The reference at this place is not a picture that can be read. */
export class UnreadablePicture extends Error {
  readonly index: number;
  constructor(index: number) {
    super(`Picture ${index} cannot be read.`);
    this.index = index;
  }
}
