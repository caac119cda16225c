/** Creating videos with the seconds of a song that the caller chose. */
import { and, eq } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { apiKeyPrefix, createApiKey } from "../../worker/accounts/api-key.ts";
import { accounts, apiKeys, artists, runs, songs } from "../../worker/db/schema.ts";
import { newId, sha256Hex } from "../../worker/ids.ts";
import { placeClip } from "../../worker/runs/place-clip.ts";
import { momentsOfSong } from "../../worker/runs/song-moments.ts";
import { type Api, namespace, openApi } from "../support/api.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";

vi.mock("cloudflare:workers", () => ({ DurableObject: class {} }));

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
let api: Api;
let key = "";
let accountId = "";
let artistId = "";
let sent: unknown[] = [];

/** Silent from 0 to 20 s, and from 40 to 50 s. */
const LOUDNESS = Array.from({ length: 60 }, (_, second) => (second < 20 || (second >= 40 && second < 50) ? -70 : -14));

beforeAll(async () => {
  local = await openLocalDatabase();
  const count = async () => ({ used: 1, endsInMs: 60_000, bookmark: null });
  const queue = { sendBatch: async (messages: unknown[]) => void sent.push(...messages) };
  api = await openApi({
    ...{ DB: local.d1, STEPS: queue, RENDERS: queue, WEBHOOKS: queue },
    RATE_LIMITER: namespace(() => ({ count, showed: async () => {} })),
  });
});
beforeEach(async () => {
  vi.spyOn(console, "log").mockImplementation(() => {});
  [key, accountId, artistId] = [createApiKey(), crypto.randomUUID(), crypto.randomUUID()];
  const [createdAt, hash] = [Date.now(), await sha256Hex(key)];
  const { db } = local;
  await db.insert(accounts).values({ id: accountId, name: "a", createdAt });
  await db
    .insert(apiKeys)
    .values({ id: newId("key"), accountId, name: "k", hash, prefix: apiKeyPrefix(key), createdAt });
  await db.insert(artists).values({ id: artistId, accountId, slug: "a", name: "A", faceGuide: "library:f", createdAt });
  const song = { accountId, artistId, bytes: 1, durationSeconds: 60, createdAt };
  const named = (slug: string) => ({ id: newId("song"), slug, title: slug, filename: `${slug}.mp3` });
  await db.insert(songs).values([
    { ...song, ...named("pauses"), audio: "library:p", loudness: LOUDNESS },
    { ...song, ...named("other"), audio: "library:o", loudness: LOUDNESS.map(() => -52) },
  ]);
  sent = [];
});
afterEach(() => {
  vi.restoreAllMocks();
});

const create = (parameters: object) =>
  api.request("/api/content/create", {
    method: "POST",
    headers: { "x-api-key": key, "content-type": "application/json" },
    body: JSON.stringify({ artist_account_id: artistId, ...parameters }),
  });
const runsOfArtist = () => local.db.select().from(runs).where(eq(runs.artistId, artistId));
const songNamed = async (slug: string) => {
  const [found] = await local.db
    .select()
    .from(songs)
    .where(and(eq(songs.slug, slug), eq(songs.artistId, artistId)));
  if (!found) throw new Error(`No song ${slug}`);
  return found;
};

interface Refusal {
  code: string;
  field: string[];
  error: string;
  issues: { path: string[]; code: string; message: string }[];
}

describe("a clip that cannot be", () => {
  test("of a song that there is not is told which there are, those that are like it first", async () => {
    const body = await (await create({ clip: { song: "Pause", start_seconds: 22 } })).json();
    expect(body).toMatchObject({
      error: 'There is no song "Pause". There are "pauses", "other".',
      available_songs: ["pauses", "other"],
    });
  });

  test.each([
    ["of a song that there is not", { song: "nope", start_seconds: 22 }, 400, "unknown_songs", "unknown_song", "song"],
    ["that begins in silence", { song: "pauses", start_seconds: 5 }, 422, "clip_refused", "silent", "start_seconds"],
    ["that begins in a pause", { song: "pauses", start_seconds: 41 }, 422, "clip_refused", "silent", "start_seconds"],
    ["of which most is silent", { song: "pauses", start_seconds: 37 }, 422, "clip_refused", "silent", "start_seconds"],
    ["that nobody would hear", { song: "other", start_seconds: 22 }, 422, "clip_refused", "silent", "start_seconds"],
    ["that is past the end", { song: "pauses", start_seconds: 52.5 }, 422, "clip_refused", "past_end", "start_seconds"],
    [
      "that begins after the end",
      { song: "pauses", start_seconds: 600 },
      422,
      "clip_refused",
      "past_end",
      "start_seconds",
    ],
    [
      "of a moment that there is not",
      { song: "pauses", moment: "m1" },
      422,
      "clip_refused",
      "unknown_moment",
      "moment",
    ],
  ])("%s is refused by name, and leaves nothing behind", async (_, clip, status, code, issue, field) => {
    const response = await create({ clip, batch: 3 });
    const body = (await response.json()) as Refusal;
    expect([response.status, body.code]).toEqual([status, code]);
    expect(body.field).toEqual(["clip", field]);
    expect(body.issues).toMatchObject([{ path: ["clip", field], code: issue }]);
    expect(body.error).toContain(clip.song);
    expect([await runsOfArtist(), sent]).toEqual([[], []]);
  });

  test("says when it is silent, and when a clip begins at the latest", async () => {
    const silent = (await (await create({ clip: { song: "pauses", start_seconds: 41 } })).json()) as Refusal;
    expect(silent.error).toContain("silent from 40 to 50 s");
    const late = (await (await create({ clip: { song: "pauses", start_seconds: 55 } })).json()) as Refusal;
    expect(late.error).toContain("at 52 s at the latest");
  });

  test("of a song that `songs` leaves out is refused", async () => {
    const response = await create({ songs: ["other"], clip: { song: "pauses", start_seconds: 22 } });
    expect(await response.json()).toMatchObject({ code: "clip_refused", issues: [{ code: "song_not_chosen" }] });
  });

  test.each([
    ["neither second nor moment", { song: "pauses" }],
    ["both", { song: "pauses", start_seconds: 22, moment: "m22000" }],
    ["a negative second", { song: "pauses", start_seconds: -1 }],
    ["no song", { start_seconds: 22 }],
  ])("with %s is refused", async (_, clip) => {
    const response = await create({ clip });
    expect([response.status, ((await response.json()) as Refusal).field[0]]).toEqual([400, "clip"]);
  });

  test("because its moment is too near the end for the video's length is refused", async () => {
    const song = await songNamed("pauses");
    const services = rowServices(local.db, () => 0);
    const { moments } = await momentsOfSong(services, song, null);
    const late = moments.find(({ startSeconds }) => startSeconds > 45)?.id;
    const placed = await placeClip(services, accountId, [song], { duration: 30 }, { song: "pauses", moment: late });
    expect(placed).toMatchObject({ kind: "clip_refused", code: "moment_too_short" });
  });
});

describe("a clip that the caller chose", () => {
  test("is every run's, to the millisecond, and no model is asked for moments", async () => {
    const response = await create({
      batch: 3,
      songs: ["pauses", "other"],
      clip: { song: "pauses", start_seconds: 30.12345 },
    });
    expect(response.status).toBe(202);
    const song = await songNamed("pauses");
    for (const run of await runsOfArtist()) {
      expect(run.request.clip).toEqual({ song: "pauses", start_seconds: 30.123 });
      expect([run.songId, "moments" in run.steps, "listen" in run.steps]).toEqual([song.id, false, true]);
    }
    expect(await runsOfArtist()).toHaveLength(3);
  });

  test("may have a short pause before it begins", async () => {
    expect((await create({ clip: { song: "pauses", start_seconds: 19.7 } })).status).toBe(202);
  });

  test("may be a moment of the song, whose second it keeps", async () => {
    const { moments } = await momentsOfSong(
      rowServices(local.db, () => 0),
      await songNamed("pauses"),
      null,
    );
    const [best] = moments;
    expect((await create({ clip: { song: "pauses", moment: best?.id } })).status).toBe(202);
    const [run] = await runsOfArtist();
    expect(run?.request.clip).toEqual({ song: "pauses", moment: best?.id, start_seconds: best?.startSeconds });
    expect(run?.steps).toHaveProperty("moments");
  });
});

test("without a choice a run has no clip in its request", async () => {
  expect((await create({})).status).toBe(202);
  expect((await runsOfArtist())[0]?.request.clip).toBeUndefined();
});
