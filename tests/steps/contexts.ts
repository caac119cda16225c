/** What steps look at, made up. */
import type { CaptionLength, RunChoices, RunRequest } from "../../worker/domain/run.ts";
import type { Template } from "../../worker/domain/template.ts";
import type { ModelName } from "../../worker/fal/models.ts";
import type { Answer, Ask, StepAction, StepContext, Word } from "../../worker/steps/step.ts";
import { findBuiltIn } from "../../worker/templates/index.ts";

export function templateNamed(name: string): Template {
  const template = findBuiltIn(name);
  if (!template) throw new Error(`No template ${name}`);
  return template;
}

export function requestOf(request: Partial<RunRequest> = {}): RunRequest {
  return {
    artist_account_id: "1873859c-dd37-4e9a-9bac-80d3558527a9",
    template: "artist-caption-bedroom",
    lipsync: false,
    caption_length: "short" satisfies CaptionLength,
    upscale: false,
    batch: 1,
    ...request,
  };
}

export interface ContextOptions {
  request?: Partial<RunRequest>;
  choices?: Partial<RunChoices>;
  seed?: number;
  artist?: Partial<StepContext["artist"]>;
  song?: Partial<StepContext["song"]>;
  /** In place of the template's own. */
  references?: Template["references"];
  analysis?: StepContext["analysis"];
  lyrics?: StepContext["lyrics"];
  outputs?: StepContext["outputs"];
}

export function contextOf({
  request,
  choices,
  seed = 7,
  artist,
  song,
  references,
  analysis = null,
  lyrics = null,
  outputs = {},
}: ContextOptions = {}): StepContext {
  const asked = requestOf(request);
  const template = templateNamed(asked.template);
  return {
    run: {
      id: "run_123456789abcdefghijkm",
      seed,
      request: asked,
      choices: {
        reference: 0,
        songId: "song_1",
        clip: 0,
        clipSeed: 1,
        mood: template.moods[0]?.name ?? "",
        movement: template.movements[0]?.name ?? "",
        ...choices,
      },
    },
    artist: {
      name: "Tansy Okoro",
      slug: "tansy-okoro",
      notes: "Dry. Never says vibes.",
      faceGuide: "library:artists/1/face-guide",
      ...artist,
    },
    song: {
      title: "Porchlight",
      audio: "library:songs/1/abc",
      durationSeconds: 80,
      loudness: Array.from({ length: 80 }, () => -20),
      mix: "as is",
      ...song,
    },
    template: references ? { ...template, references } : template,
    analysis,
    lyrics,
    outputs,
  };
}

export const answer = (model: ModelName, data: unknown, media: Answer["media"] = {}): Answer => ({
  model,
  data,
  media,
});

/** What the language model said. */
export const said = (output: string): Answer => answer("write", { output });

/** What is asked, when something of this model is. */
export function asked<Name extends ModelName>(
  action: StepAction<unknown>,
  model: Name,
): Ask & { input: Ask<Name>["input"] } {
  if (action.kind !== "ask" || action.model !== model) throw new Error(`Not a question to ${model}: ${action.kind}`);
  return action as Ask & { input: Ask<Name>["input"] };
}

/** The output, when the step is done. */
export function outcome<Output>(action: StepAction<Output>): Output {
  if (action.kind !== "done") throw new Error(`Not done: ${action.kind}`);
  return action.output;
}

/** What is said of how the step came to its output. */
export function noteOf(action: StepAction<unknown>): string | null {
  if (action.kind !== "done") throw new Error(`Not done: ${action.kind}`);
  return action.note;
}

/** Words of `text`, the first at `from`, one every `every` seconds. */
export const sung = (text: string, from: number, every = 0.5): Word[] =>
  text.split(" ").map((word, position) => ({
    text: word,
    start: from + position * every,
    end: from + position * every + every * 0.8,
  }));
