import { expect, test } from "vitest";
import type { Mix } from "../../renderer/contract/song-analysis.ts";
import { mixWarnings } from "../../worker/domain/mix.ts";
import { cut } from "../../worker/steps/cut.ts";
import { render } from "../../worker/steps/render.ts";
import { contextOf } from "./contexts.ts";

const clip = { startSeconds: 12, durationSeconds: 8, lyrics: "", mood: "" };
const video = { video: { ref: "media:v" as const, contentType: "video/mp4", bytes: 1 } };

test.each(["left", "right", "inverted"] as Mix[])("a song that must be mixed (%s) is, for models and videos", (mix) => {
  const context = contextOf({ song: { mix }, outputs: { clip, video } });
  expect(cut.next(context, [])).toMatchObject({ kind: "cut", mix });
  expect(render.next(context, [])).toMatchObject({ audio: { mix } });
  expect(mixWarnings(mix)).toHaveLength(1);
});

test("of any other song, nothing is said", () => {
  const context = contextOf({ outputs: { clip, video } });
  expect(cut.next(context, [])).not.toHaveProperty("mix");
  expect(render.next(context, [])).not.toHaveProperty("audio.mix");
  expect(mixWarnings("as is")).toEqual([]);
});
