/** What the pool of renderers is asked, and what it answers: the words between the Worker and the pool's object. */
import type { JobErrorBody, RenderJob, RenderResult } from "../../renderer/contract/job.ts";
import type { Mix } from "../../renderer/contract/song-analysis.ts";
import type { MediaInput, MediaRef, ShotsInput } from "../domain/media.ts";
import type { InstanceView } from "./instances.ts";
import type { JobEnd } from "./perform-job.ts";

/** A render to be done, with files as media refs: their URLs are signed when its turn comes. */
export interface RenderRequest {
  runId: string;
  accountId: string;
  /** Of the claim that asks: part of the names of the files. */
  fence: number;
  video: MediaInput | ShotsInput;
  audio: { song: MediaInput; startSeconds: number; mix?: Mix } | null;
  caption: RenderJob["caption"];
  /** Missing in renders that were asked for before there were any. */
  lyrics?: RenderJob["lyrics"];
  output: RenderJob["output"];
  /** What the files are called, without an extension. Missing in renders that were asked for before they had names. */
  fileStem?: string;
  /** Missing where the clip does not say how it is heard. */
  sound?: RenderJob["sound"];
}

/** The code of a render that was lost with one instance after the other: the pool's own word, not a renderer's. */
export const RENDERER_LOST = "renderer_lost";

/** How a render ended. */
export type RenderEnd =
  | { kind: "done"; result: RenderResult; video: MediaRef; poster: MediaRef }
  | { kind: "failed"; error: JobErrorBody };

export type AskedRender =
  /** It has a place. Its run gets a message when it is over. */
  | { kind: "running" }
  /** It waits for a place, for about so many milliseconds (null: nobody knows); then the same. */
  | { kind: "waiting"; aboutMs: number | null }
  | RenderEnd;

export interface PoolView {
  waiting: number;
  running: { runId: string; instance: number; attempt: number }[];
  instances: InstanceView[];
}

export interface PoolApi {
  /**
   * Has a run's render done. Idempotent: asked again, it tells how the same render is coming on. A failure is told once,
   * and forgotten with that; asked after it, the render is done anew.
   */
  ask(request: RenderRequest): Promise<AskedRender>;
  /** The end of a run's render was taken note of. */
  forget(runId: string): Promise<void>;
  /** Nobody wants these runs' renders any more. */
  cancel(runIds: string[]): Promise<void>;
  /** The instances for a job that takes no place of a render, the best first, at most `count`. */
  forSmallJob(count: number): Promise<number[]>;
  /** What became of a small job on an instance. */
  note(instance: number, end: Trouble): Promise<void>;
  look(): Promise<PoolView>;
}

/** An end that says something about the instance. */
export type Trouble = Extract<JobEnd<unknown>, { kind: "refused" | "broken" }>;
