/** POST /api/content/create with `songs`, `images` and `caption_length: "none"`. */
import { createServer } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { findBuiltIn } from "../../worker/templates/index.ts";
import { call, callerOrigin, calm, fal, renderer } from "../support/client.ts";
import { brokenPictures, picture } from "../support/files.ts";
import { answer, artistKeys, createRuns, newSong, readyArtist, seeEnd, send } from "../support/library.ts";
import { refusal } from "./expectations.ts";
import { estimateShape } from "./shapes.ts";

const good = { "/a.jpg": picture(), "/b.png": picture("image/png"), "/c.webp": picture("image/webp") };
let fetched: string[] = [];
const site = createServer((incoming, outgoing) => {
  const path = incoming.url ?? "/";
  fetched.push(path);
  const file = good[path as keyof typeof good];
  if (file) return void outgoing.writeHead(200, { "content-type": "text/plain" }).end(file);
  if (path.startsWith("/to/"))
    return void outgoing.writeHead(302, { location: decodeURIComponent(path.slice(4)) }).end();
  if (path === "/page") return void outgoing.writeHead(200, { "content-type": "image/jpeg" }).end("<html></html>");
  if (path === "/small") return void outgoing.end(picture("image/png", 100, 100));
  if (path === "/cut") return void outgoing.end(picture().slice(0, 2000));
  if (path === "/broken") return void outgoing.end(brokenPictures()["a JPEG of garbage"]);
  if (path === "/huge") return void outgoing.end(Buffer.alloc(10 * 1024 * 1024 + 1));
  outgoing.writeHead(404).end();
});
let artist = "";
beforeAll(async () => {
  await calm();
  await new Promise<void>((resolve) => site.listen(Number(new URL(callerOrigin).port), "localhost", resolve));
  artist = (await readyArtist()).account_id;
  for (const slug of ["second", "third"]) await newSong(artist, `${slug}.mp3`);
});
afterEach(() => {
  fetched = [];
});
afterAll(() => {
  site.closeAllConnections();
  site.close();
});

const create = (parameters: Record<string, unknown>) =>
  send("POST", "/api/content/create", { artist_account_id: artist, ...parameters });
const here = (path: string) => `${callerOrigin}${path}`;

describe("songs", () => {
  test("are those that runs choose from, and are echoed", async () => {
    const songs = ["third", "second"];
    const runs = await seeEnd(await createRuns({ artist_account_id: artist, songs, batch: 6 }));
    expect(runs.map(({ payload }) => payload.songs)).toEqual(runs.map(() => songs));
    const used = runs.map(({ output }) => output?.audio.songFilename).sort();
    expect(used).toEqual(["second.mp3", "second.mp3", "second.mp3", "third.mp3", "third.mp3", "third.mp3"]);
  });

  test("that are not the artist's are refused by name, all of them", async () => {
    const body = await refusal(await create({ songs: ["second", "nope", "Second"] }), 400, "unknown_songs");
    expect(body.error).toContain('"nope"');
    expect(body.error).toMatch(/There are ("[^"]+", )+"[^"]+"\.$/);
    expect(body.available_songs?.[0]).toBe("second");
    expect(body.available_songs?.toSorted()).toEqual(["first-song", "second", "third"]);
    expect(body.issues?.map(({ path }) => path)).toEqual([
      ["songs", 1],
      ["songs", 2],
    ]);
  });
});

describe("images", () => {
  test("are fetched once, before any run exists, and join the references that runs draw from", async () => {
    const before = (await artistKeys(artist)).length;
    const submissions = (await fal.ledger()).length;
    const images = Object.keys(good).map(here);
    // As many runs as there are references use each once.
    const batch = (findBuiltIn("artist-caption-bedroom")?.references.length ?? 0) + images.length;
    const runIds = await createRuns({ artist_account_id: artist, images, batch });
    expect(fetched.filter((path) => path in good).sort()).toEqual(Object.keys(good));
    const runs = await seeEnd(runIds);
    expect(runs.map(({ status }) => status)).toEqual(runIds.map(() => "COMPLETED"));
    expect(runs[0]?.payload.images).toEqual(images);
    // Messages to the webhooks of other tests may arrive here, too.
    expect(fetched.filter((path) => path in good)).toHaveLength(3);
    const stored = (await artistKeys(artist)).filter((key) => key.includes("/extra/"));
    expect((await artistKeys(artist)).length).toBe(before + 3);
    const sent = (await fal.ledger()).slice(submissions).flatMap(({ input }) => (input.image_urls ?? []) as string[]);
    for (const key of stored) expect(sent.filter((url) => new URL(url).pathname.endsWith(key))).toHaveLength(1);
  });

  test.each([
    ["http://example.com/a.jpg", "url_not_https"],
    ["not a url", "url_invalid"],
    ["https://169.254.169.254/latest/meta-data/", "host_not_public"],
    ["https://0x7f.1/", "host_not_public"],
    ["https://localhost/", "host_not_public"],
    ["https://private.example.com/a.jpg", "host_not_public"],
    ["https://nowhere.example.com/a.jpg", "host_not_found"],
    ["https://user:pass@example.com/a.jpg", "url_has_credentials"],
    ["https://example.com:6379/", "url_port_not_allowed"],
    [here("/none.jpg"), "unreachable"],
    [here(`/to/${encodeURIComponent("http://10.0.0.1/a.jpg")}`), "url_not_https"],
    [here(`/to/${encodeURIComponent("https://private.example.com/a.jpg")}`), "host_not_public"],
    [here("/page"), "not_a_picture"],
    [here("/small"), "not_a_picture"],
    [here("/cut"), "not_a_picture"],
    [here("/broken"), "not_a_picture"],
    [here("/huge"), "too_large"],
  ])("%s is refused by its place, and nothing is stored", async (url, code) => {
    const before = await artistKeys(artist);
    const body = await refusal(await create({ images: [here("/a.jpg"), url] }), 400, "images_refused");
    expect(body.field).toEqual(["images", 1]);
    expect(body.issues).toEqual([
      { path: ["images", 1], code, message: expect.stringMatching(/^images\[1\] is refused: /) },
    ]);
    expect(body.error).toContain("images[1]");
    expect(await artistKeys(artist)).toEqual(before);
  });

  test("that are wrong in their text are refused before any is fetched", async () => {
    const images = [here("/a.jpg"), "http://example.com/", "https://127.1/"];
    const { issues } = await refusal(await create({ images }), 400, "images_refused");
    expect(issues?.map(({ path, code }) => [path[1], code])).toEqual([
      [1, "url_not_https"],
      [2, "host_not_public"],
    ]);
    expect(fetched).toEqual([]);
  });

  test("are not fetched for a request that is refused anyway", async () => {
    await refusal(await create({ images: [here("/a.jpg")], songs: ["nope"] }), 400, "unknown_songs");
    await refusal(await create({ images: [here("/a.jpg")], template: "nope" }), 400, "unknown_template");
    expect(fetched).toEqual([]);
  });
});

describe("no caption", () => {
  test.each([{ lipsync: false }, { lipsync: true, upscale: true }])(
    "%j: none is asked for and none is drawn",
    async (more) => {
      await renderer.set({ render: "instant", cut: "real" });
      const [runId = ""] = await createRuns({ artist_account_id: artist, caption_length: "none", ...more });
      const [run] = await seeEnd([runId]);
      expect(run).toMatchObject({
        status: "COMPLETED",
        payload: { caption_length: "none" },
        output: { captionText: "" },
      });
      expect(run?.metadata.steps.map(({ name }) => name)).not.toContain("caption");
      const job = (await renderer.jobs()).find(({ path }) => path === "/render")?.job;
      expect(job).toMatchObject({ caption: null });
    },
  );

  test("is counted in the estimate", async () => {
    const estimate = async (query: string) =>
      estimateShape.parse(await answer(await call(`/api/content/estimate?${query}`), 200));
    const [plain, none] = [await estimate("batch=2"), await estimate("batch=2&caption_length=none")];
    const caption = plain.steps.find(({ name }) => name === "caption");
    expect(none.steps).toEqual(plain.steps.filter((step) => step !== caption));
    expect(none.per_video).toBeCloseTo(plain.per_video - (caption?.cost ?? 0), 6);
  });
});

test("what is not asked for is not echoed", async () => {
  const [run] = await seeEnd(await createRuns({ artist_account_id: artist }));
  expect(Object.keys(run?.payload ?? {}).sort()).toEqual(
    ["artist_account_id", "batch", "caption_length", "duration", "lipsync", "template", "upscale"].sort(),
  );
});
