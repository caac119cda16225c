/**
 * What a step is: pure functions of what is known about its run. A step says what it needs next (an answer from a
 * model, a job for the renderer) or what it came to; the engine in runs/ does the asking and the recording.
 */

import type { Mix } from "../../renderer/contract/song-analysis.ts";
import type { MediaInput, MediaRef, StoredMedia } from "../domain/media.ts";
import type { RunChoices, RunRequest, StepName } from "../domain/run.ts";
import type { Template } from "../domain/template.ts";
import type { ModelData, ModelInput, ModelName } from "../fal/models.ts";

/** A word of a song and when it is sung, seconds. */
export interface Word {
  text: string;
  start: number;
  end: number;
}

/** A stretch of a song worth hearing. */
export interface Moment {
  startSeconds: number;
  lyrics: string;
  reason: string;
  mood: string;
  hasLyrics: boolean;
  /** 1 to 10. */
  relatability: number;
}

/** The moment a run uses, as long as its video. */
export interface Clip {
  startSeconds: number;
  durationSeconds: number;
  lyrics: string;
  mood: string;
}

interface Outputs {
  listen: { words: Word[] };
  moments: { moments: Moment[] };
  clip: Clip;
  image: { image: StoredMedia };
  "upscale-image": { image: StoredMedia };
  cut: { audio: MediaRef };
  video: { video: StoredMedia };
  "upscale-video": { video: StoredMedia };
  caption: { text: string };
  render: {
    video: MediaRef;
    poster: MediaRef;
    bytes: number;
    width: number;
    height: number;
    durationSeconds: number;
    warnings: string[];
  };
}

/** The output of each step. A step without an entry in `Outputs` does not compile. */
export type StepOutputs = { [Name in StepName]: Outputs[Name] };

/** Everything a step may look at. */
export interface StepContext {
  run: { id: string; seed: number; request: RunRequest; choices: RunChoices };
  artist: { name: string; notes: string; faceGuide: MediaRef | null };
  song: { title: string; audio: MediaRef; durationSeconds: number; loudness: number[]; mix: Mix };
  template: Template;
  /** Outputs of the steps it needs, and of the steps that those need. */
  outputs: Partial<StepOutputs>;
}

/** A call to a model. `salt` makes it this run's own, even where another run asks the same. */
export interface Ask<Name extends ModelName = ModelName> {
  kind: "ask";
  model: Name;
  input: ModelInput<Name>;
  salt: string;
}
export interface Answer {
  model: ModelName;
  data: unknown;
  media: Record<string, StoredMedia>;
}

/** A job for the renderer, with files as media refs; the engine adds the URLs. `mix`: where the song is not played as it is. */
export type RenderTask =
  | { kind: "cut"; audio: MediaInput; startSeconds: number; durationSeconds: number; mix?: Mix }
  | {
      kind: "render";
      video: MediaInput;
      audio: { song: MediaInput; startSeconds: number; mix?: Mix } | null;
      caption: {
        text: string;
        style: Template["captionStyle"];
        placement: "lower" | "center";
        maxLines?: number;
      } | null;
      output: { width: 720 | 1080; height: 1280 | 1920; durationSeconds: number };
    };

/** `note`: what callers should know of how the step came to its output. */
export type StepAction<Output> = { kind: "done"; output: Output; note: string | null } | Ask | RenderTask;

export interface Step<Name extends StepName> {
  name: Name;
  /** Shown to users while it runs. */
  title: string;
  /** How long it usually takes once it has what it needs: its share of a run's progress, and of the time it expects. */
  typicalSeconds: number;
  /** The queue whose consumers may perform it. A renderer is waited for by those of `renders` alone. */
  queue: "steps" | "renders";
  /** The last step that looks at its output, which is as large as a song, and is forgotten when that step is done. */
  readUntil?: StepName;
  /** Steps that must be done first, where the run has them. */
  needs: StepName[];
  /** Whether a run has this step at all. */
  when(request: RunRequest): boolean;
  /** Every run of a song asks the same: later ones find the answers again, however long ago they were given. */
  sharedBySong?: true;
  /** For steps that ask models: what the estimate is made from. */
  paid?: {
    /** Every call the step may make in this context, each with its largest input; all of one model. */
    calls(context: StepContext): Ask[];
    /** For whoever reads the estimate. */
    note(request: RunRequest): string;
  };
  /** What is to be done next, given the answers this step has had so far; called again after each new answer. */
  next(context: StepContext, answers: Answer[]): StepAction<StepOutputs[Name]>;
}

/** For whoever reads the estimate of a step whose answer all runs of a song share. */
export const ONCE_PER_SONG = "At most, and once per song: later runs of the same song do not pay again.";

/** A question to a model. Runs that ask the same with the same `salt` share the answer, and its price. */
export const ask = <Name extends ModelName>(model: Name, input: ModelInput<Name>, salt = ""): Ask =>
  // The union over all models cannot be checked against one name; the parameters above are.
  ({ kind: "ask", model, input, salt }) as Ask;

/** The step is done. `note`: a clause for callers, such as "instrumental: chosen by loudness". */
export const done = <Output>(output: Output, note: string | null = null) => ({ kind: "done" as const, output, note });

/** The data of an answer, typed by the model it came from. Throws when it came from another. */
export function dataOf<Name extends ModelName>(model: Name, answer: Answer): ModelData<Name> {
  if (answer.model !== model) throw new Error(`Expected an answer of ${model}, got one of ${answer.model}`);
  // Parsed by the model's own schema before it was stored.
  return answer.data as ModelData<Name>;
}

/** The file with this name in an answer. Throws when there is none. */
export function mediaOf(answer: Answer, name: string): StoredMedia {
  const media = answer.media[name];
  if (!media) throw new Error(`The answer of ${answer.model} has no ${name}`);
  return media;
}

/** The output of a step that this one needs. Throws when that step is not done. */
export function outputOf<Name extends StepName>(context: StepContext, name: Name): StepOutputs[Name] {
  const output = context.outputs[name];
  if (output === undefined) throw new Error(`Step ${name} has no output yet`);
  // Partial<StepOutputs> minus undefined; the compiler does not narrow through a generic key.
  return output as StepOutputs[Name];
}
