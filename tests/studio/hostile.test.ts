/** Whatever people and models wrote is text on the page, wherever it is shown. */
import { h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { beforeAll, expect, test } from "vitest";
import type { SongDetail, Template } from "../../studio/api/types.ts";
import { CreateForm } from "../../studio/parts/CreateForm.tsx";
import { Notices } from "../../studio/parts/Notices.tsx";
import { Songs } from "../../studio/parts/Songs.tsx";
import { RunTile } from "../../studio/parts/Tile.tsx";
import { change } from "../../studio/state/draft.ts";
import { artists, songs, templates } from "../../studio/state/library.ts";
import { tell } from "../../studio/state/notices.ts";
import { ArtistsPage } from "../../studio/views/Artists.tsx";
import { RunInFull } from "../../studio/views/OpenedRun.tsx";
import { SongInFull } from "../../studio/views/Song.tsx";
import { TemplatePage } from "../../studio/views/Templates.tsx";
import { output, run, step } from "./runs.ts";

const HOSTILE = `"'><img src=x onerror=alert(1)><script>alert(2)</script>`;
const mood = { name: HOSTILE, prompt: HOSTILE };
const template = {
  ...{ name: "t1", builtIn: true, description: HOSTILE, defaultLipsync: false, usesFace: true },
  ...{ moods: [mood], movements: [mood], references: [{ id: "1", description: HOSTILE, imageUrl: "https://x/1" }] },
  captionGuide: { tone: HOSTILE, rules: [], formats: [], examples: { short: [HOSTILE], medium: [], long: [] } },
} as unknown as Template;
const song = {
  ...{
    slug: "s",
    title: HOSTILE,
    filename: HOSTILE,
    bytes: 1,
    duration_seconds: 60,
    url: "https://x/s",
    created_at: "",
  },
  analysis: null,
  moments: [
    {
      ...{ id: "m1", start_seconds: 1, lengths: [8], reason: HOSTILE, why: [HOSTILE], energy: 1, mood: HOSTILE },
      ...{ sung: true, score: 1, warnings: [] },
    },
  ],
} as unknown as SongDetail;
const audio = { ...output().audio, songTitle: HOSTILE, clipLyrics: HOSTILE, clipMood: HOSTILE };
const finished = run({
  ...{ status: "COMPLETED", tags: ["template:t", "artist:a", HOSTILE] },
  choices: { reference: HOSTILE, mood: HOSTILE, movement: HOSTILE },
  output: output({ captionText: HOSTILE, audio, warnings: [HOSTILE] }),
});
const failed = run(
  {
    status: "FAILED",
    error: {
      message: HOSTILE,
      name: "internal",
      code: "internal",
      step: "image",
      retryable: true,
      costInCents: 0,
    } as never,
  },
  {
    steps: [
      step({ title: HOSTILE, note: HOSTILE, status: "failed", error: { code: "internal", message: HOSTILE } as never }),
    ],
  },
);

beforeAll(() => {
  artists.value = [{ account_id: "a1", name: HOSTILE, image: null, pinned: false, socials: [] }];
  templates.value = [template];
  songs.value = { a1: [song] };
  change({ artist: "a1", template: "t1", clip: { song: "s", start: 1, about: HOSTILE } });
  tell(HOSTILE, "wrong");
});

const nobody = async () => {};
test.each<[string, () => unknown]>([
  ["a finished tile", () => h(RunTile, { run: finished })],
  ["a failed tile", () => h(RunTile, { run: failed })],
  ["a finished run, opened", () => h(RunInFull, { run: finished })],
  ["a failed run, opened", () => h(RunInFull, { run: failed })],
  ["the form", () => h(() => CreateForm({}), {})],
  ["the artists", () => h(ArtistsPage, {})],
  ["an artist's songs", () => h(Songs, { artistId: "a1", onChanged: nobody })],
  ["a song", () => h(SongInFull, { artistId: "a1", song })],
  ["a template", () => h(TemplatePage, { name: "t1" })],
  ["a notice", () => h(Notices, {})],
])("%s shows markup as text", (_, page) => {
  const html = renderToString(page() as VNode);
  expect(html).toContain("onerror=alert(1)");
  expect(html).not.toMatch(/<img src=x|<script/);
});
