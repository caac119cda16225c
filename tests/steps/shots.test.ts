/** What the shots of a video are asked for, and how they become one render. */
import { describe, expect, test } from "vitest";
import type { StoredMedia } from "../../worker/domain/media.ts";
import { type ShotNumber, stepOfShot } from "../../worker/domain/run.ts";
import { image } from "../../worker/steps/image.ts";
import { render } from "../../worker/steps/render.ts";
import { shotNumbers } from "../../worker/steps/shot-plan.ts";
import { shots } from "../../worker/steps/shots.ts";
import { upscaleVideo } from "../../worker/steps/upscale-video.ts";
import { video } from "../../worker/steps/video.ts";
import { BUILT_IN } from "../../worker/templates/index.ts";
import { asked, contextOf, noteOf, outcome } from "./contexts.ts";

const picture = (shot: number): StoredMedia => ({ ref: `media:${shot}.png`, contentType: "image/png", bytes: 1 });
const moving = (shot: number): StoredMedia => ({ ref: `media:${shot}.mp4`, contentType: "video/mp4", bytes: 1 });
const DOWNBEATS = Array.from({ length: 30 }, (_, bar) => bar * 2);

/** A run of these seconds in the template, with the files of all its shots. */
function longRun(duration: 15 | 30 | 60, template = "artist-caption-bedroom", clip: object = { downbeats: DOWNBEATS }) {
  const heard = { startSeconds: 3, durationSeconds: duration, lyrics: "", mood: "", ...clip };
  const request = { duration, template };
  const planned = outcome(shots.next(contextOf({ request, outputs: { clip: heard } }), []));
  const files = shotNumbers(duration).flatMap((shot) => [
    [stepOfShot("image", shot), { image: picture(shot) }],
    [stepOfShot("video", shot), { video: moving(shot) }],
  ]);
  return contextOf({ request, outputs: { clip: heard, shots: planned, ...Object.fromEntries(files) } });
}

describe.each(BUILT_IN.map(({ name }) => name))("%s", (template) => {
  test("no two shots of a minute are framed and moved alike, and all are of one place and mood", () => {
    const context = longRun(60, template);
    const images = shotNumbers(60).map((shot) => asked(image(shot).next(context, []), "image").input);
    const takes = shotNumbers(60).map((shot) => asked(video(shot).next(context, []), "imageToVideo").input);
    const looks = images.map(({ prompt }, at) => `${prompt}|${takes[at]?.prompt.split("\n")[0]}`);
    expect(new Set(looks).size).toBe(12);
    expect(new Set(images.map(({ seed }) => seed)).size).toBe(12);
    // The first is framed as the reference is, and each of the others unlike the one before.
    expect(images[0]?.prompt).not.toContain("Only the framing");
    for (const [at, { prompt }] of images.entries()) expect(prompt).not.toBe(images[at - 1]?.prompt);
    const [first] = images;
    for (const { prompt, image_urls } of images) {
      expect(image_urls).toEqual(first?.image_urls);
      expect(prompt).toContain(/^Mood: .*$/m.exec(first?.prompt ?? "")?.[0]);
    }
    const usesFace = BUILT_IN.find(({ name }) => name === template)?.usesFace;
    const framings = images.map(({ prompt }) => /^Only the framing.*$/m.exec(prompt)?.[0] ?? "").join(" ");
    if (!usesFace) expect(framings).not.toMatch(/person|face|head|shoulders|waist|knees/);
  });
});

test("each take starts from its shot's own image, and is as long as its shot needs", () => {
  const context = longRun(30);
  const planned = context.outputs.shots?.shots ?? [];
  for (const [at, shot] of shotNumbers(30).entries()) {
    const { input } = asked(video(shot).next(context, []), "imageToVideo");
    expect(input).toMatchObject({ image_url: { media: picture(shot).ref }, duration: `${planned[at]?.takeSeconds}s` });
    expect(asked(upscaleVideo(shot).next(context, []), "upscaleVideo").input.video_url).toEqual({
      media: moving(shot).ref,
      frames: (planned[at]?.takeSeconds ?? 0) * 24,
    });
  }
});

test("the shot that begins with a part of the song is told to set in with its strongest movement, and no other", () => {
  const context = longRun(15, undefined, { downbeats: DOWNBEATS, changes: [{ at: 6, change: 0.9 }] });
  const prompts = shotNumbers(15).map((shot) => asked(video(shot).next(context, []), "imageToVideo").input.prompt);
  const planned = context.outputs.shots?.shots ?? [];
  expect(planned.map(({ startsOn }) => startsOn)).toContain("section");
  expect(prompts.map((prompt) => prompt.includes("strongest movement"))).toEqual(
    planned.map(({ startsOn }) => startsOn === "section"),
  );
});

test("the step says what edit points fall on", () => {
  const heard = { startSeconds: 0, durationSeconds: 15, lyrics: "", mood: "" };
  const said = (clip: object) =>
    noteOf(shots.next(contextOf({ request: { duration: 15 }, outputs: { clip: { ...heard, ...clip } } }), []));
  expect(said({ downbeats: DOWNBEATS, changes: [{ at: 6, change: 1 }] })).toBe(
    "2 edit points: 1 on a section's start, 1 on downbeats",
  );
  expect(said({})).toBe("2 edit points: 2 evenly");
});

test("the render has every shot in its place, in the order of time", () => {
  const context = longRun(15);
  const planned = context.outputs.shots?.shots ?? [];
  expect(render.next(context, [])).toMatchObject({
    video: {
      fps: 24,
      shots: planned.map(({ startFrame, frames }, at) => ({ media: moving(at + 1).ref, startFrame, frames })),
    },
    audio: { startSeconds: 3 },
    output: { durationSeconds: 15 },
  });
});

test("with lip-sync, 15 seconds are one take, which hears a little more than it shows", () => {
  const clip = { startSeconds: 3, durationSeconds: 15, lyrics: "", mood: "" };
  const outputs = { clip, cut: { audio: "library:1.wav" as const }, image: { image: picture(1) } };
  const context = contextOf({ request: { duration: 15, lipsync: true }, outputs });
  const one: ShotNumber = 1;
  expect(asked(video(one).next(context, []), "audioToVideo").input).toMatchObject({
    audio_url: { media: "library:1.wav", videoSeconds: 15 },
    match_audio_length: true,
  });
});
