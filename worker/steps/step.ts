/**
 * What a step is: pure functions of what is known about its run. A step says what it needs next (an answer from a
 * model, a job for the renderer) or what it came to; the engine in runs/ does the asking and the recording.
 */

import type { RenderJob } from "../../renderer/contract/job.ts";
import type { Mix, SongAnalysis } from "../../renderer/contract/song-analysis.ts";
import type { Failure } from "../domain/failure.ts";
import type { LyricsSource, SongLyrics } from "../domain/lyrics.ts";
import type { MediaInput, MediaRef, ShotsInput, StoredMedia } from "../domain/media.ts";
import type { Moment } from "../domain/moment.ts";
import type { RunChoices, RunRequest, ShotNumber, ShotStep, STEP_NAMES, StepName } from "../domain/run.ts";
import type { Template } from "../domain/template.ts";
import type { ModelData, ModelInput, ModelName } from "../fal/models.ts";
import type { ClipLine } from "../lyrics/in-clip.ts";
import type { Shot } from "./shot-plan.ts";

/** A word of a song and when it is sung, seconds. */
export interface Word {
  text: string;
  start: number;
  end: number;
}

/** What a run's video is heard with. Seconds. */
export interface Clip {
  startSeconds: number;
  /** How much is heard: no more than the video lasts. */
  durationSeconds: number;
  /** Over which it becomes audible and fades away. Runs from before there were any have none. */
  fadeIn?: number;
  fadeOut?: number;
  /** What is heard of the words. */
  lyrics: string;
  mood: string;
  /** For edit points, seconds from its start: where bars begin, and the beats. */
  downbeats?: number[];
  beats?: number[];
  /** The same: where phrases begin, in a song without beats. */
  phrases?: number[];
  /** The same: where a new part of the song begins, and how much changes there, 0..1. */
  changes?: { at: number; change: number }[];
  /** What could not be had, each a sentence. */
  warnings?: string[];
}

/** The moments of a song. */
export interface Chosen {
  /** Best first. */
  moments: Moment[];
  /** Starts for when all moments are used, best first: they share more with others. */
  further: Moment[];
}

interface Outputs {
  listen: { words: Word[] };
  moments: Chosen;
  clip: Clip;
  shots: { shots: Shot[] };
  image: { image: StoredMedia };
  "upscale-image": { image: StoredMedia };
  cut: { audio: MediaRef };
  video: { video: StoredMedia };
  "upscale-video": { video: StoredMedia };
  caption: { text: string };
  /** Where fal.ai has the voice alone; null: the song has no lyrics to align, or it could not be separated. */
  separate: { voiceUrl: string | null };
  /** Which words were aligned, by their hash; null: none. */
  align: { wordsHash: string | null };
  lyrics: { source: LyricsSource; lines: ClipLine[]; warnings: string[] };
  render: {
    video: MediaRef;
    poster: MediaRef;
    bytes: number;
    width: number;
    height: number;
    durationSeconds: number;
    warnings: string[];
    /** Missing in outputs from before it was kept. */
    posterBytes?: number;
  };
}

/** The output of each step. A step without an entry in `Outputs` does not compile. */
export type StepOutputs = { [Name in (typeof STEP_NAMES)[number]]: Outputs[Name] } & {
  [Kind in ShotStep as `${Kind}-${Exclude<ShotNumber, 1>}`]: Outputs[Kind];
};

/** A song, as a step sees it. */
export interface SongContext {
  title: string;
  audio: MediaRef;
  durationSeconds: number;
  /** LUFS of every whole second. */
  loudness: number[];
  /** How its channels are mixed. */
  mix: Mix;
}

/** Everything a step may look at. */
export interface StepContext {
  run: { id: string; seed: number; request: RunRequest; choices: RunChoices };
  artist: { name: string; slug: string; notes: string; faceGuide: MediaRef | null };
  song: SongContext;
  /** What the song is like; null for one that was stored before songs were analyzed, and for steps that do not hear it. */
  analysis: SongAnalysis | null;
  template: Template;
  /** The song's lyrics as they are now; null where it has none. Read for steps that sing along alone. */
  lyrics?: SongLyrics | null;
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

/** What is heard of a clip, seconds: then it is silent. It fades in from its start, and out until then. */
export interface Heard {
  seconds: number;
  fadeIn: number;
  fadeOut: number;
}

/** A job for the renderer, with files as media refs; the engine adds the URLs. `mix`: where the song is not played as it is. */
export type RenderTask =
  | { kind: "cut"; audio: MediaInput; startSeconds: number; durationSeconds: number; mix?: Mix; sound?: Heard }
  | {
      kind: "render";
      video: MediaInput | ShotsInput;
      audio: { song: MediaInput; startSeconds: number; mix?: Mix } | null;
      caption: {
        text: string;
        style: Template["captionStyle"];
        placement: "lower" | "center";
        maxLines?: number;
        /** Where a head should be, in fractions of the picture. null: there is nobody. Omitted: nobody knows. */
        head?: { x: number; y: number; width: number; height: number } | null;
        /** Whether nothing may cover the mouth. */
        lipsync: boolean;
      } | null;
      /** What of the clip is heard, seconds; runs from before clips said so have none. */
      sound?: Heard;
      lyrics: RenderJob["lyrics"];
      /** What the files are called, without an extension. */
      fileStem: string;
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
  /** That is for VIDEO_SECONDS of video: a longer one takes as much longer. */
  growsWithDuration?: true;
  /** The queue whose consumers may perform it. A renderer is waited for by those of `renders` alone. */
  queue: "steps" | "renders";
  /** The last step that looks at its output, which is as large as a song, and is forgotten when that step is done. */
  readUntil?: StepName;
  /** It looks at the song's lyrics, which are read for such steps alone. */
  readsLyrics?: true;
  /** What it comes to where its model has no answer. Without it, the run fails. */
  without?(failure: Failure): { output: StepOutputs[Name]; note: string };
  /** Steps that must be done first, where the run has them. */
  needs: StepName[];
  /** It looks at the song's analysis, which is read for such steps alone. */
  hears?: true;
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
export function outputOf<Name extends StepName>(context: Pick<StepContext, "outputs">, name: Name): StepOutputs[Name] {
  const output = context.outputs[name];
  if (output === undefined) throw new Error(`Step ${name} has no output yet`);
  // Partial<StepOutputs> minus undefined; the compiler does not narrow through a generic key.
  return output as StepOutputs[Name];
}
