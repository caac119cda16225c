/**
 * A name for a file, independent of where it is served: `library:` is the private bucket of what accounts own,
 * `media:` the public bucket of what runs make, `builtin:` a static file deployed with the Worker.
 */
export const STORES = ["library", "media", "builtin"] as const;
export type Store = (typeof STORES)[number];
export type MediaRef = `${Store}:${string}`;

/** The store and the key that a ref is made of. */
export function parseRef(ref: MediaRef): { store: Store; key: string } {
  const colon = ref.indexOf(":");
  // The type guarantees a known store before the first colon.
  return { store: ref.slice(0, colon) as Store, key: ref.slice(colon + 1) };
}

/** A place in a model's input where a file's URL goes. Stored as a media ref, because URLs are signed and expire. */
export interface MediaInput {
  media: MediaRef;
}

/** A video in a model's input, with the figure that the price of the call depends on. */
export interface VideoInput extends MediaInput {
  /** At least as many as the video has. */
  frames: number;
}

/** Takes that follow each other: of each as many frames from its first one, at their place in the finished video. */
export interface ShotsInput {
  fps: number;
  shots: (MediaInput & { startFrame: number; frames: number })[];
}

/** Sound in a model's input that drives a video of other than the usual length: its price depends on that. */
export interface SoundInput extends MediaInput {
  videoSeconds: number;
}

/** Puts the file `ref` into a model's input. */
export const mediaInput = (ref: MediaRef): MediaInput => ({ media: ref });

/** Puts the video `ref`, of at most `frames` frames, into a model's input. */
export const videoInput = (ref: MediaRef, frames: number): VideoInput => ({ media: ref, frames });

const isMediaInput = (value: object): value is MediaInput =>
  "media" in value &&
  typeof value.media === "string" &&
  Object.keys(value).every((name) => ["media", "frames", "videoSeconds"].includes(name));

/** A copy of `input` with every MediaInput replaced by what `resolve` makes of it. */
export async function resolveMediaInputs(
  input: unknown,
  resolve: (ref: MediaRef) => Promise<string>,
): Promise<unknown> {
  if (Array.isArray(input)) return Promise.all(input.map((item) => resolveMediaInputs(item, resolve)));
  if (typeof input !== "object" || input === null) return input;
  if (isMediaInput(input)) return resolve(input.media);
  const entries = Object.entries(input).map(async ([key, value]) => [key, await resolveMediaInputs(value, resolve)]);
  return Object.fromEntries(await Promise.all(entries));
}

/** A file we hold, and what it was found to be when it was stored. */
export interface StoredMedia {
  ref: MediaRef;
  contentType: string;
  bytes: number;
  width?: number;
  height?: number;
  durationSeconds?: number;
}
