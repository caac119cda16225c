/** The form becomes the create call that it looks like; an address becomes the list that it names. */
import { expect, test } from "vitest";
import type { Artist, Template } from "../../studio/api/types.ts";
import {
  bodyOf,
  type Draft,
  draftLike,
  draft as draftSignal,
  EMPTY,
  fillIn,
  movesLips,
  tagsOf,
} from "../../studio/state/draft.ts";
import { filterQuery, readFilters } from "../../studio/state/filters.ts";
import { artists, pictureOf, shortName, templates } from "../../studio/state/library.ts";
import { hrefOf, parseRoute } from "../../studio/state/route.ts";
import { output, run } from "./runs.ts";

const draft = (part: Partial<Draft> = {}): Draft => ({ ...EMPTY, artist: "a1", template: "t1", ...part });

test("what is not chosen is left to the API", () => {
  expect(bodyOf(draft(), true)).toEqual({
    ...{ artist_account_id: "a1", template: "t1", batch: 3, duration: 8, upscale: false },
    ...{ caption_length: "short", lipsync: true },
  });
});

test("lips move as the template has it until somebody says else, and never in a video that is too long for it", () => {
  expect([movesLips(draft(), true), movesLips(draft(), false)]).toEqual([true, false]);
  expect(movesLips(draft({ lipsync: false }), true)).toBe(false);
  expect(movesLips(draft({ lipsync: true, duration: 30 }), true)).toBe(false);
});

test("a second of a song takes the place of a choice of songs, which create would refuse beside it", () => {
  const body = bodyOf(draft({ songs: ["x"], clip: { song: "porchlight", start: 35.9, about: "Porchlight" } }), false);
  expect(body).toMatchObject({ clip: { song: "porchlight", start_seconds: 35.9 } });
  expect(body).not.toHaveProperty("songs");
  expect(bodyOf(draft({ songs: ["x"], lyrics: "pop" }), false)).toMatchObject({ songs: ["x"], lyrics: "pop" });
});

test("where the chosen artist or template is gone, another takes its place, or none", () => {
  draftSignal.value = draft({ songs: ["x"], lipsync: true });
  artists.value = [{ account_id: "a2" }] as Artist[];
  templates.value = [{ name: "t1" }] as Template[];
  fillIn();
  expect(draftSignal.value).toMatchObject({ artist: "a2", songs: [], template: "t1", lipsync: true });
  artists.value = [];
  templates.value = [{ name: "t2" }] as Template[];
  fillIn();
  expect(draftSignal.value).toMatchObject({ artist: "", template: "t2", lipsync: null });
  [artists.value, templates.value, draftSignal.value] = [null, null, EMPTY];
});

test("tags are what stands between commas, once each", () => {
  expect(tagsOf(" spring, tour ,,spring")).toEqual(["spring", "tour"]);
  expect(bodyOf(draft({ tags: "spring, tour" }), false).tags).toEqual(["spring", "tour"]);
});

test("more like this has the same artist, scene and options, and draws the rest again", () => {
  const payload = {
    ...{ artist_account_id: "a1", template: "t1", duration: 15, lipsync: false, upscale: true, batch: 30 },
    ...{ caption_length: "long", lyrics: "fill", clip: { song: "porchlight", start_seconds: 3 }, tags: ["spring"] },
  };
  expect(draftLike(run({ payload, output: output() }))).toEqual({
    ...{ artist: "a1", template: "t1", batch: 3, duration: 15, lipsync: false, upscale: true, caption: "long" },
    ...{ lyrics: "fill", songs: ["porchlight"], clip: null, tags: "spring" },
  });
});

test("an address says where one is, and survives what stands in it", () => {
  const href = hrefOf(["artists", "a/b", "c?d"], { tag: "#1 & more" });
  const { path, query } = parseRoute(href);
  expect([path, query.get("tag")]).toEqual([["artists", "a/b", "c?d"], "#1 & more"]);
  expect(parseRoute("#/runs/%E0%A4%A")).toMatchObject({ path: ["runs", "%E0%A4%A"] });
  expect(parseRoute("").path).toEqual([]);
});

test("an address's filters are what the list is asked with, and unknown ones are nobody's", () => {
  const filters = readFilters(new URLSearchParams("artist=a1&status=failed&tag=spring&batch=&else=1"));
  expect(filters).toEqual({ artist: "a1", status: "failed", tag: "spring" });
  expect(filterQuery(filters)).toEqual({ artist_account_id: "a1", tag: "spring", status: ["FAILED", "TIMED_OUT"] });
  expect(filterQuery({ status: "constructor" })).toEqual({});
});

test("a template is shown by the picture of the reference that was drawn, or by its first one", () => {
  const references = [
    { id: "1", description: "", imageUrl: null },
    { id: "2", description: "", imageUrl: "https://x/2" },
    { id: "3", description: "", imageUrl: "https://x/3" },
  ];
  const template = { references } as Parameters<typeof pictureOf>[0];
  expect([pictureOf(template, "3"), pictureOf(template, "1"), pictureOf(undefined)]).toEqual([
    "https://x/3",
    "https://x/2",
    undefined,
  ]);
  expect(shortName("artist-caption-bedroom")).toBe("bedroom");
});
