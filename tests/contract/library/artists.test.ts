/** /api/artists: made, read, changed, deleted; their pictures and notes. */
import { randomUUID } from "node:crypto";
import { imageSize } from "image-size";
import { beforeAll, describe, expect, test } from "vitest";
import { announce, calm, extra, fal, renderer } from "../../support/client.ts";
import { brokenPictures, photographed, picture, song } from "../../support/files.ts";
import {
  answer,
  artistKeys,
  ask,
  askAsOther,
  createRuns,
  newArtist,
  newSong,
  readyArtist,
  seeEnd,
  send,
  upload,
} from "../../support/library.ts";
import { fingerprint, refusal } from "../expectations.ts";
import { artistShape, artistsShape, notReadyShape, readyShape, songsShape, successShape } from "../shapes.ts";

beforeAll(calm);

const read = async (id: string) => artistShape.parse(await answer(await ask(`/api/artists/${id}`), 200)).artist;
const validate = async (id: string) => answer(await ask(`/api/content/validate?artist_account_id=${id}`), 200);
const etag = async (url: string | null) => (await fetch(url ?? "")).headers.get("etag");

describe("a picture", () => {
  test.each(Object.entries(brokenPictures()))("%s is refused where it is uploaded", async (_, bytes) => {
    const { account_id } = await newArtist();
    for (const kind of ["face-guide", "image"]) {
      const { error } = await refusal(
        await upload(`/api/artists/${account_id}/${kind}`, bytes),
        400,
        "picture_refused",
      );
      expect(error).toBe("The picture is refused: it cannot be decoded.");
    }
    expect(await artistKeys(account_id)).toEqual([]);
  });

  test("is stored upright, and does not tell where it was taken", async () => {
    const { account_id } = await newArtist();
    const taken = photographed(picture("image/jpeg", 400, 300), 6);
    for (const again of [1, 2]) {
      const response = await upload(`/api/artists/${account_id}/face-guide`, taken);
      const { artist } = artistShape.parse(await answer(response, 200));
      const file = new Uint8Array(await (await fetch(artist.face_guide ?? "")).arrayBuffer());
      expect(imageSize(file), String(again)).toMatchObject({ width: 300, height: 400 });
      expect(Buffer.from(file).includes("Exif")).toBe(false);
    }
    // The same file again is the same picture.
    expect(await artistKeys(account_id)).toHaveLength(1);
  });
});

describe("a new artist", () => {
  test("is as it was asked for, and is listed", async () => {
    const name = `Mira ${randomUUID()}`;
    const social = { platform: "tiktok", username: "mira", profile_url: "https://tiktok.example/@mira" };
    const response = await send("POST", "/api/artists", { name, notes: "Dry.", pinned: true, socials: [social] });
    const { artist } = artistShape.parse(await answer(response.clone(), 201));
    expect(response.headers.get("location")).toBe(`/api/artists/${artist.account_id}`);
    expect(artist).toMatchObject({ name, notes: "Dry.", pinned: true, image: null, face_guide: null });
    expect(artist.socials).toEqual([{ ...social, id: expect.any(String) }]);
    expect(await read(artist.account_id)).toEqual(artist);
    const { artists } = artistsShape.parse(await answer(await ask("/api/artists"), 200));
    expect(artists.map(({ account_id }) => account_id)).toContain(artist.account_id);
  });

  test.each([
    ["Björk Guðmundsdóttir", "björk-guðmundsdóttir"],
    ["中島 みゆき", "中島-みゆき"],
    ["فيروز", "فيروز"],
    ["ज़ाकिर हुसैन", "ज़ाकिर-हुसैन".normalize("NFC")],
    ["AC/DC!", "ac-dc"],
    ["🎸🎸", "artist"],
  ])("%s is called %s in URLs", async (name, slug) => {
    const artist = await newArtist({ name });
    expect(artist).toMatchObject({ name, slug });
    expect(await newArtist({ name })).toMatchObject({ name, slug: `${slug}-2` });
  });

  test("may have notes of several lines", async () => {
    const notes = "Dry.\r\n\tNever says baby.\n👩‍🎤 \u200fعربي";
    expect(await newArtist({ notes })).toMatchObject({ notes });
  });

  test("may name its slug, which is its own in the account", async () => {
    const slug = `own-${randomUUID()}`;
    const first = await newArtist({ slug });
    expect(first.slug).toBe(slug);
    await refusal(await send("POST", "/api/artists", { name: "Other", slug }), 409, "artist_slug_taken");
    expect((await send("POST", "/api/artists", { name: "Other", slug }, askAsOther)).status).toBe(201);
    const second = await newArtist();
    await refusal(await send("PATCH", `/api/artists/${second.account_id}`, { slug }), 409, "artist_slug_taken");
  });

  test("of the same name many times at once has a slug each time", async () => {
    const name = `Crowd ${randomUUID()}`;
    const artists = await Promise.all(Array.from({ length: 8 }, () => newArtist({ name })));
    expect(new Set(artists.map(({ slug }) => slug)).size).toBe(8);
  });

  test.each([
    ["name", { name: "" }],
    ["name", { name: "   " }],
    ["name", { name: "a\nb" }],
    ["name", { name: "x".repeat(201) }],
    ["name", {}],
    ["slug", { name: "A", slug: "Not A Slug" }],
    ["slug", { name: "A", slug: "../up" }],
    ["pinned", { name: "A", pinned: "yes" }],
    ["notes", { name: "A", notes: "x".repeat(10_001) }],
    ["socials", { name: "A", socials: [{ platform: "x" }] }],
    ["socials", { name: "A", socials: [{ platform: "x", username: "y", profile_url: "javascript:alert(1)" }] }],
    ["account_id", { name: "A", account_id: randomUUID() }],
  ])("is refused for its %s (%#)", async (field, body) => {
    const { issues } = await refusal(await send("POST", "/api/artists", body), 400, "validation_failed");
    expect(issues?.map(({ path }) => path[0])).toContain(field);
  });
});

describe("an artist that is changed", () => {
  test("keeps what is not named", async () => {
    const social = { platform: "a", username: "b", profile_url: "https://a.example/b" };
    const artist = await newArtist({ notes: "Dry.", socials: [social] });
    const path = `/api/artists/${artist.account_id}`;
    const renamed = artistShape.parse(await answer(await send("PATCH", path, { name: "Other" }), 200)).artist;
    expect(renamed).toEqual({ ...artist, name: "Other" });
    const bare = await answer(await send("PATCH", path, { socials: [], pinned: true }), 200);
    expect(bare).toMatchObject({ artist: { name: "Other", notes: "Dry.", socials: [], pinned: true } });
  });

  test("is refused when nothing is named, or what is not known", async () => {
    const { account_id } = await newArtist();
    await refusal(await send("PATCH", `/api/artists/${account_id}`, {}), 400, "validation_failed");
    await refusal(await send("PATCH", `/api/artists/${account_id}`, { nmae: "x" }), 400, "validation_failed");
  });

  test("has its notes written as plain text, in any script", async () => {
    const { account_id } = await newArtist({ notes: "old" });
    const path = `/api/artists/${account_id}/notes`;
    const text = "Spricht leise.\n歌は静か。\n";
    await answer(await upload(path, text, { "content-type": "text/plain; charset=utf-8" }), 200);
    expect((await read(account_id)).notes).toBe(text);
    await answer(await upload(path, "", { "content-type": "text/plain" }), 200);
    expect((await read(account_id)).notes).toBe("");
    await refusal(await upload(path, "{}", { "content-type": "application/json" }), 415, "unsupported_media_type");
    const broken = new Uint8Array([0xff, 0xfe, 0x41]);
    await refusal(await upload(path, broken, { "content-type": "text/plain" }), 400, "validation_failed");
    await refusal(await upload(path, "x".repeat(10_001), { "content-type": "text/plain" }), 400, "validation_failed");
  });
});

describe.each([
  ["face-guide", "face_guide"],
  ["image", "image"],
] as const)("%s", (kind, field) => {
  test.each(["image/jpeg", "image/png", "image/webp"] as const)("takes %s, whatever it is called", async (type) => {
    const { account_id } = await newArtist();
    const bytes = picture(type);
    const response = await upload(`/api/artists/${account_id}/${kind}`, bytes, { "content-type": "text/html" });
    const { artist } = artistShape.parse(await answer(response, 200));
    const stored = await fetch(artist[field] ?? "");
    expect(stored.headers.get("content-type")).toBe(type);
    expect(new Uint8Array(await stored.arrayBuffer())).toEqual(bytes);
  });

  test("again is stored once; another one takes its place", async () => {
    const { account_id } = await newArtist();
    const path = `/api/artists/${account_id}/${kind}`;
    const bytes = picture();
    await answer(await upload(path, bytes), 200);
    const keys = await artistKeys(account_id);
    expect(keys).toHaveLength(1);
    await answer(await upload(path, bytes), 200);
    expect(await artistKeys(account_id)).toEqual(keys);
    const before = await etag((await read(account_id))[field]);
    await answer(await upload(path, picture()), 200);
    expect(await etag((await read(account_id))[field])).not.toBe(before);
  });

  test.each([
    ["nothing", new Uint8Array(0)],
    ["text", new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'/>")],
    ["a song", song("mp3", 1)],
    ["a small picture", picture("image/png", 255, 400)],
    ["a cut-off JPEG", picture("image/jpeg").slice(0, 2000)],
    ["a cut-off PNG", picture("image/png").slice(0, -20)],
    ["a cut-off WebP", picture("image/webp").slice(0, -20)],
    ["a header and nothing else", picture("image/png").slice(0, 40)],
  ])("refuses %s, and stores nothing", async (_, bytes) => {
    const { account_id } = await newArtist();
    await refusal(await upload(`/api/artists/${account_id}/${kind}`, bytes), 400, "picture_refused");
    expect(await artistKeys(account_id)).toEqual([]);
    expect((await read(account_id))[field]).toBeNull();
  });

  test("refuses what is too large, announced or not", async () => {
    const { account_id } = await newArtist();
    const path = `/api/artists/${account_id}/${kind}`;
    const large = new Uint8Array(10 * 1024 * 1024 + 1);
    large.set(picture());
    const key = { "x-api-key": extra.newcomers[0] ?? "" };
    await refusal(await announce("PUT", path, large.length, key), 413, "payload_too_large");
    const stream = new Blob([large]).stream();
    await refusal(await ask(path, { method: "PUT", body: stream, ...{ duplex: "half" } }), 413, "payload_too_large");
    expect(await artistKeys(account_id)).toEqual([]);
  });

  test("is deleted with its file", async () => {
    const { account_id } = await newArtist();
    const path = `/api/artists/${account_id}/${kind}`;
    await refusal(await ask(path, { method: "DELETE" }), 404, "file_not_found");
    await answer(await upload(path, picture()), 200);
    successShape.parse(await answer(await ask(path, { method: "DELETE" }), 200));
    expect((await read(account_id))[field]).toBeNull();
    expect(await artistKeys(account_id)).toEqual([]);
  });
});

test("an artist becomes ready file by file, as validate says", async () => {
  const { account_id } = await newArtist();
  const missing = async () => notReadyShape.parse(await validate(account_id)).missing.map(({ file }) => file);
  expect(await missing()).toEqual(["face-guide", "songs", "context-notes"]);
  await answer(await upload(`/api/artists/${account_id}/face-guide`, picture()), 200);
  expect(await missing()).toEqual(["songs", "context-notes"]);
  await newSong(account_id, "a.mp3");
  expect(readyShape.parse(await validate(account_id))).toMatchObject({ songs: 1 });
  await answer(await ask(`/api/artists/${account_id}/songs/a`, { method: "DELETE" }), 200);
  expect(await missing()).toEqual(["songs", "context-notes"]);
});

describe("an artist that is deleted", () => {
  test("leaves no file and no trace but the history of its runs", async () => {
    const { account_id } = await readyArtist();
    await answer(await upload(`/api/artists/${account_id}/image`, picture()), 200);
    const runIds = await createRuns({ artist_account_id: account_id });
    const before = await seeEnd(runIds);
    expect(before).toMatchObject([{ status: "COMPLETED" }]);

    successShape.parse(await answer(await ask(`/api/artists/${account_id}`, { method: "DELETE" }), 200));
    expect(await artistKeys(account_id)).toEqual([]);
    await refusal(await ask(`/api/artists/${account_id}`), 404, "artist_not_found");
    await refusal(await ask(`/api/artists/${account_id}`, { method: "DELETE" }), 404, "artist_not_found");
    expect(await seeEnd(runIds)).toEqual(before);
  });

  test("is refused while a run of it is under way, and so is deleting what the run needs", async () => {
    await renderer.set({ render: "hang" });
    const { account_id } = await readyArtist();
    const runIds = await createRuns({ artist_account_id: account_id });
    const path = `/api/artists/${account_id}`;
    await refusal(await ask(path, { method: "DELETE" }), 409, "artist_in_use");
    await refusal(await ask(`${path}/face-guide`, { method: "DELETE" }), 409, "artist_in_use");
    await refusal(await ask(`${path}/songs/first-song`, { method: "DELETE" }), 409, "song_in_use");
    await answer(await ask(`/api/tasks/runs/${runIds[0]}/cancel`, { method: "POST" }), 200);
    await answer(await ask(path, { method: "DELETE" }), 200);
    await calm();
    // It can be retried, and fails for the reason that there is.
    await answer(await ask(`/api/tasks/runs/${runIds[0]}/retry`, { method: "POST" }), 200);
    expect(await seeEnd(runIds)).toMatchObject([{ status: "FAILED", error: { code: "input_missing" } }]);
  });

  test("at the moment a batch is created: one of the two is refused", async () => {
    for (const delay of [0, 8]) {
      const { account_id } = await readyArtist();
      const created = send("POST", "/api/content/create", { artist_account_id: account_id, batch: 2 });
      await new Promise((resolve) => setTimeout(resolve, delay));
      const deleted = await ask(`/api/artists/${account_id}`, { method: "DELETE" });
      const statuses = [(await created).status, deleted.status];
      expect([
        [202, 409],
        [404, 200],
        [409, 200],
      ]).toContainEqual(statuses);
    }
  });

  test("while files are uploaded for it leaves none of them", async () => {
    const files = [song(), song("wav"), song("flac")];
    const face = picture();
    for (const delay of [0, 100]) {
      const { account_id } = await newArtist();
      const uploads = [
        ...files.map((bytes, at) => upload(`/api/artists/${account_id}/songs/${at}.bin`, bytes)),
        upload(`/api/artists/${account_id}/face-guide`, face),
      ];
      await new Promise((resolve) => setTimeout(resolve, delay));
      await answer(await ask(`/api/artists/${account_id}`, { method: "DELETE" }), 200);
      const statuses = (await Promise.all(uploads)).map(({ status }) => status);
      expect(statuses.filter((status) => ![200, 201, 404].includes(status))).toEqual([]);
      expect(await artistKeys(account_id)).toEqual([]);
    }
  });
});

describe("another account", () => {
  test("cannot tell an artist from one that never was, whatever it tries", async () => {
    const { account_id } = await readyArtist();
    const tries: [string, string, RequestInit["body"]?, Record<string, string>?][] = [
      ["GET", ""],
      ["PATCH", "", '{"name":"x"}', { "content-type": "application/json" }],
      ["DELETE", ""],
      ["PUT", "/face-guide", picture()],
      ["PUT", "/image", picture()],
      ["PUT", "/notes", "x", { "content-type": "text/plain" }],
      ["DELETE", "/face-guide"],
      ["GET", "/songs"],
      ["PUT", "/songs/x.mp3", song()],
      ["DELETE", "/songs/first-song"],
      ["GET", "/songs/first-song/lyrics"],
      ["PUT", "/songs/first-song/lyrics", "la la la", { "content-type": "text/plain" }],
      ["PATCH", "/songs/first-song/lines/1", '{"text":"la"}', { "content-type": "application/json" }],
      ["DELETE", "/songs/first-song/lyrics"],
    ];
    const before = await artistKeys(account_id);
    for (const [method, path, body, headers] of tries) {
      const attempt = (id: string) =>
        askAsOther(`/api/artists/${id}${path}`, { method, ...(body ? { body } : {}), headers: headers ?? {} });
      const [foreign, unknown] = [await attempt(account_id), await attempt(randomUUID())];
      await refusal(foreign.clone(), 404, "artist_not_found");
      expect(await fingerprint(foreign), `${method} ${path}`).toEqual(await fingerprint(unknown));
    }
    expect(await artistKeys(account_id)).toEqual(before);
    expect(songsShape.parse(await answer(await ask(`/api/artists/${account_id}/songs`), 200)).songs).toHaveLength(1);
  });
});

test("a run is made from what its artist was when it was asked for", async () => {
  const { account_id } = await readyArtist({ name: "Before", notes: "first notes" });
  const submissions = (await fal.ledger()).length;
  const runIds = await createRuns({ artist_account_id: account_id, batch: 2 });
  await answer(await send("PATCH", `/api/artists/${account_id}`, { notes: "second notes", name: "After" }), 200);
  await answer(await upload(`/api/artists/${account_id}/face-guide`, picture()), 200);
  for (const run of await seeEnd(runIds)) expect(run.status, JSON.stringify(run.error)).toBe("COMPLETED");
  const asked = (await fal.ledger()).slice(submissions).map(({ input }) => input);
  const captions = asked.map(({ prompt }) => String(prompt)).filter((prompt) => prompt.startsWith("Write the caption"));
  expect(captions.length).toBeGreaterThanOrEqual(2);
  for (const prompt of captions) expect(prompt).toMatch(/the artist Before\.[\s\S]*first notes/);
  // Nothing was asked, and paid for, once more because the artist had changed.
  const images = asked.filter(({ image_urls }) => image_urls !== undefined);
  expect(images).toHaveLength(2);
});
