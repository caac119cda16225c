/** What a run is charged, call by call, against what it was estimated at. */
import { describe, expect, test } from "vitest";
import type { StoredMedia } from "../../worker/domain/media.ts";
import { CAPTION_LENGTHS, durationOf, type RunRequest } from "../../worker/domain/run.ts";
import { costMicros } from "../../worker/fal/model.ts";
import { modelNamed } from "../../worker/fal/models.ts";
import { planSteps } from "../../worker/steps/index.ts";
import { estimate } from "../../worker/steps/pricing.ts";
import type { Answer, Ask, StepContext, Word } from "../../worker/steps/step.ts";
import { contextOf, requestOf, sung } from "./contexts.ts";

/** What fal.ai says of a call: the answer, and the units it bills where it counts in the price's own. */
interface Reply {
  data: unknown;
  media: Answer["media"];
  billed?: number;
}

interface Song {
  seconds: number;
  words: Word[];
}

const video = (name: string, width: number, height: number, durationSeconds: number): Answer["media"] => ({
  video: { ref: `media:${name}.mp4`, contentType: "video/mp4", bytes: 1, width, height, durationSeconds },
});
const image = (name: string, width: number, height: number): Answer["media"] => ({
  image: { ref: `media:${name}.png`, contentType: "image/png", bytes: 1, width, height },
});

/** Answers as fal.ai's emulator gives them, but that nothing written is of use: so every question is put again. */
function reply({ model, input }: Ask, { seconds, words }: Song, request: RunRequest): Reply {
  // A lip-sync video may be as long as its sound, rounded up to a whole block of frames.
  const driven = durationOf(request) === 15 ? 385 : 209;
  const asked = "duration" in input ? Number.parseInt(input.duration, 10) : 0;
  const larger = "video_url" in input ? input.video_url.frames : 0;
  const frames = request.lipsync ? driven : asked * 24 || larger;
  const lasts = frames / (request.lipsync ? 25 : 24);
  switch (model) {
    case "transcribe": {
      const chunks = [...words, { text: "oh", start: seconds - 1, end: seconds }].map(({ text, start, end }) => ({
        text,
        timestamp: [start, end],
      }));
      return { data: { text: "", chunks }, media: {} };
    }
    case "separate":
      return { data: { vocals: { url: "https://fal.test/vocals.mp3" } }, media: {} };
    case "align":
      return { data: { words }, media: {} };
    case "write": {
      // Digits and many scripts take about a token a character, and the answer is as long as it may be.
      const asked = input as Extract<Ask["input"], { max_tokens: number }>;
      const usage = {
        input_tokens: Math.ceil((asked.prompt.length + asked.system_prompt.length) * 0.9),
        output_tokens: asked.max_tokens,
      };
      return { data: { output: "one. more. line. ".repeat(60), usage }, media: {} };
    }
    case "image":
      return { data: {}, media: image("image", 768, 1376), billed: 1 };
    case "upscaleImage":
      return { data: {}, media: image("larger", 1536, 2752), billed: 4.227 };
    case "imageToVideo":
      return { data: {}, media: video("video", 720, 1280, asked), billed: asked };
    case "audioToVideo":
      return { data: {}, media: video("video", 720, 1280, lasts), billed: Math.ceil((720 * 1280 * frames) / 1e6) };
    case "upscaleVideo":
      return {
        data: {},
        media: video("sharper", 1080, 1920, lasts),
        billed: Math.round((1080 * 1920 * frames) / 1e5) / 10,
      };
  }
}

/** By song: what is heard in it is the same in every run, which need not choose its moments anew. */
const HEARD = new Map<Song, unknown>();
function heardIn(song: Song, output: unknown): unknown {
  const heard = HEARD.get(song) ?? output;
  HEARD.set(song, heard);
  return heard;
}
/** Nobody knows: all of it can be heard, which is when most is asked about. */
const LOUDNESS: number[] = [];

/** Takes a run through its steps, answered by each model's candidate at `which`. The millionths of a dollar that each is charged, with fal.ai's units and without. */
function charge(context: StepContext, song: Song, asFalBills: boolean, which: number): Map<string, number> {
  const charged = new Map<string, number>();
  // What was asked before is found again.
  const asked = new Set<string>();
  for (const { step } of planSteps(context.run.request)) {
    const answers: Answer[] = [];
    for (;;) {
      const action = step.next(context, answers);
      if (action.kind === "ask") {
        const { data, media, billed } = reply(action, song, context.run.request);
        const units = asFalBills ? billed : undefined;
        const { candidates } = modelNamed(action.model);
        const candidate = candidates[which] ?? candidates[0];
        const cost = costMicros(candidate, action.input, { output: data, media }, units);
        const question = JSON.stringify([action.model, action.input, action.salt]);
        if (!asked.has(question)) charged.set(step.name, (charged.get(step.name) ?? 0) + cost);
        asked.add(question);
        answers.push({ model: action.model, data, media });
        continue;
      }
      const cut = { audio: "media:clip.wav" satisfies StoredMedia["ref"] };
      const output = action.kind === "done" ? action.output : cut;
      Object.assign(context.outputs, { [step.name]: step.name === "listen" ? heardIn(song, output) : output });
      break;
    }
  }
  return charged;
}

const verse = (seconds: number): Word[] =>
  Array.from({ length: Math.floor(seconds / 5) }, (_, line) =>
    sung("leave the porchlight on for me tonight", line * 5),
  ).flat();
const SONGS: Record<string, Song> = {
  "a song of three minutes": { seconds: 180, words: verse(175) },
  "the longest song": { seconds: 900, words: verse(895) },
  "a song that is nothing but words": {
    seconds: 900,
    words: sung("antidisestablishmentarianism ".repeat(4000).trim(), 0, 0.2),
  },
  "an instrumental": { seconds: 240, words: [] },
};

const usual = [false, true].flatMap((lipsync) =>
  [false, true].flatMap((upscale) =>
    ([...CAPTION_LENGTHS, "none"] as const).map((caption_length) => {
      const lyrics = upscale ? ("highlight" as const) : ("off" as const);
      return { lipsync, upscale, caption_length, lyrics };
    }),
  ),
);
const longer = ([15, 30, 60] as const).flatMap((duration) =>
  [false, true]
    .map((upscale) => ({ lipsync: false, upscale, caption_length: "short" as const, duration }))
    .concat(duration === 15 ? [{ lipsync: true, upscale: true, caption_length: "short" as const, duration }] : []),
);
const options: Partial<RunRequest>[] = [...usual, ...longer];

describe.each(options)(
  "lipsync $lipsync, upscale $upscale, caption $caption_length, lyrics $lyrics, $duration s",
  (option) => {
    test.each(Object.keys(SONGS))("costs no more than its estimate, nor does any step: %s", (name) => {
      const song = SONGS[name] as Song;
      const { perVideo, steps } = estimate(requestOf(option), {});
      const ways = [true, false].flatMap((asFalBills) => [0, 1].map((which) => ({ asFalBills, which })));
      for (const { asFalBills, which } of ways) {
        const context = contextOf({
          request: option,
          artist: { notes: "Dry. Never says vibes. ".repeat(400) },
          song: { durationSeconds: song.seconds, loudness: LOUDNESS },
          lyrics: { wordsHash: "w", source: "artist", lines: [{ text: "leave the porchlight on" }], corrections: {} },
        });
        const charged = charge(context, song, asFalBills, which);
        const total = [...charged.values()].reduce((sum, cost) => sum + cost, 0);
        expect(total).toBeLessThanOrEqual(Math.round(perVideo * 1e6));
        for (const [step, cost] of charged) {
          const estimated = steps.find((each) => each.name === step)?.cost ?? 0;
          expect(cost, step).toBeLessThanOrEqual(Math.round(estimated * 1e6));
        }
      }
    });
  },
);
