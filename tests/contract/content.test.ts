/** What can be asked before anything is made: artists, templates, whether an artist is ready, what a batch will cost. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { artistId, call, calm, create, extra, finish, owner, stranger } from "../support/client.ts";
import { expectedPaidSteps } from "../support/expected-steps.ts";
import { fingerprint, refusal } from "./expectations.ts";
import {
  artistsShape,
  comparisonShape,
  estimateShape,
  healthShape,
  notReadyShape,
  readyShape,
  templatesShape,
} from "./shapes.ts";

beforeAll(calm);

const get = async (path: string, apiKey = owner.apiKey): Promise<unknown> => {
  const response = await call(path, { headers: { "x-api-key": apiKey } });
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json"]);
  return response.json();
};

test("health", async () => {
  healthShape.parse(await get("/health"));
});

describe("artists", () => {
  test("are those of the caller, pinned ones first, their pictures to be seen", async () => {
    const { artists } = artistsShape.parse(await get("/api/artists"));
    expect(artists.map(({ account_id }) => account_id).sort()).toEqual(owner.artistIds.toSorted());
    expect(artists.map(({ pinned }) => pinned)).toEqual(
      artists
        .map(({ pinned }) => pinned)
        .toSorted()
        .reverse(),
    );
    for (const { image, socials } of artists) {
      const picture = await fetch(image ?? "");
      expect([picture.status, picture.headers.get("content-type")]).toEqual([200, expect.stringMatching(/^image\//)]);
      await picture.body?.cancel();
      expect(socials.length).toBeGreaterThan(0);
    }
    const theirs = artistsShape.parse(await get("/api/artists", stranger.apiKey)).artists;
    expect(theirs.map(({ account_id }) => account_id)).toEqual(stranger.artistIds);
  });

  test("without a picture say null", async () => {
    const { artists } = artistsShape.parse(await get("/api/artists", extra.apiKey));
    expect(artists.map(({ image, socials }) => [image, socials])).toEqual(artists.map(() => [null, []]));
  });
});

test("templates are the four that callers know, the default first", async () => {
  const { templates } = templatesShape.parse(await get("/api/content/templates"));
  expect(templates.map(({ name }) => name)).toEqual([
    "artist-caption-bedroom",
    "artist-caption-outside",
    "artist-caption-stage",
    "album-record-store",
  ]);
});

describe("validate", () => {
  const validate = (id: string, apiKey = owner.apiKey) => get(`/api/content/validate?artist_account_id=${id}`, apiKey);

  test("says what was checked of an artist that is ready", async () => {
    for (const id of [artistId, artistId.toUpperCase()]) {
      const body = readyShape.parse(await validate(id));
      expect(body).toMatchObject({ artist_account_id: artistId, songs: 3, checks: { songs: { count: 3 } } });
      expect(body.checks.context_notes.status).toBe("ok");
    }
  });

  test("warns of what is only recommended", async () => {
    const body = readyShape.parse(await validate(extra.withoutNotes, extra.apiKey));
    expect(body.checks.context_notes.status).toBe("warning");
  });

  test("says what an artist lacks that is not ready", async () => {
    const files = async (id: string) => {
      const { missing, songs } = notReadyShape.parse(await validate(id, extra.apiKey));
      return [songs, missing.map(({ file, severity }) => `${file}: ${severity}`)];
    };
    expect(await files(extra.withoutSongs)).toEqual([0, ["songs: required"]]);
    expect(await files(extra.withoutFaceGuide)).toEqual([2, ["face-guide: required"]]);
    expect(await files(extra.withoutAnything)).toEqual([
      0,
      ["face-guide: required", "songs: required", "context-notes: recommended"],
    ]);
  });

  test("refuses what is no id, and knows no other account's artists", async () => {
    for (const query of ["", "?artist_account_id=", "?artist_account_id=tansy"]) {
      const body = await refusal(await call(`/api/content/validate${query}`), 400, "validation_failed");
      expect(body.field).toEqual(["artist_account_id"]);
    }
    const ask = (id: string | undefined) => call(`/api/content/validate?artist_account_id=${id}`);
    const unknown = await ask(randomUUID());
    await refusal(unknown.clone(), 404, "artist_not_found");
    expect(await fingerprint(await ask(stranger.artistIds[0]))).toEqual(await fingerprint(unknown));
  });
});

describe("estimate", () => {
  const estimate = async (query: string) => estimateShape.parse(await get(`/api/content/estimate${query}`));

  test("adds up, step by step and video by video", async () => {
    for (const query of ["", "?lipsync=true", "?upscale=true&batch=30", "?lipsync=true&upscale=true&batch=7"]) {
      const body = await estimate(query);
      const sum = body.steps.reduce((total, { cost }) => total + cost, 0);
      expect(body.per_video).toBeCloseTo(sum, 6);
      expect(body.total).toBeCloseTo(body.per_video * body.batch, 6);
      // By the names that command lines read.
      expect([body.per_video_estimate_usd, body.total_estimate_usd]).toEqual([body.per_video, body.total]);
    }
  });

  test("echoes what it is for, and counts upscaling and the caption", async () => {
    const [plain, upscaled] = [await estimate(""), await estimate("?upscale=true")];
    expect(plain).toMatchObject({ batch: 1, lipsync: false, upscale: false });
    const options = { lipsync: false, caption_length: "short" } as const;
    expect(plain.steps.map(({ name }) => name)).toEqual(expectedPaidSteps({ ...options, upscale: false }));
    expect(upscaled.steps.map(({ name }) => name)).toEqual(expectedPaidSteps({ ...options, upscale: true }));
    expect(upscaled.per_video).toBeGreaterThan(plain.per_video);
  });

  test("compares with every other pair of options when asked", async () => {
    const body = comparisonShape.parse(await get("/api/content/estimate?lipsync=true&batch=3&compare=true"));
    expect(body.alternatives.map(({ lipsync, upscale }) => [lipsync, upscale])).toEqual([
      [false, false],
      [false, true],
      [true, true],
    ]);
    for (const other of body.alternatives) {
      const alone = await estimate(`?batch=3&lipsync=${other.lipsync}&upscale=${other.upscale}`);
      expect(alone).toMatchObject(other);
    }
  });

  test("counts every shot of a longer video, each as long as it may be", async () => {
    const options = { lipsync: false, upscale: true, caption_length: "short" } as const;
    for (const duration of [15, 30, 60] as const) {
      const body = await estimate(`?duration=${duration}&upscale=true`);
      expect(body).toMatchObject({ duration });
      expect(body.steps.map(({ name }) => name)).toEqual(expectedPaidSteps({ ...options, duration }));
    }
    const perVideo = async (query: string) => (await estimate(query)).per_video;
    // Images at 8 ¢, takes at 10 ¢ a second.
    expect((await perVideo("?duration=15")) - (await perVideo(""))).toBeCloseTo(3 * 0.08 + 2.2 - 0.88, 4);
    expect((await perVideo("?duration=60")) - (await perVideo("?duration=30"))).toBeCloseTo(6 * 0.08 + 4, 4);
  });

  test("knows no lip-sync of more than 15 seconds, and compares with none", async () => {
    expect((await estimate("?duration=15&lipsync=true")).per_video).toBeGreaterThan(0.6);
    const body = await refusal(await call("/api/content/estimate?duration=30&lipsync=true"), 400, "options_conflict");
    expect(body.field).toEqual(["lipsync"]);
    const { alternatives } = comparisonShape.parse(await get("/api/content/estimate?duration=30&compare=true"));
    expect(alternatives.map(({ lipsync, upscale, duration }) => [lipsync, upscale, duration])).toEqual([
      [false, true, 30],
    ]);
  });

  test("is near what a run then costs, and never below it", async () => {
    const [run] = await finish(await create({ lipsync: false, upscale: true }));
    const charged = (run?.metadata.steps ?? []).filter(({ costInCents }) => costInCents > 0);
    const { steps } = await estimate("?upscale=true");
    // Songs that were heard before are not paid for again, so steps are compared, not sums.
    for (const { name, costInCents } of charged) {
      const estimated = (steps.find((step) => step.name === name)?.cost ?? 0) * 100;
      expect(costInCents, name).toBeLessThanOrEqual(estimated);
      // What words cost is taken to be as much as it may be; pictures cost what they cost, but for an image that is
      // upscaled, whose second model costs more than the first.
      if (!["listen", "moments", "caption", "upscale-image"].includes(name))
        expect(costInCents, name).toBeGreaterThan(estimated * 0.95);
    }
  });

  test.each([
    "batch=0",
    "batch=31",
    "batch=1.5",
    "batch=x",
    "lipsync=1",
    "lipsync=TRUE",
    "upscale=",
    "caption_length=None",
    "duration=9",
    "duration=",
    "duration=15s",
    "compare=yes",
    "lipsnyc=true",
  ])("%s is refused by name", async (query) => {
    const body = await refusal(await call(`/api/content/estimate?${query}`), 400, "validation_failed");
    expect(body.field).toEqual([query.split("=")[0]]);
  });
});
