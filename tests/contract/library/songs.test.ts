/** /api/artists/{id}/songs: uploaded as files, measured, listed, deleted. */
import { request } from "node:http";
import { beforeAll, describe, expect, test } from "vitest";
import { ACCOUNTS } from "../../../seed/accounts.ts";
import { truthOf } from "../../../seed/truth.ts";
import { scoreOf } from "../../support/beat-score.ts";
import { announce, call, calm, extra, renderer, artistId as seedArtist, url } from "../../support/client.ts";
import { longSong, picture, song, soundOf, taggedSong } from "../../support/files.ts";
import { answer, artistKeys, ask, askAsOther, newArtist, newSong, send, upload } from "../../support/library.ts";
import { refusal } from "../expectations.ts";
import { songDetailShape, songShape, songsShape, successShape } from "../shapes.ts";

beforeAll(calm);

const list = async (artistId: string) =>
  songsShape.parse(await answer(await ask(`/api/artists/${artistId}/songs`), 200)).songs;
const put = (artistId: string, filename: string, bytes: Uint8Array<ArrayBuffer>, query = "") =>
  upload(`/api/artists/${artistId}/songs/${encodeURIComponent(filename)}${query}`, bytes);

describe("a song that is uploaded", () => {
  test.each(["mp3", "wav", "flac", "m4a", "ogg"] as const)(
    "as %s is stored as it came, and measured",
    async (format) => {
      const { account_id } = await newArtist();
      const bytes = song(format, 11);
      const response = await put(account_id, `Night Bus.${format}`, bytes);
      const { song: added } = songShape.parse(await answer(response, 201));
      expect(added).toMatchObject({
        ...{ slug: "night bus", title: "Night Bus", filename: `Night Bus.${format}`, bytes: bytes.length },
      });
      expect(Math.abs(added.duration_seconds - 11)).toBeLessThan(0.15);
      const stored = await fetch(added.url);
      expect(stored.headers.get("content-type")).toMatch(/^(audio|video)\//);
      expect(new Uint8Array(await stored.arrayBuffer())).toEqual(bytes);
      expect(await list(account_id)).toEqual([{ ...added, url: expect.any(String) }]);
    },
  );

  test("has the shape that the seed's songs have", async () => {
    const seeded = songsShape.parse(await answer(await call(`/api/artists/${seedArtist}/songs`), 200)).songs;
    expect(seeded.length).toBeGreaterThan(2);
    for (const each of seeded) expect(each.filename.startsWith(each.slug)).toBe(true);
  });

  test.each([
    ["夜のバス.mp3", "夜のバス", "夜のバス"],
    ["Été_2024-final.MP3", "été_2024-final", "Été 2024 final"],
    ["حبيبي.wav", "حبيبي", "حبيبي"],
    ["no ending", "no ending", "no ending"],
    ["a.b.c.mp3", "a.b.c", "a.b.c"],
    [".hidden", ".hidden", ".hidden"],
    ["100% #1?.mp3", "100% #1?", "100% #1?"],
    ["Cafe\u0301.mp3", "caf\u00e9", "Caf\u00e9"],
  ])("%s is called %s", async (filename, slug, title) => {
    const { account_id } = await newArtist();
    const added = await newSong(account_id, filename);
    expect(added).toMatchObject({ slug, title, filename: filename.normalize("NFC") });
    await answer(await ask(`/api/artists/${account_id}/songs/${encodeURIComponent(slug)}`, { method: "DELETE" }), 200);
    expect(await list(account_id)).toEqual([]);
  });

  test("has the title that it is given", async () => {
    const { account_id } = await newArtist();
    const title = "Nachtbus (live, 深夜)";
    const response = await put(account_id, "x.mp3", song(), `?title=${encodeURIComponent(title)}`);
    expect(songShape.parse(await answer(response, 201)).song).toMatchObject({ slug: "x", title });
  });

  test.each(["%2F", "a%2Fb.mp3", "..", "%2E%2E", "a%5Cb.mp3", "a%0Ab.mp3", "%20", "x".repeat(201)])(
    "cannot be called %s",
    async (name) => {
      const { account_id } = await newArtist();
      const response = await upload(`/api/artists/${account_id}/songs/${name}`, song());
      expect([400, 404, 405]).toContain(response.status);
      expect(await artistKeys(account_id)).toEqual([]);
    },
  );
});

describe("what a song is like", () => {
  const read = async (artistId: string, slug: string, ask = call) =>
    songDetailShape.parse(await answer(await ask(`/api/artists/${artistId}/songs/${encodeURIComponent(slug)}`), 200))
      .song;

  const seeded = ACCOUNTS[0]?.artists[0]?.songs ?? [];
  test.each(seeded)("$title: its beats, bars and sections are those of its score", async (song) => {
    const { analysis, duration_seconds } = await read(seedArtist, song.slug);
    const truth = truthOf(song);
    const beats = scoreOf(analysis.beats, truth.beats);
    expect(beats.f).toBeGreaterThanOrEqual(0.9);
    expect(Math.abs(beats.medianOffset)).toBeLessThanOrEqual(0.015);
    expect(scoreOf(analysis.downbeats, truth.downbeats).f).toBeGreaterThanOrEqual(0.9);
    expect(analysis.tempo?.bpm).toBeCloseTo(song.meter.tempo, 0);
    expect(analysis.loudness).toHaveLength(Math.floor(duration_seconds * 10) + 1);
    expect(analysis.sections.at(-1)?.end_seconds).toBe(duration_seconds);
  });

  test("is told of what was uploaded, and of nobody else's", async () => {
    const { account_id } = await newArtist();
    await newSong(account_id, "Hum.wav", longSong(12));
    const { analysis, slug } = await read(account_id, "hum", ask);
    expect(slug).toBe("hum");
    expect(analysis).toMatchObject({ mix: "as is", mono_loss_db: 0, tempo: null, beats: [], downbeats: [] });
    await refusal(await ask(`/api/artists/${account_id}/songs/drum`), 404, "song_not_found");
    await refusal(await call(`/api/artists/${account_id}/songs/hum`), 404, "artist_not_found");
  });
});

describe("a song that comes as a form", () => {
  const formOf = (...files: [field: string, bytes: Uint8Array<ArrayBuffer> | string][]) => {
    const form = new FormData();
    for (const [field, bytes] of files) form.append(field, new Blob([bytes]), "whatever.bin");
    return form;
  };
  /** With a length, as browsers and curl send forms, and not in chunks. */
  const putForm = async (artistId: string, filename: string, form: FormData) => {
    const { headers, body } = new Response(form) as Response & { body: ReadableStream<Uint8Array> };
    const bytes = new Uint8Array(await new Response(body).arrayBuffer());
    const type = { "content-type": headers.get("content-type") ?? "" };
    return upload(`/api/artists/${artistId}/songs/${encodeURIComponent(filename)}`, bytes, type);
  };

  test.each([
    ["short", () => song("wav")],
    // More than one part of what is stored in parts.
    ["long", () => soundOf("sine=f=300:r=48000", 100)],
  ])("is stored as it was, when it is %s", async (_, make) => {
    const { account_id } = await newArtist();
    const bytes = make();
    const response = await putForm(account_id, "Night Bus.wav", formOf(["file", bytes]));
    const { song: added } = songShape.parse(await answer(response, 201));
    expect(added).toMatchObject({ slug: "night bus", filename: "Night Bus.wav", bytes: bytes.length });
    expect(Buffer.from(await (await fetch(added.url)).arrayBuffer()).equals(bytes)).toBe(true);
    // And it is the same song as one that comes by itself.
    await answer(await put(account_id, "x.wav", bytes), 200);
    expect(await artistKeys(account_id)).toHaveLength(1);
  });

  test.each([
    ["another field", formOf(["photo", "x"]), "validation_failed", ["photo"]],
    ["no field", formOf(), "validation_failed", ["file"]],
    ["two files", formOf(["file", song("wav", 11)], ["file", "x"]), "validation_failed", ["file"]],
    ["text", formOf(["file", "la la la"]), "song_unreadable", undefined],
    ["nothing", formOf(["file", ""]), "song_unreadable", undefined],
  ])("with %s is refused, and nothing of it stays", async (_, form, code, field) => {
    const { account_id } = await newArtist();
    expect((await refusal(await putForm(account_id, "a.wav", form), 400, code)).field).toEqual(field);
    expect(await artistKeys(account_id)).toEqual([]);
  });

  test("is refused before it is read when it is announced as too large", async () => {
    const { account_id } = await newArtist();
    const headers = { "x-api-key": extra.newcomers[0] ?? "", "content-type": "multipart/form-data; boundary=x" };
    const path = `/api/artists/${account_id}/songs/a.mp3`;
    await refusal(await announce("PUT", path, 101 * 1024 * 1024, headers), 413, "payload_too_large");
  });
});

describe("the same content", () => {
  test("again is the song that there is, under whatever name", async () => {
    const { account_id } = await newArtist();
    const bytes = song();
    const first = await newSong(account_id, "one.mp3", bytes);
    for (const filename of ["one.mp3", "two.mp3"]) {
      const again = songShape.parse(await answer(await put(account_id, filename, bytes), 200)).song;
      expect(again).toEqual({ ...first, url: expect.any(String) });
    }
    const renamed = await put(account_id, "three.mp3", bytes, "?title=Another%20title");
    expect(songShape.parse(await answer(renamed, 200)).song).toEqual({
      ...{ ...first, title: "Another title", url: expect.any(String) },
    });
    expect(await list(account_id)).toHaveLength(1);
    expect(await artistKeys(account_id)).toHaveLength(1);
  });

  test("many times at once is one song and one file", async () => {
    const { account_id } = await newArtist();
    const bytes = song();
    const responses = await Promise.all(Array.from({ length: 5 }, (_, at) => put(account_id, `${at}.mp3`, bytes)));
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
    expect(await list(account_id)).toHaveLength(1);
    expect(await artistKeys(account_id)).toHaveLength(1);
  });

  test("may be another artist's song, too", async () => {
    const bytes = song();
    for (const artist of [await newArtist(), await newArtist()]) {
      await answer(await put(artist.account_id, "a.mp3", bytes), 201);
    }
  });
});

test("another song of the same name is refused, also at the same moment", async () => {
  const { account_id } = await newArtist();
  await newSong(account_id, "one.mp3");
  await refusal(await put(account_id, "One.wav", song("wav")), 409, "song_slug_taken");
  const files = [song(), song(), song()];
  const responses = await Promise.all(files.map((bytes) => put(account_id, "two.mp3", bytes)));
  expect(responses.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  expect(await artistKeys(account_id)).toHaveLength(2);
});

describe("what is no song", () => {
  const silent = new Uint8Array(5000);
  const lying = new Uint8Array(20_000).fill(0x55);
  lying.set(new TextEncoder().encode("ID3\u0004\u0000\u0000\u0000\u0000\u0000\u0000"));
  test.each([
    ["nothing", new Uint8Array(0), "song_unreadable"],
    ["text", new TextEncoder().encode("la la la"), "song_unreadable"],
    ["zeros", silent, "song_unreadable"],
    ["a picture", picture(), "song_unreadable"],
    ["a page that calls itself a song", new TextEncoder().encode("<html>".repeat(1000)), "song_unreadable"],
    ["a tag with noise behind it", lying, "song_unreadable"],
    ["a playlist", new TextEncoder().encode("#EXTM3U\nhttp://127.0.0.1/\n"), "song_unreadable"],
    ["too short", song("mp3", 5), "song_too_short"],
    ["too long", longSong(905), "song_too_long"],
  ])("%s is refused, and nothing of it stays", async (_, bytes, code) => {
    const { account_id } = await newArtist();
    const { error } = await refusal(await put(account_id, "a.mp3", bytes), 400, code);
    expect(error).toMatch(/^The song is refused: it .+\.$/);
    expect(await list(account_id)).toEqual([]);
    expect(await artistKeys(account_id)).toEqual([]);
  });

  test.each([
    [
      "silent",
      "anullsrc=r=8000:cl=mono",
      "silent from beginning to end",
      { integrated_lufs: -70, sustained_lufs: -70 },
    ],
    ["hardly there", "aevalsrc='0.001*sin(2*PI*300*t)':s=8000", "too quiet: -", null],
    [
      "loud for a second",
      "aevalsrc='if(between(t\\,5\\,6)\\,0.5\\,0.0005)*sin(2*PI*300*t)':s=8000",
      "4 seconds in a row",
      null,
    ],
  ])("what is %s is refused with the figures, and nothing of it stays", async (_, source, sentence, figures) => {
    const { account_id } = await newArtist();
    const refused = await refusal(await put(account_id, "a.wav", soundOf(source, 12)), 422, "song_too_quiet");
    expect(refused.error).toContain(sentence);
    expect(refused.loudness).toEqual(
      figures ?? { integrated_lufs: expect.any(Number), sustained_lufs: expect.closeTo(-63, -1) },
    );
    expect(await list(account_id)).toEqual([]);
    expect(await artistKeys(account_id)).toEqual([]);
  });

  test.each([
    ["WMA", song("wma"), "audio/x-ms-asf"],
    ["a picture", picture(), "image/jpeg"],
    ["text", new TextEncoder().encode("la la la"), "of an unknown type"],
  ])("%s is told what it is, and which kinds are taken", async (_, bytes, kind) => {
    const { account_id } = await newArtist();
    const { error } = await refusal(await put(account_id, "a.mp3", bytes), 400, "song_unreadable");
    expect(error).toContain(`is ${kind}, none of the kinds that are taken: MP3, WAV, FLAC`);
  });

  test("what is announced as too large is refused before it is read", async () => {
    const { account_id } = await newArtist();
    const key = { "x-api-key": extra.newcomers[0] ?? "" };
    const announced = await announce("PUT", `/api/artists/${account_id}/songs/a.mp3`, 100 * 1024 * 1024 + 1, key);
    await refusal(announced, 413, "payload_too_large");
    expect(await artistKeys(account_id)).toEqual([]);
  });

  test("what has no announced length is refused", async () => {
    const { account_id } = await newArtist();
    const response = await ask(`/api/artists/${account_id}/songs/a.mp3`, {
      ...{ method: "PUT", body: new Blob([song()]).stream(), duplex: "half" },
    });
    await refusal(response, 411, "length_required");
  });

  test("an upload that breaks off leaves nothing", async () => {
    const { account_id } = await newArtist();
    const bytes = song("wav", 20);
    await new Promise<void>((resolve) => {
      const outgoing = request(`${url}/api/artists/${account_id}/songs/a.wav`, {
        method: "PUT",
        headers: { "x-api-key": extra.newcomers[0], "content-length": bytes.length },
      });
      outgoing.on("error", () => resolve());
      outgoing.on("close", () => resolve());
      outgoing.write(bytes.slice(0, bytes.length / 2), () => setTimeout(() => outgoing.destroy(), 200));
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await list(account_id)).toEqual([]);
    expect(await artistKeys(account_id)).toEqual([]);
  });
});

test.each(["busy", "reset", "disk-full"] as const)(
  "while renderers are %s a song is not taken, and nothing stays",
  async (analyze) => {
    const { account_id } = await newArtist();
    await renderer.set({ analyze });
    const response = await put(account_id, "a.mp3", song());
    await calm();
    await refusal(response.clone(), 503, "renderer_unavailable");
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await list(account_id)).toEqual([]);
    expect(await artistKeys(account_id)).toEqual([]);
  },
);

describe("a song's names", () => {
  const rename = (artistId: string, slug: string, change: unknown, asker = ask) =>
    send("PATCH", `/api/artists/${artistId}/songs/${encodeURIComponent(slug)}`, change, asker);

  test("are changed one by one, and the slug stays", async () => {
    const { account_id } = await newArtist();
    const added = await newSong(account_id, "night-bus.mp3");
    expect(added.artist).toBeNull();
    for (const [change, names] of [
      [{ title: " Nachtbus (live, 深夜) " }, { title: "Nachtbus (live, 深夜)", artist: null }],
      [
        { artist: "Mira Sol feat. <b>Ada</b>" },
        { title: "Nachtbus (live, 深夜)", artist: "Mira Sol feat. <b>Ada</b>" },
      ],
      [
        { title: "Last", artist: null },
        { title: "Last", artist: null },
      ],
    ] as const) {
      const changed = songShape.parse(await answer(await rename(account_id, added.slug, change), 200)).song;
      expect(changed).toEqual({ ...added, ...names, url: expect.any(String) });
      expect(await list(account_id)).toEqual([{ ...changed, url: expect.any(String) }]);
    }
  });

  test.each([
    ["nothing", {}, []],
    ["no title", { title: "  " }, ["title"]],
    ["a title of null", { title: null }, ["title"]],
    ["a title of two lines", { title: "a\nb" }, ["title"]],
    ["too long a title", { title: "x".repeat(201) }, ["title"]],
    ["an empty artist", { artist: "" }, ["artist"]],
    ["a slug", { slug: "other" }, ["slug"]],
  ])("cannot be %s", async (_, change, field) => {
    const { account_id } = await newArtist();
    const { slug } = await newSong(account_id, "a.mp3");
    expect((await refusal(await rename(account_id, slug, change), 400, "validation_failed")).field ?? []).toEqual(
      field,
    );
  });

  test("are nobody else's to change, and nobody's of a song that there is not", async () => {
    const { account_id } = await newArtist();
    await newSong(account_id, "a.mp3");
    await refusal(await rename(account_id, "b", { title: "B" }), 404, "song_not_found");
    await refusal(await rename(account_id, "a", { title: "B" }, askAsOther), 404, "artist_not_found");
  });

  test("are taken from the file's tags, and the title that is given goes first", async () => {
    const { account_id } = await newArtist();
    const tagged = taggedSong({ title: "Été & <i>pluie</i>", artist: "Mira Sol\u0000Ada" });
    const added = songShape.parse(await answer(await put(account_id, "track 01.mp3", tagged), 201)).song;
    expect(added).toMatchObject({ slug: "track 01", title: "Été & <i>pluie</i>" });
    expect(added.artist).toContain("Mira Sol");
    const guitars = taggedSong({ title: ` ${"🎸".repeat(150)}` });
    const cut = songShape.parse(await answer(await put(account_id, "track 03.mp3", guitars), 201)).song;
    expect(cut.title).toBe("🎸".repeat(100));
    const given = await put(account_id, "track 02.mp3", taggedSong({ title: "Of the tag" }), "?title=Given");
    expect(songShape.parse(await answer(given, 201)).song).toMatchObject({ title: "Given", artist: null });
  });
});

test("a song is deleted with its file, and can come again", async () => {
  const { account_id } = await newArtist();
  const bytes = song();
  await newSong(account_id, "a.mp3", bytes);
  const path = `/api/artists/${account_id}/songs/a`;
  successShape.parse(await answer(await ask(path, { method: "DELETE" }), 200));
  expect(await artistKeys(account_id)).toEqual([]);
  await refusal(await ask(path, { method: "DELETE" }), 404, "song_not_found");
  await answer(await put(account_id, "a.mp3", bytes), 201);
});
